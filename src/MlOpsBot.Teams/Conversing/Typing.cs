using MlOpsBot.Teams.Connecting;

namespace MlOpsBot.Teams.Conversing;

/// <summary>Shows that an answer is under way, where that takes long enough for somebody to wonder: most answers are quicker than the sign would be. Thread-safe.</summary>
internal sealed class Typing(TeamsConnector connector, TimeProvider time)
{
    /// <summary>How long somebody waits without wondering, since they asked.</summary>
    public static TimeSpan Noticeable { get; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the work has to go on, however long its question had waited before: what is done by then needs no sign.</summary>
    public static TimeSpan Quick { get; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Does the work, and shows typing while it goes on for too long.</summary>
    /// <param name="place">Where.</param>
    /// <param name="asked">When it was asked.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancellation">Ends the sign.</param>
    public async Task<T> WhileAsync<T>(TeamsPlace place, DateTimeOffset asked, Func<Task<T>> work, CancellationToken cancellation)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var showing = ShowAsync(place, asked, done.Token);
        try
        {
            return await work();
        }
        finally
        {
            await done.CancelAsync();
            await showing;
        }
    }

    private async Task ShowAsync(TeamsPlace place, DateTimeOffset asked, CancellationToken done)
    {
        var pause = asked + Noticeable - time.GetUtcNow();
        try
        {
            await Task.Delay(pause < Quick ? Quick : pause, time, done);

            // A courtesy: whether it is shown changes nothing.
            await connector.TypingAsync(place, done);
        }
        catch (OperationCanceledException)
        {
            // The answer is out, which ends the sign too.
        }
    }
}
