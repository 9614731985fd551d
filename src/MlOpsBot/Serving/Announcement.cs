using MlOpsBot.Configuration;
using MlOpsBot.Logging;
using MlOpsBot.Playground;
using MlOpsBot.Slack;
using MlOpsBot.Storage;
using MlOpsBot.Teams;

namespace MlOpsBot.Serving;

/// <summary>What whoever started the bot reads first: what is on, and where.</summary>
public static class Announcement
{
    /// <summary>Logs it.</summary>
    public static void Announce(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.Logger.LogInformation(
            LogEvents.Started, "MlOpsBot {Version} has started and answers from knowledge {Knowledge}", ProgramVersion.Text, app.Services.GetRequiredService<LiveKnowledge>().State.Answerer.Knowledge.Version);
        app.Services.GetRequiredService<PlaygroundAccess>().Announce(app.Urls, app.Logger);
        if (app.Services.GetService<Store>() is not { } store)
        {
            return;
        }

        var options = app.Services.GetRequiredService<Current<BotOptions>>().Value;
        if (options.Slack.IsConfigured)
        {
            app.Logger.LogInformation("Slack: {Ways}; store: {Store}", string.Join(", ", Ways(options.Slack)), store.Description);
        }

        if (options.Teams.IsConfigured)
        {
            app.Logger.LogInformation("Teams: {Ways}; store: {Store}", string.Join(", ", Ways(options.Teams)), store.Description);
        }

        foreach (var warning in store.Warnings)
        {
            app.Logger.LogWarning("{Warning}", warning);
        }
    }

    private static IEnumerable<string> Ways(SlackOptions slack)
    {
        if (slack.UsesHttp)
        {
            yield return "HTTP at /slack/events, /slack/commands and /slack/interactions";
        }

        if (slack.UsesSocketMode)
        {
            yield return "Socket Mode";
        }

        yield return slack.UsesOAuth ? $"OAuth installs at {slack.PublicUrl!.AbsoluteUri.TrimEnd('/')}/slack/install" : "one workspace by its token";
    }

    private static IEnumerable<string> Ways(TeamsOptions teams)
    {
        yield return "HTTP at /api/messages";
        if (teams.AppId is { } app)
        {
            yield return $"app {app} by {Name(teams.Credential)}";
        }

        if (teams.Cloud != TeamsCloud.Public)
        {
            yield return $"cloud {teams.Cloud}";
        }

        if (!teams.AllowedTenants.IsEmpty)
        {
            yield return teams.AllowedTenants.Length == 1 ? "one tenant allowed" : $"{teams.AllowedTenants.Length} tenants allowed";
        }

        if (teams.AgentsPlayground)
        {
            yield return "the Agents Playground";
        }
    }

    private static string Name(TeamsCredential? credential) => credential switch
    {
        TeamsCredential.ClientSecret => "its client secret",
        TeamsCredential.Certificate => "its certificate",
        TeamsCredential.ManagedIdentity => "a managed identity",
        TeamsCredential.WorkloadIdentity => "a workload identity",
        _ => "no credential",
    };
}
