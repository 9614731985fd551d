using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MlOpsBot.Serving;

namespace MlOpsBot.Tests.Guarding;

/// <summary>The bot with everything switched on, behind a proxy on this machine that says whom it speaks for.</summary>
internal sealed class GuardedBot : IAsyncDisposable
{
    private const string SigningSecret = "5f3b0c8e1d2a";
    private static readonly string[] _ofPlatforms = ["MlOpsBot.Teams", "CredentialWatch", "StartDiagnosis"];
    private readonly Scratch _scratch;

    private GuardedBot(Scratch scratch, WebApplication app, LogLines log)
    {
        (_scratch, App, Log) = (scratch, app, log);
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = new Uri(app.Urls.First()) };
    }

    public WebApplication App { get; }

    private LogLines Log { get; }

    /// <summary>What an operator would look at, but for what is said of platforms that nobody serves here.</summary>
    public IReadOnlyList<string> Warnings => [.. Log.Warnings.Where(line => !Array.Exists(_ofPlatforms, name => line.Contains(name, StringComparison.Ordinal)))];

    public HttpClient Client { get; }

    public Uri Address => Client.BaseAddress!;

    public static Task<GuardedBot> StartAsync(params (string Name, string Value)[] options) => StartAsync(null, options);

    public static async Task<GuardedBot> StartAsync(Action<WebApplication>? map, params (string Name, string Value)[] options)
    {
        var scratch = new Scratch();
        (string, string)[] everything =
        [
            ("MlOpsBot:Playground:Enabled", "true"),
            ("MlOpsBot:Slack:SigningSecret", SigningSecret), ("MlOpsBot:Slack:ClientId", "1.2"), ("MlOpsBot:Slack:ClientSecret", "c"),
            ("MlOpsBot:Slack:PublicUrl", "https://bot.example.com"), ("MlOpsBot:Slack:ApiUrl", "http://127.0.0.1:1/api/"),
            ("MlOpsBot:Teams:AppId", "11111111-2222-3333-4444-555555555555"), ("MlOpsBot:Teams:TenantId", "11111111-2222-3333-4444-555555555556"),
            ("MlOpsBot:Teams:ClientSecret", "s"), ("MlOpsBot:Teams:LoginUrl", "https://127.0.0.1:1/"), ("MlOpsBot:Teams:MetadataUrl", "https://127.0.0.1:1/metadata"),
            ("MlOpsBot:Teams:ServiceHosts", "127.0.0.1"),
            ("MlOpsBot:Storage:DataFolder", Path.Combine(scratch.Path, "data")),
            ("Logging:LogLevel:Default", "Information"), ("Logging:Console:LogLevel:Default", "None"),
        ];
        var settings = RunningBot.Settings(null, "Production", [.. options, .. everything]);
        var (app, faults) = await BotServer.BuildAsync(settings, TestContext.Current.CancellationToken);
        faults.ShouldBeEmpty();
        var log = new LogLines();
        app!.Services.GetRequiredService<ILoggerFactory>().AddProvider(log);
        map?.Invoke(app);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new GuardedBot(scratch, app, log);
    }

    /// <summary>Sends something, from somewhere if the proxy is believed.</summary>
    public async Task<HttpResponseMessage> SendAsync(
        string method, string path, string? from = null, string? body = null, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), path);
        if (body is not null)
        {
            request.Content = new StringContent(body, new System.Net.Http.Headers.MediaTypeHeaderValue("application/json"));
        }

        foreach (var (name, value) in from is null ? headers : [.. headers, ("X-Forwarded-For", from)])
        {
            request.Headers.TryAddWithoutValidation(name, value);
        }

        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public async Task<HttpStatusCode> StatusAsync(
        string method, string path, string? from = null, string? body = null, params (string Name, string Value)[] headers)
    {
        using var response = await SendAsync(method, path, from, body, headers);
        return response.StatusCode;
    }

    /// <summary>Sends what Slack would, or somebody who has not its secret.</summary>
    public Task<HttpStatusCode> SlackAsync(bool isForged, string? from = null)
    {
        const string Body = """{"type":"url_verification","challenge":"c"}""";
        var time = App.Services.GetRequiredService<TimeProvider>().GetUtcNow().ToUnixTimeSeconds().ToString(System.Globalization.CultureInfo.InvariantCulture);
        var key = Encoding.UTF8.GetBytes(isForged ? "a guess" : SigningSecret);
        var signature = "v0=" + Convert.ToHexStringLower(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes($"v0:{time}:{Body}")));
        return StatusAsync("POST", "/slack/events", from, Body, ("X-Slack-Request-Timestamp", time), ("X-Slack-Signature", signature));
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await App.StopAsync();
        await App.DisposeAsync();
        _scratch.Dispose();
    }
}
