using MlOpsBot.Answers;
using MlOpsBot.Chat;
using MlOpsBot.Chat.Conversing;
using MlOpsBot.Chat.Measuring;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Working;
using MlOpsBot.Teams.Conversing.Tips;
using MlOpsBot.Teams.Rendering;

namespace MlOpsBot.Teams.Conversing;

/// <summary>Answers what somebody wrote to the bot.</summary>
/// <remarks>
/// <para><b>The life of a question</b>, and what a crash leaves behind at each step:</para>
/// <list type="table">
/// <listheader><term>step</term><description>after a crash in it</description></listheader>
/// <item><term>1. Teams sends it; it is recorded under its conversation and activity id, then answered with 200.</term>
/// <description>Before the record: Teams sends it again, after 15 seconds without an answer too. After it: the repetition is known by its id.</description></item>
/// <item><term>2. A worker claims it, the earliest open one of its conversation.</term>
/// <description>From here to the end: the lease runs out, and the next worker begins again.</description></item>
/// <item><term>3. How to write into the conversation is kept, and a suspension of it ends.</term>
/// <description>Done again: it is the same.</description></item>
/// <item><term>4. It is answered out of the knowledge, with what the conversation was about.</term>
/// <description>Nothing is written, so nothing is left. "Typing" may be shown twice.</description></item>
/// <item><term>5. The intent is written: the message's id, its place, and what the conversation will be about.</term>
/// <description>The next worker finds it, and cannot tell a crash here from one in step 6: the delivery is doubtful, the question ends so, and the log says which.
/// Whoever asked asks again; nobody reads an answer twice.</description></item>
/// <item><term>6. The message is posted. Teams surely refused it for now: recorded so, and tried again. It timed out, or Teams failed: doubtful, as above.</term>
/// <description>As in step 5.</description></item>
/// <item><term>7. It is recorded as posted, under the id that Teams gave it.</term>
/// <description>The next worker reads that and goes on.</description></item>
/// <item><term>8. What the conversation is about now is written: what the intent says, not what would be answered now.</term>
/// <description>Written again: it is the same.</description></item>
/// <item><term>9. The event is settled, its words are dropped, and the next of the conversation may be claimed.</term>
/// <description>Settled by the next worker.</description></item>
/// </list>
/// </remarks>
internal sealed class QuestionWork(
    TeamsCourier courier,
    Store store,
    ConversationMemory memory,
    Respondent respondent,
    Punctuality punctuality,
    Typing typing,
    CardRenderer renderer,
    TipOrders tips,
    CurrentAnswerer current,
    AnsweredQuestions answered,
    Current<TeamsOptions> options,
    TimeProvider time)
{
    // Of its own, so that it is not taken for an answer that was begun.
    private const int ShedStep = 20;

    public async Task<WorkOutcome> RunAsync(ClaimedEvent claim, QuestionAsked asked, CancellationToken cancellation)
    {
        // An earlier attempt has begun to answer: then no second thoughts about whether to.
        var isBegun = await store.Deliveries.FindAsync(claim, step: 0, cancellation) is not null;
        return !isBegun && await punctuality.CheckAsync(claim, asked.Place.Root.ConversationId, options.Value.QuestionsWaitingPerConversation, cancellation) is { } lateness
            ? await ShedAsync(claim, asked, lateness, cancellation)
            : await typing.WhileAsync(asked.Place, claim.RecordedAt, () => AnswerAsync(claim, asked, cancellation), cancellation);
    }

    private async Task<WorkOutcome> ShedAsync(ClaimedEvent claim, QuestionAsked asked, Lateness lateness, CancellationToken cancellation)
    {
        var saying = Saying.Of(lateness.IsTooLate ? Notes.Late : Notes.Busy, current().Knowledge.Version);
        var posting = await courier.DeliverAsync(claim, asked.Place, asked.ActivityId, saying, ShedStep, cancellation);
        return posting.Note is null ? posting.ToOutcome() : WorkOutcome.DoneBecause($"told to ask again: {lateness.Reason}");
    }

    private async Task<WorkOutcome> AnswerAsync(ClaimedEvent claim, QuestionAsked asked, CancellationToken cancellation)
    {
        // Before anything is done: an order that waits for a token is given once.
        if (await courier.ReadyAsync(asked.Place, cancellation) is { } wait)
        {
            return wait;
        }

        var saying = await SayingAsync(claim, asked, cancellation);
        var posting = await courier.DeliverAsync(claim, asked.Place, asked.ActivityId, saying, step: 0, cancellation);
        if (posting.Note is { } note)
        {
            if (saying.Reply is { } reply)
            {
                answered.Note(new AnsweredQuestion(TeamsPlace.Platform, asked.Text, time.GetUtcNow() - claim.RecordedAt, claim.Attempt), reply.Answer, reply.Took);
            }

            await memory.RememberAsync(asked.Place.Workspace, asked.Place.ConversationId, note.Context, cancellation);
        }

        return posting.ToOutcome();
    }

    private async Task<Saying> SayingAsync(ClaimedEvent claim, QuestionAsked asked, CancellationToken cancellation)
    {
        var answerer = current();
        var words = CommandWords.Read(asked.Text);
        return words.Verb switch
        {
            CommandVerb.Compare => Saying.Of(Notes.CompareForm(answerer), answerer.Knowledge.Version),
            CommandVerb.Tips when tips.IsThere => (await tips.OrderAsync(claim, asked, words.Rest, cancellation)).Saying,
            CommandVerb.Roles => Say(answerer, new Reply(answerer.Open("list:roles", respondent.Today)!, null)),
            _ => Say(answerer, await respondent.AskAsync(answerer, asked.Place.Workspace, asked.Place.ConversationId, words.Question, cancellation, () => BelowTipAsync(asked, cancellation))),
        };
    }

    /// <summary>What a thread is about that begins with a tip, for the first question in it.</summary>
    private async Task<ConversationContext?> BelowTipAsync(QuestionAsked asked, CancellationToken cancellation)
    {
        var place = asked.Place;
        return place.Kind == ConversationKind.Channel && place.ThreadRoot is { } root && root != asked.ActivityId
            && await store.Deliveries.FindPostedAsync(place.Workspace, place.Root.ConversationId, root, cancellation) is { } posted
            ? DeliveryNote.Read(posted.Content.Target).Context
            : null;
    }

    private Saying Say(Answerer answerer, Reply reply) => new(
        id => renderer.Message(reply.Answer, new CardSetting(answerer, id) { HasFeedbackLoop = true }),
        new DeliveryNote(reply.Answer.Target, reply.After),
        reply.Answer.KnowledgeVersion)
    {
        Reply = reply,
    };
}
