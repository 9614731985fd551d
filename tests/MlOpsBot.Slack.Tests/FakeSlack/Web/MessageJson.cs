using System.Text.Json;
using System.Text.Json.Nodes;

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary>A message as Slack shows it to apps.</summary>
internal static class MessageJson
{
    public static JsonObject Of(Message message, Workspace workspace, bool withMetadata)
    {
        var json = new JsonObject { ["type"] = "message", ["user"] = message.Author, ["text"] = message.Text, ["ts"] = message.Ts };
        if (message.IsFromBot)
        {
            json["bot_id"] = workspace.BotId;
            json["app_id"] = "A0MLOPSBOT";
            json["team"] = workspace.Id;
            json["bot_profile"] = new JsonObject { ["id"] = workspace.BotId, ["app_id"] = "A0MLOPSBOT", ["name"] = "mlopsbot", ["team_id"] = workspace.Id };
        }

        if (message.ThreadTs is { } thread)
        {
            json["thread_ts"] = thread;
        }

        if (message.Blocks is { } blocks)
        {
            json["blocks"] = Node(blocks);
        }

        if (withMetadata && message.Metadata is { } metadata)
        {
            json["metadata"] = Node(metadata);
        }

        if (message.IsEdited)
        {
            json["edited"] = new JsonObject { ["user"] = message.Author, ["ts"] = message.Ts };
        }

        return json;
    }

    public static JsonNode Node(JsonElement element) => JsonNode.Parse(element.GetRawText())!;
}
