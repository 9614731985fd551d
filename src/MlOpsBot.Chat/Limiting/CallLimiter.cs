using System.Runtime.InteropServices;

namespace MlOpsBot.Chat.Limiting;

/// <summary>
/// Keeps the calls of this process within a platform's limits, for each kind and whole (a workspace, a tenant), and for its parts
/// (channels, threads) where they count. One for the process: two would each use up the whole limit. Replicas do not know of each
/// other; where they exceed a limit together, the platform's 429 tells them, and <see cref="Block"/> holds everybody until it is
/// over.
/// </summary>
/// <remarks>
/// Fair: calls for the same place are made in the order in which they came, and a call that waits has its time promised.
/// Bounded: whoever would wait longer than <see cref="LongestWait"/> is told so instead, and buckets that have been idle for their
/// longest window are forgotten. Thread-safe.
/// </remarks>
public sealed class CallLimiter
{
    /// <summary>The longest that a call is held: long enough for a burst in a channel, short enough not to tie up a worker.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(4);

    // Often enough that a burst of workspaces does not stay in memory, seldom enough to cost nothing.
    private static readonly TimeSpan SweepInterval = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _time;
    private readonly Lock _lock = new();
    private readonly Dictionary<Bucket, CallSchedule> _schedules = [];
    private readonly List<Turn> _waiting = [];
    private long _sweptAt;

    /// <summary>An idle limiter.</summary>
    public CallLimiter(TimeProvider time)
    {
        ArgumentNullException.ThrowIfNull(time);
        _time = time;
        _sweptAt = Now;
    }

    /// <summary>How many buckets are remembered, for tests.</summary>
    internal int Buckets
    {
        get
        {
            lock (_lock)
            {
                return _schedules.Count;
            }
        }
    }

    private long Now => _time.GetElapsedTime(0).Ticks;

    /// <summary>Waits for this call's turn. Zero: make it now. Otherwise the turn is too far away; nothing is promised, come back after so long.</summary>
    public async ValueTask<TimeSpan> EnterAsync(CallScope scope, CancellationToken cancellation)
    {
        var (turn, wait) = Promise(scope);
        if (turn is null || wait <= TimeSpan.Zero)
        {
            return wait;
        }

        try
        {
            while (wait > TimeSpan.Zero && !turn.IsTooFar)
            {
                // A delay is cut to whole milliseconds: of less than one nothing would be left, and this would go round and round.
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds)), _time, cancellation);

                // While it waited the platform may have said that nothing is to be called for a while: then its turn was put off.
                wait = Remaining(turn);
            }

            return TimeSpan.FromTicks(Math.Max(0, wait.Ticks));
        }
        finally
        {
            Leave(turn, wait > TimeSpan.Zero);
        }
    }

    /// <summary>The platform said 429: nothing of this kind is called before the time is over, by anybody.</summary>
    /// <remarks>
    /// It does not say whether the part's limit or the whole's was exceeded. The part's is by far the narrower; but where a second
    /// part is refused while the first still is, it is the whole's.
    /// </remarks>
    public void Block(CallScope scope, TimeSpan wait)
    {
        lock (_lock)
        {
            var now = Now;
            var until = now + wait.Ticks;
            var (all, one) = Schedules(scope);
            if (one is null)
            {
                PutOff(all, until);
                return;
            }

            PutOff(one, until);
            if (all.BlockedPart is { } blocked && blocked.Until > now && blocked.Part != scope.Part)
            {
                PutOff(all, until);
            }

            all.BlockedPart = (scope.Part!, until);
        }
    }

    /// <summary>Promises the earliest turn, or tells how far away it is. The decision without the waiting.</summary>
    internal (Turn? Turn, TimeSpan Wait) Promise(CallScope scope)
    {
        lock (_lock)
        {
            var now = Now;
            Sweep(now);
            var (all, one) = Schedules(scope);
            all.Forget(now);
            one?.Forget(now);
            var turn = new Turn(all, one, giveUpAt: now + LongestWait.Ticks) { At = Earliest(all, one, AfterThoseWaiting(all, one, now)) };
            var wait = TimeSpan.FromTicks(turn.At - now);
            if (turn.IsTooFar)
            {
                return (null, wait);
            }

            turn.Add();
            if (wait > TimeSpan.Zero)
            {
                _waiting.Add(turn);
            }

            return (turn, wait);
        }
    }

    // A time that somebody gave back may lie before what was promised to those who wait: whoever comes later does not overtake them.
    private long AfterThoseWaiting(CallSchedule all, CallSchedule? one, long from)
    {
        foreach (var waiting in _waiting)
        {
            if (waiting.All == all && waiting.One == one && !waiting.IsTooFar)
            {
                from = Math.Max(from, waiting.At);
            }
        }

        return from;
    }

    private static long Earliest(CallSchedule all, CallSchedule? one, long from)
    {
        var at = all.Earliest(from);
        while (one is not null)
        {
            var both = all.Earliest(one.Earliest(at));
            if (both == at)
            {
                break;
            }

            at = both;
        }

        return at;
    }

    // All who wait for it get new times in the order in which they came: whoever was not blocked would else overtake who was.
    private void PutOff(CallSchedule schedule, long until)
    {
        schedule.Block(until);
        var now = Now;
        var affected = _waiting.FindAll(turn => turn.All == schedule || turn.One == schedule);
        affected.ForEach(static turn => turn.Remove());
        foreach (var turn in affected)
        {
            turn.At = Earliest(turn.All, turn.One, now);
            if (!turn.IsTooFar)
            {
                turn.Add();
            }
        }
    }

    private TimeSpan Remaining(Turn turn)
    {
        lock (_lock)
        {
            return TimeSpan.FromTicks(turn.At - Now);
        }
    }

    /// <summary>A turn was taken, or given up.</summary>
    internal void Leave(Turn turn, bool unused)
    {
        lock (_lock)
        {
            _waiting.Remove(turn);
            if (unused)
            {
                turn.Remove();
            }
        }
    }

    private (CallSchedule All, CallSchedule? One) Schedules(in CallScope scope) => (
        Schedule(new Bucket(scope.Kind, scope.Whole, null), scope.Limits),
        scope is { Part: { } part, PartLimits: { } limits } ? Schedule(new Bucket(scope.Kind, scope.Whole, part), limits) : null);

    private CallSchedule Schedule(Bucket bucket, CallLimits limits)
        => CollectionsMarshal.GetValueRefOrAddDefault(_schedules, bucket, out _) ??= new CallSchedule(limits);

    private void Sweep(long now)
    {
        if (now - _sweptAt < SweepInterval.Ticks)
        {
            return;
        }

        _sweptAt = now;
        foreach (var (bucket, schedule) in _schedules)
        {
            if (schedule.Forget(now))
            {
                _schedules.Remove(bucket);
            }
        }
    }

    /// <summary>A promised time for one call. Changed under the lock alone.</summary>
    internal sealed class Turn(CallSchedule all, CallSchedule? one, long giveUpAt)
    {
        private bool _added;

        public CallSchedule All => all;

        public CallSchedule? One => one;

        public long At { get; set; }

        public bool IsTooFar => At > giveUpAt;

        public void Add()
        {
            all.Add(At);
            one?.Add(At);
            _added = true;
        }

        public void Remove()
        {
            if (_added)
            {
                all.Remove(At);
                one?.Remove(At);
                _added = false;
            }
        }
    }

    private readonly record struct Bucket(string Kind, string Whole, string? Part);
}
