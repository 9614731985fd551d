using System.Diagnostics;
using MlOpsBot.Answers;
using MlOpsBot.Chat;
using MlOpsBot.Chat.Conversing;
using MlOpsBot.Chat.Measuring;
using MlOpsBot.Slack.Rendering;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Storage.Working;

namespace MlOpsBot.Slack.Conversing;

/// <summary>Answers the message shortcut "Who owns this?": what the message says is the question, and the answer is for who pointed at it alone.</summary>
internal sealed class PointingWork(Whisperer whisperer, AnswerRenderer renderer, CurrentAnswerer current, AnsweredQuestions answered, TimeProvider time)
{
    public async Task<WorkOutcome> RunAsync(SlackJob job, MessagePointedAt pointed, CancellationToken cancellation)
    {
        var answerer = current();
        var words = SlackText.QuestionOf(pointed.Text, job.Access.BotUserId);
        var today = time.UtcToday();
        var start = Stopwatch.GetTimestamp();
        var answer = PointedAt.Answer(answerer, AskedWords.Of(pointed.Text, job.Access.BotUserId), today);
        var took = Stopwatch.GetElapsedTime(start);
        var notice = string.IsNullOrWhiteSpace(words) ? PointedAt.NoWords : PointedAt.About(words);
        var parcel = new Parcel(
            new DeliveryPlace(pointed.Channel, pointed.ThreadTs, pointed.Actor.User),
            new DeliveryNote(answer.Target),
            answer.KnowledgeVersion,
            id => renderer.Message(answer, new MessageSetting(id, answerer) { IsPrivate = true, Notice = notice }));
        var listener = new Listener(pointed.Actor.User, pointed.Channel, pointed.ThreadTs, pointed.ResponseUrl);
        var posting = await whisperer.TellAsync(job, listener, parcel, cancellation);
        if (posting.Note is not null)
        {
            answered.Note(new AnsweredQuestion(SlackInstallation.Platform, words, time.GetUtcNow() - job.Claim.RecordedAt, job.Claim.Attempt), answer, took);
        }

        return posting.ToOutcome();
    }
}
