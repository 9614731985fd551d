using MlOpsBot.Answers;
using MlOpsBot.Chat;
using MlOpsBot.Chat.Conversing;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Slack.BlockKit;
using MlOpsBot.Slack.Rendering;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Storage.Working;

namespace MlOpsBot.Slack.Conversing;

/// <summary>Takes thumbs, and a word why.</summary>
internal sealed class ThumbWork(
    PressReply reply, Whisperer whisperer, SlackApi api, Store store, AnswerRenderer renderer, CurrentAnswerer current, TimeProvider time)
{
    /// <summary>A thumb: stored, and thanked for to its user alone.</summary>
    public async Task<WorkOutcome> PressedAsync(SlackJob job, ButtonPressed pressed, CancellationToken cancellation)
    {
        var answerer = current();
        if (!ThumbValue.TryRead(pressed.Value, out var thumb))
        {
            return await reply.UnreadableAsync(job, pressed, answerer, cancellation);
        }

        thumb = thumb with { Button = thumb.Button with { Delivery = await DeliveryAsync(job, pressed, thumb.Button, cancellation) } };
        await StoreAsync(job, pressed.Actor, thumb, text: null, cancellation);
        if (pressed.Surface is not { ViewId: { } view, IsHome: false })
        {
            return Thanks.AreEnough(await reply.SayAsync(job, pressed, answerer, Notes.Thanks(thumb), cancellation));
        }

        var today = time.UtcToday();
        if (thumb.Button.Target is not { } target || answerer.Open(target, today) is not { } answer)
        {
            return WorkOutcome.Done;
        }

        var modal = renderer.Modal(answer, new MessageSetting(thumb.Button.Delivery!, answerer) { IsPrivate = true, Notice = Remarks.ThumbNoted });
        var updated = await api.UpdateModalAsync(job.Access, view, pressed.Surface.ViewHash, modal, cancellation);
        return Thanks.AreEnough(updated.ToOutcome());
    }

    /// <summary>"Say why": the form.</summary>
    public Task<WorkOutcome> WhyAsync(SlackJob job, ButtonPressed pressed, CancellationToken cancellation)
    {
        var answerer = current();
        return ThumbValue.TryRead(pressed.Value, out var thumb)
            ? reply.OpenModalAsync(job, pressed, answerer, Forms.Why(thumb), cancellation)
            : reply.UnreadableAsync(job, pressed, answerer, cancellation);
    }

    /// <summary>The form, filled in: the word is stored with the thumb, and thanked for where the answer stands.</summary>
    public async Task<WorkOutcome> SaidWhyAsync(SlackJob job, FormSubmitted form, CancellationToken cancellation)
    {
        if (!ThumbValue.TryRead(form.Metadata, out var thumb) || thumb.Button.Delivery is not { } delivery)
        {
            return WorkOutcome.GiveUp("a form whose thumb cannot be read");
        }

        var text = form.Values.GetValueOrDefault(ActionIds.WhyText)?.Trim();
        if (string.IsNullOrEmpty(text))
        {
            return WorkOutcome.DoneBecause("nothing was written");
        }

        await StoreAsync(job, form.Actor, thumb, text, cancellation);
        var place = await store.Deliveries.FindAsync(job.Workspace, delivery, cancellation) is { } found
            && DeliveryPlace.TryRead(found.Content.Place, out var known) ? known : null;
        var listener = new Listener(form.Actor.User, place?.Channel is ['C' or 'G' or 'D', ..] ? place.Channel : null, place?.ThreadTs);
        var parcel = new Parcel(new DeliveryPlace(form.Actor.User), DeliveryNote.None, thumb.Button.KnowledgeVersion, _ => Notes.ThanksForWhy);
        var posting = await whisperer.TellAsync(job, listener, parcel, cancellation);

        return Thanks.AreEnough(posting.ToOutcome());
    }

    private Task StoreAsync(SlackJob job, SlackActor actor, ThumbValue thumb, string? text, CancellationToken cancellation)
        => store.Feedback.SetAsync(
            new Feedback(job.Workspace, thumb.Button.Delivery!, actor.User, thumb.IsUp ? Thumb.Up : Thumb.Down, text), cancellation);

    /// <summary>
    /// The delivery that a thumb is about. Answers that go out in Slack's own response, and modals, have no row until somebody has
    /// an opinion of them: it is made now, so that whoever reads the feedback sees what it was about.
    /// </summary>
    private async Task<string> DeliveryAsync(SlackJob job, ButtonPressed pressed, ButtonValue button, CancellationToken cancellation)
    {
        var surface = pressed.Surface;
        var id = button.Delivery ?? $"{surface.Channel ?? surface.ViewId}-{surface.MessageTs ?? surface.ViewHash}";
        var place = new DeliveryPlace(surface.Channel ?? pressed.Actor.User, surface.ThreadTs, pressed.Actor.User);
        var content = new NewDelivery(job.Workspace, id, place.Write(), new DeliveryNote(button.Target).Write(), button.KnowledgeVersion);
        await store.Deliveries.EnsureAsync(content, surface.MessageTs ?? surface.ViewId ?? "", cancellation);
        return id;
    }
}
