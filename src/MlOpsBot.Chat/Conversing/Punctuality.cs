using System.Globalization;
using MlOpsBot.Answers;
using MlOpsBot.Storage.Inbox;

namespace MlOpsBot.Chat.Conversing;

/// <summary>Whether a question can still be answered in good time: whoever cannot be answered is told so, and asks again. Thread-safe.</summary>
/// <param name="inbox">Where questions wait.</param>
/// <param name="time">The clock.</param>
public sealed class Punctuality(EventInbox inbox, TimeProvider time)
{
    /// <summary>An answer that comes later than this is of no use any more: a context has grown cold by then, too.</summary>
    public static TimeSpan TooLate { get; } = ConversationContext.Lifetime;

    /// <summary>Why a question cannot be taken; null if it can. Not to be asked about one that an earlier attempt has begun to answer.</summary>
    /// <param name="claim">The question.</param>
    /// <param name="place">Whose queue it stands in; see <see cref="EventInbox.CountAheadAsync"/>.</param>
    /// <param name="most">How many questions may wait there.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<Lateness?> CheckAsync(ClaimedEvent claim, string place, int most, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(claim);
        if (time.GetUtcNow() - claim.RecordedAt > TooLate)
        {
            return new Lateness("too late to be of use", IsTooLate: true);
        }

        var ahead = await inbox.CountAheadAsync(claim, place, cancellation);
        return ahead >= most ? new Lateness(string.Create(CultureInfo.InvariantCulture, $"{ahead} were waiting before it"), IsTooLate: false) : null;
    }
}

/// <summary>Why a question cannot be taken. Immutable.</summary>
/// <param name="Reason">For the row.</param>
/// <param name="IsTooLate">Whether it waited for too long; else too many wait before it.</param>
public sealed record Lateness(string Reason, bool IsTooLate);
