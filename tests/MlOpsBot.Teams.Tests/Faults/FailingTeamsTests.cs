using System.Diagnostics;
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

        var ends = await AskAsync(bot, questioning, "no kill: Teams fails", TeamsFaults.Quick.Length + 1);

        // What surely was not carried out is repeated; so only a post in doubt can be missing.
        ends.Count(end => end.Outcome == AskedOutcome.Doubtful).ShouldBeLessThanOrEqualTo(bot.Teams.Faults.Happened);
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

        (await AskAsync(bot, questioning, "no kill: 412 and 429", Refusals)).ShouldAllBe(end => end.Outcome == AskedOutcome.Once);
    }

    [Fact]
    public async Task Every_question_is_answered_once_although_login_and_keys_fail_before_and_while_they_are_asked()
    {
        const int Failures = 6;
        using var folder = new Scratch();
        var settings = new TeamsBotSettings
        {
            // Within a minute of its end a token is not used any more: these are good for two seconds.
            Teams = TeamsFaults.Teams with { BotTokenLifetime = TimeSpan.FromSeconds(62) },
            DataFolder = folder.Path,
            Options = FaultSettings.Bot,
        };
        await using var bot = await TeamsBot.StartAsync(settings);
        await using var questioning = await Questioning.OpenAsync(bot.Teams, settings);
        bot.Teams.Faults.Next("metadata", Fault.ServerError);
        bot.Teams.Faults.Next("keys", Fault.Garbage);
        bot.Teams.Faults.Next("token", Fault.Answering(503));
        await questioning.WarmUpAsync();
        bot.Teams.Faults.Next("token", Fault.Garbage, Fault.CutBefore, Fault.CutAfter);

        (await AskAsync(bot, questioning, "no kill: the login fails", Failures)).ShouldAllBe(end => end.Outcome == AskedOutcome.Once);
    }

    /// <summary>Asks until that many faults have happened, and some rounds at least.</summary>
    private static async Task<IReadOnlyList<AskedEnd>> AskAsync(TeamsBot bot, Questioning questioning, string row, int faults)
    {
        // Not so many rounds: the faster they go by, the fewer of them have a token that ends.
        var clock = Stopwatch.StartNew();
        for (var round = 0; round < Rounds || bot.Teams.Faults.Happened < faults; round++)
        {
            clock.Elapsed.ShouldBeLessThan(FaultSettings.Patience, $"only {bot.Teams.Faults.Happened} faults of {faults} happened");
            await questioning.RoundAsync(row);
            if (round >= Rounds)
            {
                await questioning.SettleAsync(FaultSettings.Patience);
            }
        }

        await questioning.SettleAsync(FaultSettings.Patience);
        var ends = await questioning.EndsAsync();
        TestContext.Current.SendDiagnosticMessage("{0}", new FaultTable($"{row}: {bot.Teams.Faults.Happened} faults").Write(ends));
        ends.Where(end => !end.IsRight || end.Outcome == AskedOutcome.NotTaken)
            .Select(end => $"{end.Outcome}: {end.Asked}").ShouldBeEmpty(string.Join('\n', bot.Log.All.TakeLast(60)));
        return ends;
    }
}
