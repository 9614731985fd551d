using MlOpsBot.Storage.Working;

namespace MlOpsBot.Storage.Inbox;

/// <summary>Something that a platform sent and that must be worked on, once. Immutable.</summary>
/// <param name="Workspace">Whose it is.</param>
/// <param name="EventId">The platform's unique id of it (Slack's <c>event_id</c>, Teams' <c>activity.id</c> with its conversation). Not empty.</param>
/// <param name="Kind">What it is, in the adapter's words: <c>app_mention</c>. Not empty.</param>
/// <param name="Payload">What the adapter needs to work on it; opaque here, usually JSON.</param>
public sealed record IncomingEvent(WorkspaceKey Workspace, string EventId, string Kind, string Payload)
{
    /// <summary>
    /// A second key that no two events may share, such as Slack's channel and <c>ts</c>: one mention arrives both as
    /// <c>message</c> and as <c>app_mention</c>, under two event ids. Null if there is none.
    /// </summary>
    public string? SecondKey { get; init; }

    /// <summary>
    /// The conversation that it belongs to, in the adapter's words: events of one conversation are worked on in the order in
    /// which they were recorded, the next when the one before is settled. Null if it depends on no other.
    /// </summary>
    public string? Conversation { get; init; }
}

/// <summary>What recording an event came to.</summary>
public enum RecordOutcome
{
    /// <summary>It is new and on disk; acknowledge it.</summary>
    Recorded,

    /// <summary>It was recorded before, under one of its keys; acknowledge it and do nothing.</summary>
    Duplicate,
}

/// <summary>
/// The right to work on an event until <see cref="LeaseUntil"/>. If the lease runs out, somebody else may claim the event,
/// and every call with this claim is refused from then on. Immutable.
/// </summary>
/// <param name="Row">The row's number.</param>
/// <param name="Fence">Tells this claim from every earlier and later one of the same event.</param>
/// <param name="Event">What to work on.</param>
/// <param name="Attempt">Which attempt this is, from 1. Attempts that ended in a crash count, so that an event which crashes the program can be given up.</param>
/// <param name="RecordedAt">When it was recorded.</param>
/// <param name="LeaseUntil">Until when it is this worker's. Begin nothing that cannot be undone, such as a post, unless it will surely end before.</param>
public sealed record ClaimedEvent(
    long Row, long Fence, IncomingEvent Event, int Attempt, DateTimeOffset RecordedAt, DateTimeOffset LeaseUntil) : IClaim
{
    /// <inheritdoc/>
    public string Name => $"{Event.Workspace} {Event.EventId} ({Event.Kind})";
}

/// <summary>An event as an operator looks at it. Immutable.</summary>
/// <param name="Workspace">Whose it is.</param>
/// <param name="EventId">The platform's id.</param>
/// <param name="Kind">What it is.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Attempt">How many attempts were begun.</param>
/// <param name="RecordedAt">When it was recorded.</param>
/// <param name="DueAt">When it may be claimed (next), or when its lease ends; the past once it is settled.</param>
/// <param name="FinishedAt">When it was settled; null while it is open.</param>
/// <param name="Reason">Why it is tried again, given up or doubtful; null if nothing went wrong.</param>
public sealed record EventStatus(
    WorkspaceKey Workspace,
    string EventId,
    string Kind,
    WorkState State,
    int Attempt,
    DateTimeOffset RecordedAt,
    DateTimeOffset DueAt,
    DateTimeOffset? FinishedAt,
    string? Reason);

/// <summary>How much there is in the inbox of one platform. Immutable.</summary>
/// <param name="Open">To be worked on, claimed ones included.</param>
/// <param name="Done">Finished and not yet purged.</param>
/// <param name="GivenUp">Given up.</param>
/// <param name="Doubtful">Doubtful.</param>
/// <param name="NextDueAt">When the next open one may be claimed; in the past if that is now; null if none is open.</param>
public sealed record InboxCounts(long Open, long Done, long GivenUp, long Doubtful, DateTimeOffset? NextDueAt);
