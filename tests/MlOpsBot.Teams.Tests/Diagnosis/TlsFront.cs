using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MlOpsBot.Teams.Tests.Diagnosis;

/// <summary>What stands in front of a bot and speaks TLS, as operators set it up, rightly or wrongly.</summary>
internal sealed class TlsFront : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _client = new(new SocketsHttpHandler { AllowAutoRedirect = false });

    private TlsFront(WebApplication app) => _app = app;

    public Uri Url { get; private set; } = null!;

    /// <summary>What it does with a request in the place of passing it on; false passes it on.</summary>
    public Func<HttpContext, Task<bool>> Instead { get; set; } = _ => Task.FromResult(false);

    /// <summary>What it makes of a body that it passes on.</summary>
    public Func<string, string> Rewrites { get; set; } = body => body;

    /// <summary>Takes a part of every path away.</summary>
    public string Strips { get; set; } = "";

    /// <summary>Starts one.</summary>
    /// <param name="certificate">What it shows.</param>
    /// <param name="bot">Where it leads; null leads nowhere, which is a 502.</param>
    public static async Task<TlsFront> StartAsync(X509Certificate2 certificate, Uri? bot)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(200));
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate)));
        var front = new TlsFront(builder.Build());
        front._app.Run(context => front.TakeAsync(context, bot));
        await front._app.StartAsync(TestContext.Current.CancellationToken);
        front.Url = new Uri(front._app.Urls.First());
        return front;
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _client.Dispose();
    }

    private async Task TakeAsync(HttpContext context, Uri? bot)
    {
        if (await Instead(context))
        {
            return;
        }

        if (bot is null)
        {
            context.Response.StatusCode = StatusCodes.Status502BadGateway;
            return;
        }

        using var reader = new StreamReader(context.Request.Body);
        var body = Rewrites(await reader.ReadToEndAsync());
        var path = context.Request.Path.Value!;
        using var request = new HttpRequestMessage(new HttpMethod(context.Request.Method), new Uri(bot, Strips.Length > 0 && path.StartsWith(Strips, StringComparison.Ordinal) ? path[Strips.Length..] : path));
        if (context.Request.ContentType is { } type)
        {
            request.Content = new StringContent(body);
            request.Content.Headers.Remove("Content-Type");
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        foreach (var (name, value) in context.Request.Headers.Where(header => header.Key.StartsWith("X-Slack-", StringComparison.OrdinalIgnoreCase)))
        {
            request.Headers.Add(name, (string?)value);
        }

        using var response = await _client.SendAsync(request);
        context.Response.StatusCode = (int)response.StatusCode;
        context.Response.ContentType = response.Content.Headers.ContentType?.ToString();
        await context.Response.Body.WriteAsync(await response.Content.ReadAsByteArrayAsync());
    }
}
