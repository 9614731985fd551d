using System.Diagnostics.Metrics;

namespace MlOpsBot.Chat.Receiving;

/// <summary>Counts what a platform sends, and what is refused at its addresses. Thread-safe.</summary>
/// <param name="meter">The platform's meter.</param>
/// <param name="platform">The platform's name, lower case, as it stands in the counters' names.</param>
public sealed class ReceivedCounts(Meter meter, string platform)
{
    private readonly Counter<long> _taken = meter.CreateCounter<long>(
        $"mlopsbot.{platform}.received", "{payload}", "Payloads that were taken, by what became of them.");

    private readonly Counter<long> _refused = meter.CreateCounter<long>(
        $"mlopsbot.{platform}.refused", "{request}", "Requests that were refused, by why.");

    /// <summary>It was recorded, to be worked on.</summary>
    public void Recorded(string kind) => _taken.Add(1, new("outcome", "recorded"), new("kind", kind));

    /// <summary>It had been recorded before.</summary>
    public void Duplicate(string kind) => _taken.Add(1, new("outcome", "duplicate"), new("kind", kind));

    /// <summary>It is nothing to us.</summary>
    public void Ignored() => Other("ignored");

    /// <summary>It makes no sense.</summary>
    public void Malformed() => Other("malformed");

    /// <summary>Something else became of it, in one word of a few.</summary>
    public void Other(string outcome) => _taken.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>It was refused.</summary>
    /// <param name="reason">Why; one of a few words of ours.</param>
    public void Refused(string reason) => _refused.Add(1, new KeyValuePair<string, object?>("reason", reason));
}
