using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MlOpsBot.Teams.Conversing;

/// <summary>Answers invokes. Expected failures are replies; throws for nothing but cancellation and a store that fails. Thread-safe.</summary>
public sealed class InvokeDesk(ILogger<InvokeDesk> log)
{
    private static readonly InvokeReply s_unknown = new(StatusCodes.Status501NotImplemented, ReadOnlyMemory<byte>.Empty);

    /// <summary>Answers one.</summary>
    public Task<InvokeReply> AnswerAsync(TeamsInvoke invoke, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(invoke);
        cancellation.ThrowIfCancellationRequested();
        log.LogInformation("Nobody answers {Invoke}", invoke.Name);
        return Task.FromResult(s_unknown);
    }
}
