using System.Collections.Immutable;
using MlOpsBot.Storage.Secrets;

namespace MlOpsBot.Slack.WebApi;

/// <summary>What a <c>response_url</c> is used for.</summary>
public enum ResponseMode
{
    /// <summary>One more message that only the user sees.</summary>
    Private,

    /// <summary>In place of the message that the button stands in.</summary>
    Replace,

    /// <summary>A message for the whole channel.</summary>
    InChannel,

    /// <summary>The message that the button stands in goes away.</summary>
    Delete,
}

/// <summary>A user as <c>users.info</c> tells of them. Immutable; ask again before anything administrative.</summary>
/// <param name="Id">The user's id.</param>
/// <param name="TeamId">The workspace they belong to; null if unsaid.</param>
/// <param name="IsAdmin">Administrators, owners among them.</param>
/// <param name="IsOwner">Owners.</param>
/// <param name="IsRestricted">Guests of either kind.</param>
/// <param name="IsUltraRestricted">Guests of a single channel.</param>
/// <param name="IsBot">Bots, and Slack's own Slackbot.</param>
/// <param name="IsDeleted">Deactivated.</param>
/// <param name="TimeZone">Their time zone by IANA's name; null if unsaid.</param>
/// <param name="IsStranger">Somebody of another workspace, met in a shared channel.</param>
public sealed record SlackUser(
    string Id,
    string? TeamId,
    bool IsAdmin,
    bool IsOwner,
    bool IsRestricted,
    bool IsUltraRestricted,
    bool IsBot,
    bool IsDeleted,
    string? TimeZone,
    bool IsStranger)
{
    /// <summary>What people call them; null if unsaid.</summary>
    public string? Name { get; init; }
}

/// <summary>A channel or direct message as <c>conversations.info</c> tells of it. Immutable.</summary>
/// <param name="Id">Its id.</param>
/// <param name="Creator">Who made it; null if unsaid.</param>
/// <param name="IsArchived">Whether it is archived: nobody can post there.</param>
/// <param name="IsMember">Whether the bot is in it; null if unsaid.</param>
public sealed record SlackConversation(string Id, string? Creator, bool IsArchived, bool? IsMember);

/// <summary>One of the prompts at the top of the Messages tab. Immutable.</summary>
/// <param name="Title">What the button says.</param>
/// <param name="Message">What is sent when it is pressed.</param>
public sealed record SuggestedPrompt(string Title, string Message);

/// <summary>Whose a bot token is, as <c>auth.test</c> tells. Immutable.</summary>
/// <param name="TeamId">The workspace; null for a token of a whole Enterprise organization.</param>
/// <param name="TeamName">Its name; empty if unsaid.</param>
/// <param name="EnterpriseId">The Enterprise organization; null outside of one.</param>
/// <param name="IsEnterpriseInstall">Whether the token is for the whole organization.</param>
/// <param name="UserId">The bot's user.</param>
/// <param name="BotId">The bot's <c>bot_id</c>; null if unsaid.</param>
public sealed record SlackIdentity(
    string? TeamId, string TeamName, string? EnterpriseId, bool IsEnterpriseInstall, string? UserId, string? BotId)
{
    /// <summary>What the token may do (the header <c>X-OAuth-Scopes</c>); empty if unsaid.</summary>
    public ImmutableArray<string> Scopes { get; init; } = [];
}

/// <summary>Tokens that Slack granted (<c>oauth.v2.access</c>). Immutable.</summary>
/// <param name="BotToken">The bot token.</param>
/// <param name="RefreshToken">Renews it, once; null where the app does not rotate its tokens.</param>
/// <param name="Lifetime">How long the token lasts from now; null for ever.</param>
/// <param name="BotUserId">The bot's user; null if unsaid.</param>
/// <param name="AppId">The app; null if unsaid.</param>
/// <param name="TeamId">The workspace; null where the app is installed for the whole organization.</param>
/// <param name="TeamName">Its name.</param>
/// <param name="EnterpriseId">The Enterprise organization; null outside of one.</param>
/// <param name="EnterpriseName">Its name.</param>
/// <param name="IsEnterpriseInstall">Whether the app is installed for the whole organization.</param>
/// <param name="InstalledBy">Who installed it; null if unsaid.</param>
/// <param name="Scope">What was granted, separated by commas; null if unsaid.</param>
public sealed record SlackGrant(
    Secret BotToken,
    Secret? RefreshToken,
    TimeSpan? Lifetime,
    string? BotUserId,
    string? AppId,
    string? TeamId,
    string? TeamName,
    string? EnterpriseId,
    string? EnterpriseName,
    bool IsEnterpriseInstall,
    string? InstalledBy,
    string? Scope);
