namespace MlOpsBot.Storage.Working;

/// <summary>
/// The end of all work in this process: told once, every worker claims no more at the same moment, and each has the whole of its grace,
/// however many there are and in whatever order they are waited for. Counts what comes of what was under way. Thread-safe.
/// </summary>
public sealed class WorkEnd : IDisposable
{
    private readonly CancellationTokenSource _begun = new();
    private int _finished;
    private int _givenBack;

    /// <summary>Fires when nothing more is to be claimed.</summary>
    public CancellationToken Begun => _begun.Token;

    /// <summary>How much was under way when it began and was worked on to an end of its own.</summary>
    public int Finished => Volatile.Read(ref _finished);

    /// <summary>How much was under way when it began and was given back, for others to claim at once.</summary>
    public int GivenBack => Volatile.Read(ref _givenBack);

    /// <summary>Ends the work. What is under way has its worker's grace to finish.</summary>
    public void Begin() => _begun.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _begun.Dispose();

    /// <summary>Something that was under way has been settled.</summary>
    internal void Count(Settlement settlement)
    {
        if (!_begun.IsCancellationRequested)
        {
            return;
        }

        if (settlement is { State: WorkState.Open, Reason: RetryPolicy.StoppedReason })
        {
            Interlocked.Increment(ref _givenBack);
        }
        else
        {
            Interlocked.Increment(ref _finished);
        }
    }
}
