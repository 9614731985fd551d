using Microsoft.Extensions.Primitives;
using MlOpsBot.Wire;

namespace MlOpsBot.Serving;

/// <summary>Answers only to the names that the bot is known by: a page whose own name was pointed at this machine has another (DNS rebinding).</summary>
internal static class HostNames
{
    /// <summary>Refuses other names, where some are given.</summary>
    public static void UseHostNames(this IApplicationBuilder app, IList<string> allowed)
    {
        if (allowed.Count == 0)
        {
            return;
        }

        IList<StringSegment> names = [.. allowed.Select(name => new StringSegment(name))];
        app.Use((context, next) => IsHealth(context.Request) || (context.Request.Host.HasValue && HostString.MatchesAny(context.Request.Host.Host, names))
            ? next(context)
            : ProblemDocument.WriteAsync(context, StatusCodes.Status421MisdirectedRequest, "Nobody of that name here", "The names are those of MlOpsBot:Limits:AllowedHosts."));
    }

    /// <summary>Whether a probe asks; probes call by address.</summary>
    public static bool IsHealth(HttpRequest request) => request.Path.StartsWithSegments("/health", StringComparison.Ordinal);
}
