using System.Text.Json.Nodes;

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary><c>auth.*</c> and <c>users.*</c>. Called under the world's lock.</summary>
internal sealed class PeopleMethods(FakeSlackServer server)
{
    public static JsonObject AuthTest(Workspace workspace, Arguments arguments) => ApiAnswer.Ok(
        ("url", $"https://{workspace.Domain}.slack.example/"),
        ("team", workspace.Name),
        ("user", "mlopsbot"),
        ("team_id", workspace.Id),
        ("user_id", workspace.BotUser),
        ("bot_id", workspace.BotId),
        ("is_enterprise_install", false));

    public JsonObject Revoke(Workspace workspace, Arguments arguments)
    {
        if (!arguments.Flag("test"))
        {
            server.Tokens.RevokeAll(workspace);
        }

        return ApiAnswer.Ok(("revoked", !arguments.Flag("test")));
    }

    public JsonObject Info(Workspace workspace, Arguments arguments)
    {
        if (server.World.FindPerson(arguments.Text("user")) is not { } person)
        {
            return ApiAnswer.Error("user_not_found");
        }

        var isStranger = person.Workspace != workspace;
        var user = new JsonObject
        {
            ["id"] = person.Id,
            ["team_id"] = person.Workspace.Id,
            ["name"] = person.Name.ToLowerInvariant(),
            ["real_name"] = person.Name,
            ["deleted"] = person.Kind == PersonKind.Deleted,
            ["tz"] = person.TimeZone,
            ["tz_label"] = "Central European Time",
            ["tz_offset"] = 3600,
            ["profile"] = new JsonObject { ["real_name"] = person.Name, ["display_name"] = person.Name },
            ["is_admin"] = person.Kind is PersonKind.Admin or PersonKind.Owner,
            ["is_owner"] = person.Kind == PersonKind.Owner,
            ["is_primary_owner"] = false,
            ["is_restricted"] = person.Kind is PersonKind.Guest or PersonKind.SingleChannelGuest,
            ["is_ultra_restricted"] = person.Kind == PersonKind.SingleChannelGuest,
            ["is_bot"] = person.Kind == PersonKind.Bot,
            ["is_app_user"] = false,
            ["updated"] = 1_700_000_000,
        };
        if (isStranger)
        {
            user["is_stranger"] = true;
        }

        return ApiAnswer.Ok(("user", user));
    }
}
