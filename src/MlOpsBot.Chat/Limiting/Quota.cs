using System.Collections.Concurrent;

namespace MlOpsBot.Chat.Limiting;

/// <summary>
/// So many a minute for each key, as many at once after a minute's rest. Takes no lock. Thread-safe.
/// </summary>
/// <remarks>
/// The generic cell rate algorithm (ITU-T I.371, annex A): one moment for each key says until when it is spent. Keys are bounded: when
/// there are too many, those are forgotten that were not seen for longest, and begin afresh.
/// </remarks>
/// <typeparam name="TKey">Who.</typeparam>
/// <param name="clock">The clock.</param>
/// <param name="most">How many keys are kept at least; at most twice as many. About 150 bytes each.</param>
public sealed class Quota<TKey>(TimeProvider clock, int most = 20_000)
    where TKey : notnull
{
    private volatile Generation _young = new();
    private volatile Generation _old = new();

    /// <summary>How many keys are known; at most twice the given bound, and a few where threads meet.</summary>
    public int Count => _young.Cells.Count + _old.Cells.Count;

    /// <summary>Takes one, if there is one left.</summary>
    /// <param name="key">Who.</param>
    /// <param name="perMinute">How many a minute; 0 or less is no limit.</param>
    /// <param name="retryAfter">How long until there is one again; zero where it was taken.</param>
    public bool TryTake(TKey key, int perMinute, out TimeSpan retryAfter)
    {
        retryAfter = TimeSpan.Zero;
        if (perMinute <= 0)
        {
            return true;
        }

        var cell = CellOf(key);
        var each = TimeSpan.TicksPerMinute / perMinute;
        while (true)
        {
            var now = clock.GetUtcNow().UtcTicks;
            var spent = Volatile.Read(ref cell.SpentUntil);

            // A clock that was set back would keep everybody out until it comes by again.
            var from = spent - now > TimeSpan.TicksPerMinute + each ? now : Math.Max(spent, now);
            if (from - now > TimeSpan.TicksPerMinute - each)
            {
                retryAfter = TimeSpan.FromTicks(from - now - (TimeSpan.TicksPerMinute - each));
                return false;
            }

            if (Interlocked.CompareExchange(ref cell.SpentUntil, from + each, spent) == spent)
            {
                return true;
            }
        }
    }

    /// <summary>Whether there is one left; takes none.</summary>
    public bool HasLeft(TKey key, int perMinute)
    {
        if (perMinute <= 0 || (!_young.Cells.TryGetValue(key, out var cell) && !_old.Cells.TryGetValue(key, out cell)))
        {
            return true;
        }

        var ahead = Volatile.Read(ref cell.SpentUntil) - clock.GetUtcNow().UtcTicks;
        var each = TimeSpan.TicksPerMinute / perMinute;
        return ahead <= TimeSpan.TicksPerMinute - each || ahead > TimeSpan.TicksPerMinute + each;
    }

    private Cell CellOf(TKey key)
    {
        var young = _young;
        if (young.Cells.TryGetValue(key, out var cell))
        {
            return cell;
        }

        if (!_old.Cells.TryGetValue(key, out cell))
        {
            cell = new Cell();
        }

        var kept = young.Cells.GetOrAdd(key, cell);
        if (ReferenceEquals(kept, cell) && Interlocked.Increment(ref young.Count) == most)
        {
            _old = young;
            _young = new Generation();
        }

        return kept;
    }

    private sealed class Cell
    {
        public long SpentUntil;
    }

    // The dictionary's own Count takes all of its locks.
    private sealed class Generation
    {
        public ConcurrentDictionary<TKey, Cell> Cells { get; } = new();

        public int Count;
    }
}
