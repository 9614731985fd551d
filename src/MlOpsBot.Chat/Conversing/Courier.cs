using Microsoft.Extensions.Logging;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Chat.Measuring;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Storage.Working;

namespace MlOpsBot.Chat.Conversing;

/// <summary>
/// Delivers messages effectively once, although no chat platform has a key against doubles. The intent is on disk before the
/// post; whoever finds an intent without its outcome, after a crash, a time-out or a 500, looks for the message on the platform
/// before anything else, and posts under the same id only where it surely is absent. What cannot be looked for is never repeated
/// in doubt: its row stays doubtful and says so.
/// </summary>
/// <remarks>
/// <para>
/// A platform's history lags a little behind, and a request that timed out here may still be carried out there. So a doubt is left
/// alone for <see cref="CourierTimes.BeforeLooking"/>, and absence is believed when it is seen twice, <see cref="CourierTimes.BetweenLooks"/>
/// apart, or once when the doubt is older than <see cref="CourierTimes.BeforeOneLook"/>: some apps may look once a minute only
/// (https://docs.slack.dev/apis/web-api/rate-limits), and would never see it twice.
/// </para>
/// <para>
/// Crash by crash: before the intent is written, nothing has happened. Between intent and post, the look-up finds nothing and it is
/// posted. Between post and record, the look-up finds it. After the record, the row says so. Where there is no look-up, both crashes in
/// the middle end in doubt: said twice would be worse than asked again. What remains is a process that stands still for longer than
/// its lease between its last check and its post, and a message that the platform shows later than both looks.
/// </para>
/// <para>Thread-safe.</para>
/// </remarks>
/// <param name="store">Where intents and outcomes are kept.</param>
/// <param name="times">How long it waits.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where an operator reads about trouble.</param>
public sealed class Courier(Store store, CourierTimes times, TimeProvider time, ILogger<Courier> log)
{
    // With pauses of up to a second: longer than a server takes to restart, or another to take its place.
    private const int MostWrites = 90;

    /// <summary>Delivers a message for a claimed event, unless an earlier attempt has.</summary>
    /// <param name="claim">The right to work on the event.</param>
    /// <param name="content">What the store keeps with the message. Its id counts only where no earlier attempt has given it one.</param>
    /// <param name="carrier">Carries this message.</param>
    /// <param name="cancellation">Gives up; the message may have been posted, and the next attempt finds out.</param>
    public async Task<Posting> DeliverAsync(ClaimedEvent claim, NewDelivery content, ICarrier carrier, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(claim);
        var intent = await store.Deliveries.IntendAsync(claim, content, cancellation);
        var right = new Right(claim.LeaseUntil, async () => await store.Inbox.RenewAsync(claim, times.Lease, cancellation) is not null);
        return await DeliverAsync(right, intent, carrier, cancellation);
    }

    /// <summary>
    /// Delivers a channel's tip of a day, unless an earlier attempt has. Where the claim is only <see cref="ClaimedTip.IsToResolve"/>,
    /// nothing is posted: what became of the earlier attempt is found out, and what surely is not there ends as given up.
    /// </summary>
    /// <param name="claim">The right to post the tip.</param>
    /// <param name="content">What the store keeps with the message. Its id is the claim's, whatever is given.</param>
    /// <param name="carrier">Carries this message.</param>
    /// <param name="cancellation">Gives up; the message may have been posted, and the next attempt finds out.</param>
    public async Task<Posting> DeliverAsync(ClaimedTip claim, NewDelivery content, ICarrier carrier, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(content);
        var intent = await store.Deliveries.IntendAsync(claim, content with { Id = claim.Day.Delivery }, cancellation);
        var ledger = store.Tips.Ledger.Of(claim.Day.Workspace.Platform);
        var right = new Right(claim.LeaseUntil, async () => await ledger.RenewAsync(claim, times.Lease, cancellation) is not null)
        {
            MayPost = !claim.IsToResolve,
        };
        return await DeliverAsync(right, intent, carrier, cancellation);
    }

    private async Task<Posting> DeliverAsync(Right claim, Intent intent, ICarrier carrier, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(carrier);
        return intent.Outcome switch
        {
            IntentOutcome.ClaimLost => ClaimLost,
            IntentOutcome.AlreadyThere => await ResumeAsync(claim, intent.Delivery!, carrier, cancellation),
            _ => await PostAsync(claim, intent.Delivery!, carrier, cancellation),
        };
    }

    private static Posting ClaimLost => Posting.Ends(WorkOutcome.Retry("claimed by somebody else"));

    private async Task<Posting> ResumeAsync(Right claim, Delivery earlier, ICarrier carrier, CancellationToken cancellation)
    {
        switch (earlier.State)
        {
            case DeliveryState.Posted:
                return Posting.Posted(DeliveryNote.Read(earlier.Content.Target), earlier.Message ?? "");

            case DeliveryState.Failed:
                return await PostAgainAsync(claim, earlier, carrier, cancellation);
        }

        return carrier.CanFind(earlier)
            ? await LookAsync(earlier, carrier, cancellation) ?? await PostAgainAsync(claim, earlier, carrier, cancellation)
            : await LeaveInDoubtAsync(earlier, earlier.Reason ?? "the program ended while it was posted");
    }

