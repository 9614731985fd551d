using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary>The smallest bot: says everything again. For tests of the fake Slack itself.</summary>
internal sealed class EchoBot : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client = new(new SocketsHttpHandler());

    private EchoBot(FakeSlackServer slack, WebApplication app)
    {
        _app = app;
        Slack = slack;
    }

    public FakeSlackServer Slack { get; }

    /// <summary>The headers and bodies of everything that came.</summary>
    public ConcurrentQueue<(IHeaderDictionary Headers, string Body)> Received { get; } = [];

    /// <summary>What to answer events with; 200 unless set.</summary>
    public Func<HttpContext, Task> OnEvent { get; set; } = _ => Task.CompletedTask;

    public static async Task<EchoBot> StartAsync(FakeSlackServer slack)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, "http://127.0.0.1:0");
        var bot = new EchoBot(slack, builder.Build());
        bot._app.MapPost("/slack/events", bot.EventAsync);
        bot._app.MapPost("/slack/commands", CommandAsync);
        bot._app.MapPost("/slack/interactions", bot.InteractionAsync);
        await bot._app.StartAsync();
        slack.ConnectHttp(new Uri(bot._app.Urls.First()));
        return bot;
    }

    public async Task<JsonElement> CallAsync(string method, object body, string? token = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(Slack.ApiUrl, method)) { Content = JsonContent.Create(body) };
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token ?? Slack.Acme.BotToken);
        using var response = await _client.SendAsync(request);
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _client.Dispose();
    }

    private async Task EventAsync(HttpContext context)
    {
        using var reader = new StreamReader(context.Request.Body);
        var body = await reader.ReadToEndAsync();
        Received.Enqueue((new HeaderDictionary(context.Request.Headers.ToDictionary(header => header.Key, header => header.Value, StringComparer.OrdinalIgnoreCase)), body));
        await OnEvent(context);
        if (context.Response.StatusCode != 200)
        {
            return;
        }

        var inner = JsonSerializer.Deserialize<JsonElement>(body).GetProperty("event");
        if (inner.GetProperty("type").GetString() is "app_mention" or "message")
        {
            await CallAsync("chat.postMessage", new
            {
                channel = inner.GetProperty("channel").GetString(),
                thread_ts = inner.GetProperty("ts").GetString(),
                text = $"You said: {inner.GetProperty("text").GetString()}",
                blocks = new object[]
                {
                    new { type = "section", text = new { type = "plain_text", text = "You said something" } },
                    new { type = "actions", elements = new object[] { new { type = "button", text = new { type = "plain_text", text = "Again" }, action_id = "again", value = "1" } } },
                },
            });
        }
    }

    private static Task CommandAsync(HttpContext context)
        => context.Response.WriteAsJsonAsync(new { text = $"Private: {context.Request.Form["text"]}" });

    private async Task InteractionAsync(HttpContext context)
    {
        var payload = JsonSerializer.Deserialize<JsonElement>(context.Request.Form["payload"].ToString());
        if (payload.TryGetProperty("response_url", out var url))
        {
            using var response = await _client.PostAsJsonAsync(url.GetString(), new { text = "Pressed", response_type = "ephemeral" });
            Received.Enqueue((new HeaderDictionary(), $"{(int)response.StatusCode}"));
        }
    }
}
