using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using MlOpsBot.Serving;
using MlOpsBot.Slack.Tests.FakeSlack;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Working;

namespace MlOpsBot.Slack.Tests.Conversing;

/// <summary>The real host with a store of its own, in a fake Slack.</summary>
internal sealed class TalkingBot : IAsyncDisposable
{
    public static readonly WorkspaceKey Acme = new("slack", "T0ACME");

    private readonly Scratch _scratch;
    private readonly WebApplication _app;

    private TalkingBot(Scratch scratch, FakeSlackServer slack, WebApplication app)
    {
        _scratch = scratch;
        _app = app;
        Slack = slack;
    }

    public FakeSlackServer Slack { get; }

    public Store Store => _app.Services.GetRequiredService<Store>();

    public IServiceProvider Services => _app.Services;

    public Uri Url => new(_app.Urls.First());

    public static async Task<TalkingBot> StartAsync(FakeSlackOptions? slack = null, params (string Name, string Value)[] options)
    {
        var fake = await FakeSlackServer.StartAsync(slack);
        var bot = await JoinAsync(fake, options);
        fake.ConnectHttp(bot.Url);
        return bot;
    }

    /// <summary>A bot in a Slack that is there already; it is not told of events until it is connected.</summary>
    public static async Task<TalkingBot> JoinAsync(FakeSlackServer fake, params (string Name, string Value)[] options)
    {
        var scratch = new Scratch();
        (string Name, string Value)[] all =
        [
            .. options,
            ("MlOpsBot:ChecksAtStart", "false"),
            ("urls", "http://127.0.0.1:0"),
            ("Logging:LogLevel:Default", "None"),
            ("MlOpsBot:Storage:DataFolder", scratch.Path),
            ("MlOpsBot:Slack:ApiUrl", fake.ApiUrl.AbsoluteUri),
            ("MlOpsBot:Slack:SigningSecret", fake.Options.SigningSecret),
            ("MlOpsBot:Slack:BotToken", fake.Acme.BotToken),

            // What a doubt waits is a share of the lease.
            ("MlOpsBot:Slack:LeaseSeconds", "10"),
        ];
        var settings = new ServerSettings(Repository.Knowledge, Repository.Root, TimeProvider.System)
        {
            Environment = "Development",
            Overrides = all.DistinctBy(option => option.Name).Where(option => option.Value.Length > 0).ToDictionary(option => option.Name, string? (option) => option.Value, StringComparer.OrdinalIgnoreCase),
        };
        var (app, faults) = await BotServer.BuildAsync(settings, TestContext.Current.CancellationToken);
        faults.ShouldBeEmpty();
        await app!.StartAsync(TestContext.Current.CancellationToken);
        return new TalkingBot(scratch, fake, app);
    }

    /// <summary>Waits until nothing is open any more; how the inbox stands then.</summary>
    public async Task<InboxCounts> QuietAsync()
    {
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (true)
        {
            var counts = await Store.Inbox.CountAsync("slack", TestContext.Current.CancellationToken);
            if (counts.Open == 0)
            {
                return counts;
            }

            limit.IsCancellationRequested.ShouldBeFalse($"still open: {counts.Open}");
            await beat.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>The reasons of everything that was finished, however it was.</summary>
    public async Task<string[]> ReasonsAsync(WorkState state)
        => [.. (await Store.Inbox.ListAsync(state, 100, TestContext.Current.CancellationToken)).Select(status => status.Reason ?? "")];

    public async Task<Feedback[]> FeedbackAsync() => [.. await Store.Feedback.ListAsync(Acme, 100, TestContext.Current.CancellationToken)];

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await Slack.DisposeAsync();
    }

    /// <summary>Stops the bot and leaves Slack as it is.</summary>
    public async Task StopAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
        _scratch.Dispose();
    }
}
