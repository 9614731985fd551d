using System.Buffers;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Chat.Limiting;
using MlOpsBot.Chat.Measuring;
using MlOpsBot.Teams.AdaptiveCards;

namespace MlOpsBot.Teams.Connecting;

/// <summary>A call of Bot Connector. Immutable.</summary>
/// <param name="Name">Its name, fit to be logged.</param>
/// <param name="Http">The HTTP method.</param>
/// <param name="IsRepeatable">Whether doing it twice leaves things as doing it once does.</param>
internal sealed record ConnectorMethod(string Name, HttpMethod Http, bool IsRepeatable)
{
    public static readonly ConnectorMethod Post = new("post", HttpMethod.Post, IsRepeatable: false);
    public static readonly ConnectorMethod Create = new("create", HttpMethod.Post, IsRepeatable: false);
    public static readonly ConnectorMethod Update = new("update", HttpMethod.Put, IsRepeatable: true);
    public static readonly ConnectorMethod Delete = new("delete", HttpMethod.Delete, IsRepeatable: true);
    public static readonly ConnectorMethod Member = new("member", HttpMethod.Get, IsRepeatable: true);
    public static readonly ConnectorMethod Typing = new("typing", HttpMethod.Post, IsRepeatable: true);
}

/// <summary>Calls Bot Connector with a token, within its limits, and names what came of it by what to do next. Thread-safe.</summary>
internal sealed class ConnectorCaller(ChatHttp http, ServiceAddresses addresses, AppTokens tokens, CallLimiter limiter, ILogger log)
{
    private const string Json = "application/json; charset=utf-8";

    // Message and card have limits of their own below it; what is longer is a bug of ours, and Teams would answer 413.
    private const int MostUtf16 = ActivityJson.MostOfActivity;

    /// <summary>Whether a call could be made now, as far as that is known without making one: there is a token. Throws for cancellation alone.</summary>
    public async Task<CallResult<bool>> ReadyAsync(TeamsPlace place, CancellationToken cancellation)
    {
        var token = await TokenAsync(place, cancellation);
        return token.Outcome == CallOutcome.Done ? CallResult.Done(true) : CallResult.Later<bool>(token.Error!, token.RetryAfter);
    }

    /// <summary>Calls. Throws for cancellation alone.</summary>
    /// <param name="method">What.</param>
    /// <param name="place">Where.</param>
    /// <param name="thread">What the limits count.</param>
    /// <param name="segments">The address below the place's service; each is escaped.</param>
    /// <param name="write">Writes the body; null for none.</param>
    /// <param name="read">Reads the answer.</param>
    /// <param name="cancellation">Gives up; the call may have been carried out then.</param>
    public async Task<CallResult<T>> CallAsync<T>(
        ConnectorMethod method,
        TeamsPlace place,
        string thread,
        string[] segments,
        Action<Utf8JsonWriter>? write,
        Func<JsonElement, T> read,
        CancellationToken cancellation)
    {
        var result = await TryAsync(method, place, thread, segments, write, read, cancellation);
        Report(method, place, result);
        return result;
    }

    /// <summary>The token for a place; an empty one for the Agents Playground, which gets none.</summary>
    private ValueTask<CallResult<string>> TokenAsync(TeamsPlace place, CancellationToken cancellation)
        => place.IsPlayground ? ValueTask.FromResult(CallResult.Done("")) : tokens.GetAsync(cancellation);

