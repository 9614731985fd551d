using System.Diagnostics.CodeAnalysis;
using MlOpsBot.Storage.Databases;
using MlOpsBot.Storage.Migrations;
using MlOpsBot.Storage.Secrets;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Storage.Workspaces;
using Npgsql;

namespace MlOpsBot.Storage;

/// <summary>Reads what an operator should know of a store that answers. Changes nothing.</summary>
internal static class StoreSurvey
{
    // Enough to see which addresses there are.
    private const long MostReferences = 200;

    private static readonly TimeSpan s_recent = TimeSpan.FromDays(1);

    /// <summary>What lies in it; of this program's schema.</summary>
    public static async Task<StoreBacklog> BacklogAsync(IDatabase database, ISecretProtector? secrets, TimeProvider time, CancellationToken cancellation)
    {
        var now = time.GetUtcNow();
        var before = (now - StoreBacklog.Patience).Stored();
        var since = (now - s_recent).Stored();
        var (waiting, oldest, doubtful, rows, references) = await database.ReadAsync(
            async session => (
                await session.QuerySingleOrDefaultAsync<long>("SELECT COUNT(*) FROM inbox WHERE state = 'open' AND due_at < @Before", new { Before = before }),
                await session.QuerySingleOrDefaultAsync<long?>("SELECT MIN(due_at) FROM inbox WHERE state = 'open' AND due_at < @Before", new { Before = before }),
                await session.QuerySingleOrDefaultAsync<long>("SELECT COUNT(*) FROM delivery WHERE state = 'doubtful' AND intended_at > @Since", new { Since = since }),
                await session.QueryAsync<SealedRow>("SELECT platform AS Platform, workspace AS Workspace, secrets AS Secrets FROM installation"),
                await session.QueryAsync<string>(
                    "SELECT reference FROM conversation_reference WHERE platform = 'teams' ORDER BY saved_at DESC LIMIT @MostReferences", new { MostReferences })),
            cancellation);
        var unreadable = secrets is null
            ? []
            : rows.Where(row => secrets.Unprotect(row.Secrets, InstallationStore.Context(new WorkspaceKey(row.Platform, row.Workspace))) is null);
        return new StoreBacklog(
            (int)waiting,
            oldest?.Time(),
            await new TipStore(database, new SchemaGuard(database, Store.ProgramSchema), time, "doctor", restoredAt: null).CountOverdueAsync(now - StoreBacklog.Patience, cancellation),
            (int)doubtful,
            rows.Count,
            [.. unreadable.Select(row => $"{row.Platform} {row.Workspace}")],
            [.. references]);
    }

    /// <summary>What a PostgreSQL server says.</summary>
    public static async Task<PostgresFacts> PostgresAsync(IDatabase database, string connectionString, TimeProvider time, CancellationToken cancellation)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        var asked = time.GetUtcNow();
        var row = await database.ReadAsync(
            session => session.QuerySingleOrDefaultAsync<PostgresRow>(
                """
                SELECT current_setting('server_version_num')::int / 10000 AS Version,
                  pg_is_in_recovery() OR current_setting('default_transaction_read_only') = 'on' AS IsReadOnly,
                  COALESCE((SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()), false) AS IsEncrypted,
                  has_schema_privilege(current_schema(), 'CREATE') AS MayCreate,
                  (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS Clock,
                  (SELECT COUNT(*)::int FROM pg_stat_activity WHERE backend_type = 'client backend') AS Connections,
                  current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int AS MostConnections
                """),
            cancellation) ?? throw new InvalidOperationException("A SELECT without FROM gives one row.");
        var took = time.GetUtcNow() - asked;
        return new PostgresFacts(
            row.Version,
            row.IsReadOnly,
            row.IsEncrypted,
            IsLocal(builder.Host),
            row.MayCreate,
            row.Clock.Time() - (asked + (took / 2)),
            row.Connections,
            row.MostConnections,
            builder.Pooling ? builder.MaxPoolSize : int.MaxValue);
    }

    // A host that begins with a slash is the folder of a socket.
    private static bool IsLocal(string? hosts) => (hosts ?? "").Split(',', StringSplitOptions.TrimEntries).All(host =>
        host.StartsWith('/') || host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (System.Net.IPAddress.TryParse(host, out var address) && System.Net.IPAddress.IsLoopback(address)));

    [SuppressMessage("Performance", "CA1812", Justification = "Dapper makes them.")]
    private sealed class SealedRow
    {
        public string Platform { get; init; } = "";

        public string Workspace { get; init; } = "";

        public byte[] Secrets { get; init; } = [];
    }

    [SuppressMessage("Performance", "CA1812", Justification = "Dapper makes them.")]
    private sealed class PostgresRow
    {
        public int Version { get; init; }

        public bool IsReadOnly { get; init; }

        public bool IsEncrypted { get; init; }

        public bool MayCreate { get; init; }

        public long Clock { get; init; }

        public int Connections { get; init; }

        public int MostConnections { get; init; }
    }
}
