using Microsoft.AspNetCore.Http;

namespace MlOpsBot.Teams.Tests.FakeTeams;

/// <summary>Carries a call out and answers it, unless something goes wrong.</summary>
internal static class FaultyReply
{
    /// <summary>What came of it, in a word.</summary>
    public static async Task<string> SendAsync(FakeTeamsServer server, HttpContext context, string method, string step, Func<Reply> run)
    {
        var fault = server.Faults.Take(method);
        if (fault is { CarriedOut: false })
        {
            await GoWrongAsync(server, context, fault);
            return fault.ToString();
        }

        var reply = run();
        await server.StepAsync(step, StepPoint.CarriedOut);
        if (fault is not null && fault.Kind != FaultKind.Slow)
        {
            await GoWrongAsync(server, context, fault);
            return fault.ToString();
        }

        if (fault is not null)
        {
            await Task.Delay(fault.Wait, server.Options.Time, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (context.RequestAborted.IsCancellationRequested)
        {
            return "gone";
        }

        try
        {
            await reply.WriteAsync(context.Response);
            return reply.Outcome;
        }
        catch (OperationCanceledException)
        {
            return "gone";
        }
    }

    private static async Task GoWrongAsync(FakeTeamsServer server, HttpContext context, Fault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.RateLimited:
                await Reply.Throttled(fault.Wait).WriteAsync(context.Response);
                break;
            case FaultKind.Error:
                await Reply.Error(fault.Status, fault.Code, fault.Code).WriteAsync(context.Response);
                break;
            case FaultKind.ServerError:
                context.Response.StatusCode = fault.Status;
                await context.Response.WriteAsync("The service is unavailable.");
                break;
            case FaultKind.Garbage:
                context.Response.ContentType = "text/html";
                await context.Response.WriteAsync("<!DOCTYPE html><html><body>Teams is having a moment</body></html>");
                break;
            case FaultKind.Silence:
                using (var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, server.Stopping))
                {
                    await Task.Delay(Timeout.Infinite, end.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }

                context.Abort();
                break;
            default:
                context.Abort();
                break;
        }
    }
}
