using MlOpsBot.Chat;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Chat.Conversing;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Slack.Rendering;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Storage.Working;

namespace MlOpsBot.Slack.Conversing;

/// <summary>Says a private answer again for the whole channel, and says in its place that it was shared.</summary>
internal sealed class ShareWork(
    SlackCourier courier, PressReply reply, SlackApi api, ConversationMemory memory, Respondent respondent, AnswerRenderer renderer, CurrentAnswerer current)
{
    public async Task<WorkOutcome> RunAsync(SlackJob job, ButtonPressed pressed, CancellationToken cancellation)
    {
        var answerer = current();
        if (!ButtonValue.TryRead(pressed.Value, out var value) || pressed.Surface.Channel is not { } channel)
        {
            return await reply.UnreadableAsync(job, pressed, answerer, cancellation);
        }

        if (respondent.Open(answerer, value) is not { } opened)
        {
            return await reply.SayAsync(job, pressed, answerer, Notes.Gone(answerer), cancellation);
        }

        // What was shared has to be what was read: a card that has changed since says so.
        var answer = opened.Answer;
        var place = new DeliveryPlace(channel, pressed.Surface.ThreadTs);
        var parcel = new Parcel(
            place,
            new DeliveryNote(answer.Target, Answers.Answerer.ContextAfter(answer)),
            answer.KnowledgeVersion,
            id => renderer.Message(
                answer, new MessageSetting(id, answerer) { SharedBy = pressed.Actor.User, Notice = opened.HasChanged ? Notes.Changed : null }));
        var posting = await courier.DeliverAsync(job, parcel, cancellation);
        if (posting.Refusal is { } code && !Refusals.IsToken(code) && pressed.ResponseUrl is { } url)
        {
            // Where the bot is no member, the user's own address reaches the channel.
            posting = await courier.DeliverAsync(job, parcel with { Step = 1, ResponseUrl = url, Mode = ResponseMode.InChannel }, cancellation);
        }

        if (posting.Refusal is not null)
        {
            return await reply.SayAsync(job, pressed, answerer, Notes.NotShared, cancellation);
        }

        if (posting.Note is not { } note)
        {
            return posting.ToOutcome();
        }

        if (place.ThreadTs is not null)
        {
            await memory.RememberAsync(job.Workspace, place.Write(), note.Context, cancellation);
        }

        return await TellAsync(pressed, cancellation);
    }

    /// <summary>In place of the private answer. What matters is in the channel by now: should this fail for good, nothing is lost.</summary>
    private async Task<WorkOutcome> TellAsync(ButtonPressed pressed, CancellationToken cancellation)
    {
        if (pressed.ResponseUrl is not { } url)
        {
            return WorkOutcome.Done;
        }

        var told = await api.RespondAsync(url, ResponseMode.Replace, Notes.Shared, pressed.Surface.ThreadTs, cancellation);
        return told.Outcome == CallOutcome.Refused ? WorkOutcome.DoneBecause($"shared, and not told: {told.Error}") : told.ToOutcome();
    }
}
