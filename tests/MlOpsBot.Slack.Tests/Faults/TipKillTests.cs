using MlOpsBot.Slack.Tests.FakeSlack;
using MlOpsBot.Slack.Tests.Running;
using MlOpsBot.Storage.Tests.Support;

namespace MlOpsBot.Slack.Tests.Faults;

/// <summary>
/// Kills the real program at every step of a tip's life, while Slack answers with 429, 500, garbage, not at all, or after the deed, and
/// compares what Slack received with the ledger, row by row. The full run, with its tables:
/// <c>BOT_KILLS=84 dotnet run --project tests/MlOpsBot.Slack.Tests -- -class MlOpsBot.Slack.Tests.Faults.TipKillTests -diagnostics</c>.
/// </summary>
[Collection(KillsAlone.Name)]
public sealed class TipKillTests(PostgresCluster cluster)
{
    private const int FewKills = 4;

    [Fact]
    public async Task Killed_at_every_step_with_SQLite_while_Slack_fails_every_tip_is_posted_once()
    {
        using var folder = new Scratch();
        await KillAsync("Tips on Slack: SQLite, a failing Slack", new SlackBotSettings { DataFolder = folder.Path, Options = FaultSettings.Tips });
    }

    [Fact]
    public async Task Two_replicas_killed_in_turn_while_Slack_fails_post_every_tip_once()
    {
        var database = await cluster.CreateDatabaseAsync();
        await KillAsync("Tips on Slack: two replicas on PostgreSQL, a failing Slack", new SlackBotSettings { Postgres = database, Options = FaultSettings.Tips }, replicas: 2);
    }

    private static async Task KillAsync(string title, SlackBotSettings settings, int replicas = 1)
    {
        await using var slack = await FakeSlackServer.StartAsync(SlackFaults.Slack);
        await using var lives = await SlackFaults.StartAsync(slack, settings, replicas);
        await using var store = await Questioning.OpenStoreAsync(settings);
        var rounds = new TipRounds(new SlackTipWorld(slack), store);
        await rounds.WarmUpAsync();
        slack.Faults.Randomly(7, 0.15, method => method != "auth.test", SlackFaults.Quick);
        await Killing.RunAsync(title, rounds, lives, SlackFaults.TipPoints, FaultSettings.Kills(FewKills), slack.Faults.Clear);
        TestContext.Current.SendDiagnosticMessage("{0} faults beside the kills; rows that are not posted: {1}", slack.Faults.Happened, string.Join(", ", rounds.Reasons));
        if (FaultSettings.Kills(FewKills) > FewKills)
        {
            slack.Faults.Happened.ShouldBeGreaterThan(FaultSettings.Kills(FewKills) / 2);
        }
    }
}
