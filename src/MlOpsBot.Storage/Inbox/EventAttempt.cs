using Microsoft.Extensions.Logging;

namespace MlOpsBot.Storage.Inbox;

/// <summary>One claimed event from the claim to the settlement: works on it, holds its lease meanwhile, and settles it.</summary>
internal sealed class EventAttempt(
    EventInbox inbox,
    Func<ClaimedEvent, CancellationToken, Task<WorkOutcome>> handle,
    InboxWorkerOptions options,
    TimeProvider time,
    ILogger log)
{
    private readonly RetryPolicy _policy = new(options);

    /// <summary>How long a settlement is tried against a store that fails; afterwards the lease ends by itself.</summary>
    public static TimeSpan LongestSettling { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Sees an event through. Throws only what nobody foresaw; the event stays open then.</summary>
    /// <param name="claim">The event.</param>
    /// <param name="abandoned">Fires when it is to be given back because the program stops.</param>
    public async Task RunAsync(ClaimedEvent claim, CancellationToken abandoned)
    {
        using var working = CancellationTokenSource.CreateLinkedTokenSource(abandoned);
        using var finished = new CancellationTokenSource();
        var renewing = RenewAsync(claim, working, finished.Token);
        var settlement = _policy.BeforeWork(claim) ?? await AttemptAsync(claim, working.Token, abandoned);
        await finished.CancelAsync();
        await renewing;
        if (settlement is not null)
        {
            await SettleAsync(claim, settlement);
        }
    }

    /// <summary>One attempt; null if the claim was lost over it.</summary>
    private async Task<Settlement?> AttemptAsync(ClaimedEvent claim, CancellationToken working, CancellationToken abandoned)
    {
        var jitter = Random.Shared.NextDouble();
        try
        {
            return _policy.After(claim, await handle(claim, working), time.GetUtcNow(), jitter);
        }
        catch (OperationCanceledException) when (working.IsCancellationRequested)
        {
            return abandoned.IsCancellationRequested ? RetryPolicy.Stopped(time.GetUtcNow()) : null;
        }
        catch (StorageException fault)
        {
            log.LogWarning(fault, "The store stood in the way of {Workspace} {Event}", claim.Event.Workspace, claim.Event.EventId);
            return _policy.AfterStoreFault(claim, fault, time.GetUtcNow(), jitter);
        }
        catch (Exception exception)
        {
            log.LogError(
                exception, "Attempt {Attempt} at {Workspace} {Event} ({Kind}) failed", claim.Attempt, claim.Event.Workspace, claim.Event.EventId, claim.Event.Kind);
            return _policy.AfterException(claim, exception, time.GetUtcNow(), jitter);
        }
    }

    private async Task RenewAsync(ClaimedEvent claim, CancellationTokenSource working, CancellationToken finished)
    {
        while (await time.PauseAsync(options.Lease / 3, finished))
        {
            try
            {
                if (await inbox.RenewAsync(claim, options.Lease, finished) is null)
                {
                    log.LogWarning("{Workspace} {Event} was claimed by somebody else before it was finished", claim.Event.Workspace, claim.Event.EventId);
                    await working.CancelAsync();
                    return;
                }
            }
            catch (OperationCanceledException)
            {
                return;
            }
            catch (StorageException fault)
            {
                // The next third of the lease is another chance.
                log.LogWarning(fault, "The lease of {Workspace} {Event} could not be renewed", claim.Event.Workspace, claim.Event.EventId);
            }
        }
    }

    private async Task SettleAsync(ClaimedEvent claim, Settlement settlement)
    {
        if (settlement.State is EventState.GivenUp or EventState.Doubtful)
        {
            log.LogError(
                "{Workspace} {Event} ({Kind}) ends {State}: {Reason}",
                claim.Event.Workspace, claim.Event.EventId, claim.Event.Kind, settlement.State, settlement.Reason);
        }

        using var limit = new CancellationTokenSource(LongestSettling, time);
        for (var pause = TimeSpan.FromMilliseconds(100); ; pause *= 2)
        {
            try
            {
                if (!await ApplyAsync(claim, settlement, limit.Token))
                {
                    log.LogWarning("{Workspace} {Event} was claimed by somebody else before it was settled", claim.Event.Workspace, claim.Event.EventId);
                }

                return;
            }
            catch (Exception exception) when (exception is StorageException or OperationCanceledException)
            {
                if (!await time.PauseAsync(pause, limit.Token))
                {
                    // Its lease ends by itself, and whoever claims it next finds what was delivered.
                    log.LogError(exception, "{Workspace} {Event} could not be settled", claim.Event.Workspace, claim.Event.EventId);
                    return;
                }
            }
        }
    }

    private Task<bool> ApplyAsync(ClaimedEvent claim, Settlement settlement, CancellationToken cancellation) => settlement.State switch
    {
        EventState.Done => inbox.CompleteAsync(claim, settlement.Reason, cancellation),
        EventState.GivenUp => inbox.GiveUpAsync(claim, settlement.Reason!, cancellation),
        EventState.Doubtful => inbox.MarkDoubtfulAsync(claim, settlement.Reason!, cancellation),
        _ => inbox.RetryAsync(claim, settlement.At, settlement.Reason, settlement.Counts, cancellation),
    };
}

/// <summary>Waiting by a clock.</summary>
internal static class Pausing
{
    /// <summary>Lets time pass; false if it was cut short.</summary>
    public static async Task<bool> PauseAsync(this TimeProvider time, TimeSpan pause, CancellationToken cancellation)
    {
        await Task.Delay(pause, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !cancellation.IsCancellationRequested;
    }
}
