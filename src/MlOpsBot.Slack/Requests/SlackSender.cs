using System.Text.Json;

namespace MlOpsBot.Slack.Requests;

/// <summary>Which installation of the bot a payload is meant for. Immutable.</summary>
/// <param name="TeamId">The workspace; the Enterprise organization's id where a payload of an organization-wide installation names no workspace.</param>
/// <param name="EnterpriseId">Its Enterprise organization; null outside of one.</param>
/// <param name="BotUserId">The bot's user there, where the payload says it.</param>
internal readonly record struct SlackSender(string TeamId, string? EnterpriseId, string? BotUserId)
{
    /// <summary>
    /// Of an event: the authorization says for whom it is sent. In a channel that is shared between workspaces the outer
    /// <c>team_id</c> may be that of another one.
    /// </summary>
    public static SlackSender? OfEvent(JsonElement payload)
    {
        var authorization = payload.First("authorizations");
        var enterprise = authorization.Id("enterprise_id") ?? payload.Id("enterprise_id");
        var team = authorization.Id("team_id") ?? payload.Id("team_id") ?? enterprise;
        return team is null ? null : new SlackSender(team, enterprise, authorization.IsTrue("is_bot") ? authorization.Id("user_id") : null);
    }

    /// <summary>Of an interaction: <c>team</c> is null where an organization-wide installation is used outside of any workspace.</summary>
    public static SlackSender? OfInteraction(JsonElement payload)
    {
        var enterprise = payload.Member("enterprise").Id("id") ?? payload.Member("team").Id("enterprise_id");
        var team = payload.Member("team").Id("id")
            ?? (payload.IsTrue("is_enterprise_install") ? null : payload.Member("user").Id("team_id"))
            ?? enterprise;
        return team is null ? null : new SlackSender(team, enterprise, null);
    }
}
