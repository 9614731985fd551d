using Microsoft.Playwright;

namespace MlOpsBot.EndToEnd;

/// <summary>
/// Somebody with the playground open. Notes what the page complains about and where it sends requests, so that every
/// visit can end with <see cref="ShouldHaveBeenQuiet"/>.
/// </summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly RunningBot _bot;
    private readonly bool _ownsBot;
    private readonly List<string> _complaints = [];
    private readonly List<string> _addresses = [];

    private Visit(RunningBot bot, bool ownsBot, IBrowserContext context, IPage page)
    {
        _bot = bot;
        _ownsBot = ownsBot;
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
            {
                _complaints.Add(message.Text);
            }
        };
        page.PageError += (_, error) => _complaints.Add(error);
        page.Request += (_, request) => _addresses.Add(request.Url);
    }

    public IPage Page { get; }

    public ILocator Question => Page.Locator("#q");

    public ILocator Answers => Page.Locator(".answer");

    public ILocator LastAnswer => Answers.Last;

    public string Origin => _bot.Client.BaseAddress!.ToString().TrimEnd('/');

    public static async Task<Visit> StartAsync(
        Browser browser,
        string path = "/",
        int width = 1280,
        int height = 860,
        ColorScheme scheme = ColorScheme.Light,
        bool script = true,
        RunningBot? bot = null)
    {
        var served = bot ?? await RunningBot.StartAsync();
        var context = await browser.OpenAsync(new BrowserNewContextOptions
        {
            BaseURL = served.Client.BaseAddress!.ToString(),
            ViewportSize = new ViewportSize { Width = width, Height = height },
            ColorScheme = scheme,
            JavaScriptEnabled = script,
            ReducedMotion = ReducedMotion.Reduce,
            Permissions = ["clipboard-read", "clipboard-write"],
        });
        context.SetDefaultTimeout(20_000);
        var visit = new Visit(served, bot is null, context, await context.NewPageAsync());
        await visit.Page.GotoAsync(path);
        return visit;
    }

    /// <summary>Types a question, presses Enter and waits for the answer.</summary>
    public async Task AskAsync(string question)
    {
        var before = await Answers.CountAsync();
        await Question.FillAsync(question);
        await Question.PressAsync("Enter");
        await Answers.Nth(before).WaitForAsync();
    }

    /// <summary>Whether the page is wider than the window.</summary>
    public Task<bool> ScrollsSidewaysAsync() =>
        Page.EvaluateAsync<bool>("document.documentElement.scrollWidth > document.documentElement.clientWidth");

    /// <summary>No error, no warning, and nothing fetched from elsewhere.</summary>
    public void ShouldHaveBeenQuiet()
    {
        _complaints.ShouldBeEmpty();
        _addresses.ShouldAllBe(address => address.StartsWith(Origin + "/", StringComparison.Ordinal));
    }

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        if (_ownsBot)
        {
            await _bot.DisposeAsync();
        }
    }
}
