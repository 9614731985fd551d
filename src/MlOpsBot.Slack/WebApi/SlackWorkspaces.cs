using Microsoft.Extensions.Logging;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Slack.Installing;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Secrets;
using MlOpsBot.Storage.Workspaces;

namespace MlOpsBot.Slack.WebApi;

/// <summary>
/// What it takes to act in a workspace: the configured token's access, or that of an installation, renewed ahead of its end.
/// Remembered for a short while, so that what another replica installs, renews or removes is noticed within a minute.
/// Thread-safe; one for the process.
/// </summary>
public sealed class SlackWorkspaces
{
    /// <summary>How long an installation is remembered.</summary>
    internal static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    /// <summary>How long it is remembered that there is none: whoever has just installed the bot does not want to wait.</summary>
    internal static readonly TimeSpan NoneLifetime = TimeSpan.FromSeconds(5);

    /// <summary>How long Slack is waited for: events are to be acknowledged within three seconds, and this comes before it.</summary>
    internal static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(1.5);

    // A token that Slack refuses is tried again after this: it may have been an allowed network, or an error of Slack's.
    private static readonly TimeSpan RefusedLifetime = TimeSpan.FromMinutes(5);

    // An expired token that could not be renewed is handed out all the same: calls with it come to "later", not to a loss.
    private static readonly TimeSpan ExpiredLifetime = TimeSpan.FromSeconds(1);

    private readonly InstallationStore _installations;
    private readonly TimeProvider _time;
    private readonly ILogger _log;
    private readonly TokenRotation _rotation;
    private readonly Current<SlackOptions> _options;
    private readonly SlackApi _api;
    private readonly AccessCache _cache;
    private readonly Uri? _install;
    private SingleWorkspace? _single;

