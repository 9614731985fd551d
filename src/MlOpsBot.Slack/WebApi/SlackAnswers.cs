using System.Collections.Immutable;
using System.Net.Http.Headers;
using System.Text.Json;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Storage.Secrets;

namespace MlOpsBot.Slack.WebApi;

/// <summary>Reads what Slack answers; null where what is needed is not there.</summary>
internal static class SlackAnswers
{
    /// <summary>A call that was carried out, with what was read; null where that is not there.</summary>
    public static CallResult<T>? Done<T>(T? value)
        where T : class
        => value is null ? null : CallResult.Done(value);

    public static SlackUser? User(JsonElement answer)
    {
        if (answer.Child("user") is not { } user || user.Said("id") is not { } id)
        {
            return null;
        }

        var isOwner = user.Flag("is_owner") || user.Flag("is_primary_owner");
        return new SlackUser(
            id,
            user.Said("team_id"),
            IsAdmin: isOwner || user.Flag("is_admin"),
            isOwner,
            IsRestricted: user.Flag("is_restricted") || user.Flag("is_ultra_restricted"),
            user.Flag("is_ultra_restricted"),

            // Slack's own, which is not marked as a bot.
            IsBot: user.Flag("is_bot") || id == "USLACKBOT",
            user.Flag("deleted"),
            user.Said("tz"),
            user.Flag("is_stranger"))
        {
            Name = user.Child("profile")?.Said("display_name") ?? user.Child("profile")?.Said("real_name") ?? user.Said("real_name") ?? user.Said("name"),
        };
    }

    public static SlackConversation? Conversation(JsonElement answer)
        => answer.Child("channel") is { } channel && channel.Said("id") is { } id
            ? new SlackConversation(
                id,
                channel.Said("creator"),
                channel.Flag("is_archived"),
                channel.Child("is_member") is { ValueKind: JsonValueKind.True or JsonValueKind.False } member ? member.GetBoolean() : null)
            : null;

    /// <summary>Whether a page of channels has any, or says that others follow: archived ones are taken out of a page after it was counted.</summary>
    public static bool? IsInAnyChannel(JsonElement answer)
        => answer.Child("channels") is { ValueKind: JsonValueKind.Array } channels
            ? channels.GetArrayLength() > 0 || answer.Said("response_metadata", "next_cursor") is not null
            : null;

    public static SlackIdentity? Identity(JsonElement answer)
    {
        var isEnterprise = answer.Flag("is_enterprise_install");
        var (team, enterprise) = (answer.Said("team_id"), answer.Said("enterprise_id"));
        return (isEnterprise ? enterprise : team) is null
            ? null
            : new SlackIdentity(
                isEnterprise ? null : team, answer.Said("team") ?? "", enterprise, isEnterprise, answer.Said("user_id"), answer.Said("bot_id"));
    }

    /// <summary>What a token may do, as Slack says with every answer; empty if unsaid.</summary>
    public static ImmutableArray<string> Scopes(HttpResponseHeaders? headers)
        => headers?.TryGetValues("X-OAuth-Scopes", out var scopes) == true
            ? [.. scopes.SelectMany(each => each.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))]
            : [];

    public static SlackGrant? Grant(JsonElement answer)
    {
        var isEnterprise = answer.Flag("is_enterprise_install");
        if (answer.Said("access_token") is not { } token || (isEnterprise ? answer.Said("enterprise", "id") : answer.Said("team", "id")) is null)
        {
            return null;
        }

        return new SlackGrant(
            new Secret(token),
            answer.Said("refresh_token") is { } refresh ? new Secret(refresh) : null,
            answer.Number("expires_in") is > 0 and < int.MaxValue and var seconds ? TimeSpan.FromSeconds(seconds) : null,
            answer.Said("bot_user_id"),
            answer.Said("app_id"),
            isEnterprise ? null : answer.Said("team", "id"),
            answer.Said("team", "name"),
            answer.Said("enterprise", "id"),
            answer.Said("enterprise", "name"),
            isEnterprise,
            answer.Said("authed_user", "id"),
            answer.Said("scope"));
    }

    /// <summary>The address of a link: encrypted, or to this machine.</summary>
    public static Uri? Socket(JsonElement answer)
        => Uri.TryCreate(answer.Said("url"), UriKind.Absolute, out var url) && (url.Scheme == "wss" || (url.Scheme == "ws" && url.IsLoopback))
            ? url
            : null;
}
