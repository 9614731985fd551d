using System.Text.Json;
using MlOpsBot.Chat.Receiving;
using MlOpsBot.Slack.Conversing;

namespace MlOpsBot.Slack.Requests;

/// <summary>Reads the body of an <c>event_callback</c>: what is a person's question, and what is nothing to us.</summary>
internal static class EventPayload
{
    // A bot that "says" something in Slack's own name: welcomes, reminders, limits.
    private const string Slackbot = "USLACKBOT";

    /// <summary>Reads a payload, as far as can be told without knowing the bot's own user; <see cref="Keep"/> does the rest.</summary>
    /// <exception cref="InvalidOperationException">A text is no Unicode.</exception>
    public static ReadWork Read(JsonElement payload)
    {
        var body = payload.Member("event");
        if (payload.Id("event_id") is not { } id || body.Text("type") is not { } type)
        {
            return ReadWork.Malformed("an event without an id or a type");
        }

        if (SlackSender.OfEvent(payload) is not { } sender)
        {
            return ReadWork.Malformed("an event of no workspace");
        }

        return type switch
        {
            "app_mention" => Message(sender, id, body, isMention: true),
            "message" => Message(sender, id, body, isMention: false),
            "app_home_opened" => Home(sender, id, body),
            "app_uninstalled" => Ended(sender, id, type),
            "tokens_revoked" => body.Member("tokens").First("bot").ValueKind == JsonValueKind.String
                ? Ended(sender, id, type)
                : ReadWork.Ignored("no token of the bot was revoked"),
            "member_joined_channel" => Channel(sender, id, body, ChannelChange.Joined),
            "channel_left" or "group_left" => Channel(sender, id, body, ChannelChange.Left),
            "channel_archive" or "group_archive" => Channel(sender, id, body, ChannelChange.Archived),
            "channel_unarchive" or "group_unarchive" => Channel(sender, id, body, ChannelChange.Unarchived),
            "channel_deleted" or "group_deleted" => Channel(sender, id, body, ChannelChange.Deleted),
            _ => ReadWork.Ignored("an event that is not used"),
        };
    }

    /// <summary>
    /// What becomes of work once the bot's own user is known; null where it is nothing to us. A message of a channel is a question
    /// where it mentions the bot (it arrives as <c>app_mention</c> too, and counts once) or stands in a thread, which may be one of
    /// the bot's; while the bot's user is not known, its mention cannot be told, and only <c>app_mention</c> counts. Of those who come
    /// into a channel the bot alone counts.
    /// </summary>
    public static KeyedWork? Keep(KeyedWork keyed, string? botUser)
    {
        if (keyed.Work is ChannelChanged { Change: ChannelChange.Joined, User: { } user } && botUser is not null)
        {
            return user == botUser ? keyed : null;
        }

        if (keyed.Work is not QuestionAsked question)
        {
            return keyed;
        }

        if (question.Actor.User == botUser)
        {
            return null;
        }

        if (question.IsMention || question.ChannelKind == ChannelKind.Direct)
        {
            return keyed;
        }

        if (botUser is null)
        {
            return null;
        }

        if (Mentions(question.Text, botUser))
        {
            question = question with { IsMention = true };
            return keyed with { Work = question, Conversation = ConversationOf(question) };
        }

        return question.ThreadTs is null ? null : keyed;
    }

    private static ReadWork Message(SlackSender sender, string id, JsonElement body, bool isMention)
    {
        if (body.Has("bot_id") || body.IsTrue("hidden") || body.Has("edited"))
        {
            return ReadWork.Ignored("a bot's message, a hidden one or an edit");
        }

        // A file's caption and a reply that is shown in the channel too are what somebody typed; every other subtype is not.
        if (body.Text("subtype") is { } subtype and not ("file_share" or "thread_broadcast"))
        {
            return ReadWork.Ignored("a message of a subtype that nobody types");
        }

        if (body.Id("channel") is not { } channel || body.Id("ts") is not { } ts)
        {
            return ReadWork.Malformed("a message without a channel or a time");
        }

        if (body.Id("user") is not { } user || user == Slackbot)
        {
            return ReadWork.Ignored("a message of nobody");
        }

        if (body.Text("text") is not { } text || string.IsNullOrWhiteSpace(text))
        {
            return ReadWork.Ignored("a message without words");
        }

        var thread = body.Id("thread_ts") is { } parent && parent != ts ? parent : null;
        var actor = new SlackActor(user, body.Id("user_team") ?? body.Id("source_team") ?? body.Id("team"));
        var question = new QuestionAsked(actor, channel, KindOf(body.Text("channel_type"), channel), ts, thread, text, isMention);
        return ReadWork.Of(sender, new KeyedWork(QuestionAsked.Kind, question, id, $"{channel}:{ts}", ConversationOf(question)));
    }

    private static ReadWork Home(SlackSender sender, string id, JsonElement body)
    {
        if (body.Id("user") is not { } user)
        {
            return ReadWork.Malformed("a tab opened by nobody");
        }

        var actor = new SlackActor(user);
        return (body.Text("tab"), body.Id("channel")) switch
        {
            ("home", _) => ReadWork.Of(sender, new KeyedWork(HomeOpened.Kind, new HomeOpened(actor), id, null, $"home:{user}")),
            ("messages", { } channel) => ReadWork.Of(sender, new KeyedWork(MessagesTabOpened.Kind, new MessagesTabOpened(actor, channel), id, null, null)),
            _ => ReadWork.Ignored("another tab"),
        };
    }

    private static ReadWork Channel(SlackSender sender, string id, JsonElement body, ChannelChange change)
        => body.Id("channel") is { } channel && (change != ChannelChange.Joined || body.Id("user") is not null)
            ? ReadWork.Of(sender, new KeyedWork(
                ChannelChanged.Kind, new ChannelChanged(channel, change, change == ChannelChange.Joined ? body.Id("user") : null), id, null, $"channel:{channel}"))
            : ReadWork.Malformed("something that happened to no channel");

    private static ReadWork Ended(SlackSender sender, string id, string reason)
        => ReadWork.Of(sender, new KeyedWork(InstallationEnded.Kind, new InstallationEnded(reason), id, null, null));

    // An app_mention says no channel_type; a direct message's id begins with D.
    private static ChannelKind KindOf(string? type, string channel) => type switch
    {
        "im" => ChannelKind.Direct,
        "mpim" => ChannelKind.Group,
        null when channel[0] == 'D' => ChannelKind.Direct,
        _ => ChannelKind.Channel,
    };

    private static string ConversationOf(QuestionAsked question) => question switch
    {
        { ThreadTs: { } thread } => $"{question.Channel}:{thread}",
        { ChannelKind: ChannelKind.Direct } => question.Channel,
        _ => $"{question.Channel}:{question.Ts}",
    };

    private static bool Mentions(string text, string user)
    {
        for (var at = text.IndexOf("<@", StringComparison.Ordinal); at >= 0; at = text.IndexOf("<@", at + 2, StringComparison.Ordinal))
        {
            var rest = text.AsSpan(at + 2);
            if (rest.StartsWith(user, StringComparison.Ordinal) && rest.Length > user.Length && rest[user.Length] is '>' or '|')
            {
                return true;
            }
        }

        return false;
    }
}
