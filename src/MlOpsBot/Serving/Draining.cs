using Microsoft.AspNetCore.Hosting.Server;
using MlOpsBot.Configuration;
using MlOpsBot.Logging;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Working;

namespace MlOpsBot.Serving;

/// <summary>
/// The way from the order to stop to the end. Readiness says "stopping" at once, and requests go on being taken for
/// <see cref="BotOptions.Drain"/>, until whoever sends them has noticed; then nothing new is taken, what is under way is finished or
/// given back within <see cref="Longest"/>, and the store closes. Thread-safe.
/// </summary>
/// <param name="options">How long requests go on being taken.</param>
/// <param name="end">The end of all work.</param>
/// <param name="clock">The clock.</param>
/// <param name="log">Where an operator reads how it went.</param>
public sealed class Draining(Current<BotOptions> options, WorkEnd end, TimeProvider clock, ILogger<Draining> log)
{
    /// <summary>
    /// How long a stop may take once nothing new is taken: 3 seconds for requests under way, 3 for Socket Mode's goodbye, 8 for events
    /// in work to finish, 6 to give back the rest. An orchestrator's patience has to be longer than this and the drain together;
    /// Kubernetes' is 30 seconds unless set.
    /// </summary>
    public static readonly TimeSpan Longest = TimeSpan.FromSeconds(20);

    // Slack waits for an acknowledgement no longer than this.
    private static readonly TimeSpan s_longestRequest = TimeSpan.FromSeconds(3);

    // What is open when the time is over: closing files takes milliseconds, and the process ends anyway.
    private static readonly TimeSpan s_longestClosing = TimeSpan.FromSeconds(2);

    private int _requests;

    /// <summary>Whether the order to stop has come.</summary>
    public bool HasBegun { get; private set; }

    /// <summary>Serves until the order to stop comes, then stops. Throws nothing for what takes too long; it is logged and left.</summary>
    /// <param name="app">What was started.</param>
    /// <param name="stop">The order.</param>
    /// <returns>Whether it was ordered; false where a part of the program has failed that the whole cannot do without.</returns>
    public static async Task<bool> RunAsync(WebApplication app, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(app);
        var end = new TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var fromOutside = stop.Register(() => end.TrySetResult(true));
        await using var fromInside = app.Lifetime.ApplicationStopping.Register(() => end.TrySetResult(false));
        var isOrdered = await end.Task;
        await app.Services.GetRequiredService<Draining>().StopAsync(app);
        return isOrdered;
    }

    /// <summary>Takes a request: one that comes while stopping is answered, and its connection is given up.</summary>
    internal Task TakeAsync(HttpContext context, RequestDelegate next)
    {
        if (HasBegun)
        {
            Interlocked.Increment(ref _requests);
            context.Response.Headers.Connection = "close";
        }

        return next(context);
    }

    private async Task StopAsync(WebApplication app)
    {
        var (begin, drain) = (clock.GetTimestamp(), options.Value.Drain);
        HasBegun = true;
        log.LogInformation(
            LogEvents.Stopping,
            "Stopping: not ready any more, requests are taken for another {Drain} s, then what is under way is finished or given back within {Longest} s",
            drain.TotalSeconds,
            Longest.TotalSeconds);
        await Task.Delay(drain, clock);
        using var limit = new CancellationTokenSource(Longest, clock);
        var inTime = await EndRequestsAsync(app) & await EndServicesAsync(app, limit.Token);
        log.LogInformation(
            LogEvents.Stopped,
            "Stopped after {Took:F1} s{InTime}: {Requests} requests taken meanwhile, {Finished} events and tips under way finished, {GivenBack} given back to be worked on elsewhere",
            clock.GetElapsedTime(begin).TotalSeconds,
            inTime ? "" : ", not everything in time",
            Volatile.Read(ref _requests),
            end.Finished,
            end.GivenBack);
        await Task.WhenAny(app.DisposeAsync().AsTask(), Task.Delay(s_longestClosing, clock));
    }

    // The server would wait as long as everything else together: one request that hangs would leave nothing for those who wait for answers.
    private async Task<bool> EndRequestsAsync(WebApplication app)
    {
        using var limit = new CancellationTokenSource(s_longestRequest, clock);
        await app.Services.GetRequiredService<IServer>().StopAsync(limit.Token);
        return !limit.IsCancellationRequested;
    }

    private async Task<bool> EndServicesAsync(WebApplication app, CancellationToken limit)
    {
        try
        {
            await app.StopAsync(limit);
            return !limit.IsCancellationRequested;
        }
        catch (Exception exception) when (exception is OperationCanceledException or AggregateException)
        {
            log.LogError(exception, "Not everything could be stopped in an orderly way; leases end by themselves");
            return false;
        }
    }
}

/// <summary>Draining, in the way that requests take.</summary>
internal static class DrainingRoutes
{
    /// <summary>Lets every request pass by <see cref="Draining"/>.</summary>
    public static void UseDraining(this WebApplication app)
    {
        var draining = app.Services.GetRequiredService<Draining>();
        app.Use((context, next) => draining.TakeAsync(context, next));
    }
}
