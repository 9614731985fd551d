using System.Diagnostics.CodeAnalysis;
using MlOpsBot.Storage.Deliveries;

namespace MlOpsBot.Storage.Tips;

/// <summary>A subscription as it is read.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Dapper makes them.")]
internal sealed class SubscriptionRow
{
    public const string Columns =
        "platform AS Platform, workspace AS Workspace, channel AS Channel, plan AS Plan, owner AS Owner, state AS State, next_due AS NextDue, "
        + "last_day AS LastDay, version AS Version, changed_at AS ChangedAt, changed_by AS ChangedBy, "
        + "suspended_at AS SuspendedAt, suspended_because AS SuspendedBecause";

    public string Platform { get; init; } = "";

    public string Workspace { get; init; } = "";

    public string Channel { get; init; } = "";

    public string Plan { get; init; } = "";

    public string Owner { get; init; } = "";

    public string State { get; init; } = "";

    public long? NextDue { get; init; }

    public string? LastDay { get; init; }

    public long Version { get; init; }

    public long ChangedAt { get; init; }

    public string ChangedBy { get; init; } = "";

    public long? SuspendedAt { get; init; }

    public string? SuspendedBecause { get; init; }

    public static string StateName(TipState state) => state switch
    {
        TipState.On => "on",
        TipState.Off => "off",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    public TipSubscription ToSubscription() => new(new WorkspaceKey(Platform, Workspace), Channel, Plan, Owner, StateOf(State), NextDue?.Time())
    {
        LastDay = LastDay,
        Version = Version,
        ChangedAt = ChangedAt.Time(),
        ChangedBy = ChangedBy,
        Suspension = SuspendedAt is { } since ? new Suspension(SuspendedBecause ?? "", since.Time()) : null,
    };

    private static TipState StateOf(string name) => name switch
    {
        "on" => TipState.On,
        "off" => TipState.Off,
        _ => throw new InvalidDataException($"The store holds a subscription to tips in the unknown state \"{name}\"."),
    };
}
