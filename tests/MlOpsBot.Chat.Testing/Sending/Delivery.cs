using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace MlOpsBot.Chat.Testing;

internal enum OutgoingKind
{
    /// <summary>Sent again until it is acknowledged: Slack's events, Teams' activities.</summary>
    Event,

    /// <summary>A slash command, sent once.</summary>
    Command,

    /// <summary>Sent once, by somebody who waits: Slack's interactions, Teams' invokes.</summary>
    Interaction,
}

/// <summary>Something that the platform tells the bot.</summary>
/// <param name="Kind">By which door.</param>
/// <param name="Id">The event's or activity's id, or what names the command or interaction.</param>
/// <param name="Body">The event's body, the command's fields, the interaction's payload, or the activity.</param>
internal sealed record Outgoing(OutgoingKind Kind, string Id, JsonObject Body);

/// <summary>What the bot made of one attempt. Immutable.</summary>
/// <param name="IsAcknowledged">2xx, or an acknowledgement through the socket, in time.</param>
/// <param name="Reason">The reason for trying again; empty if acknowledged.</param>
/// <param name="Body">What was sent along.</param>
internal sealed record Receipt(bool IsAcknowledged, string Reason, string Body)
{
    /// <summary>The status over HTTP; 0 if none came.</summary>
    public int Status { get; init; }

    /// <summary>Whether the bot said <c>x-slack-no-retry: 1</c>.</summary>
    public bool ForbidsRetry { get; init; }

    public TimeSpan Took { get; init; }

    public static Receipt Failed(string reason, int status = 0) => new(false, reason, "") { Status = status };
}

/// <summary>Something on its way to the bot, with every attempt so far. Thread-safe.</summary>
internal sealed class Delivery(Outgoing content)
{
    private readonly Lock _gate = new();
    private readonly List<Receipt> _receipts = [];

    public Outgoing Content { get; } = content;

    public ImmutableArray<Receipt> Receipts
    {
        get
        {
            lock (_gate)
            {
                return [.. _receipts];
            }
        }
    }

    public bool IsAcknowledged => Receipts.Any(receipt => receipt.IsAcknowledged);

    /// <summary>Ends when the first attempt does.</summary>
    public TaskCompletionSource<Receipt> First { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends when it is acknowledged or the platform has given up.</summary>
    public TaskCompletionSource<Receipt> Last { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public override string ToString() => $"{Content.Kind} {Content.Id} ({string.Join(", ", Receipts.Select(receipt => receipt.IsAcknowledged ? "acknowledged" : receipt.Reason))})";

    internal void Add(Receipt receipt)
    {
        lock (_gate)
        {
            _receipts.Add(receipt);
        }

        First.TrySetResult(receipt);
    }
}
