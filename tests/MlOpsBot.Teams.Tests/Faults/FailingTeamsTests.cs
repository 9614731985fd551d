using MlOpsBot.Teams.Tests.Running;

namespace MlOpsBot.Teams.Tests.Faults;

/// <summary>Teams answers with 412, 429, 500, 502, garbage, not at all, or after the deed; and sends every activity again.</summary>
[Collection(KillsAlone.Name)]
public sealed class FailingTeamsTests
{
    private const int Rounds = 5;

    [Fact]
    public async Task Every_question_is_answered_once_or_its_row_says_so_although_Teams_fails_at_random_and_sends_everything_four_times()
    {
        using var folder = new Scratch();
        var settings = new TeamsBotSettings { Teams = TeamsFaults.Teams, DataFolder = folder.Path, Options = FaultSettings.Bot };
        await using var bot = await TeamsBot.StartAsync(settings);
        await using var questioning = await Questioning.OpenAsync(bot.Teams, settings);
        await questioning.WarmUpAsync();
        bot.Teams.Deliveries.Echoes = 3;
        bot.Teams.Faults.Randomly(3, 0.3, method => method == "post", TeamsFaults.Quick);

        // Each kind for certain; chance adds more.
        bot.Teams.Faults.Next("post", [Fault.LostAnswer, .. TeamsFaults.Quick]);

        var ends = await AskAsync(bot, questioning, "no kill: Teams fails");

        // What surely was not carried out is repeated; so only a post in doubt can be missing.
        ends.Count(end => end.Outcome == AskedOutcome.Doubtful).ShouldBeLessThanOrEqualTo(bot.Teams.Faults.Happened);
        bot.Teams.Faults.Happened.ShouldBeGreaterThan(TeamsFaults.Quick.Length);
    }

    [Fact]
    public async Task Every_question_is_answered_once_although_most_posts_are_refused_before_they_are_carried_out()
    {
        const int Refusals = 20;
        using var folder = new Scratch();
        var settings = new TeamsBotSettings { Teams = TeamsFaults.Teams, DataFolder = folder.Path, Options = FaultSettings.Bot };
        await using var bot = await TeamsBot.StartAsync(settings);
        await using var questioning = await Questioning.OpenAsync(bot.Teams, settings);
        await questioning.WarmUpAsync();
        bot.Teams.Faults.Next("post", [.. Enumerable.Range(0, Refusals).Select(number => number % 2 == 0 ? Fault.RateLimited(1) : Fault.Answering(412))]);

        (await AskAsync(bot, questioning, "no kill: 412 and 429")).ShouldAllBe(end => end.Outcome == AskedOutcome.Once);
        bot.Teams.Faults.Happened.ShouldBe(Refusals);
    }

    [Fact]
    public async Task Every_question_is_answered_once_although_the_login_fails_at_random()
    {
        using var folder = new Scratch();
        var settings = new TeamsBotSettings
        {
            // Tokens that are near their end from the start are fetched all the time.
            Teams = TeamsFaults.Teams with { BotTokenLifetime = TimeSpan.FromMinutes(2) },
            DataFolder = folder.Path,
            Options = FaultSettings.Bot,
        };
        await using var bot = await TeamsBot.StartAsync(settings);
        await using var questioning = await Questioning.OpenAsync(bot.Teams, settings);
        bot.Teams.Faults.Next("metadata", Fault.ServerError, Fault.Garbage);
        bot.Teams.Faults.Next("keys", Fault.CutBefore, Fault.Garbage);
        bot.Teams.Faults.Next("token", Fault.Answering(503), Fault.Garbage, Fault.CutBefore);
        await questioning.WarmUpAsync();
        bot.Teams.Faults.Randomly(9, 0.5, method => method == "token", TeamsFaults.OfIssuers);

        (await AskAsync(bot, questioning, "no kill: the login fails")).ShouldAllBe(end => end.Outcome == AskedOutcome.Once);
        bot.Teams.Faults.Happened.ShouldBeGreaterThanOrEqualTo(7);
    }

    private static async Task<IReadOnlyList<AskedEnd>> AskAsync(TeamsBot bot, Questioning questioning, string row)
    {
        for (var round = 0; round < Rounds; round++)
        {
            await questioning.RoundAsync(row);
        }

        await questioning.SettleAsync(FaultSettings.Patience);
        var ends = await questioning.EndsAsync();
        TestContext.Current.SendDiagnosticMessage("{0}", new FaultTable($"{row}: {bot.Teams.Faults.Happened} faults").Write(ends));
        ends.Where(end => !end.IsRight || end.Outcome == AskedOutcome.NotTaken)
            .Select(end => $"{end.Outcome}: {end.Asked}").ShouldBeEmpty(string.Join('\n', bot.Log.All.TakeLast(60)));
        return ends;
    }
}
