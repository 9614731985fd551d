using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Metadata;

namespace MlOpsBot.Chat.Receiving;

/// <summary>What every address that a platform calls does with a request.</summary>
public static class Replies
{
    /// <summary>What the server itself reads of a body at most, also of one that is refused unread; for a route's metadata.</summary>
    public static IRequestSizeLimitMetadata BodyLimit { get; } = new Limit();

    /// <summary>Refuses a request without a word.</summary>
    public static void Refuse(this HttpContext context, int status)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Response.StatusCode = status;
        context.Response.ContentLength = 0;
        if (context.Request.ContentLength is null or > RequestBody.Most)
        {
            // The server hangs up on a body that is longer than it reads; unannounced, the caller's next request would be lost with it.
            context.Response.Headers.Connection = "close";
        }
    }

    /// <summary>Turns away, unread, a request from an address that sends too many that are refused; the connection ends with it.</summary>
    public static void TurnAway(this HttpContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        context.Refuse(StatusCodes.Status429TooManyRequests);
        context.Response.Headers.RetryAfter = "60";
        context.Response.Headers.Connection = "close";
    }

    /// <summary>Answers a request with UTF-8 JSON, or with nothing but the status where that is empty.</summary>
    public static Task AnswerAsync(this HttpContext context, int status, ReadOnlyMemory<byte> json)
    {
        ArgumentNullException.ThrowIfNull(context);
        var response = context.Response;
        response.StatusCode = status;
        response.ContentLength = json.Length;
        if (json.IsEmpty)
        {
            return Task.CompletedTask;
        }

        response.Headers.ContentType = "application/json; charset=utf-8";
        return response.BodyWriter.WriteAsync(json).AsTask();
    }

    /// <summary>Whether a request has exactly one content type and it is this one, whatever follows it, and the body is sent as it is.</summary>
    public static bool IsOfType(this HttpRequest request, string type)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(type);
        return request.Headers.ContentType is [{ } given]
            && given.StartsWith(type, StringComparison.OrdinalIgnoreCase)
            && (given.Length == type.Length || given[type.Length] is ';' or ' ')
            && request.Headers.ContentEncoding.Count == 0;
    }

    private sealed class Limit : IRequestSizeLimitMetadata
    {
        public long? MaxRequestBodySize => RequestBody.Most;
    }
}
