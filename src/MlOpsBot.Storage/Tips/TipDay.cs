using MlOpsBot.Storage.Working;

namespace MlOpsBot.Storage.Tips;

/// <summary>Where a channel's local day stands.</summary>
public enum TipDayState
{
    /// <summary>To be posted, perhaps once more.</summary>
    Planned,

    /// <summary>Somebody is posting it.</summary>
    Claimed,

    /// <summary>On the platform.</summary>
    Posted,

    /// <summary>Surely not on the platform, and nobody tries again.</summary>
    Failed,

    /// <summary>Not posted, on purpose.</summary>
    Skipped,

    /// <summary>Nobody can tell whether it is on the platform; it is not posted again.</summary>
    Doubtful,
}

/// <summary>A row of the ledger: what a channel got on a local day. Immutable.</summary>
/// <param name="Workspace">Whose channel.</param>
/// <param name="Channel">The channel.</param>
/// <param name="Day">The local day, <c>yyyy-MM-dd</c>.</param>
/// <param name="DueAt">The moment that the schedule means.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Delivery">The id that the message carries.</param>
public sealed record TipDay(WorkspaceKey Workspace, string Channel, string Day, DateTimeOffset DueAt, TipDayState State, string Delivery)
{
    /// <summary>Which tip; null before it was chosen.</summary>
    public ChosenTip? Tip { get; init; }

    /// <summary>When it was planned.</summary>
    public DateTimeOffset PlannedAt { get; init; }

    /// <summary>When it was claimed last; null if never.</summary>
    public DateTimeOffset? ClaimedAt { get; init; }

    /// <summary>When it came to its end; null while it is planned or claimed.</summary>
    public DateTimeOffset? SettledAt { get; init; }

    /// <summary>How many attempts were begun.</summary>
    public int Attempt { get; init; }

    /// <summary>The platform's name for the message; null unless it is posted.</summary>
    public string? Message { get; init; }

    /// <summary>Why it was skipped, failed, is doubtful or is tried again; null if nothing was out of the ordinary.</summary>
    public string? Reason { get; init; }
}

/// <summary>A tip that was chosen for a day. Immutable.</summary>
/// <param name="Tip">The tip's id.</param>
/// <param name="Card">The slug of the card that it opens.</param>
/// <param name="Why">Why this one, in the chooser's words; opaque here.</param>
public sealed record ChosenTip(string Tip, string Card, string Why);

/// <summary>The right to post a channel's tip of a day until <see cref="LeaseUntil"/>. Immutable.</summary>
/// <param name="Fence">Tells this claim from every earlier and later one of the same day.</param>
/// <param name="Day">The row.</param>
/// <param name="LeaseUntil">Until when it is this worker's.</param>
public sealed record ClaimedTip(long Fence, TipDay Day, DateTimeOffset LeaseUntil) : IClaim
{
    /// <summary>
    /// Whether it is only to be found out what became of an earlier attempt: nothing is to be posted any more, because it is too late,
    /// or nobody wants it.
    /// </summary>
    public bool IsToResolve { get; init; }

    /// <inheritdoc/>
    public string Name => $"{Day.Workspace} tip of {Day.Day} in {Day.Channel}";

    /// <inheritdoc/>
    public int Attempt => Day.Attempt;

    /// <inheritdoc/>
    public DateTimeOffset RecordedAt => Day.DueAt;
}
