using MlOpsBot.Chat.Calling;
using MlOpsBot.Slack.Conversing;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Storage;
using MlOpsBot.Tips;
using MlOpsBot.Tips.Commands;

namespace MlOpsBot.Slack.Tips;

/// <summary>
/// Somebody in Slack who gives an order about tips, and what Slack says of them and their channel at that moment; each is asked at most
/// once. Not thread-safe: one for each order.
/// </summary>
internal sealed class SlackTipActor(SlackApi api, WorkspaceAccess access, SlackActor actor, string channel) : ITipActor
{
    private CallResult<SlackUser>? _user;
    private CallResult<SlackConversation>? _conversation;

    /// <inheritdoc/>
    public WorkspaceKey Workspace => access.Workspace;

    /// <inheritdoc/>
    public string Channel => channel;

    /// <inheritdoc/>
    public bool IsDirect => channel.StartsWith('D');

    /// <inheritdoc/>
    public string User => actor.User;

    /// <inheritdoc/>
    public async Task<string?> ZoneAsync(CancellationToken cancellation) => (await UserAsync(cancellation)).Value?.TimeZone;

    /// <inheritdoc/>
    public async Task<TipGrant> MayChangeAsync(TipAccess rule, string? owner, CancellationToken cancellation)
    {
        var answer = await UserAsync(cancellation);
        if (answer.Outcome != CallOutcome.Done || answer.Value is not { } user)
        {
            return answer.Outcome == CallOutcome.Refused ? TipGrant.Denied : TipGrant.Unknown;
        }

        if (!Membership.IsFull(access, user, actor))
        {
            return TipGrant.Denied;
        }

        if (rule == TipAccess.Anyone || IsDirect || user.IsAdmin || user.IsOwner || owner == user.Id)
        {
            return TipGrant.Granted;
        }

        var place = await ConversationAsync(cancellation);
        return place.Outcome switch
        {
            CallOutcome.Done when place.Value?.Creator == user.Id => TipGrant.Granted,

            // Refused: an older install may not ask about channels. Then whoever made it is not known, and administrators have to do it.
            CallOutcome.Done or CallOutcome.Refused => TipGrant.Denied,
            _ => TipGrant.Unknown,
        };
    }

    /// <inheritdoc/>
    public async Task<TipGrant> MayChangeAccessAsync(CancellationToken cancellation)
    {
        var answer = await UserAsync(cancellation);
        return answer.Outcome switch
        {
            CallOutcome.Done when answer.Value is { } user => Membership.IsFull(access, user, actor) && (user.IsAdmin || user.IsOwner) ? TipGrant.Granted : TipGrant.Denied,
            CallOutcome.Refused => TipGrant.Denied,
            _ => TipGrant.Unknown,
        };
    }

    /// <inheritdoc/>
    public async Task<string?> WhyNotPostableAsync(CancellationToken cancellation)
    {
        var answer = await ConversationAsync(cancellation);
        return answer switch
        {
            { Outcome: CallOutcome.Done, Value.IsArchived: true } => "This channel is archived.",
            { Outcome: CallOutcome.Done, Value.IsMember: false } => Uninvited,

            // The command works in people's own chats, too.
            { Outcome: CallOutcome.Refused, Error: "channel_not_found" } when IsDirect => "This chat is between others, and I am not in it: say it in our own chat, or in a channel.",

            // What it cannot see it is not in.
            { Outcome: CallOutcome.Refused, Error: "channel_not_found" } => Uninvited,
            _ => null,
        };
    }

    /// <inheritdoc/>
    public string Explain(string reason)
    {
        var (what, remedy) = ClosedChannel.Explain(reason);
        return $"{what} {remedy}";
    }

    private const string Uninvited = "Invite me first: /invite @mlopsbot";

    private async Task<CallResult<SlackUser>> UserAsync(CancellationToken cancellation) => _user ??= await api.UserAsync(access, actor.User, cancellation);

    private async Task<CallResult<SlackConversation>> ConversationAsync(CancellationToken cancellation)
        => _conversation ??= await api.ConversationAsync(access, channel, cancellation);
}
