using MlOpsBot.Chat.Measuring;

namespace MlOpsBot.Chat.Receiving;

/// <summary>Counts what a platform sends, and what is refused at its addresses. Thread-safe.</summary>
/// <param name="platform">The platform's name, lower case.</param>
public sealed class ReceivedCounts(string platform)
{
    /// <summary>It was recorded, to be worked on.</summary>
    public void Recorded(string kind) => ChatMeter.Received(platform, "recorded", kind);

    /// <summary>It had been recorded before.</summary>
    public void Duplicate(string kind) => ChatMeter.Received(platform, "duplicate", kind);

    /// <summary>It is nothing to us.</summary>
    public void Ignored() => Other("ignored");

    /// <summary>It makes no sense.</summary>
    public void Malformed() => Other("malformed");

    /// <summary>It could not be recorded, and the platform is to send it again.</summary>
    public void Unavailable() => Other("unavailable");

    /// <summary>Something else became of it, in one word of a few.</summary>
    public void Other(string outcome) => ChatMeter.Received(platform, outcome, "");

    /// <summary>The platform says that it sends something again.</summary>
    /// <param name="reason">Its reason; one of a few words.</param>
    public void Redelivered(string reason) => ChatMeter.Redelivered(platform, reason);

    /// <summary>The platform says that it holds events back.</summary>
    public void HeldBack() => ChatMeter.HeldBack(platform);

    /// <summary>It was refused.</summary>
    /// <param name="reason">Why; one of a few words of ours.</param>
    public void Refused(string reason) => ChatMeter.Refused(platform, reason);
}
