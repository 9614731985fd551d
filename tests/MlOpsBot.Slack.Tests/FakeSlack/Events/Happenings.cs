using System.Text.Json.Nodes;

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary>What Slack tells a bot besides questions.</summary>
internal static class Happenings
{
    /// <summary>Asks the bot to echo a challenge, as when its address is entered; what it says.</summary>
    public static async Task<Receipt> VerifyUrlAsync(this FakeSlackServer slack, string challenge)
    {
        var body = new JsonObject { ["token"] = "ZZZZZZWSxiZZZ2yIvs3peJ", ["challenge"] = challenge, ["type"] = "url_verification" };
        return (await slack.Deliveries.SendAsync(new Outgoing(OutgoingKind.Event, "url_verification", body))).Receipts[0];
    }

    /// <summary>Checks the certificate of the bot's address for commands; what it says.</summary>
    public static async Task<Receipt> CheckCertificateAsync(this FakeSlackServer slack)
    {
        var body = new JsonObject { ["ssl_check"] = "1", ["token"] = "ZZZZZZWSxiZZZ2yIvs3peJ" };
        return (await slack.Deliveries.SendAsync(new Outgoing(OutgoingKind.Command, "ssl_check", body))).Receipts[0];
    }

    /// <summary>Changes a message that somebody wrote before.</summary>
    public static Task<Delivery> SendEditAsync(this Person person, Message message, string typed)
    {
        var channel = person.Server.World.FindChannel(message.Channel)!;
        var edited = message with { Text = Typing.AsSlackHasIt(typed), IsEdited = true };
        person.Server.World.Replace(channel, edited);
        return person.SendSubtypeAsync(channel, "message_changed", inner =>
        {
            var workspace = person.Server.World.FindWorkspace(channel.Team)!;
            inner["message"] = MessageJson.Of(edited, workspace, withMetadata: false);
            inner["previous_message"] = MessageJson.Of(message, workspace, withMetadata: false);
        });
    }

    /// <summary>Deletes a message.</summary>
    public static Task<Delivery> SendDeletionAsync(this Person person, Message message)
    {
        var channel = person.Server.World.FindChannel(message.Channel)!;
        person.Server.World.Replace(channel, message with { IsDeleted = true });
        return person.SendSubtypeAsync(channel, "message_deleted", inner => inner["deleted_ts"] = message.Ts);
    }

    /// <summary>Joins a channel.</summary>
    public static Task<Delivery> SendJoinAsync(this Person person, Channel channel) => person.SendSubtypeAsync(channel, "channel_join", inner =>
    {
        inner["user"] = person.Id;
        inner["text"] = $"<@{person.Id}> has joined the channel";
    });

    /// <summary>Takes the bot into a channel; Slack tells it.</summary>
    public static Task<Delivery> InviteBotAsync(this Person person, Channel channel)
    {
        var bot = BotOf(person.Server, channel);
        lock (person.Server.World.Gate)
        {
            channel.Members.Add(bot);
        }

        return person.Server.SendOfChannelAsync(channel, "member_joined_channel", inner =>
        {
            inner["user"] = bot;
            inner["channel_type"] = channel.Kind == PlaceKind.Public ? "C" : "G";
            inner["team"] = channel.Team;
            inner["inviter"] = person.Id;
        });
    }

    /// <summary>Removes the bot from a channel; Slack tells it.</summary>
    public static Task<Delivery> RemoveBotAsync(this Person person, Channel channel)
    {
        lock (person.Server.World.Gate)
        {
            channel.Members.Remove(BotOf(person.Server, channel));
        }

        return person.Server.SendOfChannelAsync(channel, channel.Kind == PlaceKind.Public ? "channel_left" : "group_left", inner => inner["actor_id"] = person.Id);
    }

    /// <summary>Archives a channel, or opens it again; Slack tells the bot.</summary>
    public static Task<Delivery> ArchiveAsync(this Person person, Channel channel, bool isArchived = true)
    {
        channel.IsArchived = isArchived;
        var type = (channel.Kind == PlaceKind.Public ? "channel_" : "group_") + (isArchived ? "archive" : "unarchive");
        return person.Server.SendOfChannelAsync(channel, type, inner =>
        {
            inner["user"] = person.Id;
            inner["is_moved"] = 0;
        });
    }

    /// <summary>Tells the bot that something happened to a channel.</summary>
    public static Task<Delivery> SendOfChannelAsync(this FakeSlackServer slack, Channel channel, string type, Action<JsonObject>? fill = null)
    {
        var inner = new JsonObject { ["type"] = type, ["channel"] = channel.Id, ["event_ts"] = slack.World.NewTs() };
        fill?.Invoke(inner);
        return slack.Deliveries.SendAsync(new Payloads(slack).Event(slack.World.FindWorkspace(channel.Team)!, inner));
    }

    private static string BotOf(FakeSlackServer slack, Channel channel) => slack.World.FindWorkspace(channel.Team)!.BotUser;

    /// <summary>Another app, or the bot itself, writes a message; Slack tells the bot of it.</summary>
    public static Task<Delivery> SendBotMessageAsync(this FakeSlackServer slack, Channel channel, string text, bool own)
    {
        var bot = slack.World.FindPerson(slack.Acme.BotUser)!;
        return bot.SendSubtypeAsync(channel, "bot_message", inner =>
        {
            inner["text"] = text;
            inner["bot_id"] = own ? slack.Acme.BotId : "B0OTHERBOT";
            if (own)
            {
                // What an app posts itself comes without a subtype.
                inner.Remove("subtype");
                inner["user"] = slack.Acme.BotUser;
                inner["app_id"] = slack.Options.AppId;
            }
        });
    }

    /// <summary>Removes the app from a workspace: its tokens end, and both events come, in either order.</summary>
    public static async Task<IReadOnlyList<Delivery>> UninstallAsync(this FakeSlackServer slack, Workspace workspace)
    {
        slack.Tokens.RevokeAll(workspace);
        workspace.IsInstalled = false;
        var payloads = new Payloads(slack);
        return await Task.WhenAll(
            slack.Deliveries.SendAsync(payloads.Event(workspace, new JsonObject
            {
                ["type"] = "tokens_revoked",
                ["tokens"] = new JsonObject { ["oauth"] = new JsonArray(), ["bot"] = new JsonArray(workspace.BotUser) },
                ["event_ts"] = slack.World.NewTs(),
            })),
            slack.Deliveries.SendAsync(payloads.Event(workspace, new JsonObject { ["type"] = "app_uninstalled", ["event_ts"] = slack.World.NewTs() })));
    }

    private static Task<Delivery> SendSubtypeAsync(this Person person, Channel channel, string subtype, Action<JsonObject> fill)
    {
        var ts = person.Server.World.NewTs();
        var inner = new JsonObject
        {
            ["type"] = "message",
            ["subtype"] = subtype,
            ["channel"] = channel.Id,
            ["channel_type"] = channel.Type,
            ["ts"] = ts,
            ["event_ts"] = ts,
        };
        fill(inner);
        return person.Server.Deliveries.SendAsync(new Payloads(person.Server).Event(person.Server.World.FindWorkspace(channel.Team)!, inner));
    }
}
