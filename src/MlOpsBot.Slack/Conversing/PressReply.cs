using Microsoft.Extensions.Logging;
using MlOpsBot.Answers;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Chat.Conversing;
using MlOpsBot.Slack.BlockKit;
using MlOpsBot.Slack.Rendering;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Storage.Working;

namespace MlOpsBot.Slack.Conversing;

/// <summary>What is said to somebody who pressed a button, or asked too much, to them alone; and modals, which have three seconds to open.</summary>
internal sealed class PressReply(Whisperer whisperer, SlackApi api, ILogger<PressReply> log)
{
    /// <summary>Says something to who pressed.</summary>
    public Task<WorkOutcome> SayAsync(SlackJob job, ButtonPressed pressed, Answerer answerer, SlackMessage message, CancellationToken cancellation)
        => SayAsync(job, pressed, answerer, _ => message, cancellation);

    /// <summary>Says something to who pressed.</summary>
    public async Task<WorkOutcome> SayAsync(
        SlackJob job, ButtonPressed pressed, Answerer answerer, Func<string, SlackMessage> write, CancellationToken cancellation)
    {
        var (channel, thread) = (pressed.Surface.Channel, pressed.Surface.ThreadTs);
        var parcel = new Parcel(new DeliveryPlace(pressed.Actor.User), DeliveryNote.None, answerer.Knowledge.Version, write);
        var posting = await whisperer.TellAsync(job, new Listener(pressed.Actor.User, channel, thread, pressed.ResponseUrl), parcel, cancellation);
        return posting.ToOutcome();
    }

    /// <summary>Answers a value that is none of ours, or of a version that nobody remembers.</summary>
    public Task<WorkOutcome> UnreadableAsync(SlackJob job, ButtonPressed pressed, Answerer answerer, CancellationToken cancellation)
    {
        log.LogWarning("The value of a button \"{Action}\" in {Workspace} could not be read ({Event})", pressed.ActionId, job.Workspace, job.Claim.Event.EventId);
        return SayAsync(job, pressed, answerer, Notes.Unreadable, cancellation);
    }

    /// <summary>Tells somebody, alone, that they ask too much.</summary>
    public async Task<WorkOutcome> TooMuchAsync(SlackJob job, AskedTooMuch asked, Answerer answerer, CancellationToken cancellation)
    {
        var parcel = new Parcel(new DeliveryPlace(asked.Actor.User), DeliveryNote.None, answerer.Knowledge.Version, _ => Notes.TooMuch);
        return (await whisperer.TellAsync(job, new Listener(asked.Actor.User, asked.Channel, asked.ThreadTs, asked.ResponseUrl), parcel, cancellation)).ToOutcome();
    }

    /// <summary>Opens a modal, or says that it took too long.</summary>
    public async Task<WorkOutcome> OpenModalAsync(SlackJob job, ButtonPressed pressed, Answerer answerer, SlackView modal, CancellationToken cancellation)
    {
        if (pressed.TriggerId is not { } trigger)
        {
            return await SayAsync(job, pressed, answerer, Notes.PressAgain, cancellation);
        }

        var opened = await api.OpenModalAsync(job.Access, trigger, modal, cancellation);
        return opened switch
        {
            // Used by an earlier attempt, which ended before it could say so.
            { Outcome: CallOutcome.Refused, Error: "exchanged_trigger_id" } => WorkOutcome.DoneBecause("opened before"),
            { Outcome: CallOutcome.Refused, Error: { } code } when Refusals.IsTrigger(code) => await SayAsync(job, pressed, answerer, Notes.PressAgain, cancellation),
            _ => opened.ToOutcome(),
        };
    }
}

/// <summary>What a call of the Web API that may be repeated comes to.</summary>
internal static class RepeatableCalls
{
    /// <summary>Tries again what may be tried again, in doubt too; gives up what Slack refused.</summary>
    public static WorkOutcome ToOutcome<T>(this CallResult<T> result) => result.Outcome switch
    {
        CallOutcome.Done => WorkOutcome.Done,
        CallOutcome.Refused => WorkOutcome.GiveUp(result.Error!),
        _ => WorkOutcome.Retry(result.Error!, result.RetryAfter > TimeSpan.Zero ? result.RetryAfter : null),
    };
}
