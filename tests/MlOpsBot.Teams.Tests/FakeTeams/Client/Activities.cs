using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MlOpsBot.Teams.Tests.FakeTeams;

/// <summary>Activities as Teams writes them.</summary>
/// <param name="server">Where.</param>
internal sealed class Activities(FakeTeamsServer server)
{
    /// <summary>A message that somebody typed; in groups and channels with a mention of the bot before it.</summary>
    public JsonObject Message(Person person, TeamsChat chat, string conversation, string id, string text, bool mentions)
    {
        var mention = $"<at>{server.Options.BotName}</at>";
        var activity = Base("message", person, chat, conversation, id)
            .With("text", mentions ? $"{mention} {text}" : text)
            .With("textFormat", "plain")
            .With("attachments", new JsonArray(new JsonObject { ["contentType"] = "text/html", ["content"] = $"<p>{System.Net.WebUtility.HtmlEncode(text)}</p>" }));
        if (mentions)
        {
            activity["entities"]!.AsArray().Add(new JsonObject
            {
                ["type"] = "mention",
                ["mentioned"] = new JsonObject { ["id"] = server.BotId, ["name"] = server.Options.BotName },
                ["text"] = mention,
            });
        }

        return activity;
    }

    /// <summary>A button of the older kind: a message with a value and no text.</summary>
    public JsonObject Submit(Person person, TeamsChat chat, Card card, JsonNode? value)
    {
        var activity = Base("message", person, chat, card.Conversation, server.World.NewId()).With("value", value);
        activity["channelData"]!.AsObject()["source"] = new JsonObject { ["name"] = "message" };
        return ReplyingTo(activity, card.Message);
    }

    /// <summary>An invoke.</summary>
    public JsonObject Invoke(Person person, TeamsChat chat, string conversation, string name, JsonNode value, string? replyTo = null)
        => ReplyingTo(Base("invoke", person, chat, conversation, server.World.NewId()).With("name", name).With("value", value), replyTo);

    /// <summary>The app was installed or removed.</summary>
    public JsonObject Installation(Person person, TeamsChat chat, string action)
        => Base("installationUpdate", person, chat, chat.Id, Guid.NewGuid().ToString()).With("action", action);

    /// <summary>The bot, or others, came or went.</summary>
    public JsonObject Members(Person person, TeamsChat chat, bool added, params string[] ids)
    {
        var activity = Base("conversationUpdate", person, chat, chat.Id, Guid.NewGuid().ToString())
            .With(added ? "membersAdded" : "membersRemoved", new JsonArray([.. ids.Select(id => (JsonNode)new JsonObject { ["id"] = id })]));
        if (chat.Kind == ConversationKind.Channel)
        {
            activity["channelData"]!.AsObject()["eventType"] = added ? "teamMemberAdded" : "teamMemberRemoved";
        }

        return activity;
    }

    /// <summary>Something happened to a channel or a team.</summary>
    public JsonObject Happened(Person person, TeamsChat chat, string eventType)
    {
        var activity = Base("conversationUpdate", person, chat, chat.Id, Guid.NewGuid().ToString());
        activity["channelData"]!.AsObject()["eventType"] = eventType;
        return activity;
    }

    /// <summary>What every activity has.</summary>
    public JsonObject Base(string type, Person person, TeamsChat chat, string conversation, string id)
    {
        var now = server.Options.Time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
        var place = new JsonObject
        {
            ["conversationType"] = chat.Kind switch { ConversationKind.Personal => "personal", ConversationKind.Group => "groupChat", _ => "channel" },
            ["tenantId"] = server.Options.TenantId,
            ["id"] = conversation,
        };
        var data = new JsonObject { ["tenant"] = new JsonObject { ["id"] = server.Options.TenantId } };
        if (chat.Kind != ConversationKind.Personal)
        {
            place["isGroup"] = true;
        }

        if (chat.Kind == ConversationKind.Channel)
        {
            data["teamsChannelId"] = chat.Id;
            data["teamsTeamId"] = chat.TeamId;
            data["channel"] = new JsonObject { ["id"] = chat.Id };
            data["team"] = new JsonObject { ["id"] = chat.TeamId, ["name"] = chat.TeamName };
        }

        return new JsonObject
        {
            ["type"] = type,
            ["id"] = id,
            ["timestamp"] = now,
            ["localTimestamp"] = now,
            ["localTimezone"] = person.TimeZone,
            ["serviceUrl"] = server.ServiceUrl,
            ["channelId"] = "msteams",
            ["from"] = new JsonObject { ["id"] = person.Id, ["name"] = person.Name, ["aadObjectId"] = person.AadObjectId },
            ["conversation"] = place,
            ["recipient"] = new JsonObject { ["id"] = server.BotId, ["name"] = server.Options.BotName },
            ["locale"] = "en-US",
            ["entities"] = new JsonArray(new JsonObject { ["type"] = "clientInfo", ["locale"] = "en-US", ["country"] = "US", ["platform"] = "Web", ["timezone"] = person.TimeZone }),
            ["channelData"] = data,
        };
    }

    private static JsonObject ReplyingTo(JsonObject activity, string? message)
        => message is null ? activity : activity.With("replyToId", message);

    /// <summary>A node of an element, to be put into an activity.</summary>
    public static JsonNode? Node(JsonElement element) => element.ValueKind == JsonValueKind.Undefined ? null : JsonNode.Parse(element.GetRawText());
}
