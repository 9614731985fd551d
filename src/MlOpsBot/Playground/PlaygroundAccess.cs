using System.Net;
using MlOpsBot.Configuration;

namespace MlOpsBot.Playground;

/// <summary>Who may use the playground and <c>POST /api/ask</c>.</summary>
/// <param name="options">The options.</param>
/// <param name="environment">Whether this is development.</param>
public sealed class PlaygroundAccess(BotOptions options, IHostEnvironment environment)
{
    private readonly bool _openOnLoopback = options.PlaygroundEnabled is null && environment.IsDevelopment();

    /// <summary>Whether a request is let in.</summary>
    public bool Allows(HttpContext context) => options.PlaygroundEnabled == true || (_openOnLoopback && IsFromHere(context));

    /// <summary>Lets a handler see only requests that are let in; to others, there is nothing at that address.</summary>
    public static RequestDelegate Guard(RequestDelegate handler) => context =>
    {
        if (context.RequestServices.GetRequiredService<PlaygroundAccess>().Allows(context))
        {
            return handler(context);
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    };

    /// <summary>Tells whoever started the bot where the playground is, or how to have one.</summary>
    public void Announce(IEnumerable<string> urls, ILogger log)
    {
        if (options.PlaygroundEnabled == true || _openOnLoopback)
        {
            log.LogInformation("The playground is open on {Urls}", string.Join(", ", urls));
        }
        else
        {
            log.LogWarning(
                "Listening on {Urls}, with the playground off: MlOpsBot:Playground:Enabled=true (MlOpsBot__Playground__Enabled) switches it on for everybody who reaches this port",
                string.Join(", ", urls));
        }
    }

    // A tunnel to a developer's machine also comes from loopback: it is told by the name it was called by, or by its headers.
    private static bool IsFromHere(HttpContext context)
    {
        var request = context.Request;
        return context.Connection.RemoteIpAddress is { } address && IPAddress.IsLoopback(address)
            && !request.Headers.ContainsKey("X-Forwarded-For") && !request.Headers.ContainsKey("Forwarded")
            && IsLoopbackName(request.Host.Host);
    }

    private static bool IsLoopbackName(string host) =>
        host.Equals("localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}
