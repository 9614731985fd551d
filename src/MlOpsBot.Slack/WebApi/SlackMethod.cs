using MlOpsBot.Chat.Limiting;

namespace MlOpsBot.Slack.WebApi;

/// <summary>
/// A method of the Web API, with what its documentation says of it: <c>https://docs.slack.dev/reference/methods/{name}</c>.
/// Immutable.
/// </summary>
/// <param name="Name">Its name, which is also the last part of its address.</param>
/// <param name="Limit">How often it may be called in a workspace.</param>
/// <param name="IsRepeatable">Whether calling it twice leaves things as calling it once does, so that a call in doubt is simply made again.</param>
internal sealed record SlackMethod(string Name, CallLimits Limit, bool IsRepeatable)
{
    public static readonly SlackMethod PostMessage = new("chat.postMessage", SlackLimits.PostedInWorkspace, IsRepeatable: false)
    {
        ChannelLimit = SlackLimits.PostedInChannel,
    };

    public static readonly SlackMethod PostEphemeral = new("chat.postEphemeral", SlackLimits.Tier4, IsRepeatable: false);
    public static readonly SlackMethod History = new("conversations.history", SlackLimits.Tier3, IsRepeatable: true);
    public static readonly SlackMethod Replies = new("conversations.replies", SlackLimits.Tier3, IsRepeatable: true);
    public static readonly SlackMethod PublishView = new("views.publish", SlackLimits.Tier4, IsRepeatable: true);

    // A trigger opens one modal: a second call with it is refused, so that making the call again does no harm.
    public static readonly SlackMethod OpenView = new("views.open", SlackLimits.Tier4, IsRepeatable: true);
    public static readonly SlackMethod UpdateView = new("views.update", SlackLimits.Tier4, IsRepeatable: true);
    public static readonly SlackMethod UserInfo = new("users.info", SlackLimits.Tier4, IsRepeatable: true);
    public static readonly SlackMethod ConversationInfo = new("conversations.info", SlackLimits.Tier3, IsRepeatable: true);

    public static readonly SlackMethod OwnConversations = new("users.conversations", SlackLimits.Tier3, IsRepeatable: true);

    // Documented as 600 a minute for an app and team; the stricter of the ordinary tiers is plenty here.
    public static readonly SlackMethod SetStatus = new("assistant.threads.setStatus", SlackLimits.Tier4, IsRepeatable: true);
    public static readonly SlackMethod SetPrompts = new("assistant.threads.setSuggestedPrompts", SlackLimits.Tier4, IsRepeatable: true);

    // Documented as tier 1 for years and as tier 3 since; what is between lets broken links be opened again, and stops a loop.
    public static readonly SlackMethod OpenConnection = new("apps.connections.open", SlackLimits.Tier2, IsRepeatable: true);

    // Documented as "hundreds a minute".
    public static readonly SlackMethod AuthTest = new("auth.test", SlackLimits.Tier4, IsRepeatable: true);

    // A code, and a renewal token, are good for one use.
    public static readonly SlackMethod Access = new("oauth.v2.access", SlackLimits.Tier4, IsRepeatable: false);

    /// <summary>How often it may be called for one channel; null where channels do not count.</summary>
    public CallLimits? ChannelLimit { get; init; }

    /// <summary>What a call of it counts against.</summary>
    public CallScope In(string workspace, string? channel) => new(Name, workspace, Limit, channel, ChannelLimit);

    /// <summary>Its name, which is fine to log.</summary>
    public override string ToString() => Name;
}
