using MlOpsBot.Slack.Tests.Running;

namespace MlOpsBot.Slack.Tests.Faults;

/// <summary>Slack answers with 429, 500, garbage, not at all, or after the deed; and sends every event again.</summary>
[Collection(KillsAlone.Name)]
public sealed class FailingSlackTests
{
    private const int Rounds = 8;

    [Fact]
    public async Task Every_question_is_answered_once_although_Slack_fails_at_random_and_sends_everything_four_times()
    {
        using var folder = new Scratch();
        var settings = new SlackBotSettings { Slack = SlackFaults.Slack, DataFolder = folder.Path, Options = FaultSettings.Bot };
        await using var bot = await SlackBot.StartAsync(settings);
        await using var questioning = await Questioning.OpenAsync(bot.Slack, settings);
        await questioning.WarmUpAsync();
        bot.Slack.Deliveries.Echoes = 3;
        bot.Slack.Faults.Randomly(3, 0.3, method => method != "auth.test", SlackFaults.Quick);
        bot.Slack.Faults.Next("chat.postMessage", Fault.LostAnswer);

        for (var round = 0; round < Rounds; round++)
        {
            await questioning.RoundAsync("no kill: Slack fails");
        }

        await questioning.SettleAsync(FaultSettings.Patience);
        var ends = await questioning.EndsAsync();
        TestContext.Current.SendDiagnosticMessage("{0}", new FaultTable($"A failing Slack: {bot.Slack.Faults.Happened} faults").Write(ends));
        ends.Where(end => !end.IsRight || end.Outcome == AskedOutcome.NotTaken)
            .Select(end => $"{end.Outcome}: {end.Asked}").ShouldBeEmpty(string.Join('\n', bot.Log.All.TakeLast(60)));
        bot.Slack.Faults.Happened.ShouldBeGreaterThan(10);
    }
}
