using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Working;

namespace MlOpsBot.Tips.Dispatching;

/// <summary>Plans what is due, for as long as the program runs. It outlives every fault of the store; only stopping ends it.</summary>
/// <param name="due">Plans.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where an operator reads about trouble.</param>
internal sealed class TipPlanner(DueTips due, TimeProvider time, ILogger<TipPlanner> log) : BackgroundService
{
    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var faults = 0;
        while (!stoppingToken.IsCancellationRequested)
        {
            TimeSpan pause;
            try
            {
                pause = await due.PlanAsync(stoppingToken);
                faults = 0;
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                break;
            }
            catch (StorageException fault)
            {
                // Said once, with its end, by whoever watches the store's condition.
                pause = Pausing.AfterStoreFault(++faults);
                log.LogDebug("Tips cannot be planned ({Faults} in a row); trying again in {Pause}: {Reason}", faults, pause, fault.Message);
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
}
