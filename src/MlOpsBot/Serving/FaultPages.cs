using MlOpsBot.Wire;

namespace MlOpsBot.Serving;

/// <summary>What is answered when something fails that nobody expected: the same headers, and not a word of why.</summary>
internal static partial class FaultPages
{
    /// <summary>Answers 500, or what the server says of a request that is no proper HTTP; logs the former whole.</summary>
    public static void UseFaultPages(this WebApplication app) => app.Use(async (context, next) =>
    {
        try
        {
            await next(context);
        }
        catch (BadHttpRequestException exception) when (!context.Response.HasStarted)
        {
            Begin(context, exception.StatusCode);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            // Nobody waits for the answer any more.
        }
        catch (Exception exception) when (!context.Response.HasStarted)
        {
            LogFault(app.Logger, context.Request.Method, context.GetEndpoint()?.DisplayName ?? "no address of ours", exception);
            Begin(context, StatusCodes.Status500InternalServerError);
            await ProblemDocument.WriteAsync(context, StatusCodes.Status500InternalServerError, "Something went wrong", "It stands in the log of whoever runs this bot.");
        }
    });

    private static void Begin(HttpContext context, int status)
    {
        context.Response.Clear();
        context.Response.StatusCode = status;
        SecurityHeaders.AddTo(context);
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "{Method} {Address} failed")]
    private static partial void LogFault(ILogger log, string method, string address, Exception exception);
}
