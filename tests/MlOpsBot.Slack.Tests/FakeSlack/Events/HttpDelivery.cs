using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary>Sends to the bot's addresses by HTTP, signed.</summary>
internal sealed class HttpDelivery(FakeSlackServer server) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseProxy = false }) { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Signs and sends; waits for an acknowledgement as long as Slack does.</summary>
    public async Task<Receipt> SendAsync(Uri bot, Outgoing content, int retry, string? reason)
    {
        using var request = Request(bot, content);
        if (retry > 0)
        {
            request.Headers.Add("x-slack-retry-num", retry.ToString(CultureInfo.InvariantCulture));
            request.Headers.Add("x-slack-retry-reason", reason);
        }

        using var deadline = new CancellationTokenSource(server.Options.AcknowledgeWithin, server.Options.Time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, server.Stopping);
        try
        {
            using var response = await _client.SendAsync(request, either.Token);
            var body = await response.Content.ReadAsStringAsync(either.Token);
            return new Receipt(response.IsSuccessStatusCode, response.IsSuccessStatusCode ? "" : "http_error", body)
            {
                Status = (int)response.StatusCode,
                ForbidsRetry = response.Headers.TryGetValues("x-slack-no-retry", out var values) && values.Contains("1"),
            };
        }
        catch (OperationCanceledException)
        {
            return Receipt.Failed("http_timeout");
        }
        catch (HttpRequestException)
        {
            return Receipt.Failed("connection_failed");
        }
    }

    /// <summary>Slack's signature of a body.</summary>
    public static string Sign(string secret, string timestamp, string body)
        => "v0=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.UTF8.GetBytes($"v0:{timestamp}:{body}")));

    public void Dispose() => _client.Dispose();

    /// <summary>The signed request as Slack sends it.</summary>
    public HttpRequestMessage Request(Uri bot, Outgoing content)
    {
        var (path, body, type) = content.Kind switch
        {
            OutgoingKind.Event => ("slack/events", SlackJson.Write(content.Body), "application/json"),
            OutgoingKind.Command => ("slack/commands", Form(content.Body.Select(pair => (pair.Key, pair.Value?.ToString() ?? ""))), "application/x-www-form-urlencoded"),
            _ => ("slack/interactions", Form([("payload", SlackJson.Write(content.Body))]), "application/x-www-form-urlencoded"),
        };
        var timestamp = server.Options.Time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        var request = new HttpRequestMessage(HttpMethod.Post, new Uri(bot, path)) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        request.Headers.TryAddWithoutValidation("User-Agent", "Slackbot 1.0 (+https://api.slack.com/robots)");
        request.Headers.Add("X-Slack-Request-Timestamp", timestamp);
        request.Headers.Add("X-Slack-Signature", Sign(server.SigningSecret, timestamp, body));
        return request;
    }

    private static string Form(IEnumerable<(string Name, string Value)> fields)
        => string.Join('&', fields.Select(field => $"{Encode(field.Name)}={Encode(field.Value)}"));

    // As browsers and PHP do: a blank is a plus.
    private static string Encode(string text) => Uri.EscapeDataString(text).Replace("%20", "+", StringComparison.Ordinal);
}
