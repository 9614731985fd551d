using Microsoft.Extensions.Logging;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Tips.Measuring;

namespace MlOpsBot.Tips.Dispatching;

/// <summary>Says what becomes of a subscription that is due: a pure function of it, the clock and the holidays.</summary>
public delegate TipPlanning PlanTips(TipSubscription subscription);

/// <summary>
/// Writes the days that have come into the ledger: one transaction for a batch, so that a crash leaves a subscription either due or
/// planned. Any number of replicas may do so at once; nobody waits for another's batch. Thread-safe.
/// </summary>
/// <param name="store">Where subscriptions and ledger are.</param>
/// <param name="plan">What becomes of one.</param>
/// <param name="planned">Told when there is something to post.</param>
/// <param name="time">The clock, the same as the store's.</param>
/// <param name="log">Where an operator reads what was planned and what was left out.</param>
internal sealed class DueTips(Store store, PlanTips plan, TipSignal planned, TimeProvider time, ILogger<DueTips> log)
{
    /// <summary>How many subscriptions one transaction plans: few enough to let others write in between.</summary>
    public const int Batch = 500;

    /// <summary>How often it looks for what people and other replicas have changed.</summary>
    public static TimeSpan Poll { get; } = TimeSpan.FromSeconds(1);

    /// <summary>Plans one batch of what is due. How long there is nothing more to do, as things stand.</summary>
    public async Task<TimeSpan> PlanAsync(CancellationToken cancellation)
    {
        var due = await store.Tips.NextDueAsync(cancellation) - time.GetUtcNow();
        if (due is not { } wait || wait > TimeSpan.Zero)
        {
            return due < Poll ? due.Value : Poll;
        }

        var days = new List<PlannedTip>();
        var platforms = new List<string>();
        var count = await store.Tips.PlanDueAsync(
            Batch,
            subscription =>
            {
                var planning = plan(subscription);
                days.AddRange(planning.Days);
                platforms.AddRange(planning.Days.Select(_ => subscription.Workspace.Platform));
                return planning;
            },
            cancellation);
        foreach (var (day, platform) in days.Zip(platforms))
        {
            TipMeter.Due(platform, isToBePosted: day.Skipped is null);
        }

        Tell(days);
        planned.Wake();

        // Nothing: another replica has it under way.
        return count == 0 ? Poll : TimeSpan.Zero;
    }

    private void Tell(List<PlannedTip> days)
    {
        var leftOut = days.Where(day => day.Skipped is not null).ToLookup(day => day.Skipped!, StringComparer.Ordinal);
        if (days.Count > 0)
        {
            log.LogInformation("Planned {Planned} tips and left out {LeftOut}", days.Count - leftOut.Sum(reason => reason.Count()), leftOut.Sum(reason => reason.Count()));
        }

        foreach (var reason in leftOut.Where(reason => reason.Key.StartsWith(TipWant.TooLate, StringComparison.Ordinal)))
        {
            log.LogWarning(
                "{Count} tips are skipped, {Reason}: nothing was planned from {From:u} on", reason.Count(), reason.Key, reason.Min(day => day.DueAt));
        }
    }
}
