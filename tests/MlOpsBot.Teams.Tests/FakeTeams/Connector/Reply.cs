using System.Globalization;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace MlOpsBot.Teams.Tests.FakeTeams;

/// <summary>What a call is answered with. Immutable.</summary>
/// <param name="Status">The status.</param>
/// <param name="Body">JSON; null for none.</param>
internal sealed record Reply(int Status, JsonNode? Body = null) : IReply
{
    /// <summary>Of 429.</summary>
    public TimeSpan? RetryAfter { get; init; }

    public string Outcome => Status is >= 200 and < 300 ? "ok" : Body?["error"] is JsonObject error ? $"{Status} {error["code"]}" : Status.ToString(CultureInfo.InvariantCulture);

    /// <summary>An error as the connector words it.</summary>
    public static Reply Error(int status, string code, string message)
        => new(status, new JsonObject { ["error"] = new JsonObject { ["code"] = code, ["message"] = message } });

    public static Reply Throttled(TimeSpan wait)
        => Error(StatusCodes.Status429TooManyRequests, "TooManyRequests", "API calls quota exceeded! Maximum admitted 1 per Second.") with { RetryAfter = wait };

    /// <summary>How Teams says that something went wrong on purpose.</summary>
    public static Reply Of(Fault fault) => fault.Kind == FaultKind.RateLimited ? Throttled(fault.Wait) : Error(fault.Status, fault.Code, fault.Code);

    public async Task WriteAsync(HttpResponse response)
    {
        response.StatusCode = Status;
        if (RetryAfter is { } wait)
        {
            response.Headers.RetryAfter = Math.Max(1, (int)Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        }

        if (Body is not null)
        {
            response.ContentType = "application/json; charset=utf-8";
            await response.WriteAsync(Body.ToJsonString());
        }
    }
}
