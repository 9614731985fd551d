namespace MlOpsBot.Serving;

/// <summary>
/// What the bot does again and again while it runs. A failure is logged, and the next time comes all the same: what escapes a background
/// service would end the program.
/// </summary>
/// <param name="what">What it does, as the log's line begins where it fails: "Purging".</param>
/// <param name="clock">The clock.</param>
/// <param name="log">Where an operator reads.</param>
internal abstract class RecurringService(string what, TimeProvider clock, ILogger log) : BackgroundService
{
    /// <summary>The clock.</summary>
    protected TimeProvider Clock => clock;

    /// <summary>Time before the first time; none unless said otherwise.</summary>
    protected virtual TimeSpan FirstPause => TimeSpan.Zero;

    /// <summary>Time until the next time, asked for after each; more than none.</summary>
    protected abstract TimeSpan NextPause { get; }

    /// <summary>Does it once.</summary>
    /// <param name="stop">The bot stops.</param>
    protected abstract Task DoAsync(CancellationToken stop);

    /// <summary>Waits for the next time, or until something asks for it sooner.</summary>
    /// <param name="pause">How long.</param>
    /// <param name="stop">The bot stops.</param>
    protected virtual Task WaitAsync(TimeSpan pause, CancellationToken stop) => Task.Delay(pause, clock, stop);

    /// <inheritdoc/>
    protected sealed override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        for (var pause = FirstPause; !stoppingToken.IsCancellationRequested; pause = NextPause)
        {
            try
            {
                if (pause > TimeSpan.Zero)
                {
                    await WaitAsync(pause, stoppingToken);
                }

                await DoAsync(stoppingToken);
            }
            catch (Exception exception)
            {
                if (!stoppingToken.IsCancellationRequested)
                {
                    log.LogError(exception, "{What} failed, and will be tried again", what);
                }
            }
        }
    }
}
