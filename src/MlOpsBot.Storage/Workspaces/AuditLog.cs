using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using MlOpsBot.Storage.Databases;

namespace MlOpsBot.Storage.Workspaces;

/// <summary>An administrative action. Immutable.</summary>
/// <param name="Workspace">Where.</param>
/// <param name="Actor">Who, by the platform's id.</param>
/// <param name="Action">What kind of action, one of <see cref="AuditActions"/>, perhaps <see cref="AuditActions.Refused"/>. Not empty.</param>
/// <param name="Subject">What it was done to: a channel's id.</param>
/// <param name="Detail">What changed, for people; no secrets.</param>
/// <param name="At">When. Ignored when it is given to the store.</param>
public sealed record AuditEntry(
    WorkspaceKey Workspace, string Actor, string Action, string Subject, string Detail, DateTimeOffset At = default);

/// <summary>Who changed what. Entries are added and, in time, purged; never changed. Thread-safe.</summary>
public sealed class AuditLog
{
    private const int Page = 500;

    private readonly IDatabase _database;
    private readonly TimeProvider _time;

    internal AuditLog(IDatabase database, TimeProvider time)
    {
        _database = database;
        _time = time;
    }

    /// <summary>Adds an entry. The store's own changes add theirs themselves, in the same transaction.</summary>
    public Task AddAsync(AuditEntry entry, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(entry);
        ArgumentException.ThrowIfNullOrEmpty(entry.Action, nameof(entry));
        entry.Workspace.Checked();
        return _database.WriteAsync(session => InsertAsync(session, entry, _time.GetUtcNow()), cancellation);
    }

    /// <summary>A workspace's latest entries, newest first.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="limit">Most entries; at least 1.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<ImmutableArray<AuditEntry>> ListAsync(WorkspaceKey workspace, int limit, CancellationToken cancellation = default)
    {
        var rows = await _database.ReadAsync(
            session => session.QueryAsync<AuditRow>(
                """
                SELECT actor AS Actor, action AS Action, subject AS Subject, detail AS Detail, at AS At
                FROM audit WHERE platform = @Platform AND workspace = @Workspace ORDER BY id DESC LIMIT @Limit
                """,
                new { workspace.Platform, Workspace = workspace.Id, Limit = (long)limit }),
            cancellation);
        return [.. rows.Select(row => new AuditEntry(workspace, row.Actor, row.Action, row.Subject, row.Detail, row.At.Time()))];
    }

    /// <summary>Entries of all workspaces, or of one, oldest first.</summary>
    /// <param name="since">Entries of this moment and later.</param>
    /// <param name="workspace">The platform's id of the one workspace; null for all.</param>
    /// <param name="cancellation">Gives up.</param>
    public async IAsyncEnumerable<AuditEntry> SinceAsync(
        DateTimeOffset since, string? workspace, [EnumeratorCancellation] CancellationToken cancellation = default)
    {
        var sql = $"""
            SELECT id AS Id, platform AS Platform, workspace AS Workspace, actor AS Actor, action AS Action, subject AS Subject, detail AS Detail, at AS At
            FROM audit WHERE at >= @Since AND id > @After{(workspace is null ? "" : " AND workspace = @Workspace")} ORDER BY id LIMIT {Page}
            """;
        IReadOnlyList<AuditRow> rows = [];
        do
        {
            var after = rows.Count == 0 ? 0 : rows[^1].Id;
            rows = await _database.ReadAsync(
                session => session.QueryAsync<AuditRow>(sql, new { Since = since.Stored(), After = after, Workspace = workspace?.Stored() }), cancellation);
            foreach (var row in rows)
            {
                yield return new AuditEntry(new WorkspaceKey(row.Platform, row.Workspace), row.Actor, row.Action, row.Subject, row.Detail, row.At.Time());
            }
        }
        while (rows.Count == Page);
    }

    internal static Task<int> InsertAsync(Session session, AuditEntry entry, DateTimeOffset now) => session.ExecuteAsync(
        """
        INSERT INTO audit (platform, workspace, at, actor, action, subject, detail)
        VALUES (@Platform, @Workspace, @At, @Actor, @Action, @Subject, @Detail)
        """,
        new
        {
            entry.Workspace.Platform,
            Workspace = entry.Workspace.Id,
            At = now.Stored(),
            Actor = entry.Actor.Stored(),
            Action = entry.Action.Stored(),
            Subject = entry.Subject.Stored(),
            Detail = entry.Detail.Stored(),
        });

    [SuppressMessage("Performance", "CA1812", Justification = "Dapper makes them.")]
    private sealed class AuditRow
    {
        public long Id { get; init; }

        public string Platform { get; init; } = "";

        public string Workspace { get; init; } = "";

        public string Actor { get; init; } = "";

        public string Action { get; init; } = "";

        public string Subject { get; init; } = "";

        public string Detail { get; init; } = "";

        public long At { get; init; }
    }
}
