using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MlOpsBot.Serving;
using MlOpsBot.Slack.Tests.FakeSlack;
using MlOpsBot.Storage;

namespace MlOpsBot.Slack.Tests.Running;

/// <summary>How a <see cref="SlackBot"/> is started. Immutable.</summary>
internal sealed record SlackBotSettings
{
    /// <summary>How the fake Slack is set up; its clock is the bot's too. Limits of calls are off unless given.</summary>
    public FakeSlackOptions Slack { get; init; } = new() { LimitsCalls = false };

    /// <summary>A fake Slack that is there already, such as for a second replica; null starts one.</summary>
    public FakeSlackServer? Shared { get; init; }

    /// <summary>Socket Mode instead of HTTP.</summary>
    public bool UsesSocket { get; init; }

    /// <summary>Whether a start by Socket Mode waits for the link; false where Slack gives none.</summary>
    public bool WaitsForLink { get; init; } = true;

    /// <summary>OAuth installs instead of one workspace's token.</summary>
    public bool UsesOAuth { get; init; }

    /// <summary>PostgreSQL's connection string; null for SQLite in a scratch folder.</summary>
    public string? Postgres { get; init; }

    /// <summary>The folder of SQLite, to be kept; null for one that goes with the bot.</summary>
    public string? DataFolder { get; init; }

    /// <summary>The knowledge to answer from; null for the shipped one.</summary>
    public string? Knowledge { get; init; }

    /// <summary>Further configuration below <c>MlOpsBot:Slack:</c>.</summary>
    public IReadOnlyList<(string Name, string Value)> Options { get; init; } = [];

    /// <summary>Options, by their full names, that stand in a settings file, for tests that edit it.</summary>
    public IReadOnlyList<string> InFile { get; init; } = [];
}

/// <summary>The real host, with its store, connected to a fake Slack by HTTP or Socket Mode.</summary>
internal sealed class SlackBot : IAsyncDisposable
{
    private readonly SlackBotSettings _settings;
    private readonly Scratch _scratch;
    private WebApplication? _app;
    private SettingsFile? _file;

    private SlackBot(SlackBotSettings settings, FakeSlackServer slack)
    {
        _settings = settings;
        _scratch = new Scratch();
        Slack = slack;
    }

    public FakeSlackServer Slack { get; }

    /// <summary>Everything that the bot logged.</summary>
    public LogLines Log { get; } = new();

    public Uri Url => new(App.Urls.First());

    public WebApplication App => _app ?? throw new InvalidOperationException("The bot is stopped.");

    public Store Store => App.Services.GetRequiredService<Store>();

    /// <summary>Starts the bot and waits until Slack can reach it.</summary>
    public static async Task<SlackBot> StartAsync(SlackBotSettings? settings = null)
    {
        settings ??= new SlackBotSettings();
        var bot = new SlackBot(settings, settings.Shared ?? await FakeSlackServer.StartAsync(settings.Slack));
        await bot.StartAgainAsync();
        return bot;
    }

    /// <summary>Waits until everything that was recorded is worked off.</summary>
    public async Task RestAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Slack.Options.Patience);
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while ((await Store.Inbox.CountAsync("slack", limit.Token)).Open > 0)
        {
            await beat.WaitForNextTickAsync(limit.Token);
        }
    }

    /// <summary>Edits the settings file while the bot runs, and waits until it is judged.</summary>
    public Task EditAsync(params (string Name, string? Value)[] options)
        => (_file ?? throw new InvalidOperationException("No option stands in a file.")).EditAsync(App.Services, options);

    /// <summary>Stops the bot in an orderly way; Slack goes on.</summary>
    public async Task StopAsync()
    {
        if (_app is { } app)
        {
            _app = null;
            await app.StopAsync();
            await app.DisposeAsync();
        }
    }

    /// <summary>Starts the bot with the same data after <see cref="StopAsync"/>.</summary>
    /// <param name="options">Further configuration below <c>MlOpsBot:Slack:</c> from now on.</param>
    public async Task StartAgainAsync(params (string Name, string Value)[] options)
    {
        var overrides = BotConfiguration.For(Slack, _settings, _settings.DataFolder ?? _scratch.Path, options);
        _file = _settings.InFile.Count == 0 ? null : SettingsFile.Of(Path.Combine(_scratch.Path, "settings.json"), overrides, _settings.InFile);
        var settings = new ServerSettings(_settings.Knowledge ?? Repository.Knowledge, Repository.Root, Slack.Options.Time)
        {
            Environment = "Production",
            Overrides = overrides,
            SettingsFile = _file?.Path,
        };
        var (app, faults) = await BotServer.BuildAsync(settings, TestContext.Current.CancellationToken);
        faults.ShouldBeEmpty();
        app!.Services.GetRequiredService<ILoggerFactory>().AddProvider(Log);
        await app.StartAsync(TestContext.Current.CancellationToken);
        _app = app;
        if (_settings is { UsesSocket: true, WaitsForLink: false })
        {
            return;
        }

        if (_settings.UsesSocket)
        {
            await Slack.Sockets.ConnectedAsync();
        }
        else if (_settings.Shared is null)
        {
            Slack.ConnectHttp(Url);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_settings.Shared is null)
        {
            await Slack.DisposeAsync();
        }

        _scratch.Dispose();
    }
}
