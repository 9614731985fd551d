using System.Collections.Frozen;
using MlOpsBot.Teams.Connecting;

namespace MlOpsBot.Teams.Conversing;

/// <summary>
/// What Teams' refusals are about, as far as something can be done about them. Source:
/// <c>https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability</c> ("Status codes from bot conversational APIs").
/// </summary>
internal static class TeamsRefusals
{
    private static readonly FrozenSet<string> s_closed = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "BotNotInConversationRoster",
        "MessageWritesBlocked",
        "BotDisabledByAdmin",
        "BotBlockedByUser",
        "BotIsNotInstalled",
        "NotEnoughPermissions",
        "Forbidden",
        "http_403",
        "ConversationNotFound",
        "InvalidBotApiHost",
        "NotFound",
        "http_404",
        "http_410");

    private static readonly FrozenSet<string> s_form = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase, "BadSyntax", "BadArgument", "BadRequest", "http_400", "MessageSizeTooBig", "RequestEntityTooLarge", "http_413", ConnectorFaults.TooLong);

    /// <summary>Whether nothing can be posted in the conversation, whatever it is.</summary>
    public static bool IsClosed(string code) => s_closed.Contains(code);

    /// <summary>Whether it is about the message itself.</summary>
    public static bool IsForm(string code) => s_form.Contains(code);
}
