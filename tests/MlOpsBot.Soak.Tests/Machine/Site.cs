using System.Collections.Immutable;
using System.Globalization;
using MlOpsBot.Slack.Tests.FakeSlack;
using MlOpsBot.Soak.Tests.Asking;
using MlOpsBot.Storage.Secrets;
using MlOpsBot.Teams.Tests.FakeTeams;

namespace MlOpsBot.Soak.Tests.Machine;

/// <summary>How a bot is set up for a run. Immutable.</summary>
/// <param name="Name">Of the bot, in tables and logs.</param>
/// <param name="Program">The program of its replicas.</param>
/// <param name="Knowledge">The folder to answer from.</param>
/// <param name="Logs">The folder of logs.</param>
internal sealed record SiteSettings(string Name, string Program, string Knowledge, string Logs)
{
    /// <summary>PostgreSQL; null for SQLite.</summary>
    public Database? Database { get; init; }

    /// <summary>In how many of Slack's workspaces it is installed.</summary>
    public int Workspaces { get; init; } = 10;

    /// <summary>Whether Slack comes through sockets.</summary>
    public bool UsesSocket { get; init; }

    /// <summary>For how long a replica that was killed keeps what it had claimed.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the platforms wait for an acknowledgement or an answer; as long as they do unless set.</summary>
    public TimeSpan? Patience { get; init; }

    /// <summary>How long after each failure Slack sends again; its own schedule unless set.</summary>
    public ImmutableArray<TimeSpan> Retries { get; init; } = new FakeSlackOptions().Retries;

    /// <summary>Further options by their names.</summary>
    public IReadOnlyList<(string Name, string Value)> Options { get; init; } = [];
}

/// <summary>One bot with its replicas behind a balancer, the platforms that it talks to, and the people who ask it.</summary>
internal sealed class Site : IAsyncDisposable
{
    private static readonly TimeSpan s_longestStart = TimeSpan.FromSeconds(120);

    private readonly SiteSettings _settings;
    private readonly Balancer _balancer;
    private readonly Dictionary<string, string?> _options;
    private readonly Scratch _data = new();
    private readonly Lock _gate = new();
    private readonly List<Replica> _replicas = [];
    private PageAsker? _pages;
    private int _started;
    private int _restarts;

    private Site(SiteSettings settings, FakeSlackServer slack, FakeTeamsServer teams, Balancer balancer)
    {
        _settings = settings;
        Slack = slack;
        Teams = teams;
        _balancer = balancer;
        _options = Options();
    }

    public string Name => _settings.Name;

    public Database? Database => _settings.Database;

    public FakeSlackServer Slack { get; }

    public FakeTeamsServer Teams { get; }

    /// <summary>Everything that was asked.</summary>
    public AskedLog Log { get; } = new();

    /// <summary>Everything that the bot showed.</summary>
    public Sightings Seen { get; } = new();

    /// <summary>The ways of asking, in chat and on pages.</summary>
    public IReadOnlyList<Way> Ways { get; private set; } = [];

    public SlackAsker People { get; private set; } = null!;

    /// <summary>What the balancer said itself, by reason.</summary>
    public IReadOnlyDictionary<string, int> Refused => _balancer.Refused;

    /// <summary>Where SQLite's file is.</summary>
    public string DataFolder => _data.Path;

    /// <summary>Those that run.</summary>
    public ImmutableArray<Replica> Replicas
    {
        get
        {
            lock (_gate)
            {
                return [.. _replicas];
            }
        }
    }

    /// <summary>Starts everything, and installs the bot.</summary>
    public static async Task<Site> StartAsync(SiteSettings settings, int replicas)
    {
        var slack = await FakeSlackServer.StartAsync(SlackOptions(settings));
        var teams = await FakeTeamsServer.StartAsync(TeamsOptions(settings));
        var site = new Site(settings, slack, teams, await Balancer.StartAsync());
        await Task.WhenAll(Enumerable.Range(0, replicas).Select(_ => site.StartReplicaAsync()));
        teams.Connect(site._balancer.Url);
        if (settings.UsesSocket)
        {
            await slack.Sockets.ConnectedAsync(replicas);
        }
        else
        {
            slack.ConnectHttp(site._balancer.Url);
        }

        await site.OpenAsync();
        return site;
    }

    /// <summary>How often a replica would not start, and was started again: in the middle of a broken edit, or without its database.</summary>
    public int Restarts => _restarts;

    /// <summary>
    /// Starts a replica, and waits until the balancer sends to it. One that ends by itself is started again after a pause, as
    /// orchestrators do.
    /// </summary>
    /// <param name="program">Another program than the site's; null for that.</param>
    public async Task<Replica> StartReplicaAsync(string? program = null)
    {
        while (true)
        {
            var replica = await TryStartReplicaAsync(program);
            if (!replica.HasExited)
            {
                return replica;
            }

            Interlocked.Increment(ref _restarts);
            await ForgetAsync(replica);
        }
    }

