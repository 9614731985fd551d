using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.RegularExpressions;

namespace MlOpsBot.Soak.Tests.Asking;

/// <summary>A browser at the playground and at the page from which Slack's workspaces install the bot, a program at <c>/api/ask</c>, and whoever asks how the bot is.</summary>
internal sealed partial class PageAsker(Uri bot, AskedLog log, TimeProvider time) : IDisposable
{
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = bot, Timeout = TimeSpan.FromSeconds(20) };

    public IReadOnlyList<Way> Ways => [new(20, AskAsync), new(5, PageAsync), new(5, LiveAsync), new(2, InstallAsync)];

    public void Dispose() => _client.Dispose();

    private Task<string?> AskAsync() => GetAsync("Page: /api/ask", () => _client.PostAsync("api/ask", JsonContent.Create(new { question = Questions.Next() })), 200, "\"cards\"");

    private Task<string?> LiveAsync() => GetAsync("Page: /health/live", () => _client.GetAsync("health/live"), 200, "live");

    private Task<string?> InstallAsync() => GetAsync("Page: /slack/install", () => _client.GetAsync("slack/install"), 302, "");

    private async Task PageAsync()
    {
        var page = await GetAsync("Page: playground", () => _client.GetAsync("/"), 200, "<html");
        foreach (var asset in Assets().Matches(page ?? "").Select(match => match.Groups["asset"].Value).Distinct(StringComparer.Ordinal).Take(3))
        {
            await GetAsync("Page: its assets", () => _client.GetAsync(asset), 200, "");
        }
    }

    private async Task<string?> GetAsync(string kind, Func<Task<HttpResponseMessage>> send, int status, string says)
    {
        var (at, begin) = (time.GetUtcNow(), Stopwatch.GetTimestamp());
        try
        {
            using var response = await send();
            var body = await response.Content.ReadAsStringAsync();
            var isAnswered = (int)response.StatusCode < 500;
            var isGood = (int)response.StatusCode == status && body.Contains(says, StringComparison.Ordinal);
            log.Add(new Asked(kind, AskedRule.Answered, at) { IsAnswered = isAnswered, IsGood = isGood, Took = Stopwatch.GetElapsedTime(begin), Mark = $"{(int)response.StatusCode}" });
            return isAnswered ? body : null;
        }
        catch (Exception exception) when (exception is HttpRequestException or OperationCanceledException)
        {
            log.Add(new Asked(kind, AskedRule.Answered, at) { Took = Stopwatch.GetElapsedTime(begin) });
            return null;
        }
    }

    [GeneratedRegex("(src|href)=\"(?<asset>/[^\"]+\\.(css|js|svg)[^\"]*)\"", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Assets();
}
