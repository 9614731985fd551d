namespace MlOpsBot.Slack.Requests;

/// <summary>The names that the app's manifest gives to shortcuts; what comes under another name is not ours.</summary>
public static class Shortcuts
{
    /// <summary>The message shortcut "Who owns this?", as <c>callback_id</c>.</summary>
    public const string WhoOwnsThis = "who_owns_this";
}