    private async Task<Replica> TryStartReplicaAsync(string? program)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"{Name}-{Interlocked.Increment(ref _started)}");
        var replica = Replica.Start(name, program ?? _settings.Program, _options, _settings.Knowledge, _settings.Logs);
        lock (_gate)
        {
            _replicas.Add(replica);
        }

        try
        {
            await _balancer.AddAsync(replica, s_longestStart);
        }
        catch (OperationCanceledException exception)
        {
            throw new InvalidOperationException($"{name} did not come up; its log is {Path.Combine(_settings.Logs, name)}.log", exception);
        }

        return replica;
    }

    /// <summary>Waits until every replica is ready.</summary>
    public Task ReadyAsync() => Task.WhenAll(Replicas.Select(replica => _balancer.ReadyAsync(replica, s_longestStart)));

    /// <summary>Tells a replica to stop, as an orchestrator does; its exit code and how long that took.</summary>
    public async Task<(int ExitCode, TimeSpan Took)> TerminateAsync(Replica replica)
    {
        var end = await replica.TerminateAsync(TimeSpan.FromSeconds(60));
        await ForgetAsync(replica);
        return end;
    }

    /// <summary>Ends a replica at once; the balancer is not told.</summary>
    public async Task KillAsync(Replica replica)
    {
        await replica.KillAsync();
        await ForgetAsync(replica);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var replica in Replicas)
        {
            await replica.DisposeAsync();
        }

        _pages?.Dispose();
        await _balancer.DisposeAsync();
        await Slack.DisposeAsync();
        await Teams.DisposeAsync();
        _data.Dispose();
    }

    private async Task ForgetAsync(Replica replica)
    {
        lock (_gate)
        {
            _replicas.Remove(replica);
        }

        // The balancer finds out by itself that nobody is there; here only its looking ends.
        await Task.Delay(TimeSpan.FromSeconds(2));
        await _balancer.RemoveAsync(replica.Url);
        await replica.DisposeAsync();
    }

    private async Task OpenAsync()
    {
        var workspaces = Enumerable.Range(1, _settings.Workspaces).Select(number => Slack.World.AddWorkspace(
            string.Create(CultureInfo.InvariantCulture, $"T0SOAK{number}"), string.Create(CultureInfo.InvariantCulture, $"Soak {number}"))).ToList();
        foreach (var workspace in workspaces)
        {
            await InstallAsync(workspace.AddPerson("Admin", PersonKind.Admin));
        }

        People = await SlackAsker.OpenAsync(Slack, Seen, Log, workspaces);
        var teams = await TeamsAsker.OpenAsync(Teams, Seen, Log);
        _pages = new PageAsker(_balancer.Url, Log, TimeProvider.System);
        Ways = [.. People.Ways, .. teams.Ways, .. _pages.Ways];
    }

    /// <summary>Clicks the button, allows it, and comes back.</summary>
    private async Task InstallAsync(MlOpsBot.Slack.Tests.FakeSlack.Person person)
    {
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        using var start = await browser.GetAsync(new Uri(_balancer.Url, "slack/install"));
        using var back = new HttpRequestMessage(HttpMethod.Get, new Uri(_balancer.Url, Slack.OAuth.Allow(person, start.Headers.Location!).PathAndQuery));
        back.Headers.Add("Cookie", start.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        using var end = await browser.SendAsync(back);
        end.EnsureSuccessStatusCode();
    }

    private static FakeSlackOptions SlackOptions(SiteSettings settings)
    {
        var options = new FakeSlackOptions { Retries = settings.Retries, Patience = s_longestStart };
        return options with { AcknowledgeWithin = settings.Patience ?? options.AcknowledgeWithin };
    }

    private static FakeTeamsOptions TeamsOptions(SiteSettings settings)
    {
        var options = new FakeTeamsOptions { LimitsCalls = true, Patience = s_longestStart };
        return options with { AcknowledgeWithin = settings.Patience ?? options.AcknowledgeWithin, AnswerWithin = settings.Patience ?? options.AnswerWithin };
    }

    private Dictionary<string, string?> Options()
    {
        var lease = ((int)_settings.Lease.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        var options = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            ["MlOpsBot:Playground:Enabled"] = "true",

            // A few people and one address stand for many.
            ["MlOpsBot:Limits:QuestionsPerUser"] = "0",
            ["MlOpsBot:Limits:QuestionsPerWorkspace"] = "0",
            ["MlOpsBot:Limits:PagesPerAddress"] = "0",
            ["MlOpsBot:Limits:RefusedPerAddress"] = "0",
            ["MlOpsBot:Slack:ApiUrl"] = Slack.ApiUrl.ToString(),
            [_settings.UsesSocket ? "MlOpsBot:Slack:AppToken" : "MlOpsBot:Slack:SigningSecret"] = _settings.UsesSocket ? Slack.Options.AppToken : Slack.Options.SigningSecret,
            ["MlOpsBot:Slack:ClientId"] = Slack.Options.ClientId,
            ["MlOpsBot:Slack:ClientSecret"] = Slack.Options.ClientSecret,
            ["MlOpsBot:Slack:PublicUrl"] = _balancer.Url.ToString(),
            ["MlOpsBot:Slack:LeaseSeconds"] = lease,
            ["MlOpsBot:Teams:AppId"] = Teams.Options.AppId,
            ["MlOpsBot:Teams:TenantId"] = Teams.Options.TenantId,
            ["MlOpsBot:Teams:ClientSecret"] = Teams.Options.ClientSecret,
            ["MlOpsBot:Teams:LoginUrl"] = Teams.LoginUrl.AbsoluteUri,
            ["MlOpsBot:Teams:MetadataUrl"] = Teams.MetadataUrl.AbsoluteUri,
            ["MlOpsBot:Teams:ServiceHosts"] = Teams.ServiceHost,
            ["MlOpsBot:Teams:LeaseSeconds"] = lease,
            ["MlOpsBot:Tips:LeaseSeconds"] = lease,
            ["MlOpsBot:Storage:EncryptionKeys:0"] = AesGcmSecretProtector.NewKey(),
            [Database is null ? "MlOpsBot:Storage:DataFolder" : "MlOpsBot:Storage:PostgresConnectionString"] = Database?.ConnectionString ?? _data.Path,
            ["SSL_CERT_FILE"] = TestRoot.File,
        };
        foreach (var (name, value) in _settings.Options)
        {
            options[name] = value;
        }

        return options;
    }
}
