using System.Collections.Frozen;
using MlOpsBot.Slack.WebApi;

namespace MlOpsBot.Slack.Conversing;

/// <summary>What Slack's refusals are about, as far as something can be done about them. Source: the errors listed at each method of <c>https://docs.slack.dev/reference/methods</c>.</summary>
internal static class Refusals
{
    private static readonly FrozenSet<string> s_form = FrozenSet.Create(
        "invalid_blocks", "invalid_blocks_format", "msg_blocks_too_long", "msg_too_long", "block_mismatch", "markdown_text_conflict", "no_text");

    private static readonly FrozenSet<string> s_triggers = FrozenSet.Create(
        "expired_trigger_id", "trigger_expired", "invalid_trigger_id", "invalid_trigger", "missing_trigger_id");

    /// <summary>Whether it is about the message itself, wherever it goes.</summary>
    public static bool IsForm(string code) => s_form.Contains(code);

    /// <summary>Whether the press that was to open a modal is too long ago.</summary>
    public static bool IsTrigger(string code) => s_triggers.Contains(code);

    /// <summary>Whether the bot may not act in the workspace any more, whoever it would speak to.</summary>
    public static bool IsToken(string code) => SlackFaults.IsDeadToken(code);
}
