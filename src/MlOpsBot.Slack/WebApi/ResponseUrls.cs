using System.Diagnostics;
using System.Net;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Chat.Measuring;
using MlOpsBot.Slack.BlockKit;

namespace MlOpsBot.Slack.WebApi;

/// <summary>
/// Answers through <c>response_url</c>s. They come from outside and a request is sent to them, so only Slack's own hosts are
/// taken; and they work without a token, so they are never logged.
/// Source: <c>https://docs.slack.dev/interactivity/handling-user-interaction#message_responses</c>.
/// </summary>
internal sealed class ResponseUrls(ChatHttp http, Uri apiUrl, ILogger log)
{
    private static readonly string[] Hosts = ["hooks.slack.com", "hooks.slack-gov.com"];

    public async Task<CallResult<bool>> RespondAsync(
        string responseUrl, ResponseMode mode, SlackMessage? message, string? threadTs, CancellationToken cancellation)
    {
        if (message is null && mode != ResponseMode.Delete)
        {
            throw new ArgumentNullException(nameof(message), "Only a deletion needs nothing to say.");
        }

        if (!IsSlacks(responseUrl, out var address))
        {
            log.LogWarning("A response_url that is not Slack's was not used.");
            return CallResult.Refused<bool>("foreign_response_url");
        }

        var arguments = SlackArguments.Json(writer => Write(writer, mode, message, threadTs));
        var start = Stopwatch.GetTimestamp();
        var response = await http.PostAsync(address, null, arguments.Body, arguments.ContentType, cancellation);
        var result = Judge(response, isRepeatable: mode is ResponseMode.Replace or ResponseMode.Delete);
        ChatMeter.Called(
            SlackInstallation.Platform, "response_url", result.Outcome, response.Status == HttpStatusCode.TooManyRequests, Stopwatch.GetElapsedTime(start));
        if (result.Outcome != CallOutcome.Done)
        {
            log.LogWarning("Answering through a response_url came to {Outcome}: {Error}", result.Outcome, result.Error);
        }

        return result;
    }

    internal bool IsSlacks(string responseUrl, out Uri address)
    {
        address = apiUrl;
        if (!Uri.TryCreate(responseUrl, UriKind.Absolute, out var url) || url.UserInfo.Length > 0)
        {
            return false;
        }

        address = url;
        var isOwn = url.Scheme == apiUrl.Scheme
            && url.Authority == apiUrl.Authority
            && (url.Scheme == Uri.UriSchemeHttps || url.IsLoopback);
        return isOwn || (url.Scheme == Uri.UriSchemeHttps && url.IsDefaultPort && Hosts.Contains(url.IdnHost, StringComparer.Ordinal));
    }

    private static void Write(Utf8JsonWriter writer, ResponseMode mode, SlackMessage? message, string? threadTs)
    {
        if (mode == ResponseMode.Delete)
        {
            writer.WriteBoolean("delete_original"u8, true);
            return;
        }

        // Without it a message that the whole channel sees is replaced by one for it alone, or not, as the button's message was.
        writer.WriteBoolean("replace_original"u8, mode == ResponseMode.Replace);
        if (mode != ResponseMode.Replace)
        {
            writer.WriteString("response_type"u8, mode == ResponseMode.InChannel ? "in_channel"u8 : "ephemeral"u8);
        }

        if (threadTs is not null)
        {
            writer.WriteString("thread_ts"u8, threadTs);
        }

        BlockKitJson.WriteMessage(writer, message!);
        writer.WriteBoolean("unfurl_links"u8, false);
        writer.WriteBoolean("unfurl_media"u8, false);
    }

    private static CallResult<bool> Judge(ChatResponse response, bool isRepeatable)
    {
        if (!response.WasSent)
        {
            return CallResult.Later<bool>(response.Fault ?? "not_sent", response.Wait);
        }

        if (response.Status == HttpStatusCode.TooManyRequests)
        {
            return CallResult.Later<bool>("ratelimited", response.Wait);
        }

        if (response.Status is not { } status || (int)status >= 500 || status == HttpStatusCode.RequestTimeout)
        {
            return SlackFaults.InDoubt<bool>(response.Fault ?? $"http_{(int)response.Status!}", isRepeatable);
        }

        // Answered with "ok" as text or with JSON, and errors likewise.
        using var document = ChatHttp.Parse(response);
        var isRefused = document?.RootElement.Child("ok") is { ValueKind: JsonValueKind.False };
        if ((int)status < 300 && !isRefused)
        {
            return document is not null || IsOk(response.Body.Span)
                ? CallResult.Done(true)
                : SlackFaults.InDoubt<bool>("unreadable_answer", isRepeatable);
        }

        // 404 with "expired_url" or "used_url": the half hour, or the five uses, are over.
        var code = document?.RootElement.Said("error") ?? Encoding.UTF8.GetString(response.Body.Span[..Math.Min(response.Body.Length, 80)]).Trim();
        return SlackFaults.Code(code) is var known and not "unknown_error"
            ? SlackFaults.Classify<bool>(known, isRepeatable)
            : CallResult.Refused<bool>($"http_{(int)status}");
    }

    private static bool IsOk(ReadOnlySpan<byte> body)
    {
        var text = body.Trim(" \r\n\t"u8);
        return text.IsEmpty || text.SequenceEqual("ok"u8);
    }
}
