using System.Collections.Immutable;
using MlOpsBot.Storage.Deliveries;

namespace MlOpsBot.Storage.Tips;

/// <summary>Whether a channel gets tips.</summary>
public enum TipState
{
    /// <summary>It does, unless it is paused by its plan or suspended.</summary>
    On,

    /// <summary>Somebody switched them off; the plan is kept for whoever switches them on again.</summary>
    Off,
}

/// <summary>A channel's subscription. Immutable.</summary>
/// <param name="Workspace">Whose channel.</param>
/// <param name="Channel">The channel in the adapter's words: what posts go to. Not empty.</param>
/// <param name="Plan">When, what about and until when not; opaque here, JSON.</param>
/// <param name="Owner">Who switched the tips on, by the platform's id: who is told when posting stops working.</param>
/// <param name="State">On or off.</param>
/// <param name="NextDue">When the next local day is to be planned; null where there is none.</param>
public sealed record TipSubscription(WorkspaceKey Workspace, string Channel, string Plan, string Owner, TipState State, DateTimeOffset? NextDue)
{
    /// <summary>The latest local day, <c>yyyy-MM-dd</c>, that has a row in the ledger; null for none. The store's own; ignored when it is given.</summary>
    public string? LastDay { get; init; }

    /// <summary>Grows with every change by a person, from 1; 0 before the first. A change is made to the version that it was shown.</summary>
    public long Version { get; init; }

    /// <summary>When a person changed it last. Ignored when it is given to the store.</summary>
    public DateTimeOffset ChangedAt { get; init; }

    /// <summary>Who changed it last. Ignored when it is given to the store.</summary>
    public string ChangedBy { get; init; } = "";

    /// <summary>Why nothing can be posted there; null where it can. Ignored when it is given to the store.</summary>
    public Suspension? Suspension { get; init; }
}

/// <summary>A change that a person made. Immutable.</summary>
/// <param name="Version">The version that it led to.</param>
/// <param name="Before">What it was before, as it was stored; null if there was none.</param>
/// <param name="By">Who.</param>
/// <param name="At">When.</param>
public sealed record TipChange(long Version, TipSubscription? Before, string By, DateTimeOffset At);

/// <summary>What becomes of a subscription that is due. Immutable.</summary>
/// <param name="Days">Rows for the ledger, the earliest first; a day that has a row already is passed over.</param>
/// <param name="NextDue">When it is due again; null for never, as it stands.</param>
public sealed record TipPlanning(ImmutableArray<PlannedTip> Days, DateTimeOffset? NextDue);

/// <summary>A local day for the ledger. Immutable.</summary>
/// <param name="Day">The local day, <c>yyyy-MM-dd</c>.</param>
/// <param name="DueAt">The moment that the schedule means.</param>
/// <param name="PostAt">When to post: a little later where many are due at once.</param>
/// <param name="Skipped">Why nothing is posted that day: a holiday, a pause, too late; null where it is to be posted.</param>
public sealed record PlannedTip(string Day, DateTimeOffset DueAt, DateTimeOffset PostAt, string? Skipped);
