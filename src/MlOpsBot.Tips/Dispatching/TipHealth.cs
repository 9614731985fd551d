using MlOpsBot.Storage;

namespace MlOpsBot.Tips.Dispatching;

/// <summary>Whether tips go out when they should, for a readiness probe: asked of the store at most once in <see cref="KeptFor"/>. Thread-safe.</summary>
/// <param name="store">Where subscriptions and ledger are.</param>
/// <param name="time">The clock, the same as the store's.</param>
public sealed class TipHealth(Store store, TimeProvider time)
{
    private readonly Lock _gate = new();
    private Task<int>? _count;
    private long _countedAt;

    /// <summary>How long a count counts, however many ask.</summary>
    public static TimeSpan KeptFor { get; } = TimeSpan.FromSeconds(10);

    /// <summary>How late a tip is overdue: the spread and a busy minute are over by then.</summary>
    public static TimeSpan Overdue => TipsOptions.Punctual;

    /// <summary>How many tips should have been posted by now, planned or not; null where the store does not say.</summary>
    public async Task<int?> CountOverdueAsync()
    {
        try
        {
            return await CountAsync();
        }
        catch (StorageException)
        {
            // The store's own health says so.
            return null;
        }
    }

    private Task<int> CountAsync()
    {
        lock (_gate)
        {
            if (_count is null || (_count.IsCompleted && time.GetElapsedTime(_countedAt) >= KeptFor))
            {
                _countedAt = time.GetTimestamp();
                _count = Task.Run(() => store.Tips.CountOverdueAsync(time.GetUtcNow() - Overdue, CancellationToken.None));
            }

            return _count;
        }
    }
}
