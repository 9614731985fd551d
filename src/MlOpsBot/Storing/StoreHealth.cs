namespace MlOpsBot.Storing;

/// <summary>
/// Whether the store answers, for a readiness probe: asked at most once in <see cref="KeptFor"/>, waited for no longer than
/// <see cref="Patience"/>. Thread safe.
/// </summary>
public sealed class StoreHealth
{
    /// <summary>How long an answer counts, however many ask.</summary>
    public static readonly TimeSpan KeptFor = TimeSpan.FromSeconds(3);

    /// <summary>How long the store may take to answer. Probes themselves usually give up after one to five seconds.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(900);

    private readonly Func<CancellationToken, Task> _ping;
    private readonly TimeProvider _clock;
    private readonly Lock _lock = new();
    private Task<bool>? _look;
    private long _lookedAt;

    /// <summary>Looks after a store.</summary>
    /// <param name="ping">Asks the store; whatever it throws is no answer.</param>
    /// <param name="clock">The clock.</param>
    public StoreHealth(Func<CancellationToken, Task> ping, TimeProvider clock)
    {
        _ping = ping;
        _clock = clock;
    }

    /// <summary>Whether it answers.</summary>
    public Task<bool> AnswersAsync()
    {
        lock (_lock)
        {
            if (_look is null || (_look.IsCompleted && _clock.GetElapsedTime(_lookedAt) >= KeptFor))
            {
                _lookedAt = _clock.GetTimestamp();
                _look = LookAsync();
            }

            return _look;
        }
    }

    private async Task<bool> LookAsync()
    {
        using var limit = new CancellationTokenSource(Patience, _clock);
        try
        {
            // SQLite works on the calling thread, and a disk that hangs would keep it.
            var asked = Task.Run(() => _ping(limit.Token), CancellationToken.None);
            await asked.WaitAsync(limit.Token);
            return true;
        }
        catch (Exception)
        {
            // Why is the watch's to say: it says it once, and once that it is over.
            return false;
        }
    }
}
