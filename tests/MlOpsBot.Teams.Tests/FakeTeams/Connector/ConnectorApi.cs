using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace MlOpsBot.Teams.Tests.FakeTeams;

/// <summary>The connector: where the bot posts, by the documented rules. Thread-safe.</summary>
internal sealed class ConnectorApi(FakeTeamsServer server)
{
    /// <summary>POST to a conversation, or to a message of it.</summary>
    public Reply Post(string conversation, string? replyTo, JsonElement activity)
    {
        var isTyping = activity.Text("type") == "typing";
        if (Refuse(conversation, activity, isChecked: !isTyping) is { } refused)
        {
            return refused;
        }

        if (isTyping)
        {
            server.World.Note(ChangeKind.Typing, new Message(conversation, "", null, activity));
            return new Reply(StatusCodes.Status202Accepted);
        }

        var parts = ActivityRules.Split(activity);
        var ids = parts.Select(part => Add(conversation, replyTo is null ? part : WithReplyTo(part, replyTo))).ToList();

        // What was split in two is answered without an id.
        return new Reply(StatusCodes.Status201Created, ids is [var id] ? new JsonObject { ["id"] = id } : []);
    }

    /// <summary>PUT of a message.</summary>
    public Reply Update(string conversation, string id, JsonElement activity)
    {
        if (Refuse(conversation, activity, isChecked: true) is { } refused)
        {
            return refused;
        }

        if (Own(conversation, id, out var message) is { } notOwn)
        {
            return notOwn;
        }

        server.World.Note(ChangeKind.Updated, message! with { Activity = activity });
        return new Reply(StatusCodes.Status200OK, new JsonObject { ["id"] = id });
    }

    /// <summary>DELETE of a message.</summary>
    public Reply Delete(string conversation, string id)
    {
        if (Refuse(conversation, default, isChecked: false) is { } refused)
        {
            return refused;
        }

        if (Own(conversation, id, out var message) is { } notOwn)
        {
            return notOwn;
        }

        server.World.Note(ChangeKind.Deleted, message!);
        return new Reply(StatusCodes.Status200OK);
    }

    /// <summary>POST of a new thread to a channel.</summary>
    public Reply Create(JsonElement body)
    {
        var channel = body.TryGetProperty("channelData", out var data) && data.TryGetProperty("channel", out var named) ? named.Text("id") : "";
        if (body.Text("tenantId") != server.Options.TenantId || channel.Length == 0 || !body.TryGetProperty("activity", out var activity)
            || !body.TryGetProperty("isGroup", out var isGroup) || isGroup.ValueKind != JsonValueKind.True)
        {
            return Reply.Error(StatusCodes.Status400BadRequest, "BadSyntax", "Incorrect conversation creation parameters");
        }

        if (Refuse(channel, activity, isChecked: true) is { } refused)
        {
            return refused;
        }

        var id = server.World.NewId();
        var thread = $"{channel};messageid={id}";
        server.World.Note(ChangeKind.Posted, new Message(thread, id, null, activity));
        return new Reply(StatusCodes.Status201Created, new JsonObject { ["id"] = thread, ["activityId"] = id });
    }

    /// <summary>GET of one member.</summary>
    public Reply Member(string conversation, string id)
    {
        if (Refuse(conversation, default, isChecked: false) is { } refused)
        {
            return refused;
        }

        var person = server.World.FindChat(conversation)!.Members.FirstOrDefault(person => person.Id == id);
        return person is null
            ? Reply.Error(StatusCodes.Status404NotFound, "MemberNotFoundInConversation", "Member not found in the conversation.")
            : new Reply(StatusCodes.Status200OK, new JsonObject
            {
                ["id"] = person.Id,
                ["name"] = person.Name,
                ["objectId"] = person.AadObjectId,
                ["userPrincipalName"] = person.IsGuest ? $"{person.Name}_example.org#EXT#@example.com" : $"{person.Name}@example.com",
                ["tenantId"] = person.TenantId ?? server.Options.TenantId,
                ["userRole"] = "user",
            });
    }

    private Reply? Refuse(string conversation, JsonElement activity, bool isChecked)
    {
        var chat = server.World.FindChat(conversation);
        if (chat is null or { IsGone: true })
        {
            return Reply.Error(StatusCodes.Status404NotFound, "ConversationNotFound", "Conversation not found.");
        }

        if (!chat.HasBot)
        {
            return Reply.Error(StatusCodes.Status403Forbidden, "BotNotInConversationRoster", "The bot is not part of the conversation roster.");
        }

        if (chat.IsBlocked)
        {
            return Reply.Error(StatusCodes.Status403Forbidden, "MessageWritesBlocked", "Thread is blocked from message writes.");
        }

        if (server.Throttle.Take(conversation) is { } wait)
        {
            return Reply.Throttled(wait);
        }

        return isChecked ? ActivityRules.Refuse(activity) : null;
    }

    private Reply? Own(string conversation, string id, out Message? message)
    {
        message = server.World.FindMessage(conversation, id);
        return message switch
        {
            null => Reply.Error(StatusCodes.Status404NotFound, "ActivityNotFoundInConversation", "Activity does not exist in the conversation."),
            { IsFromBot: false } => Reply.Error(StatusCodes.Status403Forbidden, "BadArgument", "The bot is not the author of the activity."),
            _ => null,
        };
    }

    private string Add(string conversation, JsonElement activity)
    {
        var id = server.World.NewId();
        server.World.Note(ChangeKind.Posted, new Message(conversation, id, null, activity));
        return id;
    }

    private static JsonElement WithReplyTo(JsonElement activity, string replyTo)
        => activity.TryGetProperty("replyToId", out _) ? activity : Frozen.Of(JsonNode.Parse(activity.GetRawText())!.AsObject().With("replyToId", replyTo));
}
