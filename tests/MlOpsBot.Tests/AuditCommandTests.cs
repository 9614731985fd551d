using System.CommandLine;
using System.Text.Json;
using MlOpsBot.CommandLine;
using MlOpsBot.Slack.BlockKit;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Workspaces;
using MlOpsBot.Storing;

namespace MlOpsBot.Tests;

public sealed class AuditCommandTests
{
    private static readonly WorkspaceKey _acme = new("slack", "T1");

    /// <summary>Commands that change nothing of the bot's; each of the others names its line in the audit.</summary>
    private static readonly string[] _reading =
        ["serve", "ask", "check", "eval", "doctor", "health", "teams package", "teams icons", "tips preview", "tips list", "tips replay", "audit", "store check"];

    private static readonly Dictionary<string, string> _administrative = new(StringComparer.Ordinal)
    {
        ["store move"] = AuditActions.StoreMove,
        ["store backup"] = AuditActions.StoreBackup,
        ["store restore"] = AuditActions.StoreRestored,
        ["store restored"] = AuditActions.StoreRestored,
    };

    /// <summary>Buttons and forms of Slack's that change nothing others decided.</summary>
    private static readonly string[] _harmless =
        ["OpenPrefix", "OpenMenu", "Share", "Thumb", "ThumbUp", "ThumbDown", "Why", "WhyText", "WhyForm", "HomePrefix", "CardView", "SettingsPlace", "SettingsFollow", "SettingsSilent", "TipsTime", "TipsDays", "TipsZone", "TipsTopics"];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Everything_is_printed_oldest_first_with_who_was_refused()
    {
        using var scratch = new Scratch();
        var clock = new ManualClock();
        await FillAsync(scratch, clock);

        var run = await RunAsync(scratch, clock, new AuditWish(30, null, IsJson: false));

        run.ExitCode.ShouldBe(ExitCode.Fine);
        run.Lines.ShouldBe(
        [
            "2026-03-02 09:00:00Z  slack/T1  U1  channel-rule  C1  done: default -> answer private, follow threads default, silent on none default",
            "2026-03-03 09:00:00Z  teams/tenant  U2  tips  C2  refused: only admins may",
            "2026-03-03 09:00:00Z  bot/all  cli:root  store-move  PostgreSQL  done: a line and another",
            "3 in 30 days, 1 refused; kept for 365 days.",
        ]);
    }

    [Fact]
    public async Task One_workspace_and_the_last_days_can_be_asked_for_and_JSON_is_one_object_a_line()
    {
        using var scratch = new Scratch();
        var clock = new ManualClock();
        await FillAsync(scratch, clock);

        var run = await RunAsync(scratch, clock, new AuditWish(30, "tenant", IsJson: true));
        using var line = JsonDocument.Parse(run.Lines.ShouldHaveSingleItem());
        line.RootElement.GetRawText().ShouldBe(
            """{"at":"2026-03-03 09:00:00Z","platform":"teams","workspace":"tenant","actor":"U2","action":"tips","subject":"C2","outcome":"refused","detail":"only admins may"}""");

        clock.Advance(TimeSpan.FromDays(1));
        (await RunAsync(scratch, clock, new AuditWish(1, "T1", IsJson: false))).Lines.ShouldBe(["0 in 1 days, 0 refused; kept for 365 days."]);
        (await RunAsync(scratch, clock, new AuditWish(0, null, IsJson: false))).Complaints.ShouldHaveSingleItem().ShouldBe("--since is 0; allowed are 1 to 36500 days.");
    }

    [Fact]
    public async Task More_than_a_page_is_printed_whole()
    {
        using var scratch = new Scratch();
        var clock = new ManualClock();
        await using (var store = await OpenAsync(scratch, clock))
        {
            for (var number = 0; number < 1_203; number++)
            {
                await store.Audit.AddAsync(new AuditEntry(_acme, $"U{number}", AuditActions.Tips, "C1", ""), Cancellation);
            }
        }

        var run = await RunAsync(scratch, clock, new AuditWish(1, null, IsJson: true));
        run.Lines.Length.ShouldBe(1_203);
        run.Lines.ShouldBeUnique();
    }

