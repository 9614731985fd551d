using System.Text.Json;
using MlOpsBot.Chat.Receiving;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Teams.AdaptiveCards;
using MlOpsBot.Teams.Conversing;

namespace MlOpsBot.Teams.Requests;

/// <summary>What an activity was found to be. Immutable; an invoke is valid for as long as the activity's document.</summary>
/// <param name="Work">Work, to be recorded; null where there is none.</param>
/// <param name="Invoke">Something to be answered at once; null where it is not.</param>
/// <param name="EventId">What tells work from other work; null where there is none.</param>
/// <param name="Reason">Why it is ignored, or what is wrong with it, for the log: never anything that a user wrote.</param>
/// <param name="IsMalformed">Whether it makes no sense.</param>
internal sealed record ReadActivity(TeamsWork? Work, TeamsInvoke? Invoke, string? EventId, string? Reason, bool IsMalformed)
{
    /// <summary>It makes no sense.</summary>
    public static ReadActivity Malformed(string reason) => new(null, null, null, reason, IsMalformed: true);

    /// <summary>It is nothing to us.</summary>
    public static ReadActivity Ignored(string reason) => new(null, null, null, reason, IsMalformed: false);

    /// <summary>It is work.</summary>
    public static ReadActivity Of(TeamsWork work, string activityId) => new(work, null, $"{work.Place.ConversationId}|{activityId}", null, IsMalformed: false);

    /// <summary>It is to be answered at once.</summary>
    public static ReadActivity Of(TeamsInvoke invoke) => new(null, invoke, null, null, IsMalformed: false);
}

/// <summary>Reads an activity: what is a person's question, a press or an install, and what is nothing to us.</summary>
internal static class ActivityReader
{
    /// <summary>Teams' name among the channels of Bot Framework (<c>channelId</c>).</summary>
    public const string Channel = "msteams";

    // Whoever tries things out in the Agents Playground may leave the tenant out.
    private const string PlaygroundTenant = "playground";

    private const int LongestName = 200;
    private const int LongestZone = 64;

    /// <summary>The tenant that an activity comes from; null where it says none.</summary>
    /// <exception cref="InvalidOperationException">A text is no Unicode.</exception>
    public static string? TenantOf(JsonElement activity)
        => activity.Member("channelData").Member("tenant").Id("id") ?? activity.Member("conversation").Id("tenantId");

    /// <summary>Reads one.</summary>
    /// <param name="activity">The activity.</param>
    /// <param name="isPlayground">Whether it came without a token, from the Agents Playground.</param>
    /// <exception cref="InvalidOperationException">A text is no Unicode.</exception>
    public static ReadActivity Read(JsonElement activity, bool isPlayground)
    {
        if (activity.Text("type") is not { } type)
        {
            return ReadActivity.Malformed("an activity without a type");
        }

        if (type is not ("message" or "invoke" or "conversationUpdate" or "installationUpdate"))
        {
            return ReadActivity.Ignored("an activity that is not used");
        }

        if (activity.Id("id") is not { } id || PlaceOf(activity, isPlayground) is not { } place)
        {
            return ReadActivity.Malformed("an activity without an id, a tenant, a conversation or a recipient");
        }

        return type switch
        {
            "message" => Message(activity, id, place),
            "invoke" => Invoke(activity, id, place),
            "conversationUpdate" => Members(activity, id, place),
            _ => Installation(activity, id, place),
        };
    }

    private static ReadActivity Message(JsonElement activity, string id, TeamsPlace place)
    {
        if (ActorOf(activity) is not { } actor)
        {
            return ReadActivity.Malformed("a message of nobody");
        }

        // "28:" stands before the ids of bots.
        if (actor.Id == place.BotId || actor.Id.StartsWith("28:", StringComparison.Ordinal) || activity.Member("from").Text("role") == "bot")
        {
            return ReadActivity.Ignored("a bot's message");
        }

        if (activity.Has("value"))
        {
            if (CardActionJson.TryRead(activity.Member("value"), verb: null, out var action))
            {
                return ReadActivity.Of(new CardSubmitted(place, actor, id, activity.Id("replyToId"), action), id);
            }

            if (string.IsNullOrWhiteSpace(activity.Text("text")))
            {
                return ReadActivity.Ignored("a button that is none of ours");
            }
        }

        var message = MessageText.Read(activity, place.BotId);
        if (message is { Text: "", MentionsBot: false } && BringsCard(activity))
        {
            return ReadActivity.Ignored("a card that was put into a message without a word");
        }

        return place.Kind == ConversationKind.Personal || message.MentionsBot
            ? ReadActivity.Of(new QuestionAsked(place, actor, id, message.Text), id)
            : ReadActivity.Ignored("a message that does not mention the bot");
    }

    /// <summary>Whether a card comes with a message: one of ours, out of the message extension, or another app's.</summary>
    private static bool BringsCard(JsonElement activity)
    {
        const string Card = "application/vnd.microsoft.card.";
        const string Placeholder = "http://schema.skype.com/InputExtension";
        foreach (var attachment in activity.Items("attachments"))
        {
            if (attachment.Text("contentType") is { } type && type.StartsWith(Card, StringComparison.Ordinal))
            {
                return true;
            }
        }

        // Some clients leave the card itself out.
        return activity.Text("text") is { } text && text.Contains(Placeholder, StringComparison.Ordinal);
    }

