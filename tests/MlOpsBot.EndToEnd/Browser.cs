using Microsoft.Playwright;
using MlOpsBot.EndToEnd;

[assembly: AssemblyFixture(typeof(Browser))]

namespace MlOpsBot.EndToEnd;

/// <summary>The system's own Chromium, started once for all tests.</summary>
public sealed class Browser : IAsyncLifetime
{
    private static readonly string[] _arguments =
    [
        "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
        "--disable-background-networking", "--disable-component-update", "--disable-sync",
    ];

    private IPlaywright? _playwright;
    private IBrowser? _chromium;

    public async ValueTask InitializeAsync()
    {
        var path = Environment.GetEnvironmentVariable("CHROMIUM_PATH") ?? "/usr/bin/chromium";
        File.Exists(path).ShouldBeTrue($"There is no Chromium at {path}: 'bash tests/run' installs it, or CHROMIUM_PATH names another.");
        _playwright = await Playwright.CreateAsync();
        _chromium = await _playwright.Chromium.LaunchAsync(new BrowserTypeLaunchOptions { ExecutablePath = path, Args = _arguments });
    }

    /// <summary>A window of its own, with nothing remembered.</summary>
    public Task<IBrowserContext> OpenAsync(BrowserNewContextOptions options) => _chromium!.NewContextAsync(options);

    public async ValueTask DisposeAsync()
    {
        if (_chromium is not null)
        {
            await _chromium.DisposeAsync();
        }

        _playwright?.Dispose();
    }
}
