using MlOpsBot.Answers;
using MlOpsBot.Chat;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Chat.Conversing;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Slack.BlockKit;
using MlOpsBot.Slack.Rendering;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Storage.Working;
using MlOpsBot.Storage.Workspaces;

namespace MlOpsBot.Slack.Conversing;

/// <summary>Opens the card of a button: where the button stands, for whoever pressed it, whatever has become of the card since.</summary>
internal sealed class CardWork(
    SlackCourier courier,
    PressReply reply,
    SlackApi api,
    ChannelSettings settings,
    ConversationMemory memory,
    Respondent respondent,
    AnswerRenderer renderer,
    CurrentAnswerer current)
{
    public async Task<WorkOutcome> RunAsync(SlackJob job, ButtonPressed pressed, CancellationToken cancellation)
    {
        var answerer = current();
        if (!ButtonValue.TryRead(pressed.Value, out var value))
        {
            return await reply.UnreadableAsync(job, pressed, answerer, cancellation);
        }

        if (respondent.Open(answerer, value) is not { } opened)
        {
            return await reply.SayAsync(job, pressed, answerer, Notes.Gone(answerer), cancellation);
        }

        var opening = new Opening(answerer, opened.Answer, opened.HasChanged ? Notes.Changed : null);
        var surface = pressed.Surface;
        return surface switch
        {
            { ViewId: not null, IsHome: true } => await reply.OpenModalAsync(job, pressed, answerer, ModalOf(opening), cancellation),
            { ViewId: { } view } => await UpdateAsync(job, view, surface.ViewHash, ModalOf(opening), cancellation),
            { IsEphemeral: true } => await ReplaceAsync(job, pressed, opening, cancellation),
            _ => await PostAsync(job, pressed, opening, cancellation),
        };
    }

    private SlackView ModalOf(Opening opening)
        => renderer.Modal(opening.Answer, new MessageSetting(Storage.Deliveries.NewDelivery.NewId(), opening.Answerer) { IsPrivate = true, Notice = opening.Notice });

    private async Task<WorkOutcome> UpdateAsync(SlackJob job, string view, string? hash, SlackView modal, CancellationToken cancellation)
    {
        var updated = await api.UpdateModalAsync(job.Access, view, hash, modal, cancellation);

        // Another press was quicker, or the modal was closed: what it would show is not asked for any more.
        return updated is { Outcome: CallOutcome.Refused, Error: "hash_conflict" or "not_found" or "view_not_found" }
            ? WorkOutcome.DoneBecause(updated.Error)
            : updated.ToOutcome();
    }

    /// <summary>In place of the message that its reader alone sees. It may be done twice.</summary>
    private async Task<WorkOutcome> ReplaceAsync(SlackJob job, ButtonPressed pressed, Opening opening, CancellationToken cancellation)
    {
        var message = Message(opening, Storage.Deliveries.NewDelivery.NewId(), pressed);
        if (pressed.ResponseUrl is { } url)
        {
            var replaced = await api.RespondAsync(url, ResponseMode.Replace, message, pressed.Surface.ThreadTs, cancellation);
            if (replaced.Outcome != CallOutcome.Refused)
            {
                return replaced.ToOutcome();
            }
        }

        return await reply.SayAsync(job, pressed with { ResponseUrl = null }, opening.Answerer, message, cancellation);
    }

    /// <summary>For all to read, below the message that holds the button; to who pressed it alone where the channel has it so.</summary>
    private async Task<WorkOutcome> PostAsync(SlackJob job, ButtonPressed pressed, Opening opening, CancellationToken cancellation)
    {
        if (pressed.Surface is not { Channel: { } channel, MessageTs: { } message })
        {
            return WorkOutcome.GiveUp("a button that stands nowhere");
        }

        var isDirect = channel.StartsWith('D');
        if (!isDirect && (await settings.EffectiveAsync(job.Workspace, channel, cancellation)).AnswerIn == AnswerPlace.Private)
        {
            return await reply.SayAsync(job, pressed, opening.Answerer, id => Message(opening, id, pressed), cancellation);
        }

        var place = new DeliveryPlace(channel, pressed.Surface.ThreadTs ?? (isDirect ? null : message));
        var before = await memory.RecallAsync(job.Workspace, place.Write(), cancellation);
        var parcel = new Parcel(
            place,
            new DeliveryNote(opening.Answer.Target, Answerer.ContextAfter(opening.Answer, before)),
            opening.Answer.KnowledgeVersion,
            id => renderer.Message(
                opening.Answer,
                new MessageSetting(id, opening.Answerer) { Notice = opening.Notice, OpenedBy = isDirect ? null : pressed.Actor.User }));
        var posting = await courier.DeliverAsync(job, parcel, cancellation);
        if (posting.Refusal is not null)
        {
            // Shared there through an address of the user's, who is in that channel while the bot is not.
            return await reply.SayAsync(job, pressed, opening.Answerer, id => Message(opening, id, pressed), cancellation);
        }

        if (posting.Note is { } note)
        {
            await memory.RememberAsync(job.Workspace, place.Write(), note.Context, cancellation);
        }

        return posting.ToOutcome();
    }

    private SlackMessage Message(Opening opening, string id, ButtonPressed pressed) => renderer.Message(
        opening.Answer,
        new MessageSetting(id, opening.Answerer) { IsPrivate = pressed.Surface.Channel?.StartsWith('D') != true, Notice = opening.Notice });

    private sealed record Opening(Answerer Answerer, Answer Answer, string? Notice);
}
