using System.Diagnostics.CodeAnalysis;

namespace MlOpsBot.Storage.Deliveries;

/// <summary>A delivery as it is read.</summary>
[SuppressMessage("Performance", "CA1812", Justification = "Dapper makes them.")]
internal sealed class DeliveryRow
{
    public const string Columns =
        "platform AS Platform, workspace AS Workspace, id AS Id, step AS Step, place AS Place, target AS Target, "
        + "knowledge_version AS KnowledgeVersion, state AS State, intended_at AS IntendedAt, settled_at AS SettledAt, message AS Message, reason AS Reason";

    public string Platform { get; init; } = "";

    public string Workspace { get; init; } = "";

    public string Id { get; init; } = "";

    public long Step { get; init; }

    public string Place { get; init; } = "";

    public string Target { get; init; } = "";

    public string KnowledgeVersion { get; init; } = "";

    public string State { get; init; } = "";

    public long IntendedAt { get; init; }

    public long? SettledAt { get; init; }

    public string? Message { get; init; }

    public string? Reason { get; init; }

    public static string StateName(DeliveryState state) => state switch
    {
        DeliveryState.Intended => "intended",
        DeliveryState.Posted => "posted",
        DeliveryState.Failed => "failed",
        DeliveryState.Doubtful => "doubtful",
        _ => throw new ArgumentOutOfRangeException(nameof(state), state, null),
    };

    public Delivery ToDelivery() => new(
        new NewDelivery(new WorkspaceKey(Platform, Workspace), Id, Place, Target, KnowledgeVersion) { Step = (int)Step },
        State switch
        {
            "intended" => DeliveryState.Intended,
            "posted" => DeliveryState.Posted,
            "failed" => DeliveryState.Failed,
            "doubtful" => DeliveryState.Doubtful,
            _ => throw new InvalidDataException($"The store holds a delivery in the unknown state \"{State}\"."),
        },
        IntendedAt.Time(),
        SettledAt?.Time(),
        Message,
        Reason);
}
