using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Working;
using MlOpsBot.Storage.Secrets;
using MlOpsBot.Teams.Connecting;
using MlOpsBot.Teams.Conversing;
using MlOpsBot.Teams.Requests;
using MlOpsBot.Teams.Tests.FakeTeams;

namespace MlOpsBot.Teams.Tests.Requests;

/// <summary>How a <see cref="TeamsSite"/> is started. Immutable.</summary>
internal sealed record TeamsSiteSettings
{
    public string Environment { get; init; } = "Production";

    public Func<TeamsOptions, TeamsOptions> Options { get; init; } = options => options;

    /// <summary>Called before the bot starts.</summary>
    public Action<FakeTeamsServer> Teams { get; init; } = _ => { };

    /// <summary>Whether a start waits for the keys.</summary>
    public bool WaitsForKeys { get; init; } = true;
}

/// <summary>Teams' address on a real server with a real store, a clock that stands still, and nobody who works off what is recorded.</summary>
internal sealed class TeamsSite : IAsyncDisposable
{
    private readonly Scratch _scratch;
    private readonly WebApplication _app;

    private TeamsSite(Scratch scratch, WebApplication app, FakeTeamsServer teams, Store store, ManualTime time, LogLines log)
    {
        _scratch = scratch;
        _app = app;
        Teams = teams;
        Store = store;
        Time = time;
        Log = log;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Urls.First()) };
    }

    public FakeTeamsServer Teams { get; }

    public Store Store { get; }

    public string DataFolder => _scratch.Path;

    public ManualTime Time { get; }

    public LogLines Log { get; }

    public HttpClient Client { get; }

    public KeySet Keys => _app.Services.GetRequiredService<KeySet>();

    /// <summary>How an invoke is answered.</summary>
    public AnswerInvoke Answer { get; set; } = (_, _) => Task.FromResult(new InvokeReply(200, "{}"u8.ToArray()));

    /// <summary>What the product itself said.</summary>
    public IReadOnlyList<string> Said => [.. Log.All.Where(line => line.Contains(" MlOpsBot.", StringComparison.Ordinal))];

    public static async Task<TeamsSite> StartAsync(TeamsSiteSettings? settings = null)
    {
        settings ??= new TeamsSiteSettings();
        var scratch = new Scratch();
        var time = new ManualTime(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
        var teams = await FakeTeamsServer.StartAsync(new FakeTeamsOptions { Time = time });
        settings.Teams(teams);
        var store = await Store.OpenAsync(
            new StorageOptions { DataFolder = scratch.Path, BusyTimeout = TimeSpan.FromMilliseconds(500) }, AesGcmSecretProtector.FromBase64(Convert.ToBase64String(new byte[32])), time, TestContext.Current.CancellationToken);
        var log = new LogLines();
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { EnvironmentName = settings.Environment });
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Debug).AddProvider(log);
        TeamsSite? site = null;
        var options = settings.Options(new TeamsOptions
        {
            AppId = teams.Options.AppId,
            MetadataUrl = teams.MetadataUrl,
            ServiceHosts = [teams.ServiceHost],
        });
        builder.Services.AddSingleton<TimeProvider>(time).AddSingleton(store.Inbox).AddSingleton<WorkSignal>().AddSingleton(new Current<TeamsOptions>(options)).AddSingleton<ServiceAddresses>()
            .AddSingleton<AnswerInvoke>((invoke, cancellation) => site!.Answer(invoke, cancellation))
            .AddTeamsRequests(options);
        var app = builder.Build();
        app.MapTeamsRequests();
        await app.StartAsync(TestContext.Current.CancellationToken);
        site = new TeamsSite(scratch, app, teams, store, time, log);
        if (settings.WaitsForKeys && options.AppId is not null)
        {
            await UntilAsync(() => site.Keys.State.Keys > 0 || site.Keys.State.Fault is not null);
            site.Keys.State.Fault.ShouldBeNull();
        }

        return site;
    }

    /// <summary>A request as Teams sends it, spoilt in some way or not.</summary>
    public async Task<HttpResponseMessage> SendAsync(Action<Forgery>? spoil = null, Action<HttpRequestMessage>? change = null)
    {
        var forged = new Forgery(Teams);
        spoil?.Invoke(forged);
        using var request = forged.Request(Client.BaseAddress!);
        change?.Invoke(request);
        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>The status of <see cref="SendAsync"/>.</summary>
    public async Task<int> StatusAsync(Action<Forgery>? spoil = null, Action<HttpRequestMessage>? change = null)
    {
        using var response = await SendAsync(spoil, change);
        return (int)response.StatusCode;
    }

    /// <summary>A body with nothing that says whose it is.</summary>
    public async Task<HttpResponseMessage> SendBareAsync(string body, Action<HttpRequestMessage>? change = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, TeamsRequests.Messages) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        change?.Invoke(request);
        return await Client.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>The work that was recorded, read as whoever works on it reads it.</summary>
    public async Task<IReadOnlyList<TeamsWork>> WorkAsync()
        => [.. (await Store.TakeRecordedAsync(TeamsPlace.Platform)).Select(incoming => JsonSerializer.Deserialize(incoming.Payload, TeamsWorkJson.Default.TeamsWork)!)];

    /// <summary>Waits for what the background does.</summary>
    public static async Task UntilAsync(Func<bool> holds)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!holds())
        {
            await beat.WaitForNextTickAsync(limit.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
        await Store.DisposeAsync();
        await Teams.DisposeAsync();
        _scratch.Dispose();
    }
}
