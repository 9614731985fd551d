using Microsoft.Extensions.Logging;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Chat.Conversing;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Storage.Inbox;

namespace MlOpsBot.Slack.Conversing;

/// <summary>
/// Delivers messages effectively once, although Slack has no key against doubles. The intent is on disk before the post, under
/// an id that travels in the message's metadata; whoever finds an intent without its outcome, after a crash, a time-out or a 500,
/// looks for that id in the channel's history before anything else, and posts under the same id only where it surely is absent.
/// What no history holds, a message that one user alone sees or the use of a <c>response_url</c>, is never repeated in doubt: its
/// row stays doubtful and says so.
/// </summary>
/// <remarks>
/// <para>
/// Slack's history lags a little behind, and a request that timed out here may still be carried out there. So a doubt is left alone
/// for <see cref="CourierTimes.BeforeLooking"/>, and absence is believed when it is seen twice, <see cref="CourierTimes.BetweenLooks"/>
/// apart, or once when the doubt is older than <see cref="CourierTimes.BeforeOneLook"/>: some apps may look once a minute only
/// (https://docs.slack.dev/apis/web-api/rate-limits), and would never see it twice.
/// </para>
/// <para>
/// Crash by crash: before the intent is written, nothing has happened. Between intent and post, the look-up finds nothing and it is
/// posted. Between post and record, the look-up finds it. After the record, the row says so. What remains is a process that stands
/// still for longer than its lease between its last check and its post, and a message that Slack shows later than both looks.
/// </para>
/// </remarks>
internal sealed class Courier(SlackApi api, Store store, CourierTimes times, TimeProvider time, ILogger<Courier> log)
{
    private const int MostWrites = 4;

    /// <summary>Delivers a message for a claimed event, unless an earlier attempt has.</summary>
    public async Task<Posting> DeliverAsync(SlackJob job, Parcel parcel, CancellationToken cancellation)
    {
        var content = new NewDelivery(job.Workspace, NewDelivery.NewId(), parcel.Place.Write(), parcel.Note.Write(), parcel.KnowledgeVersion)
        {
            Step = parcel.Step,
        };
        var intent = await store.Deliveries.IntendAsync(job.Claim, content, cancellation);
        return intent.Outcome switch
        {
            IntentOutcome.ClaimLost => ClaimLost,
            IntentOutcome.AlreadyThere => await ResumeAsync(job, parcel, intent.Delivery!, cancellation),
            _ => await PostAsync(job, parcel, intent.Delivery!, cancellation),
        };
    }

    private static Posting ClaimLost => Posting.Ends(WorkOutcome.Retry("claimed by somebody else"));

    private async Task<Posting> ResumeAsync(SlackJob job, Parcel parcel, Delivery earlier, CancellationToken cancellation)
    {
        switch (earlier.State)
        {
            case DeliveryState.Posted:
                return Posting.Posted(DeliveryNote.Read(earlier.Content.Target));

            case DeliveryState.Failed:
                return await PostAgainAsync(job, parcel, earlier, cancellation);
        }

        if (!DeliveryPlace.TryRead(earlier.Content.Place, out var place) || !place.IsInHistory || parcel.ResponseUrl is not null)
        {
            return await LeaveInDoubtAsync(job, earlier, earlier.Reason ?? "the program ended while it was posted");
        }

        return await LookAsync(job, place, earlier, cancellation) ?? await PostAgainAsync(job, parcel, earlier, cancellation);
    }

    /// <summary>
    /// Posts what surely is not there. In doubt again from here on: the row must not say "surely not" while it is posted, nor that
    /// the doubt is an old one.
    /// </summary>
    private async Task<Posting> PostAgainAsync(SlackJob job, Parcel parcel, Delivery earlier, CancellationToken cancellation)
    {
        await store.Deliveries.DoubtfulAsync(job.Workspace, earlier.Content.Id, "being posted again", cancellation);
        return await PostAsync(job, parcel, earlier, cancellation);
    }

    /// <summary>Looks until it is certain; null if it surely is not there.</summary>
    private async Task<Posting?> LookAsync(SlackJob job, DeliveryPlace place, Delivery earlier, CancellationToken cancellation)
    {
        var isOld = time.GetUtcNow() - (earlier.SettledAt ?? earlier.IntendedAt) >= times.BeforeOneLook;
        for (var look = isOld ? 2 : 1; ; look++)
        {
            var found = await api.FindPostedAsync(
                job.Access, place.Channel, place.ThreadTs, earlier.Content.Id, earlier.IntendedAt, cancellation);
            switch (found.Outcome)
            {
                case CallOutcome.Done when found.Value is { } ts:
                    await RecordAsync(() => store.Deliveries.PostedAsync(job.Workspace, earlier.Content.Id, ts, CancellationToken.None));
                    return Posting.Posted(DeliveryNote.Read(earlier.Content.Target));

                case CallOutcome.Done when look == 2:
                    return null;

                case CallOutcome.Done:
                    await Task.Delay(times.BetweenLooks, time, cancellation);
                    break;

                case CallOutcome.Refused:
                    return await LeaveInDoubtAsync(job, earlier, $"looking for it was refused: {found.Error}");

                default:
                    return Posting.Ends(WorkOutcome.Retry($"looking for it: {found.Error}", Wait(found)));
            }
        }
    }

