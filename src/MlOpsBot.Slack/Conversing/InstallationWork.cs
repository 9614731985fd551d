using Microsoft.Extensions.Logging;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Working;
using MlOpsBot.Storage.Secrets;

namespace MlOpsBot.Slack.Conversing;

/// <summary>Removes an installation that has ended, unless it has begun again since: Slack's events may come hours late.</summary>
internal sealed class InstallationWork(SlackApi api, SlackWorkspaces workspaces, Store store, ILogger<InstallationWork> log)
{
    public async Task<WorkOutcome> EndedAsync(ClaimedEvent claim, InstallationEnded ended, CancellationToken cancellation)
    {
        var workspace = claim.Event.Workspace;

        // What the store holds now, not what is remembered of it: a new installation may be seconds old.
        if (await store.Installations.FindAsync(workspace, cancellation) is not { } installation)
        {
            return WorkOutcome.DoneBecause("not installed");
        }

        if (StoredTokens.Read(installation) is { } tokens)
        {
            var whose = await api.AuthTestAsync(new Secret(tokens.Bot), cancellation);
            if (whose.Outcome == CallOutcome.Done)
            {
                log.LogInformation("{Reason} came for {Workspace}, whose bot token is good: it was installed again", ended.Reason, workspace);
                return WorkOutcome.DoneBecause("installed again");
            }

            if (whose.Outcome != CallOutcome.Refused)
            {
                return whose.ToOutcome();
            }
        }

        await workspaces.RemoveAsync(workspace.Id, ended.Reason, cancellation);
        return WorkOutcome.Done;
    }
}
