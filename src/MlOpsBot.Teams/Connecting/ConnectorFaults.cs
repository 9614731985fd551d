using System.Net;
using System.Text.Json;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Chat.Receiving;

namespace MlOpsBot.Teams.Connecting;

/// <summary>
/// What to do about what Teams says. Of all that is to be tried again, a create is only on 412 and 429, since doing it twice is
/// seen by everybody. Source: <c>https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability</c>
/// ("Status codes from bot conversational APIs").
/// </summary>
internal static class ConnectorFaults
{
    /// <summary>Teams refuses the bot's token, and a new one too.</summary>
    public const string TokenRefused = "token_refused";

    /// <summary>A message of ours that is longer than Teams takes.</summary>
    public const string TooLong = "too_long";

    // Long enough that a bot whose registration is broken does not stand at the door all the time.
    private static readonly TimeSpan TokenPause = TimeSpan.FromMinutes(1);

    /// <summary>Names what came of a request.</summary>
    /// <param name="response">What came back.</param>
    /// <param name="isRepeatable">Whether doing it twice leaves things as doing it once does.</param>
    /// <param name="read">Reads the answer of what was carried out; undefined where there is none.</param>
    public static CallResult<T> Judge<T>(in ChatResponse response, bool isRepeatable, Func<JsonElement, T> read)
    {
        if (!response.WasSent)
        {
            return CallResult.Later<T>(response.Fault ?? "not_sent", Jitter(response.Wait));
        }

        if (response.Status is not { } status)
        {
            return InDoubt<T>(response.Fault ?? "no_answer", isRepeatable, response.Wait);
        }

        using var answer = ChatHttp.Parse(response);
        var root = answer?.RootElement ?? default;
        if ((int)status is >= 200 and < 300)
        {
            // Some answers come back empty, or without an id. A page of somebody's in between, whom Teams never heard, has words.
            return answer is null && response.Body.Length > 0 && status != HttpStatusCode.Created
                ? InDoubt<T>("unreadable_answer", isRepeatable, response.Wait)
                : CallResult.Done(read(root));
        }

        var code = Code(root, status);
        return status switch
        {
            HttpStatusCode.TooManyRequests or HttpStatusCode.PreconditionFailed => CallResult.Later<T>(code, Jitter(response.Wait)),
            HttpStatusCode.Unauthorized => CallResult.Later<T>(TokenRefused, Jitter(TokenPause)),
            HttpStatusCode.BadGateway or HttpStatusCode.ServiceUnavailable or HttpStatusCode.GatewayTimeout or HttpStatusCode.RequestTimeout
                => InDoubt<T>(code, isRepeatable, response.Wait),

            // Teams asks not to repeat any other; but it does not say either that nothing was done.
            >= HttpStatusCode.InternalServerError => CallResult.Doubtful<T>(code),
            _ => CallResult.Refused<T>(code),
        };
    }

    private static CallResult<T> InDoubt<T>(string code, bool isRepeatable, TimeSpan wait)
        => isRepeatable ? CallResult.Later<T>(code, Jitter(wait)) : CallResult.Doubtful<T>(code);

    // Up to half as much again: several who were told the same do not come back at the same time.
    private static TimeSpan Jitter(TimeSpan wait) => wait + (wait * (Random.Shared.NextDouble() / 2));

    // {"error":{"code":"…","innerHttpError":{…}}} as the Connector has it, or its code at the top.
    private static string Code(JsonElement answer, HttpStatusCode status)
    {
        var said = answer.Member("error").Said("code") ?? answer.Said("errorCode") ?? answer.Said("code");
        return said is { Length: > 0 and <= 80 } && said.All(static c => char.IsAsciiLetterOrDigit(c) || c is '_' or '-' or '.')
            ? said
            : $"http_{(int)status}";
    }
}
