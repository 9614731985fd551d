namespace MlOpsBot.Storage;

/// <summary>
/// How the store has fared with its latest calls: nothing, or the fault that keeps it from working. One fault is one fault however many
/// calls it fails: it begins with the first of them, and is over when calls have succeeded again for a moment. A connection that breaks is
/// none yet, but the next call that fails after it is. Thread-safe.
/// </summary>
public sealed class StoreCondition
{
    /// <summary>How long nothing may have failed for a fault to be over: a server that comes and goes is not back.</summary>
    public static readonly TimeSpan Calm = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly HashSet<StorageFailure> _told = [];
    private volatile StorageException? _fault;
    private bool _failedWrite;
    private long _failedAt;
    private long _overAt;
    private Moment? _brokenAt;

    internal StoreCondition(TimeProvider time) => (_time, _overAt) = (time, long.MinValue);

    /// <summary>
    /// Told when a fault begins, when it shows itself as another failure for the first time, and when it is over (null); on the thread of the
    /// call that found it, which must not be kept waiting.
    /// </summary>
    public Action<StorageException?>? Changed { get; set; }

    /// <summary>What keeps the store from working; null where nothing does, as far as its latest calls tell.</summary>
    public StorageException? Fault => _fault;

    /// <summary>When a call begins: what <see cref="Failed"/> is told of it.</summary>
    internal long Now => _time.GetTimestamp();

    internal void Failed(StorageException fault, bool isWrite, long begunAt)
    {
        lock (_gate)
        {
            if (_fault is null && (begunAt < _overAt || IsFirst(fault, begunAt)))
            {
                // It was under way when the last fault was over, and belongs to that; or it may be nothing but one connection.
                return;
            }

            _brokenAt = null;
            _failedWrite |= isWrite;
            _failedAt = _time.GetTimestamp();
            _fault = fault;
            if (_told.Add(fault.Failure))
            {
                // Within the lock, so that nobody hears of an end before the beginning.
                Changed?.Invoke(fault);
            }
        }
    }

    internal void Succeeded(bool isWrite)
    {
        if (_fault is null && Volatile.Read(ref _brokenAt) is null)
        {
            return;
        }

        lock (_gate)
        {
            _brokenAt = null;

            // That something can be read proves nothing of a full disk, and that something can be written nothing of its meaning.
            if (_fault is not (null or { Failure: StorageFailure.NewerThanProgram }) && (isWrite || !_failedWrite))
            {
                End();
            }
        }
    }

    /// <summary>The schema is one that this program can read.</summary>
    internal void Readable()
    {
        lock (_gate)
        {
            if (_fault is { Failure: StorageFailure.NewerThanProgram })
            {
                End();
            }
        }
    }

    // Connections that broke at once failed the calls that were under way; a call that began afterwards had another.
    private bool IsFirst(StorageException fault, long begunAt)
    {
        if (!fault.IsOfOneConnection || (_brokenAt is { } brokenAt && begunAt >= brokenAt.At))
        {
            return false;
        }

        _brokenAt ??= new Moment(_time.GetTimestamp());
        return true;
    }

    private void End()
    {
        if (_time.GetElapsedTime(_failedAt) < Calm)
        {
            return;
        }

        (_fault, _failedWrite) = (null, false);
        _told.Clear();
        _overAt = _time.GetTimestamp();
        Changed?.Invoke(null);
    }

    private sealed record Moment(long At);
}
