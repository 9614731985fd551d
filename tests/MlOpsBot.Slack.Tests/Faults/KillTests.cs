using MlOpsBot.Slack.Tests.FakeSlack;
using MlOpsBot.Slack.Tests.Running;
using MlOpsBot.Storage.Tests.Support;

namespace MlOpsBot.Slack.Tests.Faults;

/// <summary>Tests that kill processes and need the machine for themselves.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class KillsAlone
{
    public const string Name = "Kills";
}

/// <summary>
/// Kills the real program at every step between event and answer, and counts what came of each question. The full run, with its
/// tables:
/// <c>BOT_KILLS=210 dotnet run --project tests/MlOpsBot.Slack.Tests -- -class MlOpsBot.Slack.Tests.Faults.KillTests -diagnostics</c>.
/// </summary>
[Collection(KillsAlone.Name)]
public sealed class KillTests(PostgresCluster cluster)
{
    private const int FewKills = 4;
    private const int KillsInARow = 4;

    private readonly Random _random = new(20261121);

    [Fact]
    public async Task Killed_at_every_step_with_SQLite_and_HTTP_every_question_is_answered_once()
    {
        using var folder = new Scratch();
        await KillAsync("SQLite, HTTP", new SlackBotSettings { DataFolder = folder.Path, Options = FaultSettings.Bot });
    }

    [Fact]
    public async Task Killed_at_every_step_with_PostgreSQL_and_Socket_Mode_every_question_is_answered_once()
    {
        var database = await cluster.CreateDatabaseAsync();
        await KillAsync("PostgreSQL, Socket Mode", new SlackBotSettings { Postgres = database, UsesSocket = true, Options = FaultSettings.Bot });
    }

    [Fact]
    public async Task Two_replicas_killed_in_turn_while_Slack_fails_and_sends_everything_again_answer_every_question_once()
    {
        var database = await cluster.CreateDatabaseAsync();
        await KillAsync("Two replicas on PostgreSQL, a failing Slack, every event sent four times", new SlackBotSettings { Postgres = database, Options = FaultSettings.Bot }, replicas: 2);
    }

    private async Task KillAsync(string title, SlackBotSettings settings, int replicas = 1)
    {
        await using var slack = await FakeSlackServer.StartAsync(FaultSettings.Slack);
        await using var questioning = await Questioning.OpenAsync(slack, settings);
        await using var lives = await Lives.StartAsync(slack, settings, replicas);
        await questioning.WarmUpAsync();
        if (replicas > 1)
        {
            slack.Deliveries.Echoes = 3;
            slack.Faults.Randomly(7, 0.15, method => method != "auth.test", FailingSlackTests.Quick);
        }

        var table = new FaultTable(title);
        var kills = FaultSettings.Kills(FewKills);
        for (var kill = 0; kill < kills; kill++)
        {
            var point = KillPoint.All[kill % KillPoint.All.Count];
            table.Killed(await lives.EndAtAsync(point, () => questioning.RoundAsync(point.Name), _random));
            if (kill % KillsInARow == KillsInARow - 1)
            {
                // Nothing is killed ten times: such an event is given up for one that itself ends the program.
                await questioning.SettleAsync(FaultSettings.Patience);
            }
        }

        slack.Faults.Clear();
        await questioning.SettleAsync(FaultSettings.Patience);
        var outcomes = await questioning.OutcomesAsync();
        TestContext.Current.SendDiagnosticMessage("{0}", table.Write(outcomes));
        outcomes.Where(outcome => !IsRight(outcome.Asked, outcome.Outcome)).Select(outcome => $"{outcome.Outcome}: {outcome.Asked}").ShouldBeEmpty(lives.Said());
        outcomes.Count(outcome => outcome.Outcome == AskedOutcome.Once).ShouldBeGreaterThan(kills * 3);
    }

    /// <summary>What everybody in a channel sees can be looked up, so it is answered once. What one person alone sees cannot.</summary>
    private static bool IsRight(Asked asked, AskedOutcome outcome) => outcome switch
    {
        AskedOutcome.Once => true,
        AskedOutcome.Doubtful => asked.How == AskedHow.Private,
        AskedOutcome.NotTaken => asked.How == AskedHow.Button,
        _ => false,
    };
}
