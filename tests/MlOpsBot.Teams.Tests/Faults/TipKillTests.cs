using MlOpsBot.Storage.Tests.Support;
using MlOpsBot.Teams.Tests.FakeTeams;
using MlOpsBot.Teams.Tests.Running;

namespace MlOpsBot.Teams.Tests.Faults;

/// <summary>
/// Kills the real program at every step of a tip's life, while Teams answers with 429, 500, garbage, not at all, or after the deed, and
/// compares what Teams received with the ledger, row by row. The full run, with its tables:
/// <c>BOT_KILLS=85 dotnet run --project tests/MlOpsBot.Teams.Tests -- -class MlOpsBot.Teams.Tests.Faults.TipKillTests -diagnostics</c>.
/// </summary>
[Collection(KillsAlone.Name)]
public sealed class TipKillTests(PostgresCluster cluster)
{
    private const int FewKills = 4;

    [Fact]
    public async Task Killed_at_every_step_with_SQLite_while_Teams_fails_no_tip_is_posted_twice_and_every_doubt_is_on_the_ledger()
    {
        using var folder = new Scratch();
        await KillAsync("Tips on Teams: SQLite, a failing Teams", new TeamsBotSettings { DataFolder = folder.Path, Options = FaultSettings.Tips });
    }

    [Fact]
    public async Task Two_replicas_killed_in_turn_while_Teams_fails_post_no_tip_twice_and_write_every_doubt_down()
    {
        var database = await cluster.CreateDatabaseAsync();
        await KillAsync("Tips on Teams: two replicas on PostgreSQL, a failing Teams", new TeamsBotSettings { Postgres = database, Options = FaultSettings.Tips }, replicas: 2);
    }

    private static async Task KillAsync(string title, TeamsBotSettings settings, int replicas = 1)
    {
        await using var teams = await FakeTeamsServer.StartAsync(TeamsFaults.Teams);
        await using var lives = await TeamsFaults.StartAsync(teams, settings, replicas);
        await using var store = await Questioning.OpenStoreAsync(settings);
        var rounds = new TipRounds(new TeamsTipWorld(teams), store);
        await rounds.WarmUpAsync();
        teams.Faults.Randomly(7, 0.15, method => method is "create" or "post", TeamsFaults.Quick);
        await Killing.RunAsync(title, rounds, lives, TeamsFaults.TipPoints, FaultSettings.Kills(FewKills), teams.Faults.Clear);
        TestContext.Current.SendDiagnosticMessage("{0} faults beside the kills; rows that are not posted: {1}", teams.Faults.Happened, string.Join(", ", rounds.Reasons));
    }
}
