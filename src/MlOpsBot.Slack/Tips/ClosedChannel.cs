using System.Collections.Frozen;
using MlOpsBot.Slack.WebApi;

namespace MlOpsBot.Slack.Tips;

/// <summary>Where nothing can be posted until something changes there. Source: the errors of <c>https://docs.slack.dev/reference/methods/chat.postMessage</c>.</summary>
internal static class ClosedChannel
{
    /// <summary>The bot left, or was removed from, a channel.</summary>
    public const string Removed = "not_in_channel";

    /// <summary>The channel was archived.</summary>
    public const string Archived = "is_archived";

    /// <summary>The channel was deleted.</summary>
    public const string Deleted = "channel_not_found";

    /// <summary>The bot was uninstalled.</summary>
    public const string Uninstalled = "app_uninstalled";

    private static readonly FrozenSet<string> s_codes = FrozenSet.Create(
        Removed,
        Archived,
        Deleted,
        "restricted_action",
        "restricted_action_read_only_channel",
        "restricted_action_thread_only_channel",
        "restricted_action_non_threadable_channel",
        "posting_to_general_channel_denied",
        "channel_not_allowed",
        "messages_tab_disabled",
        "cannot_dm_bot",
        "user_not_found",
        "user_disabled",
        "is_inactive",
        "access_denied",
        "no_permission",
        "ekm_access_denied",
        "team_not_found",
        "enterprise_is_restricted");

    /// <summary>Whether a refusal is about the channel, or the bot's standing in it.</summary>
    public static bool Is(string code) => s_codes.Contains(code);

    /// <summary>Whether a refusal says that the bot is gone from the workspace. An address that is not allowed to call says <c>invalid_auth</c> too, and that ends nothing.</summary>
    public static bool IsUninstalled(string code) => SlackFaults.IsDeadToken(code) && code is not ("invalid_auth" or "not_authed");

    /// <summary>What happened, and what to do about it, in whole sentences.</summary>
    public static (string What, string Remedy) Explain(string code) => code switch
    {
        Removed => ("I am not a member of that channel any more.", "Invite me again with /invite @mlopsbot, and the tips go on where they stopped."),
        Archived => ("The channel is archived.", "If it is opened again, invite me with /invite @mlopsbot, and the tips go on where they stopped."),
        Deleted => ("The channel is gone, or closed to me.", "If it is still there, invite me with /invite @mlopsbot, and the tips go on where they stopped."),
        Uninstalled => ("I was removed from this workspace.", "Now that I am back, type /mlops tips resume in the channel, and the tips go on where they stopped."),
        _ when code.StartsWith("restricted_action", StringComparison.Ordinal) || code == "posting_to_general_channel_denied" => (
            "Not everybody may post there, and I am not among those who may.",
            "Have me allowed to post, then type /mlops tips resume in the channel."),
        _ => ($"Slack does not let me post there ({SlackFaults.Code(code)}).", "When that is mended, type /mlops tips resume in the channel."),
    };
}
