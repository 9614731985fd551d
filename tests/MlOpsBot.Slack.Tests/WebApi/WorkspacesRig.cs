using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using MlOpsBot.Chat.Limiting;
using MlOpsBot.Slack.Tests.FakeSlack;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Secrets;

namespace MlOpsBot.Slack.Tests.WebApi;

/// <summary>A fake Slack and a store, with as many replicas as a test needs, all on one clock.</summary>
internal sealed class WorkspacesRig : IAsyncDisposable
{
    private readonly Scratch _scratch = new();
    private readonly List<SlackApi> _apis = [];
    private readonly LogLines _lines = new();
    private readonly LoggerFactory _log;
    private Store? _store;
    private FakeSlackServer? _slack;

    private WorkspacesRig() => _log = new LoggerFactory([_lines]);

    public ManualTime Time { get; } = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));

    public string LogText => string.Join('\n', _lines.All);

    public Store Store => _store!;

    public FakeSlackServer Slack => _slack!;

    public static CancellationToken Stop => TestContext.Current.CancellationToken;

    public static async Task<WorkspacesRig> StartAsync(bool rotatesTokens = false)
    {
        var rig = new WorkspacesRig();
        rig._store = await Store.OpenAsync(
            new StorageOptions { DataFolder = rig._scratch.Path },
            AesGcmSecretProtector.FromBase64(Convert.ToBase64String(RandomNumberGenerator.GetBytes(32))),
            rig.Time,
            Stop);
        rig._slack = await FakeSlackServer.StartAsync(new FakeSlackOptions { Time = rig.Time, RotatesTokens = rotatesTokens });
        return rig;
    }

    /// <summary>A replica for installs by OAuth, or for one bot token.</summary>
    public SlackWorkspaces Replica(string? botToken = null, Uri? apiUrl = null)
    {
        var options = new SlackOptions
        {
            ApiUrl = apiUrl ?? Slack.ApiUrl,
            BotToken = botToken is null ? null : new Secret(botToken),
            ClientId = botToken is null ? Slack.Options.ClientId : null,
            ClientSecret = botToken is null ? new Secret(Slack.Options.ClientSecret) : null,
            PublicUrl = botToken is null ? new Uri("https://bot.example.com") : null,
        };
        var api = new SlackApi(options, new CallLimiter(Time), Time, _log.CreateLogger<SlackApi>());
        _apis.Add(api);
        return new SlackWorkspaces(options, api, Store, Time, _log.CreateLogger<SlackWorkspaces>());
    }

    /// <summary>The API of the last replica.</summary>
    public SlackApi Api => _apis[^1];

    /// <summary>Installs the bot, as the callback of an install does.</summary>
    public async Task<SlackGrant> InstallAsync()
    {
        var redirect = new Uri("https://bot.example.com/slack/oauth/callback");
        var grant = (await Api.Tokens.ExchangeCodeAsync(
            Slack.Options.ClientId, new Secret(Slack.Options.ClientSecret), Slack.OAuth.NewCode(Slack.Robin, redirect.AbsoluteUri), redirect, Stop)).Value!;
        await SaveAsync(grant);
        return grant;
    }

    public Task SaveAsync(SlackGrant grant)
        => Store.Installations.SaveAsync(SlackInstallation.Of(grant, new SlackIdentity(grant.TeamId, "Acme", null, false, "UB", "BB"), Time.GetUtcNow()), Stop);

    /// <summary>How often tokens were renewed, or tried to be.</summary>
    public int Renewals => Slack.Calls.Of("oauth.v2.access").Count(call => call.Arguments.Text("grant_type") == "refresh_token");

    public async ValueTask DisposeAsync()
    {
        _apis.ForEach(static api => api.Dispose());
        await Slack.DisposeAsync();
        _log.Dispose();
        await Store.DisposeAsync();
        _scratch.Dispose();
    }
}
