using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MlOpsBot.Chat.Limiting;
using MlOpsBot.Chat.Measuring;
using MlOpsBot.Chat.Receiving;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Working;
using MlOpsBot.Teams.Conversing;

namespace MlOpsBot.Teams.Requests;

/// <summary>Answers an invoke, as <see cref="InvokeDesk.AnswerAsync"/> does.</summary>
internal delegate Task<InvokeReply> AnswerInvoke(TeamsInvoke invoke, CancellationToken cancellation);

/// <summary>
/// Takes what Teams sends once it is known to be Teams': records what takes work under its unique id, and only then says that it is
/// taken; invokes are answered at once. Thread-safe.
/// </summary>
internal sealed class TeamsReceiver(
    EventInbox inbox,
    WorkSignal signal,
    AnswerInvoke answer,
    QuestionLimiter limiter,
    [FromKeyedServices(TeamsPlace.Platform)] RefusalLog refusals,
    ILogger<TeamsReceiver> log)
{
    private static readonly InvokeReply s_taken = new(StatusCodes.Status200OK, ReadOnlyMemory<byte>.Empty);
    private static readonly InvokeReply s_malformed = new(StatusCodes.Status400BadRequest, ReadOnlyMemory<byte>.Empty);
    private static readonly InvokeReply s_unavailable = new(StatusCodes.Status503ServiceUnavailable, ReadOnlyMemory<byte>.Empty);

    private static readonly ReceivedCounts s_counts = new(TeamsPlace.Platform);

    private readonly Recorder _recorder = new(inbox, signal, s_counts, log);

    /// <summary>Takes an activity.</summary>
    /// <param name="activity">What it was found to be.</param>
    /// <param name="gone">Whoever waits for the answer has gone. Work is recorded all the same: what Teams then sends again is known by its id.</param>
    public async Task<InvokeReply> TakeAsync(ReadActivity activity, CancellationToken gone)
    {
        if (activity.IsMalformed)
        {
            return Malformed(activity.Reason!);
        }

        try
        {
            if (activity.Invoke is { } invoke)
            {
                s_counts.Other("invoke");
                return IsTooMuch(invoke) ? InvokeReplies.TooMuch(invoke.Name) : await answer(invoke, gone);
            }

            if (activity.Work is { } asked)
            {
                if (Limited(asked, activity.EventId!) is not { } work)
                {
                    return s_taken;
                }

                await _recorder.RecordAsync(IncomingOf(work, activity.EventId!), CancellationToken.None);
                return s_taken;
            }
        }
        catch (StorageException exception)
        {
            s_counts.Unavailable();
            log.LogInformation("What came from Teams could not be recorded, and Teams is asked to send it again: {Reason}", exception.Message);
            return s_unavailable;
        }

        s_counts.Ignored();
        log.LogDebug("Ignored: {Reason}", activity.Reason);
        return s_taken;
    }

    /// <summary>It makes no sense.</summary>
    public InvokeReply Malformed(string reason)
    {
        s_counts.Malformed();
        log.LogInformation("Teams sent {Reason}", reason);
        return s_malformed;
    }

    /// <summary>The work as it is to be recorded: itself, or that somebody is to be told that it is too much; null where they were told.</summary>
    private TeamsWork? Limited(TeamsWork work, string eventId)
    {
        if (AskedTooMuch.InPlaceOf(work) is not { } tooMuch)
        {
            return work;
        }

        var verdict = limiter.Judge(work.Place.Workspace, tooMuch.Actor.Id, eventId, out var reason);
        if (verdict == QuestionVerdict.Answer)
        {
            return work;
        }

        refusals.Refused(reason!);
        return verdict == QuestionVerdict.Tell ? tooMuch : null;
    }

    // A search is made with every key that is pressed, and a word why is worth having: neither is a question.
    private bool IsTooMuch(TeamsInvoke invoke)
    {
        if (invoke.Name is "composeExtension/query" or "message/submitAction"
            || limiter.Judge(invoke.Place.Workspace, invoke.Actor.Id, message: null, out var reason) == QuestionVerdict.Answer)
        {
            return false;
        }

        refusals.Refused(reason!);
        return true;
    }

    private static IncomingEvent IncomingOf(TeamsWork work, string eventId)
        => new(work.Place.Workspace, eventId, KindOf(work), JsonSerializer.Serialize(work with { Trace = ChatSpans.Kept }, TeamsWorkJson.Default.TeamsWork)) { Conversation = work.Place.ConversationId };

    private static string KindOf(TeamsWork work) => work switch
    {
        QuestionAsked => QuestionAsked.Kind,
        AskedTooMuch => AskedTooMuch.Kind,
        CardSubmitted => CardSubmitted.Kind,
        BotAdded => BotAdded.Kind,
        BotRemoved => BotRemoved.Kind,
        PlaceChanged => PlaceChanged.Kind,
        TipsToTell => TipsToTell.Kind,
        _ => throw new InvalidOperationException($"There is no word for {work.GetType().Name} in the inbox."),
    };
}
