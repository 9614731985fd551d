using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MlOpsBot.Knowledge.Tests;
using MlOpsBot.Serving;

namespace MlOpsBot.Tests.Reloading;

/// <summary>The bot as it is served, with a settings file and a folder of secrets that a test edits.</summary>
internal sealed class ReloadedBot : IAsyncDisposable
{
    private readonly RunningBot _bot;

    private ReloadedBot(Scratch scratch, SettingsFile file, RunningBot bot) => (Scratch, File, _bot) = (scratch, file, bot);

    public Scratch Scratch { get; }

    public SettingsFile File { get; }

    public ManualTime Clock => (ManualTime)Services.GetRequiredService<TimeProvider>();

    public HttpClient Client => _bot.Client;

    public IServiceProvider Services => _bot.Services;

    public SettingsState State => Services.GetRequiredService<SettingsWatch>().State;

    /// <summary>Everything that was said at a level since the start, by the watch alone.</summary>
    public IReadOnlyList<string> Said(LogLevel level) => [.. Log.Ours.Where(line => line.Level == level && line.Category.EndsWith("SettingsWatch", StringComparison.Ordinal)).Select(line => line.Text)];

    public LogLines Log { get; } = new();

    public static async Task<ReloadedBot> StartAsync(params (string Name, string? Value)[] options)
    {
        var scratch = new Scratch();
        Directory.CreateDirectory(Path.Combine(scratch.Path, "secrets"));
        var file = new SettingsFile(
            Path.Combine(scratch.Path, "bot.json"),
            [("MlOpsBot:Knowledge", Repository.Knowledge), ("MlOpsBot:Playground:Enabled", "true"), ("MlOpsBot:SecretsFolder", "secrets"), ("Logging:LogLevel:Default", "Information"), ("Logging:Console:LogLevel:Default", "None"), .. options]);
        var settings = new ServerSettings(null, scratch.Path, new ManualTime(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero)))
        {
            Environment = "Production",
            SettingsFile = file.Path,
            Overrides = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase) { ["urls"] = "http://127.0.0.1:0", ["MlOpsBot:Shutdown:DrainSeconds"] = "0" },
        };
        var bot = await RunningBot.StartAsync(settings);
        var reloaded = new ReloadedBot(scratch, file, bot);
        bot.Services.GetRequiredService<ILoggerFactory>().AddProvider(reloaded.Log);
        return reloaded;
    }

    public Task EditAsync(params (string Name, string? Value)[] options) => File.EditAsync(Services, options);

    public Task JudgedAsync(Action edit) => SettingsFile.JudgedAsync(Services, edit);

    public Task<string> GetAsync(string path) => _bot.GetAsync(path);

    public async Task<int> StatusAsync(string path)
    {
        using var response = await Client.GetAsync(path, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }

    public async ValueTask DisposeAsync()
    {
        await _bot.DisposeAsync();
        Scratch.Dispose();
    }
}
