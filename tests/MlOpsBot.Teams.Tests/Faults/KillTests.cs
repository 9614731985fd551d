using MlOpsBot.Storage.Tests.Support;
using MlOpsBot.Teams.Tests.FakeTeams;
using MlOpsBot.Teams.Tests.Running;

namespace MlOpsBot.Teams.Tests.Faults;

/// <summary>
/// Kills the real program at every step between activity and answer, and counts what came of each question. The full run, with
/// its tables:
/// <c>BOT_KILLS=210 dotnet run --project tests/MlOpsBot.Teams.Tests -- -class MlOpsBot.Teams.Tests.Faults.KillTests -diagnostics</c>.
/// </summary>
[Collection(KillsAlone.Name)]
public sealed class KillTests(PostgresCluster cluster)
{
    private const int FewKills = 4;

    [Fact]
    public async Task Killed_at_every_step_with_SQLite_every_question_is_answered_once_or_its_row_says_that_nobody_can_tell()
    {
        using var folder = new Scratch();
        await KillAsync("SQLite", new TeamsBotSettings { DataFolder = folder.Path, Options = FaultSettings.Bot });
    }

    [Fact]
    public async Task Two_replicas_killed_in_turn_while_Teams_fails_and_sends_everything_four_times_answer_every_question_once_or_say_so()
    {
        var database = await cluster.CreateDatabaseAsync();
        await KillAsync(
            "Two replicas on PostgreSQL, a failing Teams, every activity sent four times", new TeamsBotSettings { Postgres = database, Options = FaultSettings.Bot }, replicas: 2);
    }

    private static async Task KillAsync(string title, TeamsBotSettings settings, int replicas = 1)
    {
        await using var teams = await FakeTeamsServer.StartAsync(TeamsFaults.Teams);
        await using var questioning = await Questioning.OpenAsync(teams, settings);
        await using var lives = await TeamsFaults.StartAsync(teams, settings, replicas);
        await questioning.WarmUpAsync();
        if (replicas > 1)
        {
            teams.Deliveries.Echoes = 3;
            teams.Faults.Randomly(7, 0.15, method => method == "post", TeamsFaults.Quick);
        }

        await Killing.RunAsync(title, questioning, lives, TeamsFaults.Points, FaultSettings.Kills(FewKills), teams.Faults.Clear);
    }
}