    private async Task<CallResult<T>> TryAsync<T>(
        ConnectorMethod method,
        TeamsPlace place,
        string thread,
        string[] segments,
        Action<Utf8JsonWriter>? write,
        Func<JsonElement, T> read,
        CancellationToken cancellation)
    {
        if (!addresses.TryRead(place.ServiceUrl, place.IsPlayground, out var service))
        {
            return CallResult.Refused<T>("foreign_service_url");
        }

        if (Address(service, segments) is not { } address)
        {
            return CallResult.Refused<T>("not_an_id");
        }

        var body = write is null ? default : Body(write);
        if (ActivityJson.Utf16Bytes(body.Span) > MostUtf16)
        {
            return CallResult.Refused<T>(ConnectorFaults.TooLong);
        }

        // Before the limit, which counts when calls are made: a first token takes a second, and those who waited for it would all
        // arrive together with those whose turn came later.
        var token = await TokenAsync(place, cancellation);
        if (token.Outcome != CallOutcome.Done)
        {
            return CallResult.Later<T>(token.Error!, token.RetryAfter);
        }

        var scope = TeamsLimits.Of(place.TenantId, thread);
        var start = Stopwatch.GetTimestamp();
        var wait = await limiter.EnterAsync(scope, cancellation);
        ChatMeter.Waited(TeamsPlace.Platform, Stopwatch.GetElapsedTime(start));
        if (wait > TimeSpan.Zero)
        {
            ChatMeter.Held(TeamsPlace.Platform, method.Name);
            return CallResult.Later<T>("own_limit", wait);
        }

        start = Stopwatch.GetTimestamp();
        var response = await SendAsync(method, address, token.Value!, body, cancellation);
        if (response.Status == HttpStatusCode.Unauthorized && !place.IsPlayground)
        {
            // It was refused before anything was done, so a post too may be sent again with another token. Once.
            var other = await tokens.ReplaceAsync(token.Value!, cancellation);
            if (other.Outcome == CallOutcome.Done && other.Value != token.Value)
            {
                response = await SendAsync(method, address, other.Value!, body, cancellation);
            }
        }

        if (response.Status is { } status && !place.IsPlayground)
        {
            tokens.Report(isTaken: status != HttpStatusCode.Unauthorized);
        }

        var result = ConnectorFaults.Judge(response, method.IsRepeatable, read);
        var isLimited = response.Status == HttpStatusCode.TooManyRequests;
        ChatMeter.Called(TeamsPlace.Platform, method.Name, result.Outcome, isLimited, Stopwatch.GetElapsedTime(start));
        if (isLimited)
        {
            limiter.Block(scope, result.RetryAfter);
        }

        return result;
    }

    private Task<ChatResponse> SendAsync(ConnectorMethod method, Uri address, string token, ReadOnlyMemory<byte> body, CancellationToken cancellation)
        => http.SendAsync(method.Http, address, token.Length == 0 ? null : new AuthenticationHeaderValue("Bearer", token), body, body.IsEmpty ? null : Json, cancellation);

    // Every id is one segment, escaped. One that is a dot or two would be taken for a way upwards, escaped or not.
    private static Uri? Address(Uri service, string[] segments)
    {
        var path = new StringBuilder(service.AbsoluteUri);
        foreach (var segment in segments)
        {
            if (string.IsNullOrWhiteSpace(segment) || segment is "." or "..")
            {
                return null;
            }

            path.Append(path[^1] == '/' ? "" : "/").Append(Uri.EscapeDataString(segment));
        }

        var address = new Uri(path.ToString());
        return address.Authority == service.Authority ? address : null;
    }

    private static ReadOnlyMemory<byte> Body(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var writer = new Utf8JsonWriter(buffer, ActivityJson.Options))
        {
            write(writer);
        }

        return buffer.WrittenMemory;
    }

    private void Report<T>(ConnectorMethod method, TeamsPlace place, CallResult<T> result)
    {
        switch (result.Outcome)
        {
            case CallOutcome.Refused:
                log.LogWarning("Teams refused a {Method} in tenant {Tenant}: {Error}", method.Name, place.TenantId, result.Error);
                break;
            case CallOutcome.Later:
                log.LogInformation("A {Method} in tenant {Tenant} has to wait {Wait}: {Error}", method.Name, place.TenantId, result.RetryAfter, result.Error);
                break;
            case CallOutcome.Doubtful:
                log.LogWarning("Whether Teams carried out a {Method} in tenant {Tenant} is in doubt: {Error}", method.Name, place.TenantId, result.Error);
                break;
        }
    }
}
