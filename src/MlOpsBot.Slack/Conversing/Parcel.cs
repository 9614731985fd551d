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
