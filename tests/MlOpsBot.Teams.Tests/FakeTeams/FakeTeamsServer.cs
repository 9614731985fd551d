using System.Collections.Immutable;
using System.Net;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace MlOpsBot.Teams.Tests.FakeTeams;

/// <summary>
/// Microsoft Teams, as far as one bot can tell: the connector, Microsoft's login and Bot Framework's keys, and the people who use
/// it; on loopback over https, by the documented rules. Begin with <see cref="StartAsync"/>.
/// </summary>
/// <remarks>Thread-safe.</remarks>
internal sealed class FakeTeamsServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly CancellationTokenSource _stopping = new();
    private readonly HttpSender _sender;
    private readonly CallDesk<Call> _desk;
    private ImmutableArray<Uri> _bots = [];
    private int _nextBot;

    private FakeTeamsServer(FakeTeamsOptions options, WebApplication app)
    {
        (Options, ClientSecret) = (options, options.ClientSecret);
        _app = app;
        _desk = new CallDesk<Call>(new CallDeskSettings(options.Time, Reply.Of, StepAsync, _stopping.Token));
        World = new TeamsWorld(this);
        Throttle = new Throttle(options);
        Incoming = new IncomingTokens(this);
        Login = new Login(this);
        Connector = new ConnectorApi(this);
        _sender = new HttpSender(this);
        Deliveries = new Deliveries(new DeliverySettings(options.Time, options.Retries, AttemptAsync, () => StepAsync("acknowledged", StepPoint.Answered), _stopping.Token));
    }

    public FakeTeamsOptions Options { get; }

    /// <summary>The secret that the login takes; set anew, as if the one before had been deleted.</summary>
    public string ClientSecret { get; set; }

    public TeamsWorld World { get; }

    /// <summary>What goes wrong on purpose, by the names of <see cref="Call"/>s' methods.</summary>
    public FaultPlan Faults => _desk.Faults;

    /// <summary>Everything that the bot asked of Teams and the login.</summary>
    public CallLog<Call> Calls => _desk.Calls;

    public Throttle Throttle { get; }

    /// <summary>The tokens that requests to the bot carry.</summary>
    public IncomingTokens Incoming { get; }

    /// <summary>The tokens that the bot gets.</summary>
    public Login Login { get; }

    public ConnectorApi Connector { get; }

    /// <summary>Everything that was sent to the bot.</summary>
    public Deliveries Deliveries { get; }

    /// <summary>
    /// Called at every step of a call, before Teams goes on; a test may end the bot's process in it. The steps have the names of
    /// <see cref="Call"/>s' methods, <c>welcome</c> for a post where nobody has said anything, <c>activity</c> and <c>invoke</c> for what is
    /// sent to the bot, and <c>acknowledged</c>. False at
    /// <see cref="StepPoint.Received"/>: the request was lost on its way, and is not carried out.
    /// </summary>
    public Func<Step, Task<bool>>? AtStep { get; set; }

    /// <summary>The https side: login, keys and connector.</summary>
    public Uri Url { get; private set; } = null!;

    /// <summary>What <c>MlOpsBot:Teams:LoginUrl</c> has to be.</summary>
    public Uri LoginUrl => Url;

    /// <summary>What <c>MlOpsBot:Teams:MetadataUrl</c> has to be.</summary>
    public Uri MetadataUrl => new(Url, "v1/.well-known/openidconfiguration");

    /// <summary>What <c>MlOpsBot:Teams:ServiceHosts</c> has to name.</summary>
    public string ServiceHost => Url.Authority;

    /// <summary>The service address in activities.</summary>
    public string ServiceUrl => Options.IsPlayground ? PlaygroundUrl : new Uri(Url, $"amer/{Options.TenantId}/").AbsoluteUri;

    /// <summary>The service address in activities of the Agents Playground: http, without tokens.</summary>
    public string PlaygroundUrl { get; private set; } = "";

    public string BotId => $"28:{Options.AppId}";

    public Person Robin { get; private set; } = null!;

    public Person Kim { get; private set; } = null!;

    /// <summary>A group chat of Robin, Kim and the bot.</summary>
    public TeamsChat Group { get; private set; } = null!;

    /// <summary>A channel of a team that has the bot.</summary>
    public TeamsChat General { get; private set; } = null!;

    internal CancellationToken Stopping => _stopping.Token;

    public static async Task<FakeTeamsServer> StartAsync(FakeTeamsOptions? options = null)
    {
        options ??= new FakeTeamsOptions();
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = TimeSpan.FromMilliseconds(200));
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MinResponseDataRate = null;
            kestrel.Listen(IPAddress.Loopback, options.Port, listen => listen.UseHttps(TestRoot.Server));
            kestrel.Listen(IPAddress.Loopback, 0);
        });
        var teams = new FakeTeamsServer(options, builder.Build());
        teams.Map();
        await teams._app.StartAsync();
        teams.Url = new Uri(teams._app.Urls.First(url => url.StartsWith("https:", StringComparison.Ordinal)));
        teams.PlaygroundUrl = new Uri(new Uri(teams._app.Urls.First(url => url.StartsWith("http:", StringComparison.Ordinal))), "_connector").AbsoluteUri;
        teams.Populate();
        return teams;
    }

    /// <summary>Sends to this bot from now on; to several in turn.</summary>
    public void Connect(params Uri[] bots) => _bots = [.. bots];

    /// <summary>The last things that happened, for a test's failure.</summary>
    internal string Describe()
    {
        var changes = World.Changes.TakeLast(3).Select(change => $"{change.Kind}: {change.Message}");
        var calls = Calls.All.TakeLast(4).Select(call => $"{call.Method} → {call.Outcome}");
        var sent = Deliveries.All.TakeLast(3).Select(delivery => delivery.ToString());
        return string.Join("; ", [.. changes, .. calls, .. sent]);
    }

    internal Task<bool> StepAsync(string method, StepPoint point) => AtStep?.Invoke(new Step(method, point)) ?? Task.FromResult(true);

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _app.StopAsync();
        await _app.DisposeAsync();
        _sender.Dispose();
        _stopping.Dispose();
    }

    private Task<Receipt> AttemptAsync(Outgoing content, int retry, string? reason)
    {
        var bots = _bots;
        return bots.IsEmpty
            ? Task.FromResult(Receipt.Failed("no bot is connected"))
            : _sender.SendAsync(bots[(int)((uint)Interlocked.Increment(ref _nextBot) % (uint)bots.Length)], content);
    }

    private void Map()
    {
        MapConnector("/amer/{tenant}");
        MapConnector("/_connector");
        _app.MapGet("/v1/.well-known/openidconfiguration", context => AnswerAsync(context, "metadata", _ => Incoming.Metadata()));
        _app.MapGet("/v1/.well-known/keys", context => AnswerAsync(context, "keys", _ => Incoming.Keys()));
        _app.MapGet("/common/discovery/instance", context => AnswerAsync(context, "instance", _ => Login.Instance(Options.TenantId)));
        _app.MapPost("/{tenant}/oauth2/v2.0/token", async context =>
        {
            var form = await context.Request.ReadFormAsync();
            await AnswerAsync(context, "token", _ => Login.Give((string)context.Request.RouteValues["tenant"]!, form));
        });
    }

    private void MapConnector(string at)
    {
        _app.MapPost(at + "/v3/conversations", context => AnswerAsync(context, "create", Connector.Create));
        _app.MapPost(at + "/v3/conversations/{conversation}/activities/{id?}", context => AnswerAsync(
            context, "post", body => Connector.Post(Value(context, "conversation")!, Value(context, "id"), body)));
        _app.MapPut(at + "/v3/conversations/{conversation}/activities/{id}", context => AnswerAsync(
            context, "update", body => Connector.Update(Value(context, "conversation")!, Value(context, "id")!, body)));
        _app.MapDelete(at + "/v3/conversations/{conversation}/activities/{id}", context => AnswerAsync(
            context, "delete", _ => Connector.Delete(Value(context, "conversation")!, Value(context, "id")!)));
        MapMembers(at);
    }

    private void MapMembers(string at) => _app.MapGet(at + "/v3/conversations/{conversation}/members/{id}", context => AnswerAsync(
        context, "member", _ => Connector.Member(Value(context, "conversation")!, Value(context, "id")!)));

    private static string? Value(HttpContext context, string name) => context.Request.RouteValues[name] as string;

    private async Task AnswerAsync(HttpContext context, string method, Func<JsonElement, Reply> run)
    {
        JsonElement body = default;
        if (context.Request.HasJsonContentType())
        {
            try
            {
                body = await JsonSerializer.DeserializeAsync<JsonElement>(context.Request.Body);
            }
            catch (Exception error) when (error is JsonException or BadHttpRequestException or IOException)
            {
                context.Abort();
                return;
            }
        }

        method = method == "post" && body.Text("type") == "typing" ? "typing" : method;
        var step = method == "post" && World.IsSilent(Value(context, "conversation")!) ? "welcome" : method;
        var target = context.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpRequestFeature>()!.RawTarget;
        await _desk.TakeAsync(
            context, method, number => new Call(number, method, target, body, Options.Time.GetUtcNow()), () => IsAllowed(context, method) ? run(body) : Denied(), step);
    }

    // The Playground's side takes no token; and would be told none, as it is http.
    private bool IsAllowed(HttpContext context, string method)
        => method is "metadata" or "keys" or "instance" or "token"
            || (context.Request.IsHttps ? Login.IsValid(context.Request.Headers.Authorization.ToString()) : context.Request.Headers.Authorization.Count == 0);

    private static Reply Denied() => new(StatusCodes.Status401Unauthorized, new System.Text.Json.Nodes.JsonObject { ["message"] = "Authorization has been denied for this request." });

    private void Populate()
    {
        Robin = World.AddPerson("Robin");
        Kim = World.AddPerson("Kim");
        Group = World.AddGroup("Release planning", Robin, Kim);
        General = World.AddChannel("General", Robin, Kim);
    }
}
