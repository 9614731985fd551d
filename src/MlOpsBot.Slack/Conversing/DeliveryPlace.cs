using System.Diagnostics.CodeAnalysis;

namespace MlOpsBot.Slack.Conversing;

/// <summary>
/// Where a message of ours stands, as the store keeps it: <c>C1</c>, <c>C1:17.5</c> in a thread, <c>C1:17.5@U1</c> where one user
/// alone sees it. Immutable.
/// </summary>
/// <param name="Channel">The channel; a user's id for a direct message that Slack is to open.</param>
/// <param name="ThreadTs">The thread; null outside of threads.</param>
/// <param name="OnlyFor">Who alone sees it; null where everybody in the channel does.</param>
internal sealed record DeliveryPlace(string Channel, string? ThreadTs = null, string? OnlyFor = null)
{
    /// <summary>What parts the channel from the thread.</summary>
    public const char Separator = ':';

    /// <summary>
    /// Whether Slack can tell afterwards if it is there: what one user alone sees is in no history, and the history of a direct
    /// message needs its channel, which a user's id is not.
    /// </summary>
    public bool IsInHistory => OnlyFor is null && Channel.Length > 0 && Channel[0] is not ('U' or 'W');

    /// <summary>As the store keeps it.</summary>
    public string Write() => string.Concat(Channel, ThreadTs is null ? "" : $"{Separator}{ThreadTs}", OnlyFor is null ? "" : $"@{OnlyFor}");

    /// <summary>Reads what <see cref="Write"/> wrote.</summary>
    public static bool TryRead(string text, [NotNullWhen(true)] out DeliveryPlace? place)
    {
        var (rest, onlyFor) = Split(text, '@');
        var (channel, thread) = Split(rest, Separator);
        place = channel.Length == 0 ? null : new DeliveryPlace(channel, thread, onlyFor);
        return place is not null;
    }

    private static (string Before, string? After) Split(string text, char at)
        => text.IndexOf(at, StringComparison.Ordinal) is var index and >= 0 ? (text[..index], text[(index + 1)..]) : (text, null);
}
