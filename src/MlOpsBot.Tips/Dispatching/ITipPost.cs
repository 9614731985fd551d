using MlOpsBot.Knowledge;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Storage.Working;

namespace MlOpsBot.Tips.Dispatching;

/// <summary>A platform that tips are posted on. Thread-safe. Expected failures are values.</summary>
public interface ITipPost
{
    /// <summary>The platform: <c>slack</c>, <c>teams</c>.</summary>
    string Platform { get; }

    /// <summary>Posts a channel's tip of a day, unless an earlier attempt has: once, by the delivery's id of the claim.</summary>
    /// <param name="claim">The right to post it.</param>
    /// <param name="tip">What; the same at every attempt.</param>
    /// <param name="cancellation">Gives up; it may have been posted, and the next attempt finds out as far as the platform lets it.</param>
    Task<TipPosting> PostAsync(ClaimedTip claim, TipPost tip, CancellationToken cancellation);

    /// <summary>
    /// Sees to it that a subscription's owner is told that nothing can be posted any more, once for each occasion. Returns when that is
    /// on disk, not when they are told.
    /// </summary>
    /// <param name="subscription">Which.</param>
    /// <param name="occasion">What tells it from other times that it came to that: the day on which it showed, a removal.</param>
    /// <param name="reason">The platform's word for it.</param>
    /// <param name="cancellation">Gives up.</param>
    Task TellOwnerAsync(TipSubscription subscription, string occasion, string reason, CancellationToken cancellation);

    /// <summary>Slugs of cards that the channel was shown lately, because somebody there asked; the latest first.</summary>
    Task<IReadOnlyList<string>> AskedAboutAsync(WorkspaceKey workspace, string channel, CancellationToken cancellation);
}

/// <summary>A tip as it is posted. Immutable.</summary>
/// <param name="Tip">The tip.</param>
/// <param name="Card">The card that it opens.</param>
/// <param name="Why">The line that says why this one.</param>
/// <param name="Knowledge">What it was taken from.</param>
public sealed record TipPost(Tip Tip, Card Card, string Why, KnowledgeBase Knowledge)
{
    /// <summary>A line on top, such as that it comes late; null for none.</summary>
    public string? Notice { get; init; }
}

/// <summary>What posting a tip came to. Immutable.</summary>
public abstract record TipPosting
{
    private TipPosting()
    {
    }

    /// <summary>It is on the platform, from this or an earlier attempt.</summary>
    public sealed record Posted : TipPosting;

    /// <summary>It surely is not, and nothing can be posted in that channel until something changes there: removed, archived, blocked.</summary>
    /// <param name="Reason">The platform's word for it.</param>
    public sealed record Closed(string Reason) : TipPosting;

    /// <summary>Anything else: to be tried again, given up, in doubt.</summary>
    /// <param name="Outcome">What becomes of the day.</param>
    public sealed record Ends(WorkOutcome Outcome) : TipPosting;
}
