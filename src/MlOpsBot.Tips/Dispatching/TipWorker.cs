using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Storage.Working;

namespace MlOpsBot.Tips.Dispatching;

/// <summary>Posts what the ledger holds, on every platform at once, for as long as the program runs. Any number of replicas may run one each.</summary>
/// <param name="store">Where the ledger is.</param>
/// <param name="dispatcher">What is done about one.</param>
/// <param name="platforms">Where tips are posted.</param>
/// <param name="planned">Says that something was planned in this process.</param>
/// <param name="options">How.</param>
/// <param name="end">The end of all work in this process.</param>
/// <param name="time">The clock, the same as the store's.</param>
/// <param name="log">Where an operator reads about trouble.</param>
internal sealed class TipWorker(
    Store store,
    TipDispatcher dispatcher,
    IEnumerable<ITipPost> platforms,
    TipSignal planned,
    Current<TipsOptions> options,
    WorkEnd end,
    TimeProvider time,
    ILogger<TipWorker> log) : BackgroundService
{
    /// <summary>How one platform's tips are worked off. What is too late is decided by the dispatcher, which can tell a doubt; the queue only ends what nobody could resolve.</summary>
    internal static QueueWorkerOptions OptionsOf(Current<TipsOptions> options, string platform) => new("tips", platform)
    {
        Slots = options.Value.Workers,
        Lease = options.Value.Lease,
        OldestToRetry = () => options.Value.Latest + TipDispatcher.LongestDoubt,
    };

    /// <inheritdoc/>
    protected override Task ExecuteAsync(CancellationToken stoppingToken)
        => Task.WhenAll(platforms.Select(platform => WorkerOf(platform).RunAsync(end, stoppingToken)));

    /// <inheritdoc/>
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        end.Begin();
        return base.StopAsync(cancellationToken);
    }

    private QueueWorker<ClaimedTip> WorkerOf(ITipPost platform) => new(
        store.Tips.Ledger.Of(platform.Platform),
        planned.Signal,
        (claim, cancellation) => dispatcher.WorkAsync(platform, claim, cancellation),
        OptionsOf(options, platform.Platform),
        time,
        log);
}
