using MlOpsBot.Chat.Receiving;
using MlOpsBot.Configuration;

namespace MlOpsBot.Playground;

/// <summary>Who may use the playground and <c>POST /api/ask</c>.</summary>
/// <param name="options">The options.</param>
/// <param name="environment">Whether this is development.</param>
public sealed class PlaygroundAccess(BotOptions options, IHostEnvironment environment)
{
    private readonly bool _openOnLoopback = options.PlaygroundEnabled is null && environment.IsDevelopment();

    /// <summary>Whether a request is let in.</summary>
    public bool Allows(HttpContext context) => options.PlaygroundEnabled == true || (_openOnLoopback && context.IsFromHere());

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
}
