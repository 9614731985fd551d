using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary><c>conversations.*</c>. Called under the world's lock.</summary>
internal sealed class ConversationMethods(FakeSlackServer server)
{
    private const int DefaultPage = 100;
    private const int LargestPage = 999;

    private readonly World _world = server.World;

    public JsonObject History(Workspace workspace, Arguments arguments)
    {
        var channel = _world.FindChannel(arguments.Text("channel"));
        if (Unreadable(workspace, channel) is { } refusal)
        {
            return refusal;
        }

        // Newest first; replies in threads are not part of it.
        var messages = channel!.Messages.Where(message => message is { OnlyFor: null, IsDeleted: false, ThreadTs: null })
            .OrderByDescending(message => message.Ts, StringComparer.Ordinal).ToList();
        return Page(workspace, channel, messages, arguments);
    }

    public JsonObject Replies(Workspace workspace, Arguments arguments)
    {
        var channel = _world.FindChannel(arguments.Text("channel"));
        if (Unreadable(workspace, channel) is { } refusal)
        {
            return refusal;
        }

        var thread = arguments.Text("ts");
        if (!channel!.Messages.Any(message => message.Ts == thread && message is { OnlyFor: null, IsDeleted: false }))
        {
            return ApiAnswer.Error("thread_not_found");
        }

        // Oldest first, and the parent comes first whatever the bounds are.
        var messages = channel.Messages.Where(message => message is { OnlyFor: null, IsDeleted: false } && (message.Ts == thread || message.ThreadTs == thread))
            .OrderBy(message => message.Ts, StringComparer.Ordinal).ToList();
        return Page(workspace, channel, messages, arguments, always: thread);
    }

    /// <summary><c>users.conversations</c>: the channels that the bot is in. Archived ones are taken out of a page that has been counted.</summary>
    public JsonObject Own(Workspace workspace, Arguments arguments)
    {
        var skip = 0;
        if (arguments.Text("cursor") is { Length: > 0 } cursor && !TryRead(cursor, out skip))
        {
            return ApiAnswer.Error("invalid_cursor");
        }

        var own = _world.ChannelsOf(workspace.Id).Where(channel => channel.Kind is PlaceKind.Public or PlaceKind.Private && channel.Members.Contains(workspace.BotUser)).ToList();
        var page = own.Skip(skip).Take(arguments.Number("limit") ?? DefaultPage).ToList();
        var next = skip + page.Count < own.Count ? Cursor(skip + page.Count) : "";
        return ApiAnswer.Ok(
            ("channels", new JsonArray([.. page.Where(channel => !channel.IsArchived || !arguments.Flag("exclude_archived")).Select(channel => new JsonObject { ["id"] = channel.Id, ["name"] = channel.Name })])),
            ("response_metadata", new JsonObject { ["next_cursor"] = next }));
    }

    public JsonObject Info(Workspace workspace, Arguments arguments)
    {
        var channel = _world.FindChannel(arguments.Text("channel"));
        var isMember = channel?.Members.Contains(workspace.BotUser) == true;
        if (channel is null || channel.Team != workspace.Id || (channel.Kind != PlaceKind.Public && !isMember))
        {
            return ApiAnswer.Error("channel_not_found");
        }

        var scope = channel.Kind switch
        {
            PlaceKind.Public => "channels:read",
            PlaceKind.Private => "groups:read",
            PlaceKind.Direct => "im:read",
            _ => "mpim:read",
        };
        return workspace.Scopes.Contains(scope)
            ? ApiAnswer.Ok(("channel", new JsonObject
            {
                ["id"] = channel.Id,
                ["name"] = channel.Name,
                ["is_channel"] = channel.Kind == PlaceKind.Public,
                ["is_im"] = channel.Kind == PlaceKind.Direct,
                ["is_private"] = channel.Kind != PlaceKind.Public,
                ["created"] = 1_700_000_000,
                ["creator"] = channel.Creator,
                ["is_archived"] = channel.IsArchived,
                ["is_member"] = isMember,
            }))
            : WebApi.MissingScope(workspace, scope);
    }

