using System.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace MlOpsBot.Chat.Measuring;

/// <summary>Measures how long a platform waits at one of its addresses, and traces what happens meanwhile. Thread-safe.</summary>
/// <param name="platform">The platform.</param>
/// <param name="route">The address, in one word.</param>
/// <param name="serve">Serves a request.</param>
public sealed class Acknowledging(string platform, string route, RequestDelegate serve)
{
    /// <summary>Serves a request; what is refused, or was not taken, counts elsewhere.</summary>
    public async Task ServeAsync(HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var start = Stopwatch.GetTimestamp();
        using var span = ChatSpans.Receive(platform, route);
        await serve(context);
        var status = context.Response.StatusCode;
        span?.SetTag("http.response.status_code", status);
        if (status is >= StatusCodes.Status200OK and < StatusCodes.Status300MultipleChoices)
        {
            ChatMeter.Acknowledged(platform, route, Stopwatch.GetElapsedTime(start));
        }
    }
}
