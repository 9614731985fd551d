using Microsoft.Extensions.Logging;
using MlOpsBot.Chat;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Chat.Conversing;
using MlOpsBot.Chat.Tips;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Storage.Working;
using MlOpsBot.Teams.AdaptiveCards;
using MlOpsBot.Teams.Connecting;
using MlOpsBot.Teams.Rendering.Tips;
using MlOpsBot.Tips.Dispatching;

namespace MlOpsBot.Teams.Conversing.Tips;

/// <summary>
/// Posts tips to Teams: to a channel as a thread of its own, to a chat as a message. A bot has no history to look into: what is in
/// doubt stays in doubt, and is not posted again. Where to post is kept in the store, so that a restart loses nothing. Thread-safe.
/// </summary>
internal sealed class TeamsTipPost(
    Courier courier,
    TeamsConnector connector,
    Places places,
    Store store,
    TipTeller teller,
    Respondent respondent,
    ConversationMemory memory,
    AskedAbout asked,
    CurrentAnswerer current,
    ILogger<TeamsTipPost> log) : ITipPost
{
    /// <summary>Teams' word for a conversation that the bot is not in.</summary>
    private const string NotThere = "BotNotInConversationRoster";

    public string Platform => TeamsPlace.Platform;

    public async Task<TipPosting> PostAsync(ClaimedTip claim, TipPost tip, CancellationToken cancellation)
    {
        var day = claim.Day;
        var kept = await places.FindAsync(day.Workspace, day.Channel, cancellation);

        // Before anything is intended: a program that ends while it waits for a token leaves no doubt behind.
        if (kept is { Suspension: null } && !claim.IsToResolve && await connector.ReadyAsync(kept.Place, cancellation) is { Outcome: not CallOutcome.Done } ready)
        {
            return new TipPosting.Ends(WorkOutcome.Retry(ready.Error!, ready.RetryAfter > TimeSpan.Zero ? ready.RetryAfter : null));
        }

        var answerer = current();
        var note = new DeliveryNote(null, TipOrders.ContextAfter(tip, answerer, respondent.Today)) { Tip = tip.Tip.Id };
        var content = new NewDelivery(day.Workspace, day.Delivery, day.Channel, note.Write(), tip.Knowledge.Version);
        var setting = new TipSetting(answerer) { DeliveryId = day.Delivery, Target = TipOrders.TargetOf(day.Day, tip.Tip.Id) };
        var carrier = new Carrier(claim, kept, () => TipCard.Message(tip, setting), connector, log);
        var posting = await courier.DeliverAsync(claim, content, carrier, cancellation);
        if (posting.Note is { } posted)
        {
            await RememberAsync(kept?.Place, posted, cancellation);
            return new TipPosting.Posted(carrier.Message ?? (await store.Deliveries.FindAsync(day.Workspace, day.Delivery, cancellation))?.Message ?? "");
        }

        if (posting.Refusal is not { } code)
        {
            return new TipPosting.Ends(posting.Outcome!);
        }

        if (!TeamsRefusals.IsClosed(code))
        {
            return new TipPosting.Ends(WorkOutcome.GiveUp(code));
        }

        if (kept is { Suspension: null })
        {
            await places.SuspendAsync(kept.Place, code, cancellation);
        }

        return new TipPosting.Closed(code);
    }

    public Task TellOwnerAsync(TipSubscription subscription, string day, string reason, CancellationToken cancellation)
        => TellAsync(subscription, day, reason, cancellation);

    /// <summary>Sees to it that a subscription's owner is told that nothing can be posted any more, once for each occasion.</summary>
    public async Task TellAsync(TipSubscription subscription, string occasion, string reason, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        var (workspace, channel) = (subscription.Workspace, subscription.Channel);
        var chats = await places.UnderAsync(workspace, subscription.Owner, cancellation);
        if (chats.FirstOrDefault(chat => chat is { Suspension: null, Place.Kind: ConversationKind.Personal } && chat.Place.ConversationId != channel) is not { } chat)
        {
            log.LogInformation("Whoever ordered the tips that have stopped in {Workspace} has no chat with the bot to be told in", workspace);
            return;
        }

        var kept = await places.FindAsync(workspace, channel, cancellation);
        await teller.RecordAsync(chat.Place, replyToId: null, StoppedTips.Say(kept?.Place, reason), $"tips-stopped|{channel}|{occasion}", cancellation);
    }

    public Task<IReadOnlyList<string>> AskedAboutAsync(WorkspaceKey workspace, string channel, CancellationToken cancellation)
        => asked.FindAsync(workspace, channel, TeamsPlace.ThreadSeparator, cancellation);

    /// <summary>
    /// In a chat a question that follows is about the tip. A channel's thread has the tip on top, and is asked for it when a question
    /// comes: nothing has to be written for the many that nobody asks about.
    /// </summary>
    private Task RememberAsync(TeamsPlace? place, DeliveryNote posted, CancellationToken cancellation)
        => place is { Kind: not ConversationKind.Channel } ? memory.RememberAsync(place.Workspace, place.ConversationId, posted.Context, cancellation) : Task.CompletedTask;

    private sealed class Carrier(ClaimedTip claim, KeptPlace? kept, Func<TeamsMessage> write, TeamsConnector connector, ILogger log) : ICarrier
    {
        /// <summary>Teams' name for what was posted; null where nothing was just now.</summary>
        public string? Message { get; private set; }

        public async Task<CallResult<string>> PostAsync(string delivery, CancellationToken cancellation)
        {
            if (kept is not { Suspension: null, Place: { } place })
            {
                return CallResult.Refused<string>(kept?.Suspension is { } why && TeamsRefusals.IsClosed(why) ? why : NotThere);
            }

            var message = write();
            var posted = await PostAsync(place, message, cancellation);
            if (posted is { Outcome: CallOutcome.Refused, Error: { } fault } && TeamsRefusals.IsForm(fault))
            {
                // A fault of ours; the words alone are better than silence.
                log.LogError("Teams refused the form of a tip for {Workspace} on {Day}: {Error}", claim.Day.Workspace, claim.Day.Day, fault);
                posted = await PostAsync(place, message with { Card = null, Text = message.Card!.FallbackText }, cancellation);
            }

            Message = posted.Outcome == CallOutcome.Done ? posted.Value : null;
            return posted;
        }

        public bool CanFind(Delivery delivery) => false;

        public Task<CallResult<string?>> FindAsync(Delivery delivery, CancellationToken cancellation)
            => Task.FromResult(CallResult.Refused<string?>("no_history"));

        private async Task<CallResult<string>> PostAsync(TeamsPlace place, TeamsMessage message, CancellationToken cancellation)
        {
            if (place.Kind != ConversationKind.Channel)
            {
                var sent = await connector.PostAsync(place.Root, message, replyToId: null, cancellation);
                return new CallResult<string>(sent.Outcome, sent.Value ?? "", sent.Error, sent.RetryAfter);
            }

            // A channel's own conversation is the channel, where Teams did not say so itself.
            var begun = await connector.PostToChannelAsync(place with { ChannelId = place.Root.ConversationId }, message, cancellation);
            return new CallResult<string>(begun.Outcome, begun.Value?.ActivityId ?? TeamsPlace.RootOf(begun.Value?.ConversationId) ?? "", begun.Error, begun.RetryAfter);
        }
    }
}
