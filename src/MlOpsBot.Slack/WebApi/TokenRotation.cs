using Microsoft.Extensions.Logging;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Slack.Installing;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Workspaces;

namespace MlOpsBot.Slack.WebApi;

/// <summary>
/// Renews tokens that expire. A renewal token is good for one use, and whoever uses it second is told that it is invalid: so
/// one replica first writes into the row that it is renewing, and only then asks Slack. The row's version decides who.
/// Source: <c>https://docs.slack.dev/authentication/using-token-rotation</c>.
/// </summary>
internal sealed class TokenRotation(Current<SlackOptions> options, SlackApi api, InstallationStore installations, TimeProvider time, ILogger log)
{
    /// <summary>How long before its end a token is renewed: tokens last 12 hours, and Slack may be out of order for one.</summary>
    public static readonly TimeSpan Ahead = TimeSpan.FromHours(2);

    // Longer than any renewal takes, and so the longest that a replica's crash holds up the others; between attempts that fail,
    // too.
    private static readonly TimeSpan Claim = TimeSpan.FromMinutes(1);

    // Slack has said no: it is asked again in case somebody has corrected the configuration.
    private static readonly TimeSpan AfterRefusal = TimeSpan.FromMinutes(10);

    // A token that Slack has given and the store has not taken yet exists only here.
    private static readonly TimeSpan StoreRetry = TimeSpan.FromSeconds(1);
    private const int StoreTries = 5;

    /// <summary>Renews the tokens if it is time, or if Slack refused the token before its time.</summary>
    /// <returns>The installation as it is afterwards, renewed by us or by another, or as it was where it cannot be renewed now; null if it is gone.</returns>
    /// <exception cref="StorageException">The store cannot be read or written.</exception>
    public async Task<Installation?> RenewIfDueAsync(Installation installation, bool isRefused)
    {
        var now = time.GetUtcNow();
        var tokens = StoredTokens.Read(installation);
        if (tokens?.Refresh is null
            || tokens.RenewingUntil > now
            || !(isRefused || installation.SecretsExpireAt - now <= Ahead)
            || options.Value is not { ClientId: { } clientId, ClientSecret: { } clientSecret })
        {
            return installation;
        }

        var (workspace, version) = (installation.Workspace, installation.Version);
        var claimed = tokens with { RenewingUntil = now + Claim };
        if (!await installations.RotateAsync(workspace, version, claimed.ToSecret(), installation.SecretsExpireAt))
        {
            return await installations.FindAsync(workspace);
        }

        var granted = await api.Tokens.RefreshAsync(clientId, clientSecret, new(tokens.Refresh), CancellationToken.None);
        if (granted.Outcome == CallOutcome.Done && granted.Value is { } grant)
        {
            // Reckoned from before the call: rather early than late.
            await StoreAsync(workspace, version + 1, grant, now);
            log.LogInformation("Renewed the token of {Workspace}", workspace);
            return await installations.FindAsync(workspace);
        }

        Report(installation, granted, now);
        var kept = granted.Outcome == CallOutcome.Refused
            ? tokens with { RenewalError = granted.Error, RenewingUntil = now + AfterRefusal }
            : claimed;
        if (kept != claimed)
        {
            // The other replicas, and this one after a restart, need not be told no as well.
            await installations.RotateAsync(workspace, version + 1, kept.ToSecret(), installation.SecretsExpireAt);
        }

        return installation with { Secrets = kept.ToSecret() };
    }

    private async Task StoreAsync(WorkspaceKey workspace, long version, SlackGrant grant, DateTimeOffset now)
    {
        for (var tried = 1; ; tried++)
        {
            try
            {
                if (!await installations.RotateAsync(workspace, version, SlackInstallation.TokensOf(grant).ToSecret(), now + grant.Lifetime))
                {
                    log.LogInformation("{Workspace} was installed anew, or removed, while its token was being renewed", workspace);
                }

                return;
            }
            catch (StorageException exception) when (exception.IsTemporary && tried < StoreTries)
            {
                log.LogWarning("The renewed token of {Workspace} could not be stored yet: {Fault}", workspace, exception.Message);
                await Task.Delay(StoreRetry, time);
            }
        }
    }

    private void Report(Installation installation, CallResult<SlackGrant> granted, DateTimeOffset now)
    {
        if (installation.SecretsExpireAt > now)
        {
            log.LogWarning(
                "The token of {Workspace}, good until {ExpiresAt:u}, could not be renewed yet: {Error}",
                installation.Workspace, installation.SecretsExpireAt, granted.Error);
        }
        else
        {
            log.LogError(
                "The token of {Workspace} has expired and could not be renewed: {Error}. If this goes on, check ClientId and ClientSecret, or install the bot there again at {Install}",
                installation.Workspace, granted.Error, options.Value.PublicUrl is null ? null : InstallAddresses.Of(options.Value).Start);
        }
    }
}
