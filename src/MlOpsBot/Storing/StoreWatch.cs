using MlOpsBot.Storage;
using MlOpsBot.Telemetry;

namespace MlOpsBot.Storing;

/// <summary>
/// Tells an operator what keeps the store from working: once when it begins, with the remedy, and once when it is over, however many
/// questions come meanwhile. Asks the store itself where nobody else does, so that both are noticed in a quiet night too.
/// </summary>
/// <param name="store">The store.</param>
/// <param name="clock">The clock.</param>
/// <param name="log">Where an operator reads it.</param>
internal sealed class StoreWatch(Store store, TimeProvider clock, ILogger<StoreWatch> log) : BackgroundService
{
    /// <summary>How often it asks while nothing is wrong.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromSeconds(5);

    /// <summary>How often it asks while something is.</summary>
    public static readonly TimeSpan IntervalOfFaults = TimeSpan.FromSeconds(1);

    private bool _hasBegun;
    private long _beganAt;

    /// <inheritdoc/>
    public override void Dispose()
    {
        store.Condition.Changed = null;
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        store.Condition.Changed = Tell;
        while (!stoppingToken.IsCancellationRequested)
        {
            await LookAsync(stoppingToken);
            var pause = store.Condition.Fault is null ? Interval : IntervalOfFaults;
            await Task.Delay(pause, clock, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task LookAsync(CancellationToken stop)
    {
        try
        {
            await store.PingAsync(stop);
        }
        catch (Exception exception) when (exception is StorageException or OperationCanceledException)
        {
            // Told by the store's condition.
        }
        catch (Exception exception)
        {
            // Nothing may end this loop: the program would end with it.
            log.LogError(LogEvents.StoreSilent, exception, "The store cannot be asked how it is; trying again");
        }
    }

    private void Tell(StorageException? fault)
    {
        if (fault is null)
        {
            log.LogWarning(LogEvents.StoreAnswers, "The store works again after {Seconds:0} seconds; what was not taken meanwhile is sent again by Slack and Teams", clock.GetElapsedTime(_beganAt).TotalSeconds);
            _hasBegun = false;
        }
        else if (_hasBegun)
        {
            log.LogError(LogEvents.StoreSilent, "The store is still out of work, now for another reason ({Failure}): {Reason}", fault.Failure, fault.Message);
        }
        else
        {
            (_hasBegun, _beganAt) = (true, clock.GetTimestamp());
            log.LogError(LogEvents.StoreSilent, "The store does not work ({Failure}), and nothing is taken from Slack and Teams until it does: {Reason}", fault.Failure, fault.Message);
        }
    }
}
