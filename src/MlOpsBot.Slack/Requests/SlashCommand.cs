namespace MlOpsBot.Slack.Requests;

/// <summary>A slash command as Slack sends it. Immutable.</summary>
/// <param name="TeamId">The workspace it was typed in.</param>
/// <param name="EnterpriseId">Its Enterprise organization; null outside of one.</param>
/// <param name="ChannelId">The channel it was typed in.</param>
/// <param name="UserId">Who typed it.</param>
/// <param name="Command">The command, with its slash.</param>
/// <param name="Text">What follows the command, as Slack has it.</param>
/// <param name="ResponseUrl">Where to say more, five times in 30 minutes.</param>
/// <param name="TriggerId">Opens a modal within three seconds.</param>
public sealed record SlashCommand(
    string TeamId, string? EnterpriseId, string ChannelId, string UserId, string Command, string Text, string ResponseUrl, string TriggerId);
