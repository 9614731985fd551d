using System.Collections.Immutable;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Slack;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Storage.Secrets;

namespace MlOpsBot.Diagnosis;

/// <summary>Whether Slack knows the configured bot token (<c>auth.test</c>).</summary>
internal sealed class SlackTokenCheck(Secret token, SlackApi slack) : ICheck
{
    public string Name => "slack token";

    public async Task<ImmutableArray<Diagnosed>> RunAsync(CancellationToken cancellation)
    {
        var result = await slack.AuthTestAsync(token, cancellation);
        return [result.Outcome switch
        {
            CallOutcome.Done => Diagnosed.Ok(Name, $"Slack knows it as that of {Workspace(result.Value!)}."),
            CallOutcome.Refused => Diagnosed.Fault(
                Name, $"Slack refuses it: {result.Error}.", "Copy the Bot User OAuth Token from the app's page \"OAuth & Permissions\" into MlOpsBot:Slack:BotToken."),
            _ => SlackReach.Fault(Name, result.Error),
        }];
    }

    private static string Workspace(SlackIdentity identity) => (identity.TeamName, identity.TeamId ?? identity.EnterpriseId) switch
    {
        ("", var id) => $"{id}",
        var (name, id) => $"{name} ({id})",
    };
}

/// <summary>Whether Slack gives a link for Socket Mode (<c>apps.connections.open</c>); it is not opened.</summary>
internal sealed class SlackLinkCheck(Secret appToken, SlackApi slack) : ICheck
{
    public string Name => "slack link";

    public async Task<ImmutableArray<Diagnosed>> RunAsync(CancellationToken cancellation)
    {
        var result = await slack.OpenConnectionAsync(appToken, cancellation);
        return [result.Outcome switch
        {
            CallOutcome.Done => Diagnosed.Ok(Name, "Slack gives a link for Socket Mode."),
            CallOutcome.Refused => Diagnosed.Fault(
                Name, $"Slack gives this app no link: {result.Error}.",
                "Switch Socket Mode on, and copy an app-level token with the scope connections:write from the app's page \"Basic Information\" into MlOpsBot:Slack:AppToken."),
            _ => SlackReach.Fault(Name, result.Error),
        }];
    }
}

/// <summary>Slack that cannot be reached.</summary>
internal static class SlackReach
{
    public static Diagnosed Fault(string check, string? error) => Diagnosed.Fault(
        check, $"Slack cannot be asked now: {error}.", $"Let this machine reach MlOpsBot:Slack:ApiUrl ({new SlackOptions().ApiUrl.Host} unless set), or try again later.");
}