    /// <summary>
    /// Posts what surely is not there. In doubt again from here on: the row must not say "surely not" while it is posted, nor that
    /// the doubt is an old one.
    /// </summary>
    private async Task<Posting> PostAgainAsync(Right claim, Delivery earlier, ICarrier carrier, CancellationToken cancellation)
    {
        if (!claim.MayPost)
        {
            return await LeaveUnpostedAsync(earlier);
        }

        await store.Deliveries.DoubtfulAsync(earlier.Content.Workspace, earlier.Content.Id, "being posted again", cancellation);
        return await PostAsync(claim, earlier, carrier, cancellation);
    }

    /// <summary>Looks until it is certain; null if it surely is not there.</summary>
    private async Task<Posting?> LookAsync(Delivery earlier, ICarrier carrier, CancellationToken cancellation)
    {
        var isOld = time.GetUtcNow() - (earlier.SettledAt ?? earlier.IntendedAt) >= times.BeforeOneLook;
        for (var look = isOld ? 2 : 1; ; look++)
        {
            var found = await carrier.FindAsync(earlier, cancellation);
            switch (found.Outcome)
            {
                case CallOutcome.Done when found.Value is { } message:
                    return await PostedAsync(earlier, message);

                case CallOutcome.Done when look == 2:
                    return null;

                case CallOutcome.Done:
                    await Task.Delay(times.BetweenLooks, time, cancellation);
                    break;

                case CallOutcome.Refused:
                    return await LeaveInDoubtAsync(earlier, $"looking for it was refused: {found.Error}");

                default:
                    return Posting.Ends(WorkOutcome.Retry($"looking for it: {found.Error}", Wait(found)));
            }
        }
    }

    private async Task<Posting> PostAsync(Right claim, Delivery delivery, ICarrier carrier, CancellationToken cancellation)
    {
        if (!claim.MayPost)
        {
            return await LeaveUnpostedAsync(delivery);
        }

        if (claim.LeaseUntil - time.GetUtcNow() < times.LongestPost
            && !await claim.RenewAsync())
        {
            return ClaimLost;
        }

        var (workspace, id) = (delivery.Content.Workspace, delivery.Content.Id);
        var result = await carrier.PostAsync(id, cancellation);
        switch (result.Outcome)
        {
            case CallOutcome.Done:
                return await PostedAsync(delivery, result.Value ?? "");

            case CallOutcome.Later:
                await RecordAsync(() => store.Deliveries.FailedAsync(workspace, id, result.Error!, CancellationToken.None));
                return Posting.Ends(WorkOutcome.Retry(result.Error!, Wait(result)));

            case CallOutcome.Refused:
                ChatMeter.Delivered(workspace.Platform, DeliveryState.Failed);
                await RecordAsync(() => store.Deliveries.FailedAsync(workspace, id, result.Error!, CancellationToken.None));
                return Posting.Refused(result.Error!);

            case CallOutcome.Doubtful when carrier.CanFind(delivery):
                await RecordAsync(() => store.Deliveries.DoubtfulAsync(workspace, id, result.Error!, CancellationToken.None));
                return Posting.Ends(WorkOutcome.Retry(result.Error!, times.BeforeLooking));

            default:
                return await LeaveInDoubtAsync(delivery, result.Error!);
        }
    }

    private async Task<Posting> PostedAsync(Delivery delivery, string message)
    {
        ChatMeter.Delivered(delivery.Content.Workspace.Platform, DeliveryState.Posted);
        await RecordAsync(() => store.Deliveries.PostedAsync(delivery.Content.Workspace, delivery.Content.Id, message, CancellationToken.None));
        return Posting.Posted(DeliveryNote.Read(delivery.Content.Target), message);
    }

    private async Task<Posting> LeaveInDoubtAsync(Delivery delivery, string reason)
    {
        ChatMeter.Delivered(delivery.Content.Workspace.Platform, DeliveryState.Doubtful);
        await RecordAsync(() => store.Deliveries.DoubtfulAsync(delivery.Content.Workspace, delivery.Content.Id, reason, CancellationToken.None));
        return Posting.Ends(WorkOutcome.Doubtful(reason));
    }

    private async Task<Posting> LeaveUnpostedAsync(Delivery delivery)
    {
        var reason = delivery.State == DeliveryState.Failed && delivery.Reason is { } earlier ? earlier : "it is not there";
        ChatMeter.Delivered(delivery.Content.Workspace.Platform, DeliveryState.Failed);
        await RecordAsync(() => store.Deliveries.FailedAsync(delivery.Content.Workspace, delivery.Content.Id, reason, CancellationToken.None));
        return Posting.Ends(WorkOutcome.GiveUp(reason));
    }

    /// <summary>What a platform said is a fact, and lost if it is not written down: a store that fails for a moment is tried a few times, also while the program stops.</summary>
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
                log.LogInformation("What became of a message could not be recorded yet: {Reason}", fault.Message);
                await Task.Delay(TimeSpan.FromMilliseconds(Math.Min(1000, 100 * attempt)), time, CancellationToken.None);
            }
        }
    }

    /// <summary>The right to post, whatever queue gave it: until when it holds, and a way to hold it longer.</summary>
    private sealed record Right(DateTimeOffset LeaseUntil, Func<Task<bool>> RenewAsync)
    {
        /// <summary>Whether something may be posted; else only looked for.</summary>
        public bool MayPost { get; init; } = true;
    }

    private static TimeSpan? Wait<T>(CallResult<T> result) => result.RetryAfter > TimeSpan.Zero ? result.RetryAfter : null;
}

/// <summary>How long a <see cref="Courier"/> waits. Immutable.</summary>
/// <param name="Lease">For how long it takes an event when the rest of the lease is too short for a post.</param>
public sealed record CourierTimes(TimeSpan Lease)
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
