using Microsoft.AspNetCore.Http;

namespace MlOpsBot.Chat.Testing;

/// <summary>What a call of a fake platform is answered with.</summary>
internal interface IReply
{
    /// <summary>What came of the call, in a word.</summary>
    string Outcome { get; }

    Task WriteAsync(HttpResponse response);
}

/// <summary>How a fake platform takes calls. Immutable.</summary>
/// <param name="Time">Its clock.</param>
/// <param name="Refuse">Writes <see cref="FaultKind.RateLimited"/> and <see cref="FaultKind.Error"/> as the platform does.</param>
/// <param name="StepAsync">Called at every step of a call; false before it is carried out: it was lost on its way.</param>
/// <param name="Stopping">Ends calls that get no answer.</param>
internal sealed record CallDeskSettings(TimeProvider Time, Func<Fault, IReply> Refuse, Func<string, StepPoint, Task<bool>> StepAsync, CancellationToken Stopping);

/// <summary>Takes a fake platform's calls: writes them down, carries them out and answers them, unless something goes wrong. Thread-safe.</summary>
internal sealed class CallDesk<TCall>(CallDeskSettings settings)
    where TCall : FakeCall
{
    /// <summary>Everything that was asked.</summary>
    public CallLog<TCall> Calls { get; } = new();

    /// <summary>What goes wrong on purpose, by the names of <see cref="FakeCall.Method"/>.</summary>
    public FaultPlan Faults { get; } = new();

    /// <summary>Takes a call.</summary>
    /// <param name="context">The request, whose body is read.</param>
    /// <param name="method">The platform's name for it.</param>
    /// <param name="call">What is written down, by its number.</param>
    /// <param name="run">Carries it out.</param>
    /// <param name="step">The name of its steps; null for the method.</param>
    public async Task TakeAsync(HttpContext context, string method, Func<int, TCall> call, Func<IReply> run, string? step = null)
    {
        var number = Calls.Begin(call);
        if (!await settings.StepAsync(step ?? method, StepPoint.Received))
        {
            Calls.End(number, "lost");
            context.Abort();
            return;
        }

        Calls.End(number, await AnswerAsync(context, method, step ?? method, run));
        await settings.StepAsync(step ?? method, StepPoint.Answered);
    }

    private async Task<string> AnswerAsync(HttpContext context, string method, string step, Func<IReply> run)
    {
        var fault = Faults.Take(method);
        if (fault is { CarriedOut: false })
        {
            await GoWrongAsync(context, fault);
            return fault.ToString();
        }

        var reply = run();
        await settings.StepAsync(step, StepPoint.CarriedOut);
        if (fault is not null && fault.Kind != FaultKind.Slow)
        {
            await GoWrongAsync(context, fault);
            return fault.ToString();
        }

        if (fault is not null)
        {
            await Task.Delay(fault.Wait, settings.Time, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
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

    private async Task GoWrongAsync(HttpContext context, Fault fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.RateLimited or FaultKind.Error:
                await settings.Refuse(fault).WriteAsync(context.Response);
                break;
            case FaultKind.ServerError:
                context.Response.StatusCode = fault.Status;
                await context.Response.WriteAsync("upstream connect error or disconnect/reset before headers");
                break;
            case FaultKind.Garbage:
                context.Response.ContentType = "text/html";
                await context.Response.WriteAsync("<!DOCTYPE html><html><body>We are having a moment</body></html>");
                break;
            case FaultKind.Silence:
                using (var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, settings.Stopping))
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
