using MlOpsBot.Answers;
using MlOpsBot.Chat;
using MlOpsBot.Chat.Conversing;
using MlOpsBot.Slack.Rendering;
using MlOpsBot.Storage.Working;

namespace MlOpsBot.Slack.Conversing;

/// <summary>Answers the message shortcut "Who owns this?": what the message says is the question, and the answer is for who pointed at it alone.</summary>
internal sealed class PointingWork(Whisperer whisperer, AnswerRenderer renderer, CurrentAnswerer current, TimeProvider time)
{
    public async Task<WorkOutcome> RunAsync(SlackJob job, MessagePointedAt pointed, CancellationToken cancellation)
    {
        var answerer = current();
        var words = SlackText.QuestionOf(pointed.Text, job.Access.BotUserId);
        var today = time.UtcToday();
        var answer = PointedAt.Answer(answerer, AskedWords.Of(pointed.Text, job.Access.BotUserId), today);
        var notice = string.IsNullOrWhiteSpace(words) ? PointedAt.NoWords : PointedAt.About(words);
        var parcel = new Parcel(
            new DeliveryPlace(pointed.Channel, pointed.ThreadTs, pointed.Actor.User),
            new DeliveryNote(answer.Target),
            answer.KnowledgeVersion,
            id => renderer.Message(answer, new MessageSetting(id, answerer) { IsPrivate = true, Notice = notice }));
        var listener = new Listener(pointed.Actor.User, pointed.Channel, pointed.ThreadTs, pointed.ResponseUrl);
        return (await whisperer.TellAsync(job, listener, parcel, cancellation)).ToOutcome();
    }
}
