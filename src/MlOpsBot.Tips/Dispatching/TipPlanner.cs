using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Storage.Working;

namespace MlOpsBot.Tips.Dispatching;

/// <summary>Says what becomes of a subscription that is due: a pure function of it, the clock and the holidays.</summary>
public delegate TipPlanning PlanTips(TipSubscription subscription);

/// <summary>
/// Writes the days that have come into the ledger, for as long as the program runs: one transaction for a batch, so that a crash
/// leaves a subscription either due or planned. Any number of replicas may run one each; nobody waits for another's batch. It outlives
/// every fault of the store; only stopping ends it.
/// </summary>
/// <param name="store">Where subscriptions and ledger are.</param>
/// <param name="plan">What becomes of one.</param>
/// <param name="planned">Told when there is something to post.</param>
/// <param name="time">The clock, the same as the store's.</param>
/// <param name="log">Where an operator reads what was planned and what was left out.</param>
internal sealed class TipPlanner(Store store, PlanTips plan, TipSignal planned, TimeProvider time, ILogger<TipPlanner> log) : BackgroundService
{
    /// <summary>How many subscriptions one transaction plans: few enough to let others write in between.</summary>
    internal const int Batch = 500;

    /// <summary>How often it looks for what people and other replicas have changed.</summary>
    internal static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    /// <summary>Plans one batch of what is due. How long there is nothing more to do, as things stand.</summary>
    internal async Task<TimeSpan> PlanAsync(CancellationToken cancellation)
    {
        var due = await store.Tips.NextDueAsync(cancellation) - time.GetUtcNow();
        if (due is not { } wait || wait > TimeSpan.Zero)
        {
            return due < Poll ? due.Value : Poll;
        }

        var days = new List<PlannedTip>();
        var count = await store.Tips.PlanDueAsync(
            Batch,
            subscription =>
            {
                var planning = plan(subscription);
                days.AddRange(planning.Days);
                return planning;
            },
            cancellation);
        Tell(days);
        planned.Wake();

        // Nothing: another replica has it under way.
        return count == 0 ? Poll : TimeSpan.Zero;
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var faults = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            TimeSpan pause;
            try
            {
                pause = await PlanAsync(stoppingToken);
                faults = 0;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (Exception exception)
            {
                // Nothing may end this loop: channels would wait for their tips in silence.
                faults++;
                pause = TimeSpan.FromSeconds(Math.Min(30, Math.Pow(2, Math.Min(faults, 10) - 1)));
                log.LogError(exception, "Tips cannot be planned ({Faults} in a row); trying again in {Pause}", faults, pause);
            }

            if (pause > TimeSpan.Zero)
            {
                await Task.Delay(pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
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

/// <summary>Tells those who post tips in this process that there may be some. Thread-safe.</summary>
internal sealed class TipSignal
{
    /// <summary>What they wait for.</summary>
    public WorkSignal Signal { get; } = new();

    /// <summary>Tells them.</summary>
    public void Wake() => Signal.Wake();
}
