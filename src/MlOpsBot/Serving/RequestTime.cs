using MlOpsBot.Chat.Limiting;
using MlOpsBot.Storage;
using MlOpsBot.Wire;

namespace MlOpsBot.Serving;

/// <summary>How long a request may take.</summary>
internal static class RequestTime
{
    /// <summary>Gives a request up that takes too long: whoever works on it is told, its caller gets 503, and a line says where.</summary>
    public static void UseRequestTime(this WebApplication app, Current<LimitsOptions> limits, TimeProvider clock) => app.Use(async (context, next) =>
    {
        using var patience = new CancellationTokenSource(limits.Value.Request, clock);
        var gone = context.RequestAborted;
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, gone);
        context.RequestAborted = either.Token;
        try
        {
            await next(context);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested && !gone.IsCancellationRequested)
        {
            // Told below.
        }
        finally
        {
            context.RequestAborted = gone;
        }

        if (patience.IsCancellationRequested && !gone.IsCancellationRequested)
        {
            app.Logger.LogWarning(
                "A request to {Address} took longer than {Limit} s and was given up", context.GetEndpoint()?.DisplayName ?? "no address of ours", limits.Value.Request.TotalSeconds);
            if (!context.Response.HasStarted)
            {
                context.Response.Clear();
                SecurityHeaders.AddTo(context);
                context.Response.Headers.Connection = "close";
                await ProblemDocument.WriteAsync(context, StatusCodes.Status503ServiceUnavailable, "It took too long", "Send it again; a body has to arrive without long pauses.");
            }
        }
    });
}
