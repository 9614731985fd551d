using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MlOpsBot.Slack.Tests.WebApi;

/// <summary>A server on loopback that answers as each test says, byte by byte: for what no well-behaved Slack would do.</summary>
internal sealed class ScriptedSlack : IAsyncDisposable
{
    private readonly WebApplication _app;

    private ScriptedSlack(WebApplication app) => _app = app;

    /// <summary>What is answered to everything.</summary>
    public RequestDelegate Answer { get; set; } = static context => JsonAsync(context, """{"ok":true}""");

    public ConcurrentQueue<SeenRequest> Requests { get; } = new();

    public Uri Url { get; private set; } = null!;

    public Uri ApiUrl => new(Url, "api/");

    public static async Task<ScriptedSlack> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, "http://127.0.0.1:0");
        var slack = new ScriptedSlack(builder.Build());
        slack._app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var body = await reader.ReadToEndAsync(context.RequestAborted);
            slack.Requests.Enqueue(new SeenRequest(
                context.Request.Path, body, context.Request.ContentType ?? "", context.Request.Headers.Authorization.ToString()));
            await slack.Answer(context);
        });
        await slack._app.StartAsync(TestContext.Current.CancellationToken);
        slack.Url = new Uri(slack._app.Urls.First());
        return slack;
    }

    /// <summary>Answers everything with this.</summary>
    public void Always(string body, int status = 200, params (string Name, string Value)[] headers) => Answer = context =>
    {
        context.Response.StatusCode = status;
        foreach (var (name, value) in headers)
        {
            context.Response.Headers[name] = value;
        }

        return context.Response.WriteAsync(body, context.RequestAborted);
    };

    public static Task JsonAsync(HttpContext context, string json)
    {
        context.Response.ContentType = "application/json; charset=utf-8";
        return context.Response.WriteAsync(json, context.RequestAborted);
    }

    /// <summary>A port at which nobody listens.</summary>
    public static Uri Nowhere()
    {
        using var listener = new System.Net.Sockets.TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return new Uri($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/api/");
    }

    public async ValueTask DisposeAsync()
    {
        using var now = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));
        await _app.StopAsync(now.Token);
        await _app.DisposeAsync();
    }
}

/// <summary>A request as it came. Immutable.</summary>
internal sealed record SeenRequest(string Path, string Body, string ContentType, string Authorization);
