using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
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
internal sealed class TeamsReceiver(EventInbox inbox, WorkSignal signal, AnswerInvoke answer, TeamsMeter meter, ILogger<TeamsReceiver> log)
{
    private static readonly InvokeReply s_taken = new(StatusCodes.Status200OK, ReadOnlyMemory<byte>.Empty);
    private static readonly InvokeReply s_malformed = new(StatusCodes.Status400BadRequest, ReadOnlyMemory<byte>.Empty);
    private static readonly InvokeReply s_unavailable = new(StatusCodes.Status503ServiceUnavailable, ReadOnlyMemory<byte>.Empty);

    private readonly Recorder _recorder = new(inbox, signal, meter.Received, log);

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
                meter.Invoke();
                return await answer(invoke, gone);
            }

            if (activity.Work is { } work)
            {
                await _recorder.RecordAsync(IncomingOf(work, activity.EventId!), CancellationToken.None);
                return s_taken;
            }
        }
        catch (StorageException exception)
        {
            log.LogError("What came from Teams could not be recorded, and Teams is asked to send it again: {Reason}", exception.Message);
            return s_unavailable;
        }

        meter.Received.Ignored();
        log.LogDebug("Ignored: {Reason}", activity.Reason);
        return s_taken;
    }

    /// <summary>It makes no sense.</summary>
    public InvokeReply Malformed(string reason)
    {
        meter.Received.Malformed();
        log.LogInformation("Teams sent {Reason}", reason);
        return s_malformed;
    }

    private static IncomingEvent IncomingOf(TeamsWork work, string eventId)
        => new(work.Place.Workspace, eventId, KindOf(work), JsonSerializer.Serialize(work, TeamsWorkJson.Default.TeamsWork)) { Conversation = work.Place.ConversationId };

    private static string KindOf(TeamsWork work) => work switch
    {
        QuestionAsked => QuestionAsked.Kind,
        CardSubmitted => CardSubmitted.Kind,
        BotAdded => BotAdded.Kind,
        BotRemoved => BotRemoved.Kind,
        PlaceChanged => PlaceChanged.Kind,
        TipsToTell => TipsToTell.Kind,
        _ => throw new InvalidOperationException($"There is no word for {work.GetType().Name} in the inbox."),
    };
}
