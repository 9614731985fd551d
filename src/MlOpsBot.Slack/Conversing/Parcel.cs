using MlOpsBot.Chat.Conversing;
using MlOpsBot.Slack.BlockKit;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Inbox;

namespace MlOpsBot.Slack.Conversing;

/// <summary>An event that is being worked on, with what it takes to act in its workspace. Immutable.</summary>
/// <param name="Claim">The right to work on it.</param>
/// <param name="Access">What it takes.</param>
internal sealed record SlackJob(ClaimedEvent Claim, WorkspaceAccess Access)
{
    /// <summary>Whose it is.</summary>
    public WorkspaceKey Workspace => Claim.Event.Workspace;
}

/// <summary>A message on its way. Immutable.</summary>
/// <param name="Place">Where it goes.</param>
/// <param name="Note">What the store keeps with it.</param>
/// <param name="KnowledgeVersion">What it was made from.</param>
/// <param name="Write">Writes it with the delivery's id.</param>
internal sealed record Parcel(DeliveryPlace Place, DeliveryNote Note, string KnowledgeVersion, Func<string, SlackMessage> Write)
{
    /// <summary>Which of its event's messages it is, from 0. The same message has the same step at every attempt.</summary>
    public int Step { get; init; }

    /// <summary>Goes through this address instead of the Web API; null for the Web API.</summary>
    public string? ResponseUrl { get; init; }

    /// <summary>What is done with that address.</summary>
    public ResponseMode Mode { get; init; }
}

/// <summary>What became of a parcel. Immutable.</summary>
internal sealed record Posting
{
    private Posting(DeliveryNote? note, string? refusal, WorkOutcome? outcome)
    {
        Note = note;
        Refusal = refusal;
        Outcome = outcome;
    }

    /// <summary>What was said, perhaps by an earlier attempt: go by this, not by what would be said now. Null unless it is posted.</summary>
    public DeliveryNote? Note { get; }

    /// <summary>Slack's code where it surely is not posted and never will be; null otherwise.</summary>
    public string? Refusal { get; }

    /// <summary>What the work comes to where nothing more can be done now; null where it is posted or refused.</summary>
    public WorkOutcome? Outcome { get; }

    public static Posting Posted(DeliveryNote note) => new(note, null, null);

    public static Posting Refused(string code) => new(null, code, null);

    public static Posting Ends(WorkOutcome outcome) => new(null, null, outcome);

    /// <summary>What the work comes to when there is nothing else to do about it.</summary>
    public WorkOutcome ToOutcome() => Outcome ?? (Refusal is null ? WorkOutcome.Done : WorkOutcome.GiveUp(Refusal));
}
