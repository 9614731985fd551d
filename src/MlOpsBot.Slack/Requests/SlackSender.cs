using System.Text.Json;
using MlOpsBot.Chat.Receiving;

namespace MlOpsBot.Slack.Requests;

/// <summary>Which installation of the bot a payload is meant for. Immutable.</summary>
/// <param name="TeamId">The workspace; the Enterprise organization's id where a payload of an organization-wide installation names no workspace.</param>
/// <param name="EnterpriseId">Its Enterprise organization; null outside of one.</param>
/// <param name="BotUserId">The bot's user there, where the payload says it.</param>
internal readonly record struct SlackSender(string TeamId, string? EnterpriseId, string? BotUserId)
{
    /// <summary>
    /// Of an event: the authorization says for whom it is sent. In a channel that is shared between workspaces the outer
    /// <c>team_id</c> and <c>enterprise_id</c> may be those of another one.
    /// </summary>
    public static SlackSender? OfEvent(JsonElement payload)
    {
        var authorization = payload.First("authorizations");
        var (team, enterprise) = (authorization.Id("team_id"), authorization.Id("enterprise_id"));
        if ((team ?? enterprise) is null)
        {
            (team, enterprise) = (payload.Id("team_id"), payload.Id("enterprise_id"));
        }

        team ??= enterprise;
        return team is null ? null : new SlackSender(team, enterprise, authorization.IsTrue("is_bot") ? authorization.Id("user_id") : null);
    }

    /// <summary>
    /// Of an interaction: <c>team</c> is that of who pressed, and null where an organization-wide installation is used outside of any
    /// workspace. A view that somebody of another workspace was shown in a shared channel says itself whose it is.
    /// </summary>
    public static SlackSender? OfInteraction(JsonElement payload)
    {
        var pressers = payload.Member("team").Id("id");
        if (payload.Member("view").Id("app_installed_team_id") is { } installed && installed != pressers)
        {
            return new SlackSender(installed, null, null);
        }

        var enterprise = payload.Member("enterprise").Id("id") ?? payload.Member("team").Id("enterprise_id");
        var team = pressers
            ?? (payload.IsTrue("is_enterprise_install") ? null : payload.Member("user").Id("team_id"))
            ?? enterprise;
        return team is null ? null : new SlackSender(team, enterprise, null);
    }
}
