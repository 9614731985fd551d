using System.Diagnostics.CodeAnalysis;
using MlOpsBot.Storage.Working;

namespace MlOpsBot.Storage.Inbox;

/// <summary>A row of the inbox as it is read.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Dapper makes them.")]
internal sealed class EventRow
{
    public const string Columns =
        "id AS Id, platform AS Platform, workspace AS Workspace, event_id AS EventId, kind AS Kind, payload AS Payload, state AS State, "
        + "recorded_at AS RecordedAt, due_at AS DueAt, attempt AS Attempt, fence AS Fence, finished_at AS FinishedAt, reason AS Reason, conversation AS Conversation";

    public long Id { get; init; }

    public string Platform { get; init; } = "";

    public string Workspace { get; init; } = "";

    public string EventId { get; init; } = "";

    public string Kind { get; init; } = "";

    public string Payload { get; init; } = "";

    public string State { get; init; } = "";

    public long RecordedAt { get; init; }

    public long DueAt { get; init; }

    public long Attempt { get; init; }

    public long Fence { get; init; }

    public long? FinishedAt { get; init; }

    public string? Reason { get; init; }

    public string? Conversation { get; init; }

    public static string StateName(WorkState state) => state switch
    {
        WorkState.Open => "open",
        WorkState.Done => "done",
        WorkState.GivenUp => "given-up",
        WorkState.Doubtful => "doubtful",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    public static WorkState StateOf(string name) => name switch
    {
        "open" => WorkState.Open,
        "done" => WorkState.Done,
        "given-up" => WorkState.GivenUp,
        "doubtful" => WorkState.Doubtful,
        _ => throw new InvalidDataException($"The inbox holds an event in the unknown state \"{name}\"."),
    };

    public ClaimedEvent ToClaim() => new(
        Id,
        Fence,
        new IncomingEvent(new WorkspaceKey(Platform, Workspace), EventId, Kind, Payload) { Conversation = Conversation },
        (int)Attempt,
        RecordedAt.Time(),
        DueAt.Time());

    public EventStatus ToStatus() => new(
        new WorkspaceKey(Platform, Workspace),
        EventId,
        Kind,
        StateOf(State),
        (int)Attempt,
        RecordedAt.Time(),
        DueAt.Time(),
        FinishedAt?.Time(),
        Reason);
}
