using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MlOpsBot.Observability.Tests.Collecting;
using MlOpsBot.Serving;
using MlOpsBot.Slack.Tests.FakeSlack;
using MlOpsBot.Slack.Tests.Running;
using MlOpsBot.Storage;
using MlOpsBot.Teams.Tests.FakeTeams;
using MlOpsBot.Teams.Tests.Running;

namespace MlOpsBot.Observability.Tests;

/// <summary>The real host with Slack and Teams beside it, logging everything and exporting to a collector every second.</summary>
internal sealed class ObservedBot : IAsyncDisposable
{
    private readonly Scratch _scratch = new();
    private WebApplication? _app;

    private ObservedBot(FakeSlackServer slack, FakeTeamsServer teams, Collector collector) => (Slack, Teams, Collector) = (slack, teams, collector);

    public FakeSlackServer Slack { get; }

    public FakeTeamsServer Teams { get; }

    public Collector Collector { get; }

    /// <summary>On a Friday afternoon in Berlin that tests may turn into any other time.</summary>
    public JumpingTime Clock { get; private init; } = null!;

    public LogLines Log { get; } = new();

    public Uri Url => new(_app!.Urls.First());

    /// <summary>Where SQLite's file lies.</summary>
    public string DataFolder => _scratch.Path;

    /// <summary>A knowledge folder of its own, which tests may break.</summary>
    public string Knowledge => Path.Combine(_scratch.Path, "knowledge");

    public Store Store => _app!.Services.GetRequiredService<Store>();

    /// <summary>What must never be logged or exported.</summary>
    public IReadOnlyList<string> Secrets { get; private set; } = [];

    public static async Task<ObservedBot> StartAsync(bool usesGrpc = false, params (string Name, string Value)[] options)
    {
        var clock = new JumpingTime(new DateTimeOffset(2026, 11, 20, 13, 0, 0, TimeSpan.Zero));
        var slack = await FakeSlackServer.StartAsync(new FakeSlackOptions { Time = clock, LimitsCalls = false, AcknowledgeWithin = TimeSpan.FromSeconds(20) });
        var teams = await FakeTeamsServer.StartAsync(new FakeTeamsOptions { Time = clock });
        var bot = new ObservedBot(slack, teams, await Collector.StartAsync()) { Clock = clock };
        await bot.StartAgainAsync(usesGrpc, options);
        return bot;
    }

    /// <summary>Stops the bot: what is left is exported.</summary>
    public async Task StopAsync()
    {
        if (_app is { } app)
        {
            _app = null;
            await app.StopAsync();
            await app.DisposeAsync();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Slack.DisposeAsync();
        await Teams.DisposeAsync();
        await Collector.DisposeAsync();
        _scratch.Dispose();
    }

    private async Task StartAgainAsync(bool usesGrpc, (string Name, string Value)[] options)
    {
        const string key = "collectors-own-key";
        var overrides = Merged(
            MlOpsBot.Slack.Tests.Running.BotConfiguration.For(Slack, new SlackBotSettings(), _scratch.Path),
            MlOpsBot.Teams.Tests.Running.BotConfiguration.For(Teams, new TeamsBotSettings(), _scratch.Path));
        overrides["Logging:LogLevel:Default"] = "Trace";
        overrides["Logging:LogLevel:Microsoft"] = "Trace";
        overrides["MlOpsBot:Telemetry:Endpoint"] = (usesGrpc ? Collector.Grpc : Collector.Http).AbsoluteUri;
        overrides["MlOpsBot:Telemetry:Protocol"] = usesGrpc ? "Grpc" : "HttpProtobuf";
        overrides["MlOpsBot:Telemetry:Headers"] = $"authorization=Bearer {key}";
        overrides["MlOpsBot:Telemetry:IntervalSeconds"] = "1";
        overrides["MlOpsBot:Telemetry:Instance"] = "replica-one";
        foreach (var (name, value) in options)
        {
            overrides[name] = value;
        }

        foreach (var file in Directory.EnumerateFiles(Repository.Knowledge, "*", SearchOption.AllDirectories))
        {
            var copy = Path.Combine(Knowledge, Path.GetRelativePath(Repository.Knowledge, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy, overwrite: true);
        }

        var settings = new ServerSettings(Knowledge, Repository.Root, Clock) { Environment = "Production", Overrides = overrides };
        var (app, faults) = await BotServer.BuildAsync(settings, TestContext.Current.CancellationToken);
        faults.ShouldBeEmpty();
        app!.Services.GetRequiredService<ILoggerFactory>().AddProvider(Log);
        await app.StartAsync(TestContext.Current.CancellationToken);
        app.Announce();
        _app = app;
        Slack.ConnectHttp(Url);
        Teams.Connect(Url);
        Secrets = [key, Slack.Options.SigningSecret, Slack.Options.AppToken, Slack.Acme.BotToken, Teams.Options.ClientSecret];
    }

    private static Dictionary<string, string?> Merged(params Dictionary<string, string?>[] all)
        => all.SelectMany(one => one).GroupBy(pair => pair.Key, StringComparer.OrdinalIgnoreCase).ToDictionary(group => group.Key, group => group.Last().Value, StringComparer.OrdinalIgnoreCase);
}
