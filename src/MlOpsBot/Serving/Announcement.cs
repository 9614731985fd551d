using MlOpsBot.Configuration;
using MlOpsBot.Playground;
using MlOpsBot.Slack;
using MlOpsBot.Storage;

namespace MlOpsBot.Serving;

/// <summary>What whoever started the bot reads first: what is on, and where.</summary>
public static class Announcement
{
    /// <summary>Logs it.</summary>
    public static void Announce(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);
        app.Services.GetRequiredService<PlaygroundAccess>().Announce(app.Urls, app.Logger);
        if (app.Services.GetService<Store>() is not { } store)
        {
            return;
        }

        var slack = app.Services.GetRequiredService<BotOptions>().Slack;
        app.Logger.LogInformation("Slack: {Ways}; store: {Store}", string.Join(", ", Ways(slack)), store.Description);
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
}
