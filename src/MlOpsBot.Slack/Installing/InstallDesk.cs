using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Slack.Tips;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Workspaces;

namespace MlOpsBot.Slack.Installing;

/// <summary>
/// An install by OAuth 2 (<c>https://docs.slack.dev/authentication/installing-with-oauth</c>): sends the browser to Slack with a
/// state, and takes it back with a code. Thread-safe.
/// </summary>
internal sealed class InstallDesk
{
    /// <summary>How long an install may take, from the first click to the way back.</summary>
    public static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(600);

    // Slack's codes are of some 70 characters. What is much longer is none, and is not sent on.
    private const int LongestParameter = 512;

    private readonly Current<SlackOptions> _options;
    private readonly SlackApi _api;
    private readonly SlackWorkspaces _workspaces;
    private readonly TipOrders _tips;
    private readonly Store _store;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly InstallAddresses _addresses;
    private readonly string _cookie;

    public InstallDesk(
        Current<SlackOptions> options, SlackApi api, SlackWorkspaces workspaces, TipOrders tips, Store store, TimeProvider time, ILogger<InstallDesk> log)
    {
        (_options, _api, _workspaces, _tips, _store, _time, _log) = (options, api, workspaces, tips, store, time, log);
        _addresses = InstallAddresses.Of(options.Value);

        // "__Secure-" keeps an unencrypted page from planting the cookie. "__Host-" would keep a sibling domain from it, too, but
        // demands the path "/", and with it every request to the bot would carry the cookie. All that a sibling gains by planting
        // one is that a browser finishes the sibling's own install, for the sibling's own workspace.
        _cookie = IsSecure ? "__Secure-mlopsbot-install" : "mlopsbot-install";
    }

    private bool IsSecure => _addresses.Callback.Scheme == Uri.UriSchemeHttps;

    private string Again => _addresses.Start.AbsolutePath;

    /// <summary>Sends the browser to Slack.</summary>
    public async Task StartAsync(HttpContext context)
    {
        OAuthState state;
        try
        {
            state = await _store.OAuthStates.IssueAsync(SlackInstallation.Platform, Lifetime, "", context.RequestAborted);
        }
        catch (StorageException exception)
        {
            _log.LogError("An install could not be started: {Fault}", exception.Message);
            await WriteAsync(context, InstallPage.Unavailable(Again));
            return;
        }

        context.Response.Cookies.Append(_cookie, state.Browser.Reveal(), Cookie(Lifetime));
        context.Response.Headers.CacheControl = "no-store";
        context.Response.Redirect(QueryTo(
            _addresses.Authorize,
            ("client_id", _options.Value.ClientId!),
            ("scope", string.Join(',', SlackScopes.Bot)),
            ("redirect_uri", _addresses.Callback.AbsoluteUri),
            ("state", state.State.Reveal())));
    }

    /// <summary>Takes the browser back.</summary>
    public async Task FinishAsync(HttpContext context)
    {
        InstallPage page;
        try
        {
            page = await FinishAsync(context.Request, context.RequestAborted);
        }
        catch (StorageException exception)
        {
            _log.LogError("An install could not be finished: {Fault}", exception.Message);
            page = InstallPage.Unavailable(Again);
        }

        // It has done its work, whatever came of it.
        context.Response.Cookies.Delete(_cookie, Cookie(null));
        await WriteAsync(context, page);
    }

    private async Task<InstallPage> FinishAsync(HttpRequest request, CancellationToken cancellation)
    {
        if (One(request, "state") is not { } state)
        {
            return InstallPage.Stale(Again);
        }

        // First of all, and whatever else was sent: a state is used up by coming back.
        var redeemed = await _store.OAuthStates.RedeemAsync(SlackInstallation.Platform, state, request.Cookies[_cookie], cancellation);
        if (redeemed.Outcome != RedeemOutcome.Accepted)
        {
            _log.LogWarning("An install came back with a state that is not good: {Outcome}", redeemed.Outcome);
            return InstallPage.Stale(Again);
        }

        if (request.Query.ContainsKey("error"))
        {
            var isDeclined = request.Query["error"] == "access_denied";
            _log.LogInformation("An install was {Outcome}", isDeclined ? "declined" : "refused by Slack");
            return isDeclined ? InstallPage.Declined(Again) : InstallPage.Refused(Again);
        }

        // From here on whatever Slack grants is stored, even if the browser goes away: the code works once.
        return One(request, "code") is { } code ? await ExchangeAsync(code) : InstallPage.Stale(Again);
    }

    private async Task<InstallPage> ExchangeAsync(string code)
    {
        var options = _options.Value;
        var granted = await _api.Tokens.ExchangeCodeAsync(options.ClientId!, options.ClientSecret!, code, _addresses.Callback, CancellationToken.None);
        if (granted.Value is not { } grant)
        {
            _log.LogError("Slack granted no token for an install: {Error}", granted.Error);
            return granted.Outcome == CallOutcome.Refused ? InstallPage.Refused(Again) : InstallPage.Unavailable(Again);
        }

        // Only this call tells the bot's id, by which its own messages are known; without it they are known by its user.
        var identity = await _api.Tokens.AuthTestAsync(grant.BotToken, CancellationToken.None);
        var installation = SlackInstallation.Of(grant, identity.Value, _time.GetUtcNow());
        await _store.Installations.SaveAsync(installation, CancellationToken.None);
        _workspaces.Forget(installation.Workspace.Id);
        _log.LogInformation("The bot was installed in {Workspace}", installation.Workspace);
        await ResumeTipsAsync(installation.Workspace);
        return InstallPage.Installed(installation.Name, OpenIn(grant));
    }

    /// <summary>Tips that stopped with an earlier installation go on. The installation is good without it, and a mention in a channel makes up for it.</summary>
    private async Task ResumeTipsAsync(WorkspaceKey workspace)
    {
        try
        {
            if (_tips.Desk is { } desk)
            {
                await desk.ReinstalledAsync(workspace, CancellationToken.None);
            }
        }
        catch (StorageException exception)
        {
            _log.LogError("The tips of {Workspace} were not resumed: {Fault}", workspace, exception.Message);
        }
    }

    // https://docs.slack.dev/interactivity/deep-linking: opens the app's own page in the workspace.
    private Uri OpenIn(SlackGrant grant) => grant.AppId is null
        ? _addresses.Slack
        : new Uri(QueryTo(new Uri(_addresses.Slack, "app_redirect"), ("app", grant.AppId), ("team", grant.TeamId ?? grant.EnterpriseId!)));

    private CookieOptions Cookie(TimeSpan? maxAge) => new()
    {
        HttpOnly = true,
        Secure = IsSecure,

        // Lax, not Strict: the browser comes back from Slack's site.
        SameSite = SameSiteMode.Lax,
        Path = _addresses.PathBase + InstallAddresses.OAuthPath,
        MaxAge = maxAge,
        IsEssential = true,
    };

    private Task WriteAsync(HttpContext context, InstallPage page) => page.WriteAsync(context, _addresses.PathBase + InstallStyle.Address);

    private static string QueryTo(Uri address, params ReadOnlySpan<(string Name, string Value)> parameters)
    {
        var text = address.AbsoluteUri;
        var separator = '?';
        foreach (var (name, value) in parameters)
        {
            text += $"{separator}{name}={Uri.EscapeDataString(value)}";
            separator = '&';
        }

        return text;
    }

    private static string? One(HttpRequest request, string name)
        => request.Query[name] is { Count: 1 } values && values[0] is { Length: > 0 and <= LongestParameter } value ? value : null;
}