    private async Task<Posting> PostAsync(SlackJob job, Parcel parcel, Delivery delivery, CancellationToken cancellation)
    {
        if (job.Claim.LeaseUntil - time.GetUtcNow() < times.LongestPost
            && await store.Inbox.RenewAsync(job.Claim, times.Lease, cancellation) is null)
        {
            return ClaimLost;
        }

        var id = delivery.Content.Id;
        var result = await SendAsync(job, parcel, id, plain: false, cancellation);
        if (result is { Outcome: CallOutcome.Refused, Error: { } fault } && Refusals.IsForm(fault))
        {
            // A fault of ours; the words alone are better than silence.
            log.LogError("Slack refused the form of an answer for {Workspace} {Event}: {Error}", job.Workspace, job.Claim.Event.EventId, fault);
            result = await SendAsync(job, parcel, id, plain: true, cancellation);
        }

        switch (result.Outcome)
        {
            case CallOutcome.Done:
                await RecordAsync(() => store.Deliveries.PostedAsync(job.Workspace, id, result.Value!, CancellationToken.None));
                return Posting.Posted(DeliveryNote.Read(delivery.Content.Target));

            case CallOutcome.Later:
                await RecordAsync(() => store.Deliveries.FailedAsync(job.Workspace, id, result.Error!, CancellationToken.None));
                return Posting.Ends(WorkOutcome.Retry(result.Error!, Wait(result)));

            case CallOutcome.Refused:
                await RecordAsync(() => store.Deliveries.FailedAsync(job.Workspace, id, result.Error!, CancellationToken.None));
                return Posting.Refused(result.Error!);

            default:
                if (!parcel.Place.IsInHistory || parcel.ResponseUrl is not null)
                {
                    return await LeaveInDoubtAsync(job, delivery, result.Error!);
                }

                await RecordAsync(() => store.Deliveries.DoubtfulAsync(job.Workspace, id, result.Error!, CancellationToken.None));
                return Posting.Ends(WorkOutcome.Retry(result.Error!, times.BeforeLooking));
        }
    }

    private async Task<CallResult<string>> SendAsync(SlackJob job, Parcel parcel, string id, bool plain, CancellationToken cancellation)
    {
        var (channel, thread, user) = parcel.Place;
        var message = parcel.Write(id);
        message = plain ? message with { Blocks = [] } : message;
        if (parcel.ResponseUrl is { } url)
        {
            var responded = await api.RespondAsync(url, parcel.Mode, message, thread, cancellation);
            return new CallResult<string>(responded.Outcome, "", responded.Error, responded.RetryAfter);
        }

        return user is null
            ? await api.PostMessageAsync(job.Access, channel, thread, message, id, cancellation)
            : await api.PostEphemeralAsync(job.Access, channel, user, thread, message, cancellation);
    }

    private async Task<Posting> LeaveInDoubtAsync(SlackJob job, Delivery delivery, string reason)
    {
        await RecordAsync(() => store.Deliveries.DoubtfulAsync(job.Workspace, delivery.Content.Id, reason, CancellationToken.None));
        return Posting.Ends(WorkOutcome.Doubtful(reason));
    }

    /// <summary>What Slack said is a fact, and lost if it is not written down: a store that fails for a moment is tried a few times, also while the program stops.</summary>
    private async Task RecordAsync(Func<Task<bool>> write)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await write();
                return;
            }
            catch (StorageException fault) when (attempt < MostWrites)
            {
                log.LogWarning("What became of a message could not be recorded yet: {Reason}", fault.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(100 * attempt), time, CancellationToken.None);
            }
        }
    }

    private static TimeSpan? Wait<T>(CallResult<T> result) => result.RetryAfter > TimeSpan.Zero ? result.RetryAfter : null;
}

/// <summary>How long a <see cref="Courier"/> waits. Immutable.</summary>
/// <param name="Lease">For how long it takes an event when the rest of the lease is too short for a post.</param>
internal sealed record CourierTimes(TimeSpan Lease)
{
    /// <summary>How much of the lease has to be left when a post begins.</summary>
    public TimeSpan LongestPost => Lease / 2;

    /// <summary>How long a doubt is left alone before it is looked into: 2 seconds of 60.</summary>
    public TimeSpan BeforeLooking => Lease / 30;

    /// <summary>How far apart the two looks are: 3 seconds of 60.</summary>
    public TimeSpan BetweenLooks => Lease / 20;

    /// <summary>The age from which on one look is enough: 60 seconds of 60, four times what a request may take.</summary>
    public TimeSpan BeforeOneLook => Lease;
}
