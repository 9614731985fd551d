using System.Diagnostics;
using Microsoft.Extensions.Logging;
using MlOpsBot.Storage.Measuring;

namespace MlOpsBot.Storage.Working;

/// <summary>One claim from its beginning to the settlement: works on it, holds its lease meanwhile, and settles it.</summary>
internal sealed class Attempt<TClaim>(
    IWorkSource<TClaim> queue,
    Func<TClaim, CancellationToken, Task<WorkOutcome>> handle,
    QueueWorkerOptions options,
    TimeProvider time,
    ILogger log)
    where TClaim : class, IClaim
{
    private readonly RetryPolicy _policy = new(options);

    /// <summary>How long a settlement is tried against a store that fails; afterwards the lease ends by itself.</summary>
    public static TimeSpan LongestSettling { get; } = TimeSpan.FromSeconds(5);

    /// <summary>Sees an event through. Throws only what nobody foresaw; the event stays open then.</summary>
    /// <param name="claim">The event.</param>
    /// <param name="abandoned">Fires when it is to be given back because the program stops.</param>
    /// <returns>How it was settled; null if that was not for this claim to do any more.</returns>
    public async Task<Settlement?> RunAsync(TClaim claim, CancellationToken abandoned)
    {
        using var working = CancellationTokenSource.CreateLinkedTokenSource(abandoned);
        using var finished = new CancellationTokenSource();
        var start = Stopwatch.GetTimestamp();
        var renewing = RenewAsync(claim, working, finished.Token);
        var settlement = _policy.BeforeWork(claim) ?? await AttemptAsync(claim, working.Token, abandoned);
        StoreMeter.Attempted(options.Kind, options.Platform, WordOf(settlement, abandoned), Stopwatch.GetElapsedTime(start));
        await finished.CancelAsync();
        await renewing;
        return settlement is not null && await SettleAsync(claim, settlement) ? settlement : null;
    }

    /// <summary>One attempt; null if the claim was lost over it.</summary>
    private async Task<Settlement?> AttemptAsync(TClaim claim, CancellationToken working, CancellationToken abandoned)
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
            log.LogInformation("The store stood in the way of {Claim}, which is tried again: {Reason}", claim.Name, fault.Message);
            return _policy.AfterStoreFault(claim, fault, time.GetUtcNow(), jitter);
        }
        catch (Exception exception)
        {
            log.LogError(exception, "Attempt {Attempt} at {Claim} failed", claim.Attempt, claim.Name);
            return _policy.AfterException(claim, exception, time.GetUtcNow(), jitter);
        }
    }

    private static string WordOf(Settlement? settlement, CancellationToken abandoned) => settlement?.State switch
    {
        null => "lost",
        WorkState.Done => "done",
        WorkState.GivenUp => "given_up",
        WorkState.Doubtful => "doubtful",
        _ => abandoned.IsCancellationRequested ? "stopped" : "retry",
    };

    private async Task RenewAsync(TClaim claim, CancellationTokenSource working, CancellationToken finished)
    {
        while (await time.PauseAsync(options.Lease / 3, finished))
        {
            try
            {
                if (await queue.RenewAsync(claim, options.Lease, finished) is null)
                {
                    log.LogWarning("{Claim} was claimed by somebody else before it was finished", claim.Name);
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
                log.LogInformation("The lease of {Claim} could not be renewed: {Reason}", claim.Name, fault.Message);
            }
        }
    }

    private async Task<bool> SettleAsync(TClaim claim, Settlement settlement)
    {
        if (settlement.State is WorkState.GivenUp or WorkState.Doubtful)
        {
            log.LogError("{Claim} ends {State}: {Reason}", claim.Name, settlement.State, settlement.Reason);
        }

        using var limit = new CancellationTokenSource(LongestSettling, time);
        for (var pause = TimeSpan.FromMilliseconds(100); ; pause *= 2)
        {
            try
            {
                var isSettled = await queue.SettleAsync(claim, settlement, limit.Token);
                if (!isSettled)
                {
                    log.LogWarning("{Claim} was claimed by somebody else before it was settled", claim.Name);
                }

                return isSettled;
            }
            catch (Exception exception) when (exception is StorageException or OperationCanceledException)
            {
                if (!await time.PauseAsync(pause, limit.Token))
                {
                    // Its lease ends by itself, and whoever claims it next finds what was delivered.
                    log.LogInformation("{Claim} could not be settled, which is done again when its lease has ended: {Reason}", claim.Name, exception.Message);
                    return false;
                }
            }
        }
    }
}

/// <summary>Waiting by a clock.</summary>
public static class Pausing
{
    /// <summary>
    /// How long to wait before the store is tried again: twice as long after each fault, and never so long that people wait for somebody who
    /// sleeps when the store is back.
    /// </summary>
    /// <param name="faults">How many there were in a row; at least 1.</param>
    public static TimeSpan AfterStoreFault(int faults) => TimeSpan.FromSeconds(Math.Min(4, Math.Pow(2, Math.Min(faults, 10) - 1)));

    /// <summary>Lets time pass; false if it was cut short.</summary>
    internal static async Task<bool> PauseAsync(this TimeProvider time, TimeSpan pause, CancellationToken cancellation)
    {
        await Task.Delay(pause, time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return !cancellation.IsCancellationRequested;
    }
}
