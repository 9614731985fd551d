using Microsoft.Extensions.Logging;

namespace MlOpsBot.Chat.Receiving;

/// <summary>
/// Tells an operator about requests that were refused, without letting whoever sends them fill the disk: the first at once, all that
/// follow within <see cref="Interval"/> in one line at its end. Says why, never what was sent. Thread-safe.
/// </summary>
/// <param name="addresses">Where the requests go, as it stands in a sentence: <c>Slack's addresses</c>.</param>
/// <param name="clock">The clock.</param>
/// <param name="counts">Counts every one.</param>
/// <param name="log">Where an operator reads.</param>
public sealed class RefusalLog(string addresses, TimeProvider clock, ReceivedCounts counts, ILogger<RefusalLog> log) : IDisposable
{
    /// <summary>How often at most.</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    private readonly Lock _lock = new();
    private readonly SortedDictionary<string, int> _counts = new(StringComparer.Ordinal);
    private ITimer? _timer;
    private bool _isWaiting;

    /// <summary>A request was refused.</summary>
    /// <param name="reason">Why; one of a few words of ours.</param>
    public void Refused(string reason)
    {
        counts.Refused(reason);
        lock (_lock)
        {
            if (_isWaiting)
            {
                _counts[reason] = _counts.GetValueOrDefault(reason) + 1;
                return;
            }

            Begin();
        }

        log.LogInformation("A request to {Addresses} was refused: {Reason}", addresses, reason);
    }

    /// <inheritdoc/>
    public void Dispose() => _timer?.Dispose();

    private void Begin()
    {
        _isWaiting = true;
        _timer ??= clock.CreateTimer(static state => ((RefusalLog)state!).SumUp(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        _timer.Change(Interval, Timeout.InfiniteTimeSpan);
    }

    private void SumUp()
    {
        int total;
        string reasons;
        lock (_lock)
        {
            total = _counts.Values.Sum();
            reasons = string.Join(", ", _counts.Select(count => $"{count.Value} for {count.Key}"));
            _counts.Clear();
            _isWaiting = false;
            if (total > 0)
            {
                Begin();
            }
        }

        if (total > 0)
        {
            log.LogInformation("{Count} more requests to {Addresses} were refused within the last minute: {Reasons}", total, addresses, reasons);
        }
    }
}
