using MlOpsBot.Slack.Tests.FakeSlack;
using MlOpsBot.Slack.Tests.Running;
using MlOpsBot.Storage.Tests.Support;

namespace MlOpsBot.Slack.Tests.Faults;

/// <summary>
/// Kills the real program at every step between event and answer, and counts what came of each question. The full run, with its
/// tables:
/// <c>BOT_KILLS=210 dotnet run --project tests/MlOpsBot.Slack.Tests -- -class MlOpsBot.Slack.Tests.Faults.KillTests -diagnostics</c>.
/// </summary>
[Collection(KillsAlone.Name)]
public sealed class KillTests(PostgresCluster cluster)
{
    private const int FewKills = 4;

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

    private static async Task KillAsync(string title, SlackBotSettings settings, int replicas = 1)
    {
        await using var slack = await FakeSlackServer.StartAsync(SlackFaults.Slack);
        await using var questioning = await Questioning.OpenAsync(slack, settings);
        await using var lives = await SlackFaults.StartAsync(slack, settings, replicas);
        await questioning.WarmUpAsync();
        if (replicas > 1)
        {
            slack.Deliveries.Echoes = 3;
            slack.Faults.Randomly(7, 0.15, method => method != "auth.test", SlackFaults.Quick);
        }

        await Killing.RunAsync(title, questioning, lives, SlackFaults.Points, FaultSettings.Kills(FewKills), slack.Faults.Clear);
    }
}
