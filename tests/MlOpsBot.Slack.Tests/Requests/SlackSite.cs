using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MlOpsBot.Answers;
using MlOpsBot.Chat;
using MlOpsBot.Knowledge;
using MlOpsBot.Slack.BlockKit;
using MlOpsBot.Slack.Commands;
using MlOpsBot.Slack.Conversing;
using MlOpsBot.Slack.Requests;
using MlOpsBot.Slack.Tips;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Working;
using MlOpsBot.Storage.Secrets;

namespace MlOpsBot.Slack.Tests.Requests;

/// <summary>Slack's three addresses on a real server with a real store, and nobody who works off what is recorded.</summary>
internal sealed class SlackSite : IAsyncDisposable
{
    public const string Secret = "8f742231b10e8888abcd99yyyzzz85a5";
    public const string BotUser = "U0BOT";

    private static readonly Lazy<Answerer> _answerer = new(() => new Answerer(KnowledgeFolder.Load(Repository.Knowledge, TimeProvider.System).Knowledge!));

    private readonly Scratch _scratch;
    private readonly WebApplication _app;

    private SlackSite(Scratch scratch, WebApplication app, Store store, ManualTime time, LogLines log)
    {
        _scratch = scratch;
        _app = app;
        Store = store;
        Time = time;
        Log = log;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Urls.First()) };
    }

    public Store Store { get; }

    public ManualTime Time { get; }

    public LogLines Log { get; }

    public HttpClient Client { get; }

    /// <summary>How a workspace is found: T1, its organization E1, and no other, unless a test says otherwise.</summary>
    public FindWorkspace Find { get; set; } = (team, enterprise, _) => Task.FromResult(
        team == "T1" || enterprise == "E1"
            ? new WorkspaceAccess(new WorkspaceKey("slack", team == "T1" ? "T1" : "E1"), new Secret("xoxb-1"), BotUser, "B0BOT")
            : null);

    public DescribeSettings Settings { get; set; } = (_, _) => Task.FromResult(new SlackMessage("the rules", []));

    public OrderTips Tips { get; set; } = (_, _, _, _) => Task.FromResult(new TipsSaid(new SlackMessage("the tips", []), IsForAll: false));

    public static async Task<SlackSite> StartAsync()
    {
        var scratch = new Scratch();
        var time = new ManualTime(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
        var store = await Store.OpenAsync(
            new StorageOptions { DataFolder = scratch.Path }, AesGcmSecretProtector.FromBase64(Convert.ToBase64String(new byte[32])), time, TestContext.Current.CancellationToken);
        var log = new LogLines();
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Debug).AddProvider(log);
        SlackSite? site = null;
        builder.Services.AddSingleton<TimeProvider>(time).AddSingleton(store.Inbox).AddSingleton<WorkSignal>()
            .AddSingleton(new Current<SlackOptions>(new SlackOptions { SigningSecret = new Secret(Secret) }))
            .AddSingleton<CurrentAnswerer>(() => _answerer.Value)
            .AddSingleton<FindWorkspace>((team, enterprise, cancellation) => site!.Find(team, enterprise, cancellation))
            .AddSingleton<DescribeSettings>((command, cancellation) => site!.Settings(command, cancellation))
            .AddSingleton<OrderTips>((command, words, delivery, cancellation) => site!.Tips(command, words, delivery, cancellation))
            .AddSlackRequests();
        var app = builder.Build();
        app.MapSlackRequests();
        await app.StartAsync(TestContext.Current.CancellationToken);
        return site = new SlackSite(scratch, app, store, time, log);
    }

    /// <summary>Posts a body as Slack signs it.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, string body, string? type = null, Action<HttpRequestMessage>? change = null)
        => PostAsync(path, Encoding.UTF8.GetBytes(body), type, change);

    /// <summary>Posts a body as Slack signs it.</summary>
    public Task<HttpResponseMessage> PostAsync(string path, byte[] body, string? type = null, Action<HttpRequestMessage>? change = null)
    {
        var request = Signed(path, body, Time.GetUtcNow(), type);
        change?.Invoke(request);
        return Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> EventAsync(string json) => PostAsync("/slack/events", json);

    public Task<HttpResponseMessage> InteractionAsync(string json) => PostAsync("/slack/interactions", $"payload={Uri.EscapeDataString(json)}");

    /// <summary>Types the command and gives what is answered.</summary>
    public async Task<JsonElement> CommandAsync(string text, string user = "U1", string channel = "C1")
    {
        using var response = await PostAsync(
            "/slack/commands",
            $"token=x&team_id=T1&channel_id={channel}&user_id={user}&command=%2Fmlops&text={Uri.EscapeDataString(text)}&response_url=https%3A%2F%2Fhooks.slack.com%2F1&trigger_id=1.2.3");
        response.StatusCode.ShouldBe(System.Net.HttpStatusCode.OK);
        return JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
    }

    /// <summary>Everything that was recorded and not claimed before.</summary>
    public Task<IReadOnlyList<IncomingEvent>> RecordedAsync() => Store.TakeRecordedAsync("slack");

    /// <summary>The work that was recorded, read as whoever works on it reads it.</summary>
    public async Task<IReadOnlyList<SlackWork>> WorkAsync()
        => [.. (await RecordedAsync()).Select(incoming => JsonSerializer.Deserialize(incoming.Payload, SlackWorkJson.Default.SlackWork)!)];

    /// <summary>A request with Slack's headers.</summary>
    public static HttpRequestMessage Signed(string path, byte[] body, DateTimeOffset time, string? type = null)
    {
        var seconds = time.ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        var content = new ByteArrayContent(body);
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type ?? (path == "/slack/events" ? "application/json" : "application/x-www-form-urlencoded"));
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = content };
        request.Headers.Add("X-Slack-Request-Timestamp", seconds);
        request.Headers.Add("X-Slack-Signature", SignatureOf(seconds, body));
        return request;
    }

    public static string SignatureOf(string seconds, ReadOnlySpan<byte> body, string secret = Secret)
    {
        byte[] message = [.. Encoding.UTF8.GetBytes($"v0:{seconds}:"), .. body];
        return "v0=" + Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), message));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Store.DisposeAsync();
        _scratch.Dispose();
    }
}
