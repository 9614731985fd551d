namespace MlOpsBot.Storage.Working;

/// <summary>
/// Tells the workers of this process that there may be something in the inbox, so that a question need not wait for the next
/// look. A hint: what is lost with it costs a little time, never an event. Thread-safe.
/// </summary>
public sealed class WorkSignal
{
    private TaskCompletionSource _next = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes at the next <see cref="Wake"/>. Take it before looking into the inbox, and wait for it after having found nothing.</summary>
    public Task Next => Volatile.Read(ref _next).Task;

    /// <summary>Wakes everybody who waits. Call it when an event has been recorded.</summary>
    public void Wake()
        => Interlocked.Exchange(ref _next, new(TaskCreationOptions.RunContinuationsAsynchronously)).TrySetResult();
}
