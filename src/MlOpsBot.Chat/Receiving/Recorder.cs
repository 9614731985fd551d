using Microsoft.Extensions.Logging;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Working;

namespace MlOpsBot.Chat.Receiving;

/// <summary>Records what takes work, counts it, and wakes whoever works. Thread-safe.</summary>
/// <param name="inbox">Where work is recorded.</param>
/// <param name="signal">Wakes the workers.</param>
/// <param name="counts">Counts what comes.</param>
/// <param name="log">Where a developer reads what came again.</param>
public sealed class Recorder(EventInbox inbox, WorkSignal signal, ReceivedCounts counts, ILogger log)
{
    /// <summary>Records an event, unless it was recorded before; when this returns, it may be acknowledged.</summary>
    /// <exception cref="StorageException">It could not be recorded, and must not be acknowledged.</exception>
    public async Task RecordAsync(IncomingEvent incoming, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(incoming);
        if (await inbox.RecordAsync(incoming, cancellation) == RecordOutcome.Duplicate)
        {
            counts.Duplicate(incoming.Kind);
            log.LogDebug("Event {Event} of {Workspace} came again", incoming.EventId, incoming.Workspace);
            return;
        }

        counts.Recorded(incoming.Kind);
        signal.Wake();
    }
}
