using Microsoft.Extensions.Logging;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Chat.Conversing;
using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Storage.Working;
using MlOpsBot.Teams.AdaptiveCards;
using MlOpsBot.Teams.Connecting;

namespace MlOpsBot.Teams.Conversing;

/// <summary>Something to say. Immutable.</summary>
/// <param name="Write">Writes it with the delivery's id.</param>
/// <param name="Note">What the store keeps with it.</param>
/// <param name="KnowledgeVersion">What it was made from.</param>
internal sealed record Saying(Func<string, TeamsMessage> Write, DeliveryNote Note, string KnowledgeVersion)
{
    /// <summary>The answer that it says; null where it is none.</summary>
    public Reply? Reply { get; init; }

    /// <summary>Something that is no answer.</summary>
    public static Saying Of(TeamsMessage message, string knowledgeVersion) => new(_ => message, DeliveryNote.None, knowledgeVersion);
}

/// <summary>
/// Delivers messages to Teams effectively once (see <see cref="Courier"/>). A bot has no history to look into, so what is in doubt
/// stays in doubt: it is never posted again, and its row says so. Where the bot may not post, the conversation is suspended. Thread-safe.
/// </summary>
internal sealed class TeamsCourier(Courier courier, TeamsConnector connector, Places places, ILogger<TeamsCourier> log)
{
    /// <summary>Teams' word for a conversation that the bot is not in.</summary>
    private const string NotThere = "BotNotInConversationRoster";

    /// <summary>What the work comes to where nothing can be posted for want of a token; null where there is one.</summary>
    public async Task<WorkOutcome?> ReadyAsync(TeamsPlace place, CancellationToken cancellation)
    {
        var ready = await connector.ReadyAsync(place, cancellation);
        return ready.Outcome == CallOutcome.Done ? null : WorkOutcome.Retry(ready.Error!, ready.RetryAfter > TimeSpan.Zero ? ready.RetryAfter : null);
    }

    /// <summary>Delivers something to a conversation for a claimed event, unless an earlier attempt has.</summary>
    /// <param name="claim">The event.</param>
    /// <param name="place">Where.</param>
    /// <param name="replyToId">The message that it replies to; null for none.</param>
    /// <param name="saying">What.</param>
    /// <param name="step">Which of the event's messages it is, from 0.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<Posting> DeliverAsync(
        ClaimedEvent claim, TeamsPlace place, string? replyToId, Saying saying, int step, CancellationToken cancellation)
    {
        // Before anything is intended: a program that ends while it waits for a token leaves no doubt behind.
        if (await ReadyAsync(place, cancellation) is { } wait)
        {
            return Posting.Ends(wait);
        }

        var content = new NewDelivery(place.Workspace, NewDelivery.NewId(), place.ConversationId, saying.Note.Write(), saying.KnowledgeVersion) { Step = step };
        var carrier = new Carrier(place, saying, message => connector.PostAsync(place, message, replyToId, cancellation), log);
        return await SuspendIfClosedAsync(place, await courier.DeliverAsync(claim, content, carrier, cancellation), cancellation);
    }

    /// <summary>Delivers a tip for a claimed day, unless an earlier attempt has: to a channel as a thread of its own, to a chat as a message.</summary>
    /// <param name="claim">The day.</param>
    /// <param name="kept">Where; null where nobody knows how to write there.</param>
    /// <param name="saying">What.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<Posting> DeliverAsync(ClaimedTip claim, KeptPlace? kept, Saying saying, CancellationToken cancellation)
    {
        var day = claim.Day;
        var content = new NewDelivery(day.Workspace, day.Delivery, day.Channel, saying.Note.Write(), saying.KnowledgeVersion);
        if (kept is not { Suspension: null, Place: { } place })
        {
            var code = kept?.Suspension is { } why && TeamsRefusals.IsClosed(why) ? why : NotThere;
            return await courier.DeliverAsync(claim, content, new Carrier(kept?.Place, saying, _ => Task.FromResult(CallResult.Refused<string?>(code)), log), cancellation);
        }

        if (!claim.IsToResolve && await ReadyAsync(place, cancellation) is { } wait)
        {
            return Posting.Ends(wait);
        }

        var carrier = new Carrier(place, saying, message => BeginAsync(place, message, cancellation), log);
        return await SuspendIfClosedAsync(place, await courier.DeliverAsync(claim, content, carrier, cancellation), cancellation);
    }

    private async Task<Posting> SuspendIfClosedAsync(TeamsPlace place, Posting posting, CancellationToken cancellation)
    {
        if (posting.Refusal is { } code && TeamsRefusals.IsClosed(code))
        {
            await places.SuspendAsync(place, code, cancellation);
        }

        return posting;
    }

    /// <summary>Posts a message that replies to nothing. A channel's own conversation is the channel, where Teams did not say so itself.</summary>
    private async Task<CallResult<string?>> BeginAsync(TeamsPlace place, TeamsMessage message, CancellationToken cancellation)
    {
        if (place.Kind != ConversationKind.Channel)
        {
            return await connector.PostAsync(place.Root, message, replyToId: null, cancellation);
        }

        var begun = await connector.PostToChannelAsync(place with { ChannelId = place.Root.ConversationId }, message, cancellation);
        return new CallResult<string?>(begun.Outcome, begun.Value?.ActivityId ?? TeamsPlace.RootOf(begun.Value?.ConversationId), begun.Error, begun.RetryAfter);
    }

    private sealed class Carrier(TeamsPlace? place, Saying saying, Func<TeamsMessage, Task<CallResult<string?>>> post, ILogger log) : ICarrier
    {
        public async Task<CallResult<string>> PostAsync(string delivery, CancellationToken cancellation)
        {
            var message = saying.Write(delivery);
            var posted = await post(message);
            if (message.Card is not null && posted is { Outcome: CallOutcome.Refused, Error: { } fault } && TeamsRefusals.IsForm(fault))
            {
                // A fault of ours; the words alone are better than silence.
                log.LogError("Teams refused the form of message {Delivery} in {Workspace}: {Error}", delivery, place?.Workspace, fault);
                posted = await post(message with { Card = null, Text = message.Card.FallbackText });
            }

            return new CallResult<string>(posted.Outcome, posted.Value, posted.Error, posted.RetryAfter);
        }

        public bool CanFind(Delivery delivery) => false;

        public Task<CallResult<string?>> FindAsync(Delivery delivery, CancellationToken cancellation)
            => Task.FromResult(CallResult.Refused<string?>("no_history"));
    }
}
