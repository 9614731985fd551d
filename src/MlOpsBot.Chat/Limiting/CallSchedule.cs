namespace MlOpsBot.Chat.Limiting;

/// <summary>
/// When the calls of one bucket are made or will be made: the decision of the limiter without its waiting, so that it can be
/// stepped. Times are ticks of one clock. Not thread-safe: <see cref="CallLimiter"/> locks.
/// </summary>
/// <remarks>
/// A log of the window rather than a token bucket: a bucket that fills while it is idle lets through its burst and a whole
/// window's worth after it, and so exceeds the limit or has to run at half of it. One log serves windows of all lengths, and costs 8 bytes a call, at most
/// twice as many as the longest window holds.
/// </remarks>
internal sealed class CallSchedule(CallLimits limits)
{
    // Ascending. What is older than the longest window is dropped: no stretch that holds it can hold a call of now.
    private readonly List<long> _times = [];

    /// <summary>Until when nothing may be called, because the platform said so.</summary>
    public long BlockedUntil { get; private set; } = long.MinValue;

    /// <summary>The part that was blocked last, and until when; kept by a whole's bucket.</summary>
    public (string Part, long Until)? BlockedPart { get; set; }

    /// <summary>How many calls are remembered.</summary>
    public int Count => _times.Count;

    /// <summary>Nothing before this time.</summary>
    public void Block(long until) => BlockedUntil = Math.Max(BlockedUntil, until);

    /// <summary>Drops what no longer matters; true if nothing is left.</summary>
    public bool Forget(long now)
    {
        var old = _times.FindIndex(time => time > now - limits.Longest.Ticks);
        _times.RemoveRange(0, old < 0 ? _times.Count : old);
        return _times.Count == 0 && BlockedUntil <= now && !(BlockedPart?.Until > now);
    }

    /// <summary>
    /// The earliest time, from <paramref name="from"/> on, at which one more call keeps every stretch within the limit, the
    /// calls that are already promised a later time included: nobody who waits is put off for a newcomer.
    /// </summary>
    public long Earliest(long from)
    {
        var time = Math.Max(from, BlockedUntil);
        var isFree = false;
        while (!isFree)
        {
            isFree = true;
            foreach (var limit in limits.All)
            {
                while (Conflict(limit, time) is { } later)
                {
                    time = later;
                    isFree = false;
                }
            }
        }

        return time;
    }

    /// <summary>Promises a time that <see cref="Earliest"/> gave.</summary>
    public void Add(long time) => _times.Insert(Position(time), time);

    /// <summary>Takes a promise back.</summary>
    public void Remove(long time)
    {
        var index = _times.BinarySearch(time);
        if (index >= 0)
        {
            _times.RemoveAt(index);
        }
    }

    // The next time worth trying if a call at this time would make one too many in some window; null if it would not.
    private long? Conflict(CallLimit limit, long time)
    {
        var position = Position(time);
        for (var first = Math.Max(0, position - limit.Calls); first <= position && first + limit.Calls <= _times.Count; first++)
        {
            // These calls are as many as a window may hold, and the new one would stand before, among or after them.
            var start = Math.Min(_times[first], time);
            var end = Math.Max(_times[first + limit.Calls - 1], time);
            if (end - start < limit.Window.Ticks)
            {
                return _times[first] + limit.Window.Ticks;
            }
        }

        return null;
    }

    private int Position(long time)
    {
        var (low, high) = (0, _times.Count);
        while (low < high)
        {
            var middle = (low + high) / 2;
            (low, high) = _times[middle] <= time ? (middle + 1, high) : (low, middle);
        }

        return low;
    }
}
