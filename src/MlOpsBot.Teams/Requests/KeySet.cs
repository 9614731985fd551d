using System.Collections.Frozen;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MlOpsBot.Teams.Requests;

/// <summary>How the key set is, for an operator. Immutable.</summary>
/// <param name="Keys">How many keys there are; 0 until some could be fetched.</param>
/// <param name="FetchedAt">When they were fetched; null if never.</param>
/// <param name="Fault">Why the latest fetch failed; null if it did not.</param>
public sealed record KeySetState(int Keys, DateTimeOffset? FetchedAt, string? Fault);

/// <summary>
/// The keys that incoming tokens are checked with. One loop fetches them: at start, every day, soon after a failure, and at most
/// once an hour because somebody named a key that is not there; requests read what is there and never wait for a fetch, but for the
/// very first one. Keys that were fetched once stay until others replace them. Thread-safe.
/// </summary>
public sealed class KeySet : BackgroundService
{
    /// <summary>How long keys are used before they are fetched again.</summary>
    public static readonly TimeSpan Refresh = TimeSpan.FromHours(24);

    /// <summary>How soon after any fetch an unknown key may be the reason for another.</summary>
    public static readonly TimeSpan UnknownKeyRefresh = TimeSpan.FromHours(1);

    private static readonly TimeSpan s_longestFirstWait = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan s_longestRetryAtFirst = TimeSpan.FromMinutes(1);

    private readonly KeySource _source;
    private readonly TimeProvider _clock;
    private readonly ILogger<KeySet> _log;
    private readonly TaskCompletionSource _first = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private FrozenDictionary<string, SigningKey> _keys = FrozenDictionary<string, SigningKey>.Empty;
    private KeySetState _state = new(0, null, null);
    private TaskCompletionSource _wake = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private long _unknownFrom = long.MaxValue;

    internal KeySet(KeySource source, TimeProvider clock, ILogger<KeySet> log)
    {
        _source = source;
        _clock = clock;
        _log = log;
    }

    /// <summary>How it is.</summary>
    public KeySetState State => Volatile.Read(ref _state);

    /// <summary>Whether there is none yet.</summary>
    internal bool IsEmpty => Volatile.Read(ref _keys).Count == 0;

    /// <summary>A key; null where there is none of this id.</summary>
    internal SigningKey? Find(string id) => Volatile.Read(ref _keys).GetValueOrDefault(id);

    /// <summary>
    /// Somebody named a key that is not there: it may be new, or made up. Starts a fetch if none was begun within the last hour, and
    /// does not wait for it: keys are published long before they sign.
    /// </summary>
    internal void Missed()
    {
        if (_clock.GetUtcNow().UtcTicks >= Interlocked.Read(ref _unknownFrom))
        {
            Volatile.Read(ref _wake).TrySetResult();
        }
    }

    /// <summary>Waits for the very first fetch, where it is still under way, for some seconds.</summary>
    internal async Task FirstAsync(CancellationToken cancellation)
    {
        try
        {
            await _first.Task.WaitAsync(s_longestFirstWait, _clock, cancellation);
        }
        catch (TimeoutException)
        {
            // Whoever asked finds out that there are none.
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var failures = 0; !stoppingToken.IsCancellationRequested;)
        {
            var wake = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            Volatile.Write(ref _wake, wake);
            Interlocked.Exchange(ref _unknownFrom, (_clock.GetUtcNow() + UnknownKeyRefresh).UtcTicks);
            try
            {
                var fetched = await _source.FetchAsync(stoppingToken);
                failures = fetched.Fault is null ? 0 : failures + 1;
                Take(fetched);
                _first.TrySetResult();
                await NextAsync(failures, wake.Task, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
        }
    }

    private async Task NextAsync(int failures, Task wake, CancellationToken stop)
    {
        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(stop);
        await Task.WhenAny(Task.Delay(Delay(failures), _clock, waiting.Token), wake);
        await waiting.CancelAsync();
        stop.ThrowIfCancellationRequested();
    }

    /// <summary>Without keys nobody is answered: those are tried for from second to second. With some there is no hurry.</summary>
    private TimeSpan Delay(int failures)
    {
        if (failures == 0)
        {
            return Refresh;
        }

        var (first, longest) = IsEmpty ? (TimeSpan.FromSeconds(1), s_longestRetryAtFirst) : (TimeSpan.FromMinutes(1), UnknownKeyRefresh);
        var delay = first * Math.Pow(2, Math.Min(failures - 1, 10));
        return delay < longest ? delay : longest;
    }

    private void Take(FetchedKeys fetched)
    {
        TeamsMeter.KeysFetched(fetched.Fault is null);
        if (fetched.Fault is { } fault)
        {
            Volatile.Write(ref _state, State with { Fault = fault });
            if (IsEmpty)
            {
                _log.LogError("Teams' requests cannot be told from others, and none is taken until the keys can be fetched: {Fault}", fault);
            }
            else
            {
                _log.LogWarning("The keys that Teams' requests are checked with could not be fetched anew; those of {FetchedAt:u} stay in use: {Fault}", State.FetchedAt, fault);
            }

            return;
        }

        Volatile.Write(ref _keys, fetched.Keys);
        Volatile.Write(ref _state, new KeySetState(fetched.Keys.Count, _clock.GetUtcNow(), null));
        _log.LogInformation("Fetched {Count} keys that Teams' requests are checked with", fetched.Keys.Count);
    }
}
