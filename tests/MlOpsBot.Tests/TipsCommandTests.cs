using System.Text.Json;
using MlOpsBot.CommandLine;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Storing;
using MlOpsBot.Tips.Schedules;
using MlOpsBot.Tips.Subscriptions;

namespace MlOpsBot.Tests;

public sealed class TipsCommandTests
{
    private static readonly WorkspaceKey _workspace = new("slack", "T1");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_preview_shows_a_schedules_days_with_their_tips_and_needs_no_store()
    {
        var run = await CommandRun.OfAsync("tips", "preview", "9:30", "every", "day", "Europe/Berlin", "about", "data", "engineering", "--days", "10");
        run.Error.ShouldBeEmpty();
        run.ExitCode.ShouldBe(ExitCode.Fine);
        run.Lines[0].ShouldBe("Every day at 09:30, Berlin time (Europe/Berlin), about data engineering:");
        run.Lines.Count(line => line.Contains(", 09:30  ", StringComparison.Ordinal)).ShouldBeInRange(9, 10);
        run.Output.ShouldContain("tips on data engineering; ");
    }

    [Fact]
    public async Task A_preview_as_JSON_says_the_same_twice()
    {
        var run = await CommandRun.OfAsync("tips", "preview", "every day 9:30", "--days", "5", "--json");
        using var document = JsonDocument.Parse(run.Output);
        var days = document.RootElement.GetProperty("days").EnumerateArray().Select(day => day.GetProperty("tip").GetString()).ToList();
        days.Count.ShouldBeInRange(4, 5);
        days.ShouldBeUnique();
        document.RootElement.GetProperty("schedule").GetString().ShouldBe("every day at 09:30 UTC");
        (await CommandRun.OfAsync("tips", "preview", "every day 9:30", "--days", "5", "--json")).Output.ShouldBe(run.Output);
    }

    [Theory]
    [InlineData("I did not understand", "tips", "preview", "at", "teatime")]
    [InlineData("I have no tips about \"bananas\"", "tips", "preview", "9:30", "about", "bananas")]
    [InlineData("--days is 0; allowed are 1 to 366.", "tips", "preview", "--days", "0")]
    [InlineData("Give --dry-run", "tips", "replay", "2026-11-01", "2026-11-02")]
    [InlineData("are no days from one to a later one", "tips", "replay", "--dry-run", "2026-11-02", "2026-11-01")]
    public async Task Wrong_use_is_named_in_one_line(string fault, params string[] words)
    {
        var run = await CommandRun.OfAsync(words);
        run.ExitCode.ShouldBe(ExitCode.WrongUse);
        run.Complaints.ShouldHaveSingleItem().ShouldContain(fault);
    }

    [Fact]
    public async Task Channels_are_listed_and_replayed_from_the_store()
    {
        using var scratch = new Scratch();
        var data = Path.Combine(scratch.Path, "data");
        var clock = new ManualClock();
        await FillAsync(data, clock);
        var list = await RunAsync(scratch.Path, clock, (settings, surroundings) => TipsLedger.ListAsync(settings, isJson: false, surroundings, Cancellation));
        list.Error.ShouldBeEmpty();
        list.Lines.ShouldBe(["slack/T1 C1: on, every weekday at 09:30 UTC, about everything; next due 2026-03-02 09:30:00Z", "1 channel, 1 on."]);

        clock.Advance(TimeSpan.FromDays(2));
        var replay = await RunAsync(
            scratch.Path, clock, (settings, surroundings) => TipsLedger.ReplayAsync(settings, new ReplayWish("2026-03-01", "2026-03-31", IsDryRun: true, IsJson: false), surroundings, Cancellation));
        replay.ExitCode.ShouldBe(ExitCode.Findings);
        replay.Lines.ShouldBe(["slack/T1 C1 2026-03-03: missing", "0 as planned, 0 failed, 0 doubtful, 0 overdue, 1 missing, 0 unexpected."]);
    }

    [Fact]
    public async Task Where_there_is_no_store_none_is_made()
    {
        using var scratch = new Scratch();
        var run = await RunAsync(scratch.Path, new ManualClock(), (settings, surroundings) => TipsLedger.ListAsync(settings, isJson: true, surroundings, Cancellation));
        run.ExitCode.ShouldBe(ExitCode.WrongUse);
        run.Complaints.ShouldHaveSingleItem().ShouldContain("nothing there yet. The first start of the bot with a channel configured makes it.");
        File.Exists(Path.Combine(scratch.Path, "data", StorageOptions.FileName)).ShouldBeFalse();
    }

    private static async Task FillAsync(string data, TimeProvider clock)
    {
        var secrets = new DataProtectionSecretProtector(Path.Combine(data, StoreOpening.KeyFolder));
        await using var store = await Store.OpenAsync(new StorageOptions { DataFolder = data }, secrets, clock, Cancellation);
        var plan = new SubscriptionPlan(TipSchedule.Default);
        var wanted = new TipSubscription(_workspace, "C1", PlanJson.Write(plan), "U1", TipState.On, TipDue.Next(plan, null, clock.GetUtcNow()));
        (await store.Tips.ChangeAsync(wanted, "U1", "on", Cancellation)).ShouldNotBeNull();
    }

    private static async Task<CommandRun> RunAsync(string folder, TimeProvider clock, Func<MlOpsBot.Serving.ServerSettings, Surroundings, Task<int>> run)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var surroundings = new Surroundings(TextReader.Null, output, error, clock, folder);
        var settings = RunningBot.Settings(null, "Production") with { WorkingDirectory = folder, Clock = clock };
        var code = await run(settings, surroundings);
        return new CommandRun(code, output.ToString(), error.ToString());
    }
}
