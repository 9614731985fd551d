using MlOpsBot.Chat.Calling;
using MlOpsBot.Slack.Conversing;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Storage.Working;

namespace MlOpsBot.Slack.Tips;

/// <summary>
/// The bot came into a channel or went out of it, or a channel was closed or opened: tips are suspended, and go on. Slack's events may
/// come hours late and in any order, so it is asked how things stand now.
/// </summary>
internal sealed class ChannelWork(TipWork tips, TipOrders orders, SlackTipPost post, SlackApi api, Store store)
{
    public async Task<WorkOutcome> RunAsync(SlackJob job, ChannelChanged changed, CancellationToken cancellation)
    {
        if (orders.Desk is not { } desk)
        {
            return WorkOutcome.DoneBecause("tips are switched off");
        }

        if (changed is { Change: ChannelChange.Joined, User: { } user } && job.Access.BotUserId is { } bot && user != bot)
        {
            return WorkOutcome.DoneBecause("somebody else came");
        }

        if (await store.Tips.FindAsync(job.Workspace, changed.Channel, cancellation) is not { } subscription)
        {
            return WorkOutcome.DoneBecause("no tips there");
        }

        var now = await api.ConversationAsync(job.Access, changed.Channel, cancellation);
        if (now.Outcome is not (CallOutcome.Done or CallOutcome.Refused))
        {
            return now.ToOutcome();
        }

        if (IsOpen(now, changed.Change))
        {
            await tips.CameAgainAsync(job, changed.Channel, cancellation);
            return WorkOutcome.Done;
        }

        var reason = ReasonOf(now, changed.Change);
        if (subscription is { State: TipState.On, Suspension: null })
        {
            await post.TellOwnerAsync(subscription, subscription.LastDay ?? "", reason, cancellation);
        }

        await desk.ClosedAsync(job.Workspace, changed.Channel, reason, cancellation);
        return WorkOutcome.Done;
    }

    /// <summary>Whether the bot can post there: as Slack says now; where an install may not ask, as the event says.</summary>
    private static bool IsOpen(CallResult<SlackConversation> now, ChannelChange change) => now switch
    {
        { Outcome: CallOutcome.Done, Value: { IsArchived: false, IsMember: not false } } => true,
        { Outcome: CallOutcome.Refused, Error: not "channel_not_found" } => change is ChannelChange.Joined,
        _ => false,
    };

    private static string ReasonOf(CallResult<SlackConversation> now, ChannelChange change) => now switch
    {
        { Value.IsArchived: true } => ClosedChannel.Archived,
        { Value.IsMember: false } => ClosedChannel.Removed,
        _ => change switch
        {
            ChannelChange.Archived => ClosedChannel.Archived,
            ChannelChange.Deleted => ClosedChannel.Deleted,
            _ => ClosedChannel.Removed,
        },
    };
}
