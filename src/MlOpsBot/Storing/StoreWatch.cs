using MlOpsBot.Logging;
using MlOpsBot.Serving;
using MlOpsBot.Storage;

namespace MlOpsBot.Storing;

/// <summary>
/// Tells an operator what keeps the store from working: once when it begins, with the remedy, and once when it is over, however many
/// questions come meanwhile. Asks the store itself where nobody else does, so that both are noticed in a quiet night too.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="clock">The clock.</param>
/// <param name="log">Where an operator reads it.</param>
internal sealed class StoreWatch(Store store, TimeProvider clock, ILogger<StoreWatch> log) : RecurringService("Asking the store how it is", clock, log)
{
    /// <summary>How often it asks while nothing is wrong.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>How often it asks while something is.</summary>
    public static readonly TimeSpan IntervalOfFaults = TimeSpan.FromSeconds(1);

    private bool _hasBegun;
    private long _beganAt;

    /// <inheritdoc/>
    protected override TimeSpan NextPause => store.Condition.Fault is null ? Interval : IntervalOfFaults;

    /// <inheritdoc/>
    public override void Dispose()
    {
        store.Condition.Changed = null;
        base.Dispose();
    }

    /// <inheritdoc/>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        store.Condition.Changed = Tell;
        return base.StartAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task DoAsync(CancellationToken stop)
    {
        try
        {
            await store.PingAsync(stop);
        }
        catch (Exception exception) when (exception is StorageException or OperationCanceledException)
        {
            // Told by the store's condition.
        }
    }

    private void Tell(StorageException? fault)
    {
        if (fault is null)
        {
            log.LogWarning(LogEvents.StoreAnswers, "The store works again after {Seconds:0} seconds; what was not taken meanwhile is sent again by Slack and Teams", Clock.GetElapsedTime(_beganAt).TotalSeconds);
            _hasBegun = false;
        }
        else if (_hasBegun)
        {
            log.LogError(LogEvents.StoreSilent, "The store is still out of work, now for another reason ({Failure}): {Reason}", fault.Failure, fault.Message);
        }
        else
        {
            (_hasBegun, _beganAt) = (true, Clock.GetTimestamp());
            log.LogError(LogEvents.StoreSilent, "The store does not work ({Failure}), and nothing is taken from Slack and Teams until it does: {Reason}", fault.Failure, fault.Message);
        }
    }
}
