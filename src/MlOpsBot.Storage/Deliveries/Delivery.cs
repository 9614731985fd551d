using System.Buffers.Text;
using System.Security.Cryptography;

namespace MlOpsBot.Storage.Deliveries;

/// <summary>A message of ours that is about to be posted. Immutable.</summary>
/// <param name="Workspace">Where.</param>
/// <param name="Id">Travels with the message, so that it can be found again on the platform; see <see cref="NewId"/>. Not empty.</param>
/// <param name="Place">Channel, thread or conversation, in the adapter's words.</param>
/// <param name="Target">What its buttons need to know: which question was answered, with what. Opaque here, usually JSON of ids.</param>
/// <param name="KnowledgeVersion">The version of the knowledge that it was answered from.</param>
public sealed record NewDelivery(WorkspaceKey Workspace, string Id, string Place, string Target, string KnowledgeVersion)
{
    /// <summary>Which of its event's messages this is, from 0: an event may be answered by more than one.</summary>
    public int Step { get; init; }

    /// <summary>A new id: 128 random bits in 22 characters that need no escaping anywhere.</summary>
    public static string NewId() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));
}

/// <summary>Where a message of ours stands.</summary>
public enum DeliveryState
{
    /// <summary>It was to be posted. After a crash: it may have been.</summary>
    Intended,

    /// <summary>It is on the platform.</summary>
    Posted,

    /// <summary>It is surely not on the platform.</summary>
    Failed,

    /// <summary>Nobody can tell whether it is on the platform; it is not posted again.</summary>
    Doubtful,
}

/// <summary>A message of ours, with what its buttons need. Immutable.</summary>
/// <param name="Content">What was to be posted.</param>
/// <param name="State">Where it stands.</param>
/// <param name="IntendedAt">When the intent was recorded: look for it on the platform from then on.</param>
/// <param name="SettledAt">When the state last changed; null while it is intended.</param>
/// <param name="Message">The platform's name for the posted message (Slack's <c>ts</c>, Teams' activity id); null unless posted.</param>
/// <param name="Reason">Why it failed or is doubtful.</param>
public sealed record Delivery(
    NewDelivery Content, DeliveryState State, DateTimeOffset IntendedAt, DateTimeOffset? SettledAt, string? Message, string? Reason);

/// <summary>What recording the intent of a delivery came to.</summary>
public enum IntentOutcome
{
    /// <summary>The intent is on disk: post now.</summary>
    Recorded,

    /// <summary>
    /// An earlier attempt recorded an intent for the same event and step. Go by its state: posted needs nothing more;
    /// intended is looked up on the platform by its id before it is posted, under that same id.
    /// </summary>
    AlreadyThere,

    /// <summary>Somebody else has claimed the event: post nothing.</summary>
    ClaimLost,
}

/// <summary>What recording the intent of a delivery came to. Immutable.</summary>
/// <param name="Outcome">What to do next.</param>
/// <param name="Delivery">The delivery to go by: the new one or the earlier one; null if the claim was lost.</param>
public sealed record Intent(IntentOutcome Outcome, Delivery? Delivery);
