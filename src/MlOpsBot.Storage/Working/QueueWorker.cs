using Microsoft.Extensions.Logging;

namespace MlOpsBot.Storage.Working;

/// <summary>
/// Works off a queue: claims as much as has a free slot, renews the leases while it is worked on, settles it by what came of it,
/// and looks again when something was recorded, finished or has come due. It outlives every fault of the store and of the work;
/// only stopping ends it.
/// </summary>
/// <remarks>
/// Any number of replicas may run one each. Every decision is <see cref="RetryPolicy"/>'s; this is the loop around it. Logs name
/// workspaces and events, never what was written.
/// </remarks>
public sealed class QueueWorker<TClaim>
    where TClaim : class, IClaim
{
    private readonly IWorkSource<TClaim> _queue;
    private readonly WorkSignal _signal;
    private readonly QueueWorkerOptions _options;
    private readonly Attempt<TClaim> _attempt;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly WorkSignal _freed = new();
    private int _running;

    /// <summary>A worker, which rests until it is run.</summary>
    /// <param name="queue">Where the work waits.</param>
    /// <param name="signal">Says that something was recorded in this process.</param>
    /// <param name="handle">
    /// Works on an event, perhaps not for the first time. Its token is cancelled when the claim was lost or the program's time
    /// to stop is over. Expected failures are outcomes; an exception is a bug, and counts against the event.
    /// </param>
    /// <param name="options">How.</param>
    /// <param name="time">The clock, the same as the store's.</param>
    /// <param name="log">Where an operator reads about trouble.</param>
    public QueueWorker(
        IWorkSource<TClaim> queue,
        WorkSignal signal,
        Func<TClaim, CancellationToken, Task<WorkOutcome>> handle,
        QueueWorkerOptions options,
        TimeProvider time,
        ILogger log)
    {
        ArgumentNullException.ThrowIfNull(options);
        _queue = queue;
        _signal = signal;
        _options = options;
        _attempt = new Attempt<TClaim>(queue, handle, options, time, log);
        _time = time;
        _log = log;
    }

    /// <summary>Works until it is told to stop, then finishes what is being worked on within the grace and gives back the rest.</summary>
    /// <param name="end">The end of all work in this process.</param>
    /// <param name="stopping">The end of this worker.</param>
    public async Task RunAsync(WorkEnd end, CancellationToken stopping)
    {
        ArgumentNullException.ThrowIfNull(end);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(end.Begun, stopping);
        await RunAsync(end.Count, either.Token);
    }

    /// <summary>Works until it is told to stop, then finishes what is being worked on within the grace and gives back the rest.</summary>
    public Task RunAsync(CancellationToken stopping) => RunAsync(static _ => { }, stopping);

    private async Task RunAsync(Action<Settlement> settled, CancellationToken stopping)
    {
        using var abandoning = new CancellationTokenSource();
        var faults = 0;
        while (!stopping.IsCancellationRequested)
        {
            // Taken before looking: what happens while we look wakes us.
            Task[] wakers = [_signal.Next, _freed.Next];
            TimeSpan pause;
            try
            {
                pause = await TakeAsync(settled, abandoning.Token, stopping);
                faults = 0;
            }
            catch (OperationCanceledException) when (stopping.IsCancellationRequested)
            {
                break;
            }
            catch (StorageException fault)
            {
                // Said once, with its end, by whoever watches the store's condition.
                pause = Pausing.AfterStoreFault(++faults);
                wakers = [];
                _log.LogDebug("The {Queue} cannot be read ({Faults} in a row); trying again in {Pause}: {Reason}", _options.Queue, faults, pause, fault.Message);
            }
            catch (Exception exception)
            {
                // Nothing may end this loop: events would be recorded and never answered.
                faults++;
                pause = TimeSpan.FromSeconds(Math.Min(30, Math.Pow(2, Math.Min(faults, 10) - 1)));
                wakers = [];
                _log.LogError(exception, "The {Queue} cannot be read ({Faults} in a row); trying again in {Pause}", _options.Queue, faults, pause);
            }

            await RestAsync(pause, wakers, stopping);
        }

        await FinishAsync(abandoning);
    }

    /// <summary>Claims what is due and has a slot. How long there is nothing more to do, if nothing happens.</summary>
    private async Task<TimeSpan> TakeAsync(Action<Settlement> settled, CancellationToken abandoned, CancellationToken stopping)
    {
        var free = _options.Slots - Volatile.Read(ref _running);
        if (free <= 0)
        {
            return _options.Poll;
        }

        var due = await _queue.NextDueAsync(stopping) - _time.GetUtcNow();
        if (due is not { } wait || wait > TimeSpan.Zero)
        {
            return due < _options.Poll ? due.Value : _options.Poll;
        }

        var claims = await _queue.ClaimAsync(Math.Min(free, 1000), _options.Lease, stopping);
        foreach (var claim in claims)
        {
            Interlocked.Increment(ref _running);
            _ = Task.Run(() => WorkAsync(claim, settled, abandoned), CancellationToken.None);
        }

        // What is due and was not given waits for others of its conversation: finishing one of them wakes us.
        return claims.IsEmpty ? _options.Poll : TimeSpan.Zero;
    }

    private async Task WorkAsync(TClaim claim, Action<Settlement> settled, CancellationToken abandoned)
    {
        try
        {
            if (await _attempt.RunAsync(claim, abandoned) is { } settlement)
            {
                settled(settlement);
            }
        }
        catch (Exception exception)
        {
            // Its lease ends by itself; here nobody waits for it who could say so.
            _log.LogError(exception, "{Claim} was left unsettled", claim.Name);
        }
        finally
        {
            Interlocked.Decrement(ref _running);
            _freed.Wake();
        }
    }

    private async Task RestAsync(TimeSpan pause, Task[] wakers, CancellationToken stopping)
    {
        if (pause <= TimeSpan.Zero)
        {
            return;
        }

        using var woken = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        await Task.WhenAny([.. wakers, _time.PauseAsync(pause, woken.Token)]);
        await woken.CancelAsync();
    }

    private async Task FinishAsync(CancellationTokenSource abandoning)
    {
        if (await DrainAsync(_options.Grace))
        {
            return;
        }

        await abandoning.CancelAsync();
        if (!await DrainAsync(Attempt<TClaim>.LongestSettling + TimeSpan.FromSeconds(1)))
        {
            _log.LogWarning("Not everything of the {Queue} was finished or given back in time; its leases end by themselves", _options.Queue);
        }
    }

    /// <summary>Waits for what is being worked on; false if that takes longer than the time given.</summary>
    private async Task<bool> DrainAsync(TimeSpan within)
    {
        using var limit = new CancellationTokenSource(within, _time);
        while (true)
        {
            var freed = _freed.Next;
            if (Volatile.Read(ref _running) == 0)
            {
                return true;
            }

            if (await Task.WhenAny(freed, _time.PauseAsync(Timeout.InfiniteTimeSpan, limit.Token)) != freed)
            {
                return false;
            }
        }
    }
}
