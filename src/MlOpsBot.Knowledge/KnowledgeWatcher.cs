using MlOpsBot.Knowledge.Reading;

namespace MlOpsBot.Knowledge;

/// <summary>
/// Keeps an eye on a knowledge folder and reads it again, whole, whenever its contents change. The file system's
/// notices make it quick; a look at names, sizes and times once a second makes it sure where there are none: on network
/// mounts, with Kubernetes' linked folders, after the folder itself was replaced. An edit is live within two seconds.
/// </summary>
/// <remarks>Thread-safe. Reading and callback run on a thread of the pool, one at a time.</remarks>
public sealed class KnowledgeWatcher : IDisposable
{
    private static readonly TimeSpan _pollInterval = TimeSpan.FromSeconds(1);

    // Editors and `git pull` write in bursts; reading waits for the end of one, but not for ever.
    private static readonly TimeSpan _quietTime = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan _longestWait = TimeSpan.FromMilliseconds(800);

    private readonly string _path;
    private readonly TimeProvider _time;
    private readonly Action<KnowledgeLoad> _loaded;
    private readonly Lock _reading = new();
    private readonly Lock _signalling = new();
    private readonly ITimer _debounce;
    private readonly ITimer _poll;
    private readonly FileSystemWatcher? _notices;
    private FolderFingerprint? _fingerprint;
    private string _version;
    private bool _readAgain;
    private long? _firstSignal;
    private bool _isDisposed;

    /// <summary>Begins to watch. An edit made since the initial load was read is noticed too.</summary>
    /// <param name="path">The folder; it may be missing for now.</param>
    /// <param name="initial">What was read before.</param>
    /// <param name="time">The clock; intervals follow it.</param>
    /// <param name="loaded">
    /// Gets every load whose contents differ from the one before, good or broken, so that the host can swap the good
    /// one in and report the broken one. Never two at a time; must not throw.
    /// </param>
    public KnowledgeWatcher(string path, KnowledgeLoad initial, TimeProvider time, Action<KnowledgeLoad> loaded)
    {
        ArgumentNullException.ThrowIfNull(initial);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(loaded);
        _path = path;
        _time = time;
        _loaded = loaded;
        _version = initial.Version;
        _debounce = time.CreateTimer(_ => Reload(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _notices = Subscribe(path);
        _poll = time.CreateTimer(_ => Poll(), null, _pollInterval, _pollInterval);
    }

    /// <summary>Stops. The callback is not running any more when this returns, unless it is the callback itself that disposes.</summary>
    public void Dispose()
    {
        _notices?.Dispose();
        _poll.Dispose();
        lock (_signalling)
        {
            _isDisposed = true;
            _debounce.Dispose();
        }

        lock (_reading)
        {
            // Only waits for a reading that is under way.
        }
    }

    private FileSystemWatcher? Subscribe(string path)
    {
        FileSystemWatcher? notices = null;
        try
        {
            notices = new FileSystemWatcher(path) { IncludeSubdirectories = true };
            notices.Changed += (_, _) => Signal();
            notices.Created += (_, _) => Signal();
            notices.Deleted += (_, _) => Signal();
            notices.Renamed += (_, _) => Signal();
            notices.Error += (_, _) => Signal();
            notices.EnableRaisingEvents = true;
            return notices;
        }
        catch (Exception fault) when (fault is IOException or ArgumentException or PlatformNotSupportedException or UnauthorizedAccessException)
        {
            // No folder yet, no such service on this file system, or the user's share of it is used up: polling does.
            notices?.Dispose();
            return null;
        }
    }

    private void Signal()
    {
        lock (_signalling)
        {
            if (_isDisposed)
            {
                return;
            }

            var now = _time.GetTimestamp();
            _firstSignal ??= now;
            var left = _longestWait - _time.GetElapsedTime(_firstSignal.Value, now);
            _debounce.Change(left < TimeSpan.Zero ? TimeSpan.Zero : left < _quietTime ? left : _quietTime, Timeout.InfiniteTimeSpan);
        }
    }

    private void Poll()
    {
        // A slow file system must not make polls queue up behind each other.
        if (!_reading.TryEnter())
        {
            return;
        }

        try
        {
            if (_readAgain || _fingerprint is null || !FolderFingerprint.Of(_path).Matches(_fingerprint))
            {
                Signal();
            }
        }
        finally
        {
            _reading.Exit();
        }
    }

    private void Reload()
    {
        lock (_reading)
        {
            lock (_signalling)
            {
                _firstSignal = null;
                if (_isDisposed)
                {
                    return;
                }
            }

            // Taken before reading, so that what changes meanwhile is seen by the next poll.
            _fingerprint = FolderFingerprint.Of(_path);
            var load = KnowledgeFolder.Load(_path, _time);
            _readAgain = load.HasUnreadFiles || _fingerprint.IsFresh(_time.GetUtcNow().UtcDateTime);
            if (load.Version != _version)
            {
                _version = load.Version;
                _loaded(load);
            }
        }
    }
}
