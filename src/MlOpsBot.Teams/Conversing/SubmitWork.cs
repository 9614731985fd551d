using MlOpsBot.Chat.Conversing;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Working;
using MlOpsBot.Teams.Conversing.Tips;
using MlOpsBot.Teams.Rendering;

namespace MlOpsBot.Teams.Conversing;

/// <summary>
/// Answers a button of a client that knows <c>Action.Submit</c> alone: by a message where the button stands, as nothing else changes a
/// card there. What a crash leaves behind is as in <see cref="QuestionWork"/>; a thumb may be stored twice, which is the same.
/// </summary>
internal sealed class SubmitWork(TeamsCourier courier, Presses presses, TipOrders orders, Store store, ConversationMemory memory, Typing typing, TimeProvider time)
{
    public async Task<WorkOutcome> RunAsync(ClaimedEvent claim, CardSubmitted submitted, CancellationToken cancellation)
    {
        // A thumb is an opinion however late it is heard.
        var isOpinion = submitted.Action.Verb is CardVerbs.Up or CardVerbs.Down or CardVerbs.Why;
        return !isOpinion && time.GetUtcNow() - claim.RecordedAt > Punctuality.TooLate && await store.Deliveries.FindAsync(claim, step: 0, cancellation) is null
            ? WorkOutcome.DoneBecause("too late to be of use")
            : await typing.WhileAsync(submitted.Place, claim.RecordedAt, () => AnswerAsync(claim, submitted, isOpinion, cancellation), cancellation);
    }

    private async Task<WorkOutcome> AnswerAsync(ClaimedEvent claim, CardSubmitted submitted, bool isOpinion, CancellationToken cancellation)
    {
        var press = new Press(submitted.Place, submitted.Actor, submitted.ReplyToId, submitted.Action) { Shown = CardPlace.Message };
        var saying = submitted.Action.Verb == CardVerbs.Tips ? (await orders.PressAsync(press, claim, cancellation)).Saying : await presses.AnswerAsync(press, cancellation);
        var posting = await courier.DeliverAsync(claim, submitted.Place, submitted.ReplyToId, saying, step: 0, cancellation);
        if (posting.Note is { } note)
        {
            await memory.RememberAsync(submitted.Place.Workspace, submitted.Place.ConversationId, note.Context, cancellation);
        }

        return isOpinion ? Thanks.AreEnough(posting.ToOutcome()) : posting.ToOutcome();
    }
}
