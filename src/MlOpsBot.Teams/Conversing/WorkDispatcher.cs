using Microsoft.Extensions.Logging;
using MlOpsBot.Chat;
using MlOpsBot.Chat.Conversing;
using MlOpsBot.Chat.Measuring;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Working;
using MlOpsBot.Teams.Conversing.Tips;
using MlOpsBot.Teams.Rendering;

namespace MlOpsBot.Teams.Conversing;

/// <summary>Reads recorded work, and hands it to whoever does that sort of work.</summary>
internal sealed class WorkDispatcher(
    QuestionWork questions,
    SubmitWork submits,
    WelcomeWork welcomes,
    TipPlaceWork tipPlaces,
    TipTeller teller,
    Places places,
    TeamsCourier courier,
    CurrentAnswerer current,
    Current<TeamsOptions> options,
    ILogger<WorkDispatcher> log)
{
    private readonly QueueWorkerOptions _options = TeamsWorker.OptionsOf(options.Value);

    /// <summary>Works on an event.</summary>
    public async Task<WorkOutcome> WorkAsync(ClaimedEvent claim, CancellationToken cancellation)
    {
        if (RecordedWork.Read(claim, TeamsWorkJson.Default.TeamsWork, log) is not { Place: not null } work)
        {
            return WorkOutcome.GiveUp("what was recorded cannot be read");
        }

        using var span = ChatSpans.Work(claim, work.Trace);
        return await LastAttempt.RunAsync(claim, _options, () => WorkAsync(claim, work, cancellation), () => ApologizeAsync(claim, work, cancellation));
    }

    private async Task<WorkOutcome> WorkAsync(ClaimedEvent claim, TeamsWork work, CancellationToken cancellation)
    {
        if (work is BotRemoved removed)
        {
            return await welcomes.RemovedAsync(claim, removed, cancellation);
        }

        if (work is PlaceChanged changed)
        {
            await tipPlaces.ChangedAsync(changed, claim.Event.EventId, cancellation);
            return WorkOutcome.Done;
        }

        if (work is TipsToTell told)
        {
            return await teller.RunAsync(claim, told, cancellation);
        }

        if (await places.KeepAsync(work.Place, ActorOf(work), isAdding: work is BotAdded, cancellation) && work is not BotAdded)
        {
            await tipPlaces.CameAgainAsync(work.Place, cancellation);
        }

        return work switch
        {
            QuestionAsked asked => await questions.RunAsync(claim, asked, cancellation),
            CardSubmitted submitted => await submits.RunAsync(claim, submitted, cancellation),
            BotAdded added => await welcomes.AddedAsync(claim, added, cancellation),
            AskedTooMuch asked => await TellTooMuchAsync(claim, asked, cancellation),
            _ => WorkOutcome.GiveUp($"nobody does {work.GetType().Name}"),
        };
    }

    private async Task<WorkOutcome> TellTooMuchAsync(ClaimedEvent claim, AskedTooMuch asked, CancellationToken cancellation)
        => (await courier.DeliverAsync(claim, asked.Place, asked.ReplyToId, Saying.Of(Notes.TooMuch, current().Knowledge.Version), step: 0, cancellation)).ToOutcome();

    private static TeamsActor? ActorOf(TeamsWork work) => work switch
    {
        QuestionAsked asked => asked.Actor,
        CardSubmitted submitted => submitted.Actor,
        BotAdded added => added.Actor,
        _ => null,
    };

    private async Task ApologizeAsync(ClaimedEvent claim, TeamsWork work, CancellationToken cancellation)
    {
        var replyToId = work switch { QuestionAsked asked => asked.ActivityId, CardSubmitted submitted => submitted.ReplyToId, _ => null };
        if (work is QuestionAsked or CardSubmitted)
        {
            await courier.DeliverAsync(claim, work.Place, replyToId, Saying.Of(Notes.Failed, current().Knowledge.Version), LastAttempt.ApologyStep, cancellation);
        }
    }
}
