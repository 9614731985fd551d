namespace MlOpsBot.Slack.WebApi;

/// <summary>
/// A method of the Web API, with what its documentation says of it: <c>https://docs.slack.dev/reference/methods/{name}</c>.
/// Immutable.
/// </summary>
/// <param name="Name">Its name, which is also the last part of its address.</param>
/// <param name="Limit">How often it may be called in a workspace.</param>
/// <param name="IsRepeatable">Whether calling it twice leaves things as calling it once does, so that a call in doubt is simply made again.</param>
internal sealed record SlackMethod(string Name, CallLimit Limit, bool IsRepeatable)
{
    public static readonly SlackMethod PostMessage = new("chat.postMessage", CallLimit.PostedInWorkspace, IsRepeatable: false)
    {
        ChannelLimit = CallLimit.PostedInChannel,
    };

    public static readonly SlackMethod PostEphemeral = new("chat.postEphemeral", CallLimit.Tier4, IsRepeatable: false);
    public static readonly SlackMethod History = new("conversations.history", CallLimit.Tier3, IsRepeatable: true);
    public static readonly SlackMethod Replies = new("conversations.replies", CallLimit.Tier3, IsRepeatable: true);
    public static readonly SlackMethod PublishView = new("views.publish", CallLimit.Tier4, IsRepeatable: true);

    // A trigger opens one modal: a second call with it is refused, so that making the call again does no harm.
    public static readonly SlackMethod OpenView = new("views.open", CallLimit.Tier4, IsRepeatable: true);
    public static readonly SlackMethod UpdateView = new("views.update", CallLimit.Tier4, IsRepeatable: true);
    public static readonly SlackMethod UserInfo = new("users.info", CallLimit.Tier4, IsRepeatable: true);

    // Documented as 600 a minute for an app and team; the stricter of the ordinary tiers is plenty here.
    public static readonly SlackMethod SetStatus = new("assistant.threads.setStatus", CallLimit.Tier4, IsRepeatable: true);
    public static readonly SlackMethod SetPrompts = new("assistant.threads.setSuggestedPrompts", CallLimit.Tier4, IsRepeatable: true);

    // Documented as tier 1 for years and as tier 3 since; what is between lets broken links be opened again, and stops a loop.
    public static readonly SlackMethod OpenConnection = new("apps.connections.open", CallLimit.Tier2, IsRepeatable: true);

    // Documented as "hundreds a minute".
    public static readonly SlackMethod AuthTest = new("auth.test", CallLimit.Tier4, IsRepeatable: true);

    // A code, and a renewal token, are good for one use.
    public static readonly SlackMethod Access = new("oauth.v2.access", CallLimit.Tier4, IsRepeatable: false);

    /// <summary>How often it may be called for one channel; null where channels do not count.</summary>
    public CallLimit? ChannelLimit { get; init; }

    /// <summary>Its name, which is fine to log.</summary>
    public override string ToString() => Name;
}
