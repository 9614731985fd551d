using MlOpsBot.Answers;
using MlOpsBot.Chat;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Chat.Conversing;
using MlOpsBot.Chat.Tips;
using MlOpsBot.Slack.BlockKit;
using MlOpsBot.Slack.Conversing;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Storage.Working;
using MlOpsBot.Tips.Commands;

namespace MlOpsBot.Slack.Tips;

/// <summary>
/// Orders about tips that were recorded: by mention, by button, by form. What changes something is told to everybody in the channel,
/// in the thread where it was said; the rest to whoever asked. Thread-safe.
/// </summary>
internal sealed class TipWork(
    TipOrders orders, PressReply reply, SlackCourier courier, Whisperer whisperer, SlackApi api, ConversationMemory memory, CurrentAnswerer current, TimeProvider time)
{
    // Of their own, so that what was begun in another way is not taken for them.
    private const int ThroughResponse = 1;
    private const int Announcing = 25;

    /// <summary>Somebody mentioned the bot, or wrote to it alone.</summary>
    /// <param name="job">For which event.</param>
    /// <param name="asked">What was written.</param>
    /// <param name="place">Where it is answered.</param>
    /// <param name="words">What follows <c>tips</c>.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<WorkOutcome> OrderedAsync(SlackJob job, QuestionAsked asked, DeliveryPlace place, string words, CancellationToken cancellation)
    {
        var said = await OnceAsync(job, asked.Actor, asked.Channel, (desk, actor) => desk.OrderAsync(actor, words, cancellation), cancellation);
        if (!said.IsChange && place.OnlyFor is null && !asked.Channel.StartsWith('D'))
        {
            said = await orders.NamedAsync(job.Access, said, cancellation);
        }

        var parcel = ParcelOf(said, said.IsChange ? place with { OnlyFor = null } : place);
        var listener = new Listener(asked.Actor.User, asked.Channel, place.ThreadTs);
        var posting = parcel.Place.OnlyFor is null ? await courier.DeliverAsync(job, parcel, cancellation) : await whisperer.TellAsync(job, listener, parcel, cancellation);
        if (posting.Refusal is { } code && !Refusals.IsToken(code) && parcel.Place.OnlyFor is null)
        {
            posting = await whisperer.TellAsync(job, listener, parcel, cancellation);
        }

        if (posting.Note is { Context: { } context })
        {
            await memory.RememberAsync(job.Workspace, parcel.Place.Write(), context, cancellation);
        }

        return posting.ToOutcome();
    }

    /// <summary>Somebody pressed a button.</summary>
    public async Task<WorkOutcome> PressedAsync(SlackJob job, ButtonPressed pressed, CancellationToken cancellation)
    {
        var answerer = current();
        var surface = pressed.Surface;
        if (!TipButtons.TryRead(pressed.ActionId, pressed.Value, out var verb, out var needs) || surface.Channel is not { } channel)
        {
            return await reply.UnreadableAsync(job, pressed, answerer, cancellation);
        }

        if (verb == TipVerb.Form && orders.Desk is { } open)
        {
            var form = await open.FormAsync(orders.ActorOf(job.Access, pressed.Actor, channel), cancellation);
            return await reply.OpenModalAsync(job, pressed, answerer, TipFormView.Of(form, new DeliveryPlace(channel, surface.ThreadTs)), cancellation);
        }

        var said = await OnceAsync(job, pressed.Actor, channel, (desk, actor) => desk.PressAsync(actor, verb, needs, cancellation), cancellation);
        if (said.IsChange)
        {
            return await AnnounceAsync(job, pressed, said, new DeliveryPlace(channel, surface.ThreadTs), cancellation);
        }

        if (verb == TipVerb.Order && surface.IsEphemeral && pressed.ResponseUrl is { } url)
        {
            var replaced = await api.RespondAsync(url, ResponseMode.Replace, MessageOf(said), surface.ThreadTs, cancellation);
            if (replaced.Outcome != CallOutcome.Refused)
            {
                return replaced.ToOutcome();
            }

            pressed = pressed with { ResponseUrl = null };
        }

        var told = await reply.SayAsync(job, pressed, answerer, id => TipMessages.Reply(said, answerer, id), cancellation);
        return verb is TipVerb.More or TipVerb.Less ? Thanks.AreEnough(told) : told;
    }

    /// <summary>Somebody sent the form.</summary>
    public async Task<WorkOutcome> SubmittedAsync(SlackJob job, FormSubmitted sent, CancellationToken cancellation)
    {
        if (!TipFormView.TryRead(sent, out var form, out var place))
        {
            return WorkOutcome.GiveUp("a form of tips that cannot be read");
        }

        var said = await OnceAsync(job, sent.Actor, place.Channel, (desk, actor) => desk.SaveAsync(actor, form, cancellation), cancellation);
        var parcel = ParcelOf(said, place);
        var posting = said.IsChange ? await courier.DeliverAsync(job, parcel, cancellation) : Posting.Refused("for who asked alone");
        return posting.Refusal is { } code && !Refusals.IsToken(code)
            ? (await whisperer.TellAsync(job, new Listener(sent.Actor.User, place.Channel, place.ThreadTs), parcel, cancellation)).ToOutcome()
            : posting.ToOutcome();
    }

    /// <summary>Somebody's tips have stopped: tells them.</summary>
    public async Task<WorkOutcome> StoppedAsync(SlackJob job, TipsStopped stopped, CancellationToken cancellation)
    {
        var parcel = new Parcel(
            new DeliveryPlace(stopped.Owner), DeliveryNote.None, current().Knowledge.Version, _ => TipMessages.Stopped(stopped.Channel, stopped.Reason));
        return (await courier.DeliverAsync(job, parcel, cancellation)).ToOutcome();
    }

    /// <summary>The bot was spoken to, and could answer, in a channel: tips that were suspended there go on, and it is said.</summary>
    public async Task CameAgainAsync(SlackJob job, string channel, CancellationToken cancellation)
    {
        if (orders.Desk is { } desk && await desk.CameAgainAsync(job.Workspace, channel, cancellation))
        {
            var parcel = new Parcel(new DeliveryPlace(channel), DeliveryNote.None, current().Knowledge.Version, _ => TipMessages.Back) { Step = Announcing };
            await courier.DeliverAsync(job, parcel, cancellation);
        }
    }

    private async Task<TipReply> OnceAsync(
        SlackJob job, SlackActor who, string channel, Func<TipDesk, ITipActor, Task<TipReply>> give, CancellationToken cancellation)
    {
        if (orders.Desk is not { } desk)
        {
            return TipOrders.SwitchedOff;
        }

        var actor = orders.ActorOf(job.Access, who, channel);
        return await desk.OnceAsync(actor, job.Claim, () => give(desk, actor), cancellation);
    }

    /// <summary>Tells everybody in the channel; where the bot may not post, through the address of whoever pressed.</summary>
    private async Task<WorkOutcome> AnnounceAsync(SlackJob job, ButtonPressed pressed, TipReply said, DeliveryPlace place, CancellationToken cancellation)
    {
        var parcel = ParcelOf(said, place);
        var posting = await courier.DeliverAsync(job, parcel, cancellation);
        if (posting.Refusal is { } code && !Refusals.IsToken(code) && pressed.ResponseUrl is { } address)
        {
            posting = await courier.DeliverAsync(job, parcel with { Step = ThroughResponse, ResponseUrl = address, Mode = ResponseMode.InChannel }, cancellation);
        }

        if (posting.Refusal is not null)
        {
            return await reply.SayAsync(job, pressed, current(), id => TipMessages.Reply(said, current(), id), cancellation);
        }

        if (posting.Note is not null && pressed is { Surface.IsEphemeral: true, ResponseUrl: { } url })
        {
            // What it showed does not hold any more. Should it stay, nothing is lost.
            await api.RespondAsync(url, ResponseMode.Delete, null, place.ThreadTs, cancellation);
        }

        return posting.ToOutcome();
    }

    private Parcel ParcelOf(TipReply said, DeliveryPlace place)
    {
        var answerer = current();
        var note = said.Tip is { } tip ? TipNote.Of(tip, answerer, time.UtcToday()) : DeliveryNote.None;
        return new Parcel(place, note, answerer.Knowledge.Version, id => TipMessages.Reply(said, answerer, id));
    }

    private SlackMessage MessageOf(TipReply said) => TipMessages.Reply(said, current(), Storage.Deliveries.NewDelivery.NewId());
}