    [Fact]
    public async Task A_purge_says_what_it_deleted()
    {
        using var scratch = new Scratch();
        var clock = new ManualClock();
        await using var store = await OpenAsync(scratch, clock);
        await store.OAuthStates.IssueAsync("slack", TimeSpan.FromMinutes(1), "", Cancellation);
        clock.Advance(TimeSpan.FromMinutes(2));

        await new PurgeService(store, clock, Microsoft.Extensions.Logging.Abstractions.NullLogger<PurgeService>.Instance).PurgeAsync(Cancellation);

        var entry = (await store.Audit.ListAsync(AuditActions.Bot, 10, Cancellation)).ShouldHaveSingleItem();
        (entry.Actor, entry.Action).ShouldBe((AuditActions.Itself, AuditActions.Purge));
        entry.Detail.ShouldContain("OAuthStates = 1");
    }

    [Fact]
    public void Every_command_says_whether_it_is_administrative_and_which_line_it_leaves()
    {
        using var surroundings = new Surroundings(TextReader.Null, TextWriter.Null, TextWriter.Null, TimeProvider.System, Repository.Root);
        var commands = Leaves(BotCommands.Tree(surroundings), "").ToList();

        commands.ShouldBe(_reading.Concat(_administrative.Keys), ignoreOrder: true);
        _administrative.Values.ShouldAllBe(action => AuditActions.All.Contains(action));

        static IEnumerable<string> Leaves(Command command, string path) => command.Subcommands.SelectMany(sub =>
            sub.Subcommands.Count == 0 ? [$"{path}{sub.Name}"] : Leaves(sub, $"{path}{sub.Name} "));
    }

    [Fact]
    public void Every_button_and_form_in_Slack_says_whether_it_is_administrative()
    {
        string[] administrative = ["SettingsPrefix", "SettingsEdit", "SettingsUndo", "SettingsForm", "TipPrefix", "TipsForm"];

        typeof(ActionIds).GetFields().Where(field => field.IsLiteral).Select(field => field.Name).ShouldBe(_harmless.Concat(administrative), ignoreOrder: true);
    }

    private static async Task FillAsync(Scratch scratch, ManualClock clock)
    {
        await using var store = await OpenAsync(scratch, clock);
        await store.ChannelRules.SetAsync(_acme, "C1", new ChannelRule(AnswerPlace.Private, null, null), "U1", Cancellation);
        clock.Advance(TimeSpan.FromDays(1));
        await store.Audit.AddAsync(new AuditEntry(new WorkspaceKey("teams", "tenant"), "U2", AuditActions.Refused(AuditActions.Tips), "C2", "only admins may"), Cancellation);
        await store.Audit.AddAsync(new AuditEntry(AuditActions.Bot, "cli:root", AuditActions.StoreMove, "PostgreSQL", "a line\nand another"), Cancellation);
    }

    private static Task<Store> OpenAsync(Scratch scratch, TimeProvider clock)
    {
        var data = Path.Combine(scratch.Path, "data");
        return Store.OpenAsync(new StorageOptions { DataFolder = data }, new DataProtectionSecretProtector(Path.Combine(data, StoreOpening.KeyFolder)), clock, Cancellation);
    }

    private static async Task<CommandRun> RunAsync(Scratch scratch, TimeProvider clock, AuditWish wish)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var surroundings = new Surroundings(TextReader.Null, output, error, clock, scratch.Path);
        var settings = RunningBot.Settings(null, "Production") with { WorkingDirectory = scratch.Path, Clock = clock };
        var code = await AuditCommand.RunAsync(settings, wish, surroundings, Cancellation);
        return new CommandRun(code, output.ToString(), error.ToString());
    }
}
