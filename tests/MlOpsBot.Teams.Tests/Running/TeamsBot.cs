using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MlOpsBot.Serving;
using MlOpsBot.Storage;
using MlOpsBot.Teams.Tests.FakeTeams;

namespace MlOpsBot.Teams.Tests.Running;

/// <summary>How a <see cref="TeamsBot"/> is started. Immutable.</summary>
internal sealed record TeamsBotSettings
{
    /// <summary>How the fake Teams is set up; its clock is the bot's too.</summary>
    public FakeTeamsOptions Teams { get; init; } = new();

    /// <summary>A fake Teams that is there already, such as for a second replica; null starts one.</summary>
    public FakeTeamsServer? Shared { get; init; }

    /// <summary>The Agents Playground, without tokens, in development.</summary>
    public bool UsesPlayground { get; init; }

    /// <summary>Whether it is an app of Teams with tokens of its own; null for wherever it is not for the Playground alone.</summary>
    public bool? HasApp { get; init; }

    /// <summary>For how long a locked database is waited for.</summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>PostgreSQL's connection string; null for SQLite in a scratch folder.</summary>
    public string? Postgres { get; init; }

    /// <summary>The folder of SQLite, to be kept; null for one that goes with the bot.</summary>
    public string? DataFolder { get; init; }

    /// <summary>The knowledge to answer from; null for the shipped one.</summary>
    public string? Knowledge { get; init; }

    /// <summary>Further configuration below <c>MlOpsBot:Teams:</c>.</summary>
    public IReadOnlyList<(string Name, string Value)> Options { get; init; } = [];

    /// <summary>Options, by their full names, that stand in a settings file, for tests that edit it.</summary>
    public IReadOnlyList<string> InFile { get; init; } = [];
}

/// <summary>The real host, with its store, connected to a fake Teams.</summary>
internal sealed class TeamsBot : IAsyncDisposable
{
    private readonly TeamsBotSettings _settings;
    private readonly Scratch _scratch = new();
    private WebApplication? _app;
    private SettingsFile? _file;

    private TeamsBot(TeamsBotSettings settings, FakeTeamsServer teams)
    {
        _settings = settings;
        Teams = teams;
    }

    public FakeTeamsServer Teams { get; }

    /// <summary>Everything that the bot logged.</summary>
    public LogLines Log { get; } = new();

    public Uri Url => new(App.Urls.First());

    public WebApplication App => _app ?? throw new InvalidOperationException("The bot is stopped.");

    public Store Store => App.Services.GetRequiredService<Store>();

    public WorkspaceKey Tenant => new(TeamsPlace.Platform, Teams.Options.TenantId);

    /// <summary>Starts the bot and tells Teams of it.</summary>
    public static async Task<TeamsBot> StartAsync(TeamsBotSettings? settings = null)
    {
        settings ??= new TeamsBotSettings();
        var bot = new TeamsBot(settings, settings.Shared ?? await FakeTeamsServer.StartAsync(settings.Teams));
        await bot.StartAgainAsync();
        return bot;
    }

    /// <summary>Starts the bot with further configuration below <c>MlOpsBot:Teams:</c>.</summary>
    public static Task<TeamsBot> StartAsync(params (string Name, string Value)[] options) => StartAsync(new TeamsBotSettings { Options = options });

    /// <summary>Waits until everything that was recorded is worked off.</summary>
    public async Task RestAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Teams.Options.Patience);
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while ((await Store.Inbox.CountAsync(TeamsPlace.Platform, limit.Token)).Open > 0)
        {
            await beat.WaitForNextTickAsync(limit.Token);
        }
    }

    /// <summary>Edits the settings file while the bot runs, and waits until it is judged.</summary>
    public Task EditAsync(params (string Name, string? Value)[] options)
        => (_file ?? throw new InvalidOperationException("No option stands in a file.")).EditAsync(App.Services, options);

    /// <summary>Stops the bot in an orderly way; Teams goes on.</summary>
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
    /// <param name="options">Further configuration below <c>MlOpsBot:Teams:</c> from now on.</param>
    public async Task StartAgainAsync(params (string Name, string Value)[] options)
    {
        var overrides = BotConfiguration.For(Teams, _settings, _settings.DataFolder ?? _scratch.Path, options);
        _file = _settings.InFile.Count == 0 ? null : SettingsFile.Of(Path.Combine(_scratch.Path, "settings.json"), overrides, _settings.InFile);
        var settings = new ServerSettings(_settings.Knowledge ?? Repository.Knowledge, Repository.Root, Teams.Options.Time)
        {
            Environment = _settings.UsesPlayground ? "Development" : "Production",
            Overrides = overrides,
            SettingsFile = _file?.Path,
        };
        var (app, faults) = await BotServer.BuildAsync(settings, TestContext.Current.CancellationToken);
        faults.ShouldBeEmpty();
        app!.Services.GetRequiredService<ILoggerFactory>().AddProvider(Log);
        await app.StartAsync(TestContext.Current.CancellationToken);
        _app = app;
        if (_settings.Shared is null)
        {
            Teams.Connect(Url);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        if (_settings.Shared is null)
        {
            await Teams.DisposeAsync();
        }

        _scratch.Dispose();
    }
}
