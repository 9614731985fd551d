using MlOpsBot.Chat.Receiving;
using MlOpsBot.Teams.Requests;

namespace MlOpsBot.Serving;

/// <summary>Headers that keep a browser from doing with a response what it is not there for.</summary>
public static class SecurityHeaders
{
    private const string ContentSecurityPolicy =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

    /// <summary>Adds them to every response, whoever writes it; to what the platforms call, which no browser sees, only those that cost nothing.</summary>
    public static void UseSecurityHeaders(this IApplicationBuilder app) => app.Use(static (context, next) =>
    {
        AddTo(context);
        return next(context);
    });

    /// <summary>Adds them to a response, also to one that was begun anew.</summary>
    internal static void AddTo(HttpContext context)
    {
        var headers = context.Response.Headers;
        headers.XContentTypeOptions = "nosniff";

        // What may be kept says so itself.
        headers.CacheControl = "no-store";
        if (IsPlatforms(context.Request))
        {
            return;
        }

        headers.ContentSecurityPolicy = ContentSecurityPolicy;
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        if (context.Request.IsHttps && !LocalCaller.IsLoopbackName(context.Request.Host.Host))
        {
            // No includeSubDomains: the domain is the operator's, and this bot one name in it.
            headers.StrictTransportSecurity = "max-age=31536000";
        }
    }

    /// <summary>Whether it is one of the requests that Slack and Teams make, or claims to be.</summary>
    internal static bool IsPlatforms(HttpRequest request) =>
        HttpMethods.IsPost(request.Method)
        && (request.Path.StartsWithSegments("/slack", StringComparison.Ordinal) || request.Path.Equals(TeamsRequests.Messages, StringComparison.Ordinal));
}
