using MlOpsBot.Storage;
using MlOpsBot.Storage.Secrets;

namespace MlOpsBot.Slack.WebApi;

/// <summary>What it takes to act in one workspace. Immutable.</summary>
/// <param name="Workspace">Which; its id is the team's, or the Enterprise organization's where the app is installed for all of it.</param>
/// <param name="BotToken">The token to act with.</param>
/// <param name="BotUserId">The bot's own user, whose messages are ignored and whose mention is a call; null while unknown.</param>
/// <param name="BotId">The bot's own <c>bot_id</c>; null while unknown.</param>
public sealed record WorkspaceAccess(WorkspaceKey Workspace, Secret BotToken, string? BotUserId, string? BotId);
