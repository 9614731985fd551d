using System.Diagnostics;
using System.Globalization;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Storage.Inbox;

namespace MlOpsBot.Chat.Measuring;

/// <summary>
/// The spans of a question's life: received, worked off, called. The receipt and the work are one trace, also when another process
/// does the work: what the inbox keeps carries the receipt's <c>traceparent</c>. Nothing in them says who asked, where, or what.
/// </summary>
public static class ChatSpans
{
    /// <summary>Begins the span of a request; null while nobody traces. Dispose of it when the request is answered.</summary>
    /// <param name="platform">The platform.</param>
    /// <param name="route">Which of its addresses, in one word.</param>
    public static Activity? Receive(string platform, string route)
    {
        if (!ChatMeter.Source.HasListeners())
        {
            return null;
        }

        // A trace of its own: the server's activity takes its parent from a header that anybody may send.
        Activity.Current = null;
        return ChatMeter.Source.StartActivity($"receive {platform} {route}", ActivityKind.Server)?.SetTag("mlopsbot.platform", platform);
    }

    /// <summary>What the inbox keeps of the trace that is being written now; null where there is none.</summary>
    public static string? Kept => Activity.Current is { Recorded: true } span ? span.Id : null;

    /// <summary>Begins the span of an attempt at recorded work; null while nobody traces.</summary>
    /// <param name="claim">The work.</param>
    /// <param name="kept">What the inbox kept of the receipt's trace; null for none.</param>
    public static Activity? Work(ClaimedEvent claim, string? kept)
    {
        ArgumentNullException.ThrowIfNull(claim);
        if (!ChatMeter.Source.HasListeners())
        {
            return null;
        }

        // Unreadable: a trace of its own.
        _ = ActivityContext.TryParse(kept, null, isRemote: true, out var receipt);
        Activity.Current = null;
        return ChatMeter.Source.StartActivity($"work {claim.Event.Kind}", ActivityKind.Consumer, receipt)
            ?.SetTag("mlopsbot.platform", claim.Event.Workspace.Platform)
            .SetTag("mlopsbot.attempt", claim.Attempt);
    }

    /// <summary>Begins the span of a call; null outside of a trace. Only the host is told of its address: the rest may be a secret.</summary>
    internal static Activity? Call(HttpMethod method, Uri address)
        => Activity.Current is { Recorded: true }
            ? ChatMeter.Source.StartActivity($"{method.Method} {address.Host}", ActivityKind.Client)
                ?.SetTag("http.request.method", method.Method).SetTag("server.address", address.Host)
            : null;

    /// <summary>Notes what came back of a call.</summary>
    internal static ChatResponse Note(this Activity? call, ChatResponse response)
    {
        if (call is null)
        {
            return response;
        }

        var code = (int?)response.Status;
        call.SetTag("http.response.status_code", code);
        if ((response.Fault ?? (code >= 400 ? code.Value.ToString(CultureInfo.InvariantCulture) : null)) is { } fault)
        {
            call.SetTag("error.type", fault).SetStatus(ActivityStatusCode.Error);
        }

        return response;
    }
}
