namespace MlOpsBot.Storage.Working;

/// <summary>How a <see cref="QueueWorker{TClaim}"/> works. Immutable.</summary>
/// <param name="Kind">What waits in the queue: <c>inbox</c>, <c>tips</c>.</param>
/// <param name="Platform">Whose.</param>
public sealed record QueueWorkerOptions(string Kind, string Platform)
{
    /// <summary>What the queue is called in the log: "inbox of slack".</summary>
    public string Queue => $"{Kind} of {Platform}";

    /// <summary>Most events that are worked on at once. 1 to 1,000; default 32.</summary>
    public int Slots { get; init; } = 32;

    /// <summary>
    /// For how long a replica may fall silent before others take over its events; it renews every third of it. The time to
    /// recover from a crash, and longer than a replica ever stands still (garbage collection, a paused machine). Default 60
    /// seconds.
    /// </summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How often to look for what other replicas have recorded or given back, when nothing in this process says so. Default 1 second.</summary>
    public TimeSpan Poll { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long to finish what is being worked on when the program stops, before it is given back. Default 8 seconds.</summary>
    public TimeSpan Grace { get; init; } = TimeSpan.FromSeconds(8);

    /// <summary>
    /// How many attempts may end in an exception or a crash before the event is given up. Attempts that something outside
    /// stood in the way of do not count. At least 1; default 10.
    /// </summary>
    public int MostAttempts { get; init; } = 10;

    /// <summary>How old an event may be to be tried again. Default 1 hour: whoever asked has long since asked elsewhere.</summary>
    public Func<TimeSpan> OldestToRetry { get; init; } = static () => TimeSpan.FromHours(1);

    /// <summary>The pause after the first failure; it doubles with each. Default 1 second.</summary>
    public TimeSpan ShortestPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause that the worker chooses itself. Default 1 minute.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(1);
}
