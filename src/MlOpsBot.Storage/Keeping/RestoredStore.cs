using System.Globalization;
using MlOpsBot.Storage.Databases;
using MlOpsBot.Storage.Workspaces;

namespace MlOpsBot.Storage.Keeping;

/// <summary>That a store was restored from a backup, and what was not repeated for it. Immutable.</summary>
/// <param name="RestoredAt">When the program noticed.</param>
/// <param name="BackupAt">When the backup was taken; null where nobody knows.</param>
/// <param name="Events">Events that may have been answered since the backup.</param>
/// <param name="Deliveries">Messages that may have been posted since.</param>
/// <param name="TipDays">Tips that may have been posted since.</param>
public sealed record RestoredStore(DateTimeOffset RestoredAt, DateTimeOffset? BackupAt, long Events, long Deliveries, long TipDays)
{
    /// <summary>Why a day of the tips' ledger is skipped that came between the backup and the restore.</summary>
    internal const string Skipped = "Perhaps posted before the store was restored from a backup";

    /// <summary>What an operator should read.</summary>
    public string Said => string.Create(
        CultureInfo.InvariantCulture,
        $"The store was restored from a backup{(BackupAt is { } at ? $" of {at:yyyy-MM-dd HH:mm} UTC" : "")}. {Events} events, {Deliveries} messages and {TipDays} tips, which may have been answered or posted since, are marked as doubtful and not repeated; tips that were due until now are skipped.");
}

/// <summary>
/// Notices that a store was restored, whoever restored it and how, and sees to it that nothing is done twice: what was under way when the
/// backup was taken may have been finished since, and nobody can tell. Runs while nobody else works on the store.
/// </summary>
/// <remarks>
/// SQLite: a backup carries a mark that the store itself never has. PostgreSQL: tables that pg_restore makes have other numbers (oid) than
/// those that the store has on record. A copy of a server's files, or of its disk, shows neither: <see cref="MarkAsync"/> makes the mark.
/// </remarks>
internal static class RestoreNotice
{
    private const string BackupMark = "backup", PlaceMark = "place";
    private const string Reason = "the store was restored from a backup, and this may have been done since";
    private const string Set = "INSERT INTO store_mark (name, value) VALUES (@Name, @Value) ON CONFLICT (name) DO UPDATE SET value = excluded.value";

    /// <summary>Puts the mark on a store that is, or will be, restored.</summary>
    public static Task<int> MarkAsync(Session session, DateTimeOffset backupAt)
        => session.ExecuteAsync(Set, new { Name = BackupMark, Value = backupAt.Stored().ToString(CultureInfo.InvariantCulture) });

    /// <summary>Takes the mark off: nothing has happened since.</summary>
    public static Task<int> UnmarkAsync(Session session) => session.ExecuteAsync("DELETE FROM store_mark WHERE name = @Name", new { Name = BackupMark });

    /// <summary>When the backup was taken that a store is; null where it is none.</summary>
    public static async Task<DateTimeOffset?> MarkOfAsync(Session session)
        => await session.QuerySingleOrDefaultAsync<string>("SELECT value FROM store_mark WHERE name = @Name", new { Name = BackupMark }) is { } stored
            ? long.Parse(stored, CultureInfo.InvariantCulture).Time()
            : null;

    /// <summary>Looks, and does what has to be done; what was done just now, or null.</summary>
    public static async Task<RestoredStore?> NoticeAsync(Session session, SqlDialect dialect, DateTimeOffset now)
    {
        var backupAt = await MarkOfAsync(session);
        var (known, place) = (await PlaceOnRecordAsync(session), await PlaceAsync(session, dialect));
        if (place is not null)
        {
            await session.ExecuteAsync(Set, new { Name = PlaceMark, Value = place });
        }

        if (backupAt is null && (known is null || place is null || string.Equals(known, place, StringComparison.Ordinal)))
        {
            return null;
        }

        await UnmarkAsync(session);
        return await DoubtAsync(session, backupAt, now);
    }

    /// <summary>When a store was restored last; null if never.</summary>
    public static async Task<DateTimeOffset?> LatestAsync(Session session)
        => (await session.QuerySingleOrDefaultAsync<long?>("SELECT MAX(restored_at) FROM store_restore"))?.Time();

    private static Task<string?> PlaceOnRecordAsync(Session session)
        => session.QuerySingleOrDefaultAsync<string>("SELECT value FROM store_mark WHERE name = @Name", new { Name = PlaceMark });

    private static async Task<string?> PlaceAsync(Session session, SqlDialect dialect) => dialect.TakeTurn is null
        ? null
        : await session.QuerySingleOrDefaultAsync<string>(
            "SELECT CONCAT_WS('/', 'schema_version'::regclass::oid, 'inbox'::regclass::oid, 'delivery'::regclass::oid, 'audit'::regclass::oid)");

    private static async Task<RestoredStore> DoubtAsync(Session session, DateTimeOffset? backupAt, DateTimeOffset now)
    {
        const string Delivery =
            "FROM delivery WHERE delivery.platform = tip_ledger.platform AND delivery.workspace = tip_ledger.workspace AND delivery.id = tip_ledger.delivery AND delivery.state = 'posted'";
        var parameters = new { Now = now.Stored(), Reason };
        var tips = await session.ExecuteAsync(
            $"""
            UPDATE tip_ledger SET state = CASE WHEN EXISTS (SELECT 1 {Delivery}) THEN 'posted' ELSE 'doubtful' END, message = (SELECT message {Delivery}),
              reason = @Reason, settled_at = @Now, fence = fence + 1, claimed_by = NULL
            WHERE state IN ('planned', 'claimed')
            """,
            parameters);
        var events = await session.ExecuteAsync(
            "UPDATE inbox SET state = 'doubtful', reason = @Reason, finished_at = @Now, fence = fence + 1, claimed_by = NULL WHERE state = 'open'", parameters);
        var deliveries = await session.ExecuteAsync(
            "UPDATE delivery SET state = 'doubtful', reason = @Reason, settled_at = @Now WHERE state = 'intended'", parameters);
        var restored = new RestoredStore(now, backupAt, events, deliveries, tips);
        await session.ExecuteAsync(
            "INSERT INTO store_restore (restored_at, backup_at, events, deliveries, tip_days) VALUES (@At, @BackupAt, @Events, @Deliveries, @TipDays) ON CONFLICT DO NOTHING",
            new { At = now.Stored(), BackupAt = backupAt?.Stored(), restored.Events, restored.Deliveries, restored.TipDays });
        await AuditLog.InsertAsync(session, new AuditEntry(AuditActions.Bot, AuditActions.Itself, AuditActions.StoreRestored, "store", restored.Said), now);
        return restored;
    }
}
