using Microsoft.Extensions.Logging;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Slack.Tips;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Working;
using MlOpsBot.Storage.Secrets;

namespace MlOpsBot.Slack.Conversing;

/// <summary>
/// Removes an installation that has ended, and suspends its tips, unless it has begun again since: Slack's events may come hours late.
/// </summary>
internal sealed class InstallationWork(
    SlackApi api, SlackWorkspaces workspaces, TipOrders tips, Current<SlackOptions> options, Store store, ILogger<InstallationWork> log)
{
    public async Task<WorkOutcome> EndedAsync(ClaimedEvent claim, InstallationEnded ended, CancellationToken cancellation)
    {
        var workspace = claim.Event.Workspace;

        // What the store holds now, not what is remembered of it: a new installation may be seconds old.
        var installation = await store.Installations.FindAsync(workspace, cancellation);
        var token = options.Value.BotToken ?? (installation is not null && StoredTokens.Read(installation) is { } tokens ? new Secret(tokens.Bot) : null);
        if (token is not null)
        {
            var whose = await api.Tokens.AuthTestAsync(token, cancellation);
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

        // A later attempt finds no installation any more, and has the tips to suspend all the same.
        if (installation is not null)
        {
            await workspaces.RemoveAsync(workspace.Id, ended.Reason, cancellation);
        }

        // With a token of its own the bot goes on as soon as whoever runs it puts in a good one; nobody would resume the tips then.
        if (options.Value.BotToken is null && tips.Desk is { } desk)
        {
            await desk.ClosedAsync(workspace, channel: null, ClosedChannel.Uninstalled, cancellation);
        }

        return installation is null ? WorkOutcome.DoneBecause("not installed") : WorkOutcome.Done;
    }
}
