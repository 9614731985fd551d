using Microsoft.Extensions.Logging;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Storage.Secrets;

namespace MlOpsBot.Slack.WebApi;

/// <summary>The one workspace of a configured bot token: whose it is, Slack is asked once.</summary>
/// <param name="token">The token.</param>
/// <param name="api">Slack.</param>
/// <param name="time">The clock.</param>
/// <param name="log">Where an operator reads whose it is.</param>
/// <param name="generation">Which token of this process it is, from 1.</param>
internal sealed class SingleWorkspace(Secret token, SlackApi api, TimeProvider time, ILogger log, int generation)
{
    /// <summary>Which token of this process it is.</summary>
    public int Generation => generation;

    /// <summary>What it is remembered by; no workspace's id.</summary>
    public string CacheKey { get; } = $"token {generation}";

    /// <summary>Whether it is that of a token.</summary>
    public bool IsOf(Secret other) => token.Equals(other);

    /// <summary>The access, how long it may be relied upon, and whether the token was refused.</summary>
    public async Task<Found> LoadAsync(string teamId)
    {
        CallResult<SlackIdentity> result;
        try
        {
            result = await api.Tokens.AuthTestAsync(token, CancellationToken.None).WaitAsync(SlackWorkspaces.LongestWait, time);
        }
        catch (TimeoutException)
        {
            result = CallResult.Later<SlackIdentity>("slow", SlackFaults.Pause);
        }

        switch (result.Outcome)
        {
            case CallOutcome.Done:
                var identity = result.Value!;
                var id = identity.IsEnterpriseInstall ? identity.EnterpriseId! : identity.TeamId!;
                log.LogInformation("The bot token is that of {TeamName} ({Workspace})", identity.TeamName, id);
                return new Found(new WorkspaceAccess(SlackInstallation.KeyOf(id), token, identity.UserId, identity.BotId), TimeSpan.MaxValue);
            case CallOutcome.Refused:
                log.LogError(
                    "Slack refuses the bot token: {Error}. Copy the Bot User OAuth Token from the app's page \"OAuth & Permissions\" into MlOpsBot:Slack:BotToken",
                    result.Error);
                return new Found(null, SlackWorkspaces.NoneLifetime);
            default:
                // Slack is out of reach: what is done with the token will say so, and be tried again. Nothing is known of the bot.
                var wait = result.RetryAfter > TimeSpan.Zero ? result.RetryAfter : SlackFaults.Pause;
                log.LogWarning("Whose the bot token is, Slack does not say at {Time:u}: {Error}", time.GetUtcNow(), result.Error);
                return new Found(new WorkspaceAccess(SlackInstallation.KeyOf(teamId), token, null, null), wait);
        }
    }
}

/// <summary>What was found of a workspace. Immutable.</summary>
/// <param name="Access">What to act with; null for nothing.</param>
/// <param name="Lifetime">How long this may be relied upon.</param>
internal readonly record struct Found(WorkspaceAccess? Access, TimeSpan Lifetime);
