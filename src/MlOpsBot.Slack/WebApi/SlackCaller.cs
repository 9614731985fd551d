using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Chat.Limiting;
using MlOpsBot.Chat.Measuring;

namespace MlOpsBot.Slack.WebApi;

/// <summary>Who calls, and for what place; the limits are reckoned by it.</summary>
/// <param name="Workspace">The workspace's id; empty where there is none yet.</param>
/// <param name="Channel">The channel, where the method's limit counts channels.</param>
/// <param name="Authorization">The token, or the app's id and secret.</param>
internal readonly record struct SlackCall(string Workspace, string? Channel, AuthenticationHeaderValue? Authorization);

/// <summary>Calls a method within its limits, and names what came of it by what to do next. Thread-safe.</summary>
internal sealed class SlackCaller(ChatHttp http, CallLimiter limiter, Uri apiUrl, ILogger log)
{
    /// <summary>Calls. Throws for cancellation alone.</summary>
    /// <param name="method">What.</param>
    /// <param name="call">Who.</param>
    /// <param name="arguments">With what.</param>
    /// <param name="read">Reads the answer of a call that was carried out; null if what it should hold is not there.</param>
    /// <param name="cancellation">Gives up; the call may have been carried out then.</param>
    public Task<CallResult<T>> CallAsync<T>(
        SlackMethod method, SlackCall call, SlackArguments arguments, Func<JsonElement, CallResult<T>?> read, CancellationToken cancellation)
        => CallAsync(method, call, arguments, (answer, _) => read(answer), cancellation);

    /// <summary>Calls, and reads the response's headers too. Throws for cancellation alone.</summary>
    public async Task<CallResult<T>> CallAsync<T>(
        SlackMethod method, SlackCall call, SlackArguments arguments, Func<JsonElement, HttpResponseHeaders?, CallResult<T>?> read, CancellationToken cancellation)
    {
        var scope = method.In(call.Workspace, call.Channel);
        var start = Stopwatch.GetTimestamp();
        var wait = await limiter.EnterAsync(scope, cancellation);
        ChatMeter.Waited(SlackInstallation.Platform, Stopwatch.GetElapsedTime(start));
        if (wait > TimeSpan.Zero)
        {
            ChatMeter.Held(SlackInstallation.Platform, method.Name);
            return CallResult.Later<T>("own_limit", wait);
        }

        start = Stopwatch.GetTimestamp();
        var response = await http.PostAsync(
            new Uri(apiUrl, method.Name), call.Authorization, arguments.Body, arguments.ContentType, cancellation);
        var (result, isLimit) = Judge(method, response, read);
        ChatMeter.Called(SlackInstallation.Platform, method.Name, result.Outcome, isLimit, Stopwatch.GetElapsedTime(start));
        if (isLimit)
        {
            limiter.Block(scope, result.RetryAfter);
        }

        Report(method, call, result);
        return result;
    }

    private static (CallResult<T> Result, bool IsLimit) Judge<T>(
        SlackMethod method, ChatResponse response, Func<JsonElement, HttpResponseHeaders?, CallResult<T>?> read)
    {
        if (!response.WasSent)
        {
            return (CallResult.Later<T>(response.Fault ?? "not_sent", response.Wait), false);
        }

        if (response.Status == HttpStatusCode.TooManyRequests)
        {
            return (CallResult.Later<T>("ratelimited", response.Wait), true);
        }

        if (response.Status is not { } status || (int)status >= 500 || status == HttpStatusCode.RequestTimeout)
        {
            return (SlackFaults.InDoubt<T>(response.Fault ?? $"http_{(int)response.Status!}", method.IsRepeatable), false);
        }

        using var document = ChatHttp.Parse(response);
        if (document is null)
        {
            // An answer that is not Slack's, below 500 and not a success: some gate on the way that let nothing through.
            return ((int)status < 300 ? SlackFaults.InDoubt<T>("not_json", method.IsRepeatable) : CallResult.Refused<T>($"http_{(int)status}"), false);
        }

        return JudgeAnswer(method, document.RootElement, response, read);
    }

    private static (CallResult<T> Result, bool IsLimit) JudgeAnswer<T>(
        SlackMethod method, JsonElement answer, ChatResponse response, Func<JsonElement, HttpResponseHeaders?, CallResult<T>?> read)
    {
        if (answer.TryGetProperty("ok", out var ok) && ok.ValueKind == JsonValueKind.True)
        {
            return (read(answer, response.Headers) ?? SlackFaults.InDoubt<T>("unreadable_answer", method.IsRepeatable), false);
        }

        if (ok.ValueKind != JsonValueKind.False)
        {
            return (SlackFaults.InDoubt<T>("unreadable_answer", method.IsRepeatable), false);
        }

        var code = SlackFaults.Code(answer.Said("error"));
        return SlackFaults.IsRateLimit(code)
            ? (CallResult.Later<T>(code, response.Wait), true)
            : (SlackFaults.Classify<T>(code, method.IsRepeatable), false);
    }

    private void Report<T>(SlackMethod method, SlackCall call, CallResult<T> result)
    {
        switch (result.Outcome)
        {
            case CallOutcome.Refused:
                log.LogWarning("Slack refused {Method} in {Workspace}: {Error}", method, call.Workspace, result.Error);
                break;
            case CallOutcome.Later:
                log.LogInformation("{Method} in {Workspace} has to wait {Wait}: {Error}", method, call.Workspace, result.RetryAfter, result.Error);
                break;
            case CallOutcome.Doubtful:
                log.LogWarning("Whether Slack carried out {Method} in {Workspace} is in doubt: {Error}", method, call.Workspace, result.Error);
                break;
        }
    }
}