    public JsonObject Open(Workspace workspace, Arguments arguments)
    {
        if (_world.FindPerson(arguments.Text("users")) is not { } person)
        {
            return ApiAnswer.Error("user_not_found");
        }

        return ApiAnswer.Ok(("channel", new JsonObject { ["id"] = _world.Direct(person).Id }));
    }

    private static JsonObject Page(Workspace workspace, Channel channel, List<Message> messages, Arguments arguments, string? always = null)
    {
        var (oldest, latest) = (Time(arguments.Text("oldest")), Time(arguments.Text("latest")));
        var inclusive = arguments.Flag("inclusive");
        if (oldest is null || latest is null)
        {
            return ApiAnswer.Error(oldest is null ? "invalid_ts_oldest" : "invalid_ts_latest");
        }

        var limit = arguments.Number("limit") ?? DefaultPage;
        if (limit is < 1 or > LargestPage)
        {
            return ApiAnswer.Error("invalid_limit");
        }

        var skip = 0;
        if (arguments.Text("cursor") is { Length: > 0 } cursor && !TryRead(cursor, out skip))
        {
            return ApiAnswer.Error("invalid_cursor");
        }

        var within = messages.Where(message => message.Ts == always || Within(Time(message.Ts)!.Value)).ToList();
        var page = within.Skip(skip).Take(limit).Select(message => ToJson(message, workspace, channel, arguments.Flag("include_all_metadata"))).ToArray<JsonNode>();
        var hasMore = within.Count > skip + page.Length;
        return ApiAnswer.Ok(
            ("messages", new JsonArray(page)),
            ("has_more", hasMore),
            ("response_metadata", new JsonObject { ["next_cursor"] = hasMore ? Cursor(skip + page.Length) : "" }));

        bool Within(decimal ts) => inclusive ? (oldest == 0 || ts >= oldest) && (latest == 0 || ts <= latest) : ts > oldest && (latest == 0 || ts < latest);
    }

    private static JsonObject ToJson(Message message, Workspace workspace, Channel channel, bool withMetadata)
    {
        var json = MessageJson.Of(message, workspace, withMetadata);
        var replies = channel.Messages.Count(reply => reply.ThreadTs == message.Ts && reply.OnlyFor is null && !reply.IsDeleted);
        if (replies > 0)
        {
            json["thread_ts"] = message.Ts;
            json["reply_count"] = replies;
        }

        return json;
    }

    private static decimal? Time(string? ts) => ts is null or ""
        ? 0
        : decimal.TryParse(ts, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var time) ? time : null;

    private static string Cursor(int skip) => Convert.ToBase64String(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"next:{skip}")));

    private static bool TryRead(string cursor, out int skip)
    {
        skip = 0;
        var bytes = new byte[cursor.Length];
        return Convert.TryFromBase64String(cursor, bytes, out var length)
            && Encoding.ASCII.GetString(bytes, 0, length).Split(':') is ["next", var number]
            && int.TryParse(number, CultureInfo.InvariantCulture, out skip);
    }

    private static JsonObject? Unreadable(Workspace workspace, Channel? channel)
    {
        if (channel is null || channel.Team != workspace.Id || (channel.Kind != PlaceKind.Public && !channel.Members.Contains(workspace.BotUser)))
        {
            return ApiAnswer.Error("channel_not_found");
        }

        var scope = channel.Kind switch
        {
            PlaceKind.Public => "channels:history",
            PlaceKind.Private => "groups:history",
            PlaceKind.Direct => "im:history",
            _ => "mpim:history",
        };
        if (!workspace.Scopes.Contains(scope))
        {
            return WebApi.MissingScope(workspace, scope);
        }

        return channel.Members.Contains(workspace.BotUser) ? null : ApiAnswer.Error("not_in_channel");
    }
}
