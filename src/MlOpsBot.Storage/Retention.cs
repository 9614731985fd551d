using System.Globalization;
using MlOpsBot.Storage.Databases;

namespace MlOpsBot.Storage;

/// <summary>How many rows a purge deleted, by kind. Immutable.</summary>
/// <param name="Events">Finished, given up and doubtful events.</param>
/// <param name="EventKeys">Keys against redelivery.</param>
/// <param name="Conversations">Expired contexts.</param>
/// <param name="Deliveries">Deliveries with what their buttons needed.</param>
/// <param name="Feedback">Thumbs with their texts.</param>
/// <param name="OAuthStates">Installs that were never finished.</param>
/// <param name="Audit">Audit entries.</param>
/// <param name="TipDays">Days of the tips' ledger.</param>
/// <param name="TipChanges">What subscriptions to tips were before they were changed.</param>
public sealed record PurgeReport(
    int Events, int EventKeys, int Conversations, int Deliveries, int Feedback, int OAuthStates, int Audit, int TipDays = 0, int TipChanges = 0)
{
    /// <summary>All of them.</summary>
    public int Total => Events + EventKeys + Conversations + Deliveries + Feedback + OAuthStates + Audit + TipDays + TipChanges;
}

/// <summary>Deletes what has been kept for long enough (<see cref="RetentionOptions"/>). Thread-safe; replicas may purge at once.</summary>
public sealed class Retention
{
    private readonly IDatabase _database;
    private readonly Current<StorageOptions> _options;
    private readonly TimeProvider _time;

    internal Retention(IDatabase database, Current<StorageOptions> options, TimeProvider time)
    {
        _database = database;
        _options = options;
        _time = time;
    }

    /// <summary>
    /// Deletes everything that is past its time, each batch in a transaction of its own, so that nobody waits long behind
    /// it. Call it about once an hour. An open event and a day that is still to be posted are never deleted, however old.
    /// </summary>
    /// <param name="batchSize">Most rows a transaction; 1 to 10,000.</param>
    /// <param name="cancellation">Stops between two batches; what was deleted stays deleted.</param>
    public async Task<PurgeReport> PurgeAsync(int batchSize = 500, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(batchSize, 10_000);
        var (options, now) = (_options.Value.Retention, TimeSpan.Zero);
        var finished = await DeleteAsync("inbox", "state = 'done' AND finished_at < @Before", options.FinishedEvents);
        var unresolved = await DeleteAsync("inbox", "state IN ('given-up', 'doubtful') AND finished_at < @Before", options.UnresolvedEvents);
        return new PurgeReport(
            Events: finished + unresolved,
            EventKeys: await DeleteAsync("event_key", "recorded_at < @Before", options.EventKeys),
            Conversations: await DeleteAsync("conversation", "expires_at <= @Before", now),
            Deliveries: await DeleteAsync("delivery", "intended_at < @Before", options.Deliveries),
            Feedback: await DeleteAsync("feedback", "changed_at < @Before", options.Feedback),
            OAuthStates: await DeleteAsync("oauth_state", "expires_at <= @Before", now),
            Audit: await DeleteAsync("audit", "at < @Before", options.Audit),
            TipDays: await DeleteAsync("tip_ledger", "day < @BeforeDay AND state NOT IN ('planned', 'claimed')", options.Tips),
            TipChanges: await DeleteAsync("tip_change", "changed_at < @Before", options.Audit));

        async Task<int> DeleteAsync(string table, string condition, TimeSpan? age)
        {
            if (age is not { } period)
            {
                return 0;
            }

            var rowId = _database.Dialect.RowId;
            var sql = $"DELETE FROM {table} WHERE {rowId} IN (SELECT {rowId} FROM {table} WHERE {condition} LIMIT @Limit)";
            var before = _time.GetUtcNow() - period;
            var parameters = new
            {
                Before = before.Stored(),
                BeforeDay = before.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
                Limit = (long)batchSize,
            };
            var total = 0;
            int deleted;
            do
            {
                deleted = await _database.WriteAsync(session => session.ExecuteAsync(sql, parameters), cancellation);
                total += deleted;
            }
            while (deleted == batchSize);
            return total;
        }
    }
}