    /// <summary>Nothing is asked or read before it is needed.</summary>
    public SlackWorkspaces(Current<SlackOptions> options, SlackApi api, Store store, TimeProvider time, ILogger<SlackWorkspaces> log)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(api);
        ArgumentNullException.ThrowIfNull(store);
        (_options, _api) = (options, api);
        _installations = store.Installations;
        _time = time;
        _log = log;
        _rotation = new TokenRotation(options, api, _installations, time, log);
        _cache = new AccessCache(time);
        _install = options.Value.PublicUrl is null ? null : InstallAddresses.Of(options.Value).Start;
        api.TokenRefused = OnRefused;
    }

    /// <summary>
    /// What it takes to act in a workspace; null if the bot is not installed there or its token is dead, for which there is a
    /// line in the log. While Slack is out of reach it is given unrenewed or without the bot's ids: calls then come to
    /// <see cref="CallOutcome.Later"/>.
    /// </summary>
    /// <param name="teamId">The workspace that an event came from; an Enterprise organization's id will do for its own installation.</param>
    /// <param name="enterpriseId">Its Enterprise organization, for which the bot may be installed as a whole; null outside of one.</param>
    /// <param name="cancellation">Gives up waiting.</param>
    /// <exception cref="StorageException">The installations cannot be read.</exception>
    public async Task<WorkspaceAccess?> FindAsync(string teamId, string? enterpriseId, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(teamId);
        if (Single() is { } single)
        {
            return await FindSingleAsync(single, teamId, enterpriseId, cancellation);
        }

        var found = await _cache.GetAsync(teamId, LoadAsync, cancellation);
        if (found is null && !string.IsNullOrEmpty(enterpriseId) && enterpriseId != teamId)
        {
            found = await _cache.GetAsync(enterpriseId, LoadAsync, cancellation);
        }

        if (found is null)
        {
            _log.LogWarning("Nothing can be said in {Workspace}: the bot is not installed there, or its token is dead", teamId);
        }

        return found;
    }

    /// <summary>
    /// Removes an installation with its tokens; done again it does nothing. Slack may tell of an uninstall hours later, when somebody
    /// has installed the bot anew: ask <see cref="TokenCalls.AuthTestAsync"/> first whether the token that is stored is dead.
    /// </summary>
    /// <param name="teamId">The workspace, or the Enterprise organization.</param>
    /// <param name="reason">Slack's word for it, for the log.</param>
    /// <param name="cancellation">Gives up before it is removed.</param>
    /// <exception cref="StorageException">The installations cannot be written.</exception>
    public async Task RemoveAsync(string teamId, string reason, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(teamId);
        if (_options.Value.BotToken is null
            && await _installations.RemoveAsync(SlackInstallation.KeyOf(teamId), SlackInstallation.Platform, cancellation))
        {
            _log.LogInformation("The bot was removed from {Workspace}: {Reason}", teamId, reason);
        }

        _cache.Forget(teamId);
    }

    /// <summary>Reads a workspace anew the next time: it was installed.</summary>
    internal void Forget(string teamId) => _cache.Forget(teamId);

    private async Task<WorkspaceAccess?> FindSingleAsync(
        SingleWorkspace single, string teamId, string? enterpriseId, CancellationToken cancellation)
    {
        // One entry, whatever is asked for: whose the token is does not depend on it.
        var access = await _cache.GetAsync(single.CacheKey, async _ => await single.LoadAsync(teamId), cancellation);
        if (access is null || access.Workspace.Id == teamId || access.Workspace.Id == enterpriseId)
        {
            return access;
        }

        if (access.BotUserId is null)
        {
            return access with { Workspace = SlackInstallation.KeyOf(teamId) };
        }

        _log.LogWarning("Nothing can be said in {Workspace}: the bot token is that of {Own}", teamId, access.Workspace.Id);
        return null;
    }

    private async Task<Found> LoadAsync(string id)
    {
        var installation = await _installations.FindAsync(SlackInstallation.KeyOf(id));
        if (installation is null)
        {
            return new Found(null, NoneLifetime);
        }

        var refused = _cache.RefusedToken(id);
        if (StoredTokens.Read(installation) is { } before)
        {
            installation = await RenewedAsync(installation, isRefused: refused is not null && refused.Reveal() == before.Bot);
        }

        if (installation is null || StoredTokens.Read(installation) is not { } tokens)
        {
            _log.LogError("What is stored for {Workspace} holds no token; install the bot there again", id);
            return new Found(null, NoneLifetime);
        }

        var access = new WorkspaceAccess(
            installation.Workspace, new Secret(tokens.Bot), installation.BotUserId, StoredSettings.Read(installation).BotId);
        var isExpired = installation.SecretsExpireAt <= _time.GetUtcNow();
        if (isExpired && tokens is { Refresh: not null, RenewalError: null })
        {
            return new Found(access, ExpiredLifetime);
        }

        if (isExpired || (refused is not null && refused.Equals(access.BotToken)))
        {
            _log.LogError(
                "The token of {Workspace} is dead ({Reason}); install the bot there again at {Install}",
                id, tokens.RenewalError ?? (isExpired ? "expired" : "refused by Slack"), _install);
            return new Found(null, Lifetime);
        }

        return new Found(access, Lifetime);
    }

    private async Task<Installation?> RenewedAsync(Installation installation, bool isRefused)
    {
        var renewal = _rotation.RenewIfDueAsync(installation, isRefused);
        try
        {
            return await renewal.WaitAsync(LongestWait, _time);
        }
        catch (TimeoutException)
        {
            // It goes on by itself; the row says that it is under way, and whoever reads it later finds what came of it.
            _ = renewal.ContinueWith(
                failed => _log.LogError("The token of {Workspace} was not renewed: {Fault}", installation.Workspace, failed.Exception!.GetBaseException().Message),
                CancellationToken.None,
                TaskContinuationOptions.OnlyOnFaulted,
                TaskScheduler.Default);
            return installation;
        }
    }

    private void OnRefused(WorkspaceAccess access)
        => _cache.Refuse(Single()?.CacheKey ?? access.Workspace.Id, access.BotToken, RefusedLifetime);

    // A token that takes the place of another is asked about anew, and remembered apart from it: what is still being found out about
    // the old one says nothing of the new.
    private SingleWorkspace? Single()
    {
        var (token, known) = (_options.Value.BotToken, Volatile.Read(ref _single));
        if (token is null || known?.IsOf(token) == true)
        {
            return known;
        }

        var made = new SingleWorkspace(token, _api, _time, _log, (known?.Generation ?? 0) + 1);
        var raced = Interlocked.CompareExchange(ref _single, made, known);
        if (!ReferenceEquals(raced, known))
        {
            return raced;
        }

        if (known is not null)
        {
            _cache.Forget(known.CacheKey);
        }

        return made;
    }
}
