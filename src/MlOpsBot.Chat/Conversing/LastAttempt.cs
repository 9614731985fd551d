using MlOpsBot.Storage;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Working;

namespace MlOpsBot.Chat.Conversing;

/// <summary>
/// Work that fails for good on our side ends with an apology to whoever waits for it: silence would look as if nobody had heard
/// them. Only the last attempt apologizes; before it there is hope.
/// </summary>
public static class LastAttempt
{
    /// <summary>The step of an apology among its event's messages: of its own, as what was attempted may have left an intent under the others.</summary>
    public const int ApologyStep = 30;

    /// <summary>Does the work, and apologizes before the exception of the last attempt goes on its way. A store that fails is no last word: such attempts do not count.</summary>
    /// <param name="claim">The event.</param>
    /// <param name="options">How often it is attempted.</param>
    /// <param name="work">The work.</param>
    /// <param name="apologize">The apology.</param>
    public static async Task<WorkOutcome> RunAsync(ClaimedEvent claim, QueueWorkerOptions options, Func<Task<WorkOutcome>> work, Func<Task> apologize)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(work);
        ArgumentNullException.ThrowIfNull(apologize);
        try
        {
            return await work();
        }
        catch (Exception exception) when (claim.Attempt >= options.MostAttempts && exception is not (OperationCanceledException or StorageException))
        {
            await apologize();
            throw;
        }
    }
}
