using System.Collections.Immutable;

namespace MlOpsBot.Chat.Testing;

/// <summary>What can be seen to happen in a fake platform, in order. Thread-safe; the lock is never held while waiting.</summary>
/// <param name="patience">How much real time is waited for what is to be seen.</param>
/// <param name="describe">What happened last, for a test's failure.</param>
internal sealed class Timeline<TChange>(TimeSpan patience, Func<string> describe)
{
    private readonly List<TChange> _changes = [];
    private TaskCompletionSource _changed = NewSignal();

    /// <summary>Guards this, and the world that it belongs to; re-entrant.</summary>
    public Lock Gate { get; } = new();

    /// <summary>Everything that happened so far.</summary>
    public ImmutableArray<TChange> All
    {
        get
        {
            lock (Gate)
            {
                return [.. _changes];
            }
        }
    }

    /// <summary>The number of the last one, from 1; 0 before any.</summary>
    public int Last
    {
        get
        {
            lock (Gate)
            {
                return _changes.Count;
            }
        }
    }

    /// <summary>Adds one.</summary>
    /// <param name="change">Makes it with its number.</param>
    public void Add(Func<int, TChange> change)
    {
        lock (Gate)
        {
            _changes.Add(change(_changes.Count + 1));
            _changed.TrySetResult();
            _changed = NewSignal();
        }
    }

    /// <summary>Waits until something can be seen, looking again after every change; fails after <paramref name="limit"/> of real time.</summary>
    public async Task<T> UntilAsync<T>(Func<T?> look, string what, TimeSpan? limit = null)
        where T : class
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        end.CancelAfter(limit ?? patience);
        while (true)
        {
            Task changed;
            lock (Gate)
            {
                changed = _changed.Task;
                if (look() is { } seen)
                {
                    return seen;
                }
            }

            try
            {
                await changed.WaitAsync(end.Token);
            }
            catch (OperationCanceledException exception) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
            {
                throw new TimeoutException($"Nobody saw {what}. Last: {describe()}", exception);
            }
        }
    }

    // Whoever waits goes on elsewhere, not within the lock.
    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
