using MlOpsBot.Slack.Tests.Running;

namespace MlOpsBot.Slack.Tests.Faults;

/// <summary>Slack answers with 429, 500, garbage, not at all, or after the deed; and sends every event again.</summary>
[Collection(KillsAlone.Name)]
public sealed class FailingSlackTests
{
    private const int Rounds = 8;

    /// <summary>Faults that are over at once.</summary>
    internal static readonly Fault[] Quick =
    [
        Fault.RateLimited(1), Fault.ServerError, Fault.ErrorAfter, Fault.CutBefore, Fault.CutAfter, Fault.Garbage, Fault.GarbageAfter,
    ];

    [Fact]
    public async Task Every_question_is_answered_once_although_Slack_fails_at_random_and_sends_everything_four_times()
    {
        using var folder = new Scratch();
        var settings = new SlackBotSettings { Slack = FaultSettings.Slack, DataFolder = folder.Path, Options = FaultSettings.Bot };
        await using var bot = await SlackBot.StartAsync(settings);
        await using var questioning = await Questioning.OpenAsync(bot.Slack, settings);
        await questioning.WarmUpAsync();
        bot.Slack.Deliveries.Echoes = 3;
        bot.Slack.Faults.Randomly(3, 0.3, method => method != "auth.test", Quick);
        bot.Slack.Faults.Next("chat.postMessage", Fault.LostAnswer);

        for (var round = 0; round < Rounds; round++)
        {
            await questioning.RoundAsync("no kill: Slack fails");
        }

        await questioning.SettleAsync(FaultSettings.Patience);
        var outcomes = await questioning.OutcomesAsync();
        TestContext.Current.SendDiagnosticMessage("{0}", new FaultTable($"A failing Slack: {bot.Slack.Faults.Happened} faults").Write(outcomes));
        outcomes.Where(outcome => outcome.Outcome != AskedOutcome.Once && !(outcome is { Outcome: AskedOutcome.Doubtful, Asked.How: AskedHow.Private }))
            .Select(outcome => $"{outcome.Outcome}: {outcome.Asked}").ShouldBeEmpty(string.Join('\n', bot.Log.All.TakeLast(60)));
        bot.Slack.Faults.Happened.ShouldBeGreaterThan(10);
    }
}
