using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using MlOpsBot.Serving;

namespace MlOpsBot.Tests.Support;

/// <summary>The bot as it is served, on a port of its own.</summary>
internal sealed class RunningBot : IAsyncDisposable
{
    private readonly WebApplication _app;

    private RunningBot(WebApplication app)
    {
        _app = app;
        Client = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false }) { BaseAddress = new Uri(app.Urls.First()) };
    }

    public HttpClient Client { get; }

    public IServiceProvider Services => _app.Services;

    public LiveKnowledge Knowledge => _app.Services.GetRequiredService<LiveKnowledge>();

    public static Task<RunningBot> StartAsync(
        string? knowledge = null, string environment = "Development", params (string Name, string Value)[] options) =>
        StartAsync(Settings(knowledge, environment, [("MlOpsBot:ChecksAtStart", "false"), .. options]));

    public static async Task<RunningBot> StartAsync(ServerSettings settings)
    {
        var (app, faults) = await BotServer.BuildAsync(settings, TestContext.Current.CancellationToken);
        faults.ShouldBeEmpty();
        await app!.StartAsync(TestContext.Current.CancellationToken);
        return new RunningBot(app);
    }

    public static ServerSettings Settings(string? knowledge, string environment, params (string Name, string Value)[] options) =>
        new(knowledge ?? Repository.Knowledge, Repository.Root, TimeProvider.System)
        {
            Environment = environment,
            Overrides = options
                .Append(("MlOpsBot:Limits:PagesPerAddress", "0")).Append(("urls", "http://127.0.0.1:0")).Append(("Logging:LogLevel:Default", "None"))
                .DistinctBy(option => option.Item1)
                .ToDictionary(option => option.Item1, string? (option) => option.Item2, StringComparer.OrdinalIgnoreCase),
        };

    /// <summary>Posts a body to <c>/api/ask</c>.</summary>
    public Task<HttpResponseMessage> PostAsync(object body) =>
        Client.PostAsync("/api/ask", JsonContent.Create(body), TestContext.Current.CancellationToken);

    /// <summary>Asks, and reads the answer.</summary>
    public async Task<JsonElement> AskAsync(string question, string? conversation = null)
    {
        using var response = await PostAsync(new { question, conversation });
        response.EnsureSuccessStatusCode();
        return await response.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken);
    }

    public Task<string> GetAsync(string path) => Client.GetStringAsync(path, TestContext.Current.CancellationToken);

    /// <summary>
    /// Waits until something holds, asking again and again. The two seconds that an edit may take are tested on the watcher
    /// itself; a machine that is busy with other tests gets more patience here.
    /// </summary>
    public static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(20));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(25));
        while (!await holds())
        {
            limit.IsCancellationRequested.ShouldBeFalse("it never came about");
            await beat.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync();
        await _app.DisposeAsync();
    }
}
