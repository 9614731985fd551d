namespace MlOpsBot.Knowledge.Tests;

/// <summary>A clock that stands still until a test moves it. Timers run on the thread that does.</summary>
internal sealed class ManualTime(DateTimeOffset start) : TimeProvider
{
    private readonly Lock _gate = new();
    private readonly List<ManualTimer> _timers = [];
    private DateTimeOffset _now = start;
    private TaskCompletionSource _timerSet = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            return _now;
        }
    }

    public override long GetTimestamp() => GetUtcNow().Ticks;

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(this, () => callback(state));
        timer.Change(dueTime, period);
        lock (_gate)
        {
            _timers.Add(timer);
        }

        return timer;
    }

    /// <summary>Completes when some timer is set next.</summary>
    public Task NextTimerSet()
    {
        lock (_gate)
        {
            _timerSet = new(TaskCreationOptions.RunContinuationsAsynchronously);
            return _timerSet.Task;
        }
    }

    /// <summary>Moves the clock by steps of 50 ms, running timers as they come due.</summary>
    public void Advance(TimeSpan by)
    {
        for (var step = TimeSpan.FromMilliseconds(50); by > TimeSpan.Zero; by -= step)
        {
            ManualTimer[] due;
            lock (_gate)
            {
                _now += step;
                due = [.. _timers.Where(timer => timer.TakeDue(_now))];
            }

            foreach (var timer in due)
            {
                timer.Run();
            }
        }
    }

    private sealed class ManualTimer(ManualTime time, Action callback) : ITimer
    {
        private DateTimeOffset? _due;
        private TimeSpan _period;

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (time._gate)
            {
                _due = dueTime == Timeout.InfiniteTimeSpan ? null : time._now + dueTime;
                _period = period;
                time._timerSet.TrySetResult();
                return true;
            }
        }

        public bool TakeDue(DateTimeOffset now)
        {
            if (_due is null || _due > now)
            {
                return false;
            }

            _due = _period == Timeout.InfiniteTimeSpan ? null : _due + _period;
            return true;
        }

        public void Run() => callback();

        public void Dispose()
        {
            lock (time._gate)
            {
                _due = null;
                time._timers.Remove(this);
            }
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
