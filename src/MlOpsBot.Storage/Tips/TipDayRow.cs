using System.Diagnostics.CodeAnalysis;

namespace MlOpsBot.Storage.Tips;

/// <summary>A row of the ledger as it is read.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Dapper makes them.")]
internal sealed class TipDayRow
{
    public const string Columns =
        "platform AS Platform, workspace AS Workspace, channel AS Channel, day AS Day, due_at AS DueAt, state AS State, "
        + "try_at AS TryAt, delivery AS Delivery, tip AS Tip, card AS Card, why AS Why, planned_at AS PlannedAt, "
        + "claimed_at AS ClaimedAt, settled_at AS SettledAt, attempt AS Attempt, fence AS Fence, message AS Message, reason AS Reason";

    public string Platform { get; init; } = "";

    public string Workspace { get; init; } = "";

    public string Channel { get; init; } = "";

    public string Day { get; init; } = "";

    public long DueAt { get; init; }

    public string State { get; init; } = "";

    public long TryAt { get; init; }

    public string Delivery { get; init; } = "";

    public string? Tip { get; init; }

    public string? Card { get; init; }

    public string? Why { get; init; }

    public long PlannedAt { get; init; }

    public long? ClaimedAt { get; init; }

    public long? SettledAt { get; init; }

    public long Attempt { get; init; }

    public long Fence { get; init; }

    public string? Message { get; init; }

    public string? Reason { get; init; }

    public TipDay ToDay() => new(new WorkspaceKey(Platform, Workspace), Channel, Day, DueAt.Time(), StateOf(State), Delivery)
    {
        Tip = ToTip(),
        PlannedAt = PlannedAt.Time(),
        ClaimedAt = ClaimedAt?.Time(),
        SettledAt = SettledAt?.Time(),
        Attempt = (int)Attempt,
        Message = Message,
        Reason = Reason,
    };

    public ChosenTip? ToTip() => Tip is null ? null : new ChosenTip(Tip, Card ?? "", Why ?? "");

    public ClaimedTip ToClaim() => new(Fence, ToDay(), TryAt.Time());

    private static TipDayState StateOf(string name) => name switch
    {
        "planned" => TipDayState.Planned,
        "claimed" => TipDayState.Claimed,
        "posted" => TipDayState.Posted,
        "failed" => TipDayState.Failed,
        "skipped" => TipDayState.Skipped,
        "doubtful" => TipDayState.Doubtful,
        _ => throw new InvalidDataException($"The tips' ledger holds a day in the unknown state \"{name}\"."),
    };
}
