using MlOpsBot.Serving;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Workspaces;

namespace MlOpsBot.Storing;

/// <summary>Deletes what has been kept for long enough, about once an hour.</summary>
/// <param name="store">The store.</param>
/// <param name="clock">The clock.</param>
/// <param name="log">Where an operator reads what went.</param>
internal sealed class PurgeService(Store store, TimeProvider clock, ILogger<PurgeService> log) : RecurringService("Purging", clock, log)
{
    /// <summary>Time between the start and the first purge, at most: a start has better things to do.</summary>
    public static readonly TimeSpan FirstWait = TimeSpan.FromMinutes(5);

    /// <summary>Time between two purges, on average.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <inheritdoc/>
    /// <remarks>Chance parts replicas that were started together.</remarks>
    protected override TimeSpan FirstPause => FirstWait * Random.Shared.NextDouble();

    /// <inheritdoc/>
    protected override TimeSpan NextPause => Interval * (0.9 + (0.2 * Random.Shared.NextDouble()));

    /// <inheritdoc/>
    protected override Task DoAsync(CancellationToken stop) => PurgeAsync(stop);

    /// <summary>Purges once. Broken off, what was deleted stays deleted, and the next goes on.</summary>
    internal async Task PurgeAsync(CancellationToken stop)
    {
        try
        {
            var report = await store.Retention.PurgeAsync(cancellation: stop);
            if (report.Total > 0)
            {
                log.LogInformation("Purged what was past its time: {Report}", report);
                await store.Audit.AddAsync(
                    new AuditEntry(AuditActions.Bot, AuditActions.Itself, AuditActions.Purge, "retention", report.ToString()), stop);
            }
        }
        catch (StorageException exception)
        {
            log.LogWarning("Purging failed and will be tried again in an hour: {Reason}", exception.Message);
        }
    }
}
