using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Secrets;
using MlOpsBot.Storage.Tests.Support;
using Npgsql;

namespace MlOpsBot.Storage.Tests;

/// <summary>The store as a role that may read and write the tables, and nothing else; the roles are those of deploy/security.</summary>
public sealed class PostgresRightsPlace(PostgresCluster cluster) : StorePlace
{
    private static readonly SemaphoreSlim s_roles = new(1);
    private string? _connectionString;

    public override async ValueTask<StorageOptions> CreateAsync()
    {
        var administrator = await cluster.CreateDatabaseAsync();
        var script = await File.ReadAllTextAsync(Path.Combine(Root(), "deploy", "security", "postgres-roles.sql"));

        // Roles are the server's, and it has several databases here.
        await s_roles.WaitAsync();
        try
        {
            await ExecuteAsync(administrator, script);
            await ExecuteAsync(administrator, $"ALTER ROLE mlopsbot_app RENAME TO app_{Name(administrator)}; ALTER ROLE mlopsbot_owner RENAME TO owner_{Name(administrator)}");
        }
        finally
        {
            s_roles.Release();
        }

        await using (await Store.OpenAsync(Options(administrator, "owner_"), AesGcmSecretProtector.FromBase64(AesGcmSecretProtector.NewKey()), TimeProvider.System))
        {
            // Its start makes the tables.
        }

        var options = Options(administrator, "app_");
        _connectionString = options.PostgresConnectionString;
        return options;
    }

    public override ValueTask DisposeAsync()
    {
        using var connection = new NpgsqlConnection(_connectionString);
        NpgsqlConnection.ClearPool(connection);
        return ValueTask.CompletedTask;
    }

    private static StorageOptions Options(string administrator, string role) => new()
    {
        PostgresConnectionString = new NpgsqlConnectionStringBuilder(administrator) { Username = role + Name(administrator) }.ToString(),
        ReplicaName = "test",
    };

    private static string Name(string connectionString) => new NpgsqlConnectionStringBuilder(connectionString).Database!;

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new NpgsqlConnection(connectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private static string Root()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(directory!.FullName, "MlOpsBot.sln")))
        {
            directory = directory.Parent;
        }

        return directory.FullName;
    }
}

public sealed class PostgresRightsTests(PostgresCluster cluster) : StoreSuite(new PostgresRightsPlace(cluster))
{
    private static readonly string[] s_forbidden =
    [
        "CREATE TABLE mine (a INT)", "CREATE TABLE public.mine (a INT)", "DROP TABLE audit", "TRUNCATE inbox", "ALTER TABLE audit ADD COLUMN b INT",
        "CREATE FUNCTION f() RETURNS INT LANGUAGE sql AS 'SELECT 1'", "CREATE ROLE other", "COPY audit TO PROGRAM 'true'", "SELECT pg_read_file('/etc/passwd')",
    ];

    [Fact]
    public async Task The_role_that_the_bot_runs_as_may_do_nothing_else()
    {
        foreach (var sql in s_forbidden)
        {
            (await Should.ThrowAsync<StorageException>(() => RawAsync(sql), sql)).Failure.ShouldBe(StorageFailure.Refused, sql);
        }
    }

    [Fact]
    public async Task The_life_of_a_question_takes_no_more_rights()
    {
        (await Store.Inbox.RecordAsync(new IncomingEvent(Here, "E1", "question", "{}"), Cancellation)).ShouldBe(RecordOutcome.Recorded);
        (await Store.Inbox.RecordAsync(new IncomingEvent(Here, "E1", "question", "{}"), Cancellation)).ShouldBe(RecordOutcome.Duplicate);
        var claim = (await Store.Inbox.ClaimAsync("slack", 10, TimeSpan.FromMinutes(1), Cancellation)).ShouldHaveSingleItem();
        (await Store.Deliveries.IntendAsync(claim, new NewDelivery(Here, NewDelivery.NewId(), "C1", "{}", "k"), Cancellation)).Outcome.ShouldBe(IntentOutcome.Recorded);
        await Store.Retention.PurgeAsync(cancellation: Cancellation);
    }

    [Fact]
    public async Task Tips_installs_and_settings_take_no_more_rights()
    {
        await Store.OAuthStates.IssueAsync("slack", TimeSpan.FromMinutes(1), "", Cancellation);
        await Store.ChannelRules.SetAsync(Here, "C1", new Workspaces.ChannelRule(null, true, null), "U1", Cancellation);
        await Store.Tips.SetAccessAsync(Here, "admins", "U1", Cancellation);
        await Store.Installations.SaveAsync(
            new Workspaces.Installation(Here, "Acme", "U0", "{}", new Secret("xoxb"), null, "U1", Time.GetUtcNow(), 1), Cancellation);
        (await Store.Installations.FindAsync(Here, Cancellation)).ShouldNotBeNull();
        (await Store.Audit.ListAsync(Here, 10, Cancellation)).Length.ShouldBe(3);
        await Store.CheckAsync(Cancellation);
    }

    [Fact]
    public async Task Ids_that_look_like_SQL_are_nothing_but_ids()
    {
        const string Evil = "C1'; DROP TABLE audit; --\" $1 @Channel %s";
        await Store.ChannelRules.SetAsync(Here, Evil, new Workspaces.ChannelRule(null, true, null), Evil, Cancellation);
        (await Store.ChannelRules.FindAsync(Here, Evil, Cancellation))!.FollowThreads.ShouldBe(true);
        var entry = (await Store.Audit.ListAsync(Here, 10, Cancellation)).ShouldHaveSingleItem();
        (entry.Actor, entry.Subject).ShouldBe((Evil, Evil));
    }
}