    private static ReadActivity Invoke(JsonElement activity, string id, TeamsPlace place)
    {
        if (activity.Id("name") is not { } name || ActorOf(activity) is not { } actor)
        {
            return ReadActivity.Malformed("an invoke without a name, or of nobody");
        }

        return ReadActivity.Of(new TeamsInvoke(name, place, actor, id, activity.Id("replyToId"), activity.Member("value")));
    }

    private static ReadActivity Members(JsonElement activity, string id, TeamsPlace place)
        => Change(activity, place) is { } change ? ReadActivity.Of(change, id)
            : Names(activity, "membersAdded", place.BotId) ? Added(activity, id, place)
            : Names(activity, "membersRemoved", place.BotId) || activity.Member("channelData").Text("eventType") is "teamDeleted" or "teamHardDeleted" ? Removed(id, place)
            : ReadActivity.Ignored("a change of others than the bot");

    /// <summary>What happens to channels and teams, as far as it decides about whether anything can be posted there.</summary>
    private static PlaceChanged? Change(JsonElement activity, TeamsPlace place) => activity.Member("channelData").Text("eventType") switch
    {
        // The conversation is the team's general channel; which one it is about, stands beside it.
        "channelDeleted" when place.ChannelId is { } channel => new PlaceChanged(place with { ConversationId = channel }, "channel_deleted", IsOpen: false),
        "channelRestored" when place.ChannelId is { } channel => new PlaceChanged(place with { ConversationId = channel }, "channel_restored", IsOpen: true),
        "teamArchived" => new PlaceChanged(place.Root, "team_archived", IsOpen: false) { IsWholeTeam = true },
        "teamUnarchived" or "teamRestored" => new PlaceChanged(place.Root, "team_unarchived", IsOpen: true) { IsWholeTeam = true },
        _ => null,
    };

    private static ReadActivity Installation(JsonElement activity, string id, TeamsPlace place) => activity.Text("action") switch
    {
        "add" => Added(activity, id, place),
        "remove" => Removed(id, place),
        _ => ReadActivity.Ignored("an upgrade"),
    };

    private static ReadActivity Added(JsonElement activity, string id, TeamsPlace place) => ReadActivity.Of(new BotAdded(place.Root, ActorOf(activity)), id);

    private static ReadActivity Removed(string id, TeamsPlace place) => ReadActivity.Of(new BotRemoved(place.Root), id);

    private static bool Names(JsonElement activity, string list, string id)
    {
        foreach (var member in activity.Items(list))
        {
            if (member.Text("id") == id)
            {
                return true;
            }
        }

        return false;
    }

    private static TeamsPlace? PlaceOf(JsonElement activity, bool isPlayground)
    {
        var conversation = activity.Member("conversation");
        var channelData = activity.Member("channelData");
        var recipient = activity.Member("recipient");
        if ((TenantOf(activity) ?? (isPlayground ? PlaygroundTenant : null)) is not { } tenant
            || activity.Text("serviceUrl") is not { Length: > 0 } serviceUrl
            || conversation.Id("id") is not { } id
            || recipient.Id("id") is not { } botId)
        {
            return null;
        }

        return new TeamsPlace(tenant, serviceUrl, id, KindOf(conversation), botId)
        {
            BotName = Name(recipient),
            TeamId = channelData.Member("team").Id("id") ?? channelData.Id("teamsTeamId"),
            ChannelId = channelData.Member("channel").Id("id") ?? channelData.Id("teamsChannelId"),
            Name = Name(channelData.Member("channel")) ?? Name(conversation),
            TeamName = Name(channelData.Member("team")),
            IsPlayground = isPlayground,
        };
    }

    private static ConversationKind KindOf(JsonElement conversation) => conversation.Text("conversationType") switch
    {
        "personal" => ConversationKind.Personal,
        "channel" => ConversationKind.Channel,
        null when !conversation.IsTrue("isGroup") => ConversationKind.Personal,
        _ => ConversationKind.Group,
    };

    private static TeamsActor? ActorOf(JsonElement activity)
    {
        var from = activity.Member("from");
        return from.Id("id") is { } id ? new TeamsActor(id, from.Id("aadObjectId"), Name(from)) { TimeZone = ZoneOf(activity) } : null;
    }

    /// <summary>The zone of whoever sent it: clients say it in one of two places, some in none.</summary>
    private static string? ZoneOf(JsonElement activity)
    {
        if (IsZone(activity.Text("localTimezone")) is { } zone)
        {
            return zone;
        }

        foreach (var entity in activity.Items("entities"))
        {
            if (entity.Text("type") == "clientInfo")
            {
                return IsZone(entity.Text("timezone"));
            }
        }

        return null;
    }

    private static string? IsZone(string? zone)
        => zone is { Length: > 0 and <= LongestZone } && zone.All(static c => char.IsAsciiLetterOrDigit(c) || c is '/' or '_' or '-' or '+') ? zone : null;

    private static string? Name(JsonElement account) => account.Text("name") is { Length: > 0 } name ? Fit.Within(name, LongestName) : null;
}
