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
        "channels:read", // to hear that it was invited to, or removed from, a public channel, and to know who made it
        "chat:write", // to answer
        "commands", // /mlops and the shortcut
        "groups:history", // the same in private channels
        "groups:read", // as channels:read, for private channels
        "im:history", // to hear direct messages
        "users:read", // to tell members from guests before settings or tips are changed, and to know their time zone
    ];
}
