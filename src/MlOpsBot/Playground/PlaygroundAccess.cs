using MlOpsBot.Chat.Receiving;
using MlOpsBot.Configuration;
using MlOpsBot.Storage;
using MlOpsBot.Wire;

namespace MlOpsBot.Playground;

/// <summary>Who may use the playground and <c>POST /api/ask</c>.</summary>
/// <param name="options">The options.</param>
/// <param name="environment">Whether this is development.</param>
public sealed class PlaygroundAccess(Current<BotOptions> options, IHostEnvironment environment)
{
    private readonly bool _isDevelopment = environment.IsDevelopment();

    /// <summary>Whether a request is let in.</summary>
    public bool Allows(HttpContext context) => options.Value.PlaygroundEnabled ?? (_isDevelopment && context.IsFromHere());

    /// <summary>Lets a handler see only requests that are let in; to others, there is nothing at that address.</summary>
    public static RequestDelegate Guard(RequestDelegate handler) => context =>
    {
        if (context.RequestServices.GetRequiredService<PlaygroundAccess>().Allows(context))
        {
            return HttpMethods.IsGet(context.Request.Method) || IsOfThisSite(context.Request)
                ? handler(context)
                : ProblemDocument.WriteAsync(
                    context, StatusCodes.Status403Forbidden, "Asked by another site's page", "Only the bot's own page, and programs that are no browser, may ask here.");
        }

        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    };

    // A page of another site may send what it likes and not read the answer; it is not even answered. Programs send neither header. A
    // browser's own word is the better: a proxy may put another name in the place of Host.
    private static bool IsOfThisSite(HttpRequest request) => request.Headers["Sec-Fetch-Site"] switch
    {
        ["same-origin"] => true,
        [] => request.Headers.Origin is []
            || (request.Headers.Origin is [{ } origin] && Uri.TryCreate(origin, UriKind.Absolute, out var from)
                && from.Authority.Equals(request.Host.Value, StringComparison.OrdinalIgnoreCase)),
        _ => false,
    };

    /// <summary>Tells whoever started the bot where the playground is, or how to have one.</summary>
    public void Announce(IEnumerable<string> urls, ILogger log)
    {
        if (options.Value.PlaygroundEnabled ?? _isDevelopment)
        {
            log.LogInformation("The playground is open on {Urls}", string.Join(", ", urls));
        }
        else
        {
            // Where chat is what the bot is there for, all is as it should be; where it is not, nobody can ask it anything.
            log.Log(
                options.Value.HasChannel ? LogLevel.Information : LogLevel.Warning,
                "Listening on {Urls}, with the playground off: MlOpsBot:Playground:Enabled=true (MlOpsBot__Playground__Enabled) switches it on for everybody who reaches this port",
                string.Join(", ", urls));
        }
    }
}
