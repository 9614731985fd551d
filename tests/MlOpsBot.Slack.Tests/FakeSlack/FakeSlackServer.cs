using System.Collections.Immutable;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary>
/// Slack, as far as one app can tell: the Web API, events, commands and interactions by HTTP or Socket Mode, and the people who use it;
/// on loopback, by the documented rules. Begin with <see cref="StartAsync"/>; the workspace <see cref="Acme"/> is there already.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class FakeSlackServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping = new();
    private ImmutableArray<Uri> _bots = [];
    private int _nextBot;

    private FakeSlackServer(FakeSlackOptions options, WebApplication app)
    {
        (Options, SigningSecret, AppToken) = (options, options.SigningSecret, options.AppToken);
        _app = app;
        Desk = new CallDesk<ApiCall>(new CallDeskSettings(options.Time, Reply.Of, StepAsync, _stopping.Token));
        Tokens = new Tokens(options);
        World = new World(this, options.Time);
        Limits = new RateLimits(options);
        Triggers = new Triggers(options.Time);
        Sockets = new SocketHub(this);
        Responses = new ResponseUrls(this);
        Http = new HttpDelivery(this);
        Deliveries = new Deliveries(new DeliverySettings(options.Time, options.Retries, AttemptAsync, () => StepAsync("acknowledged", StepPoint.Answered), _stopping.Token));
        OAuth = new OAuthGrants(this);
        Web = new WebApi(this);
    }

    public FakeSlackOptions Options { get; }

    /// <summary>What requests are signed with; set anew, as if somebody had regenerated it.</summary>
    public string SigningSecret { get; set; }

    /// <summary>With what links are asked for; set anew, as if the one before had been revoked.</summary>
    public string AppToken { get; set; }

    public World World { get; }

    /// <summary>What goes wrong on purpose.</summary>
    public FaultPlan Faults => Desk.Faults;

    /// <summary>Everything that the bot asked of the Web API and of <c>response_url</c>s.</summary>
    public CallLog<ApiCall> Calls => Desk.Calls;

    public Tokens Tokens { get; }

    public RateLimits Limits { get; }

    public Triggers Triggers { get; }

    public SocketHub Sockets { get; }

    public ResponseUrls Responses { get; }

    /// <summary>Everything that was sent to the bot.</summary>
    public Deliveries Deliveries { get; }

    public OAuthGrants OAuth { get; }

    public WebApi Web { get; }

    /// <summary>
    /// Called at every step of a call, before Slack goes on; a test may end the bot's process in it. False at
    /// <see cref="StepPoint.Received"/>: the request was lost on its way, and is not carried out.
    /// </summary>
    public Func<Step, Task<bool>>? AtStep { get; set; }

    public Uri Url { get; private set; } = null!;

    /// <summary>What <c>MlOpsBot:Slack:ApiUrl</c> has to be.</summary>
    public Uri ApiUrl => new(Url, "api/");

    /// <summary>The workspace that is there from the start, with the people and channels below.</summary>
    public Workspace Acme { get; private set; } = null!;

    public Person Robin { get; private set; } = null!;

    public Person Kim { get; private set; } = null!;

    public Person Admin { get; private set; } = null!;

    public Person Guest { get; private set; } = null!;

    /// <summary>From another workspace, in <see cref="Shared"/>.</summary>
    public Person Stranger { get; private set; } = null!;

    /// <summary>Public, with the bot.</summary>
    public Channel General { get; private set; } = null!;

    /// <summary>Private, with the bot.</summary>
    public Channel Team { get; private set; } = null!;

    /// <summary>Shared with another workspace, with the bot.</summary>
    public Channel Shared { get; private set; } = null!;

    /// <summary>Public, without the bot.</summary>
    public Channel Random { get; private set; } = null!;

    /// <summary>Archived.</summary>
    public Channel Old { get; private set; } = null!;

    internal CallDesk<ApiCall> Desk { get; }

    private HttpDelivery Http { get; }

    internal CancellationToken Stopping => _stopping.Token;

    public static async Task<FakeSlackServer> StartAsync(FakeSlackOptions? options = null)
    {
        options ??= new FakeSlackOptions();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(200));
        builder.WebHost.UseSetting(WebHostDefaults.ServerUrlsKey, $"http://127.0.0.1:{options.Port}");
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MinResponseDataRate = null);
        var slack = new FakeSlackServer(options, builder.Build());
        slack.Map();
        await slack._app.StartAsync();
        slack.Url = new Uri(slack._app.Urls.First());
        slack.Populate();
        return slack;
    }

    /// <summary>Sends events, commands and interactions to this bot by HTTP from now on; to several in turn. Without any they go to sockets.</summary>
    public void ConnectHttp(params Uri[] bots) => _bots = [.. bots];

    /// <summary>The bot whose turn it is; null for Socket Mode.</summary>
    internal Uri? NextBot()
    {
        var bots = _bots;
        return bots.IsEmpty ? null : bots[(int)((uint)Interlocked.Increment(ref _nextBot) % (uint)bots.Length)];
    }

    /// <summary>Waits until something holds; see <see cref="World.UntilAsync{T}"/>.</summary>
    public Task UntilAsync(Func<bool> holds, string what, TimeSpan? patience = null)
        => World.UntilAsync(() => holds() ? this : null, what, patience);

    /// <summary>Waits until something holds that no change of the world tells of, such as the end of a connection.</summary>
    public async Task UntilGoneAsync(Func<bool> holds)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Options.Patience);
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (!holds())
        {
            await beat.WaitForNextTickAsync(limit.Token);
        }
    }

    /// <summary>Moves a clock on, second by second, until something holds, while no attempt to reach the bot is under way.</summary>
    public async Task SteppingAsync(ManualTime time, Func<bool> holds)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Options.Patience);
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(1));
        while (!holds())
        {
            await beat.WaitForNextTickAsync(limit.Token);
            if (Deliveries.UnderWay == 0)
            {
                time.Advance(TimeSpan.FromSeconds(1));
            }
        }
    }

    /// <summary>The last things that happened, for a test's failure.</summary>
    internal string Describe()
    {
        var changes = World.Changes.TakeLast(3).Select(change => $"{change.Kind}: {change.Message?.Text ?? change.View?.Title}");
        var calls = Calls.All.TakeLast(4).Select(call => $"{call.Method} → {call.Outcome}");
        var sent = Deliveries.All.TakeLast(3).Select(delivery => delivery.ToString());
        return string.Join("; ", [.. changes, .. calls, .. sent]);
    }

    internal Task<bool> StepAsync(string method, StepPoint point) => AtStep?.Invoke(new Step(method, point)) ?? Task.FromResult(true);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        Sockets.DropAll();
        await _app.StopAsync();
        await _app.DisposeAsync();
        Http.Dispose();
        _stopping.Dispose();
    }

    private Task<Receipt> AttemptAsync(Outgoing content, int retry, string? reason)
        => NextBot() is { } bot ? Http.SendAsync(bot, content, retry, reason) : Sockets.SendAsync(content, retry, reason);

    private void Map()
    {
        _app.Map("/api/{method}", Web.HandleAsync);
        _app.MapPost("/respond/{id}", Responses.HandleAsync);
        _app.MapGet("/oauth/v2/authorize", OAuth.AuthorizeAsync);
        _app.MapGet("/link", Sockets.AcceptAsync);
    }

    private void Populate()
    {
        Acme = World.AddWorkspace("T0ACME", "Acme");
        Robin = Acme.AddPerson("Robin");
        Kim = Acme.AddPerson("Kim");
        Admin = Acme.AddPerson("Alex", PersonKind.Admin);
        Guest = Acme.AddPerson("Gail", PersonKind.Guest);
        var other = World.AddWorkspace("T0OTHER", "Other");
        other.IsInstalled = false;
        Stranger = other.AddPerson("Sam");
        General = Acme.AddChannel("general", PlaceKind.Public, withBot: true, Robin, Kim, Admin, Guest);
        Team = Acme.AddChannel("ml-team", PlaceKind.Private, withBot: true, Robin, Kim, Admin);
        Shared = Acme.AddChannel("shared", PlaceKind.Public, withBot: true, Robin, Kim, Admin, Stranger);
        Random = Acme.AddChannel("random", PlaceKind.Public, withBot: false, Robin, Kim);
        Old = Acme.AddChannel("old", PlaceKind.Public, withBot: true, Robin, Kim);
        Old.IsArchived = true;
    }
}
