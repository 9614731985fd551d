using System.Collections.Immutable;

namespace MlOpsBot.Slack.Installing;

/// <summary>What the bot asks to be allowed; the app's manifest asks for the same.</summary>
public static class SlackScopes
{
    /// <summary>The bot's scopes, each with what it is for.</summary>
    public static ImmutableArray<string> Bot { get; } =
    [
        "app_mentions:read", // to hear mentions
        "assistant:write", // the Messages tab's prompts and status
        "channels:history", // to look whether an answer was posted, and to follow threads, in public channels
        "chat:write", // to answer
        "commands", // /mlops and the shortcut
        "groups:history", // the same in private channels
        "im:history", // to hear direct messages
        "users:read", // to tell members from guests before settings are changed
    ];
}
