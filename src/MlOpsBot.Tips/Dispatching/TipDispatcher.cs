using Microsoft.Extensions.Logging;
using MlOpsBot.Knowledge;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Storage.Working;
using MlOpsBot.Tips.Holidays;
using MlOpsBot.Tips.Measuring;
using MlOpsBot.Tips.Subscriptions;

namespace MlOpsBot.Tips.Dispatching;

/// <summary>
/// What is done about one row of the ledger: whether it is still wanted and in time, which tip it is, the post, and what it came to.
/// Every step may be the last of a process; the next attempt goes by what the store holds and comes to the same end.
/// </summary>
/// <remarks>
/// Thread-safe. The order of the steps is what makes it safe: the tip is on the ledger before it is intended, the intent before the
/// post (see Chat's courier), the suspension before the word to the owner, all of them before the row is settled. Whoever finds the
/// suspension that this very row led to tells the owner, which is once however often it is asked. What was begun and is not wanted any
/// more is still found out about: a doubt never ends as skipped.
/// </remarks>
internal sealed class TipDispatcher(
    Store store, TipPick pick, CurrentKnowledge knowledge, Func<HolidayCalendar> holidays, Current<TipsOptions> options, TimeProvider time, ILogger<TipDispatcher> log)
{
    /// <summary>How long after <see cref="TipsOptions.Latest"/> a doubt is looked into; then it stays one.</summary>
    public static TimeSpan LongestDoubt { get; } = TimeSpan.FromHours(3);

    /// <summary>The event of a tip that was posted. The name is for those who search for it, and stays.</summary>
    public static EventId PostedEvent { get; } = new(1002, "TipPosted");

    /// <summary>Works on a claim, perhaps not for the first time.</summary>
    /// <param name="platform">Where it is posted.</param>
    /// <param name="claim">The right to post it.</param>
    /// <param name="cancellation">Gives up; the next attempt goes on from what is stored.</param>
    public async Task<WorkOutcome> WorkAsync(ITipPost platform, ClaimedTip claim, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(platform);
        ArgumentNullException.ThrowIfNull(claim);
        using var span = TipMeter.Post(claim.Day);
        var outcome = await SeeToAsync(platform, claim, cancellation);
        TipMeter.Ended(claim.Day, outcome, time.GetUtcNow() - claim.Day.DueAt);
        return outcome;
    }

    private async Task<WorkOutcome> SeeToAsync(ITipPost platform, ClaimedTip claim, CancellationToken cancellation)
    {
        var (day, known) = (claim.Day, knowledge());
        var subscription = await store.Tips.FindAsync(day.Workspace, day.Channel, cancellation);
        if ((TipWant.WhyNot(subscription, day, holidays()) ?? TipWant.WhyTooLate(day, options.Value.Latest, time.GetUtcNow())) is { } reason)
        {
            return await LeaveOutAsync(platform, claim, subscription, known, reason, cancellation);
        }

        var plan = PlanJson.Read(subscription!.Plan)!;
        var picked = await pick.TakeAsync(platform, claim, plan, known, cancellation);
        return picked.Tip is { } tip
            ? await PostAsync(platform, claim, subscription, tip with { Notice = TipWant.NoticeOf(plan, day, time.GetUtcNow()) }, cancellation)
            : picked.Outcome ?? await LeaveOutAsync(platform, claim, subscription, known, picked.Reason!, cancellation);
    }

    private async Task<WorkOutcome> PostAsync(
        ITipPost platform, ClaimedTip claim, TipSubscription subscription, TipPost tip, CancellationToken cancellation)
    {
        var day = claim.Day;
        var posting = await platform.PostAsync(claim, tip, cancellation);
        switch (posting)
        {
            case TipPosting.Posted:
                log.LogInformation(
                    PostedEvent, "{Workspace} {Channel}: the tip of {Day} is posted {Late} after it was due: {Tip}", day.Workspace, day.Channel, day.Day, time.GetUtcNow() - day.DueAt, tip.Tip.Id);
                return WorkOutcome.Done;

            case TipPosting.Closed closed:
                return await SuspendAsync(platform, subscription, day, closed.Reason, cancellation);

            case TipPosting.Ends ends:
                return ends.Outcome;

            default:
                throw new InvalidOperationException($"{platform.Platform} says {posting}.");
        }
    }

    private async Task<WorkOutcome> SuspendAsync(
        ITipPost platform, TipSubscription subscription, TipDay day, string reason, CancellationToken cancellation)
    {
        // Suspended first: another attempt would post again, and might end in doubt about what surely is refused.
        if (await store.Tips.SuspendAsync(day.Workspace, day.Channel, reason, cancellation))
        {
            log.LogWarning("{Workspace} {Channel}: tips are suspended, as nothing can be posted there: {Reason}", day.Workspace, day.Channel, reason);
        }
        else if ((await store.Tips.FindAsync(day.Workspace, day.Channel, cancellation))?.Suspension?.Reason != reason)
        {
            // The platform said so of its own accord in the meantime, and whoever heard it tells the owner.
            return WorkOutcome.GiveUp(reason);
        }

        await platform.TellOwnerAsync(subscription, day.Day, reason, cancellation);
        return WorkOutcome.GiveUp(reason);
    }

    /// <summary>Posts nothing, once it is known what became of an earlier attempt.</summary>
    private async Task<WorkOutcome> LeaveOutAsync(
        ITipPost platform, ClaimedTip claim, TipSubscription? subscription, KnowledgeBase known, string reason, CancellationToken cancellation)
    {
        var day = claim.Day;
        var delivery = await store.Deliveries.FindAsync(day.Workspace, day.Delivery, cancellation);
        if (delivery is { State: DeliveryState.Intended or DeliveryState.Doubtful })
        {
            var posting = await platform.PostAsync(claim with { IsToResolve = true }, TipPick.StandIn(day, known), cancellation);
            if (posting is TipPosting.Posted)
            {
                return WorkOutcome.Done;
            }

            if (posting is TipPosting.Ends { Outcome: WorkOutcome.Again or WorkOutcome.Doubted } ends)
            {
                return ends.Outcome;
            }
        }
        else if (delivery is { State: DeliveryState.Posted })
        {
            return WorkOutcome.Done;
        }
        else if (subscription?.Suspension is { } suspension && delivery?.Reason == suspension.Reason)
        {
            await platform.TellOwnerAsync(subscription, day.Day, suspension.Reason, cancellation);
        }

        log.LogInformation("{Workspace} {Channel}: the tip of {Day} is left out: {Reason}", day.Workspace, day.Channel, day.Day, reason);

        // What was tried and refused failed; what nobody began is skipped.
        return delivery is null
            ? WorkOutcome.DoneBecause(day.Reason is { } before ? $"{reason} ({before})" : reason)
            : WorkOutcome.GiveUp($"{reason} ({delivery.Reason ?? "not posted"})");
    }
}
