using System.Text.Json.Nodes;

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary><c>chat.*</c>. Called under the world's lock.</summary>
internal sealed class ChatMethods(FakeSlackServer server)
{
    private readonly World _world = server.World;

    public JsonObject Post(Workspace workspace, Arguments arguments)
    {
        // A user's id stands for the direct message with them.
        var name = arguments.Text("channel");
        var channel = _world.FindPerson(name) is { Kind: not PersonKind.Bot } person ? _world.Direct(person) : _world.FindChannel(name);
        if (Writable(workspace, channel) is { } refusal)
        {
            return ApiAnswer.Error(refusal);
        }

        var (payload, error) = Payload.Read(arguments, _world);
        if (payload is null)
        {
            return error!;
        }

        var thread = arguments.Text("thread_ts");
        if (thread is not null && !channel!.Messages.Any(message => message.Ts == thread && message is { ThreadTs: null, OnlyFor: null, IsDeleted: false }))
        {
            return ApiAnswer.Error("thread_not_found");
        }

        var message = payload.Fill(New(workspace, channel!) with
        {
            ThreadTs = thread,
            Unfurls = arguments.Flag("unfurl_links", otherwise: true) || arguments.Flag("unfurl_media", otherwise: true),
        });
        _world.Post(channel!, message);
        return ApiAnswer.Ok(("channel", channel!.Id), ("ts", message.Ts), ("message", MessageJson.Of(message, workspace, withMetadata: true)));
    }

    public JsonObject PostEphemeral(Workspace workspace, Arguments arguments)
    {
        var channel = _world.FindChannel(arguments.Text("channel"));
        if (Writable(workspace, channel) is { } refusal)
        {
            return ApiAnswer.Error(refusal);
        }

        if (arguments.Text("user") is not { } user || !channel!.Members.Contains(user))
        {
            return ApiAnswer.Error("user_not_in_channel");
        }

        var (payload, error) = Payload.Read(arguments, _world);
        if (payload is null)
        {
            return error!;
        }

        var message = payload.Fill(New(workspace, channel) with { ThreadTs = arguments.Text("thread_ts"), OnlyFor = user }) with { Metadata = null };
        _world.Post(channel, message);
        return ApiAnswer.Ok(("message_ts", message.Ts));
    }

    public JsonObject Update(Workspace workspace, Arguments arguments)
    {
        var channel = _world.FindChannel(arguments.Text("channel"));
        if (Writable(workspace, channel) is { } refusal)
        {
            return ApiAnswer.Error(refusal);
        }

        if (Find(channel!, arguments) is not { } message)
        {
            return ApiAnswer.Error("message_not_found");
        }

        if (message.Author != workspace.BotUser)
        {
            return ApiAnswer.Error("cant_update_message");
        }

        // Text without blocks deletes the blocks.
        var (payload, error) = Payload.Read(arguments, _world);
        if (payload is null)
        {
            return error!;
        }

        var changed = payload.Fill(message) with { IsEdited = true };
        _world.Replace(channel!, changed);
        return ApiAnswer.Ok(
            ("channel", channel!.Id), ("ts", changed.Ts), ("text", changed.Text), ("message", MessageJson.Of(changed, workspace, withMetadata: true)));
    }

    public JsonObject Delete(Workspace workspace, Arguments arguments)
    {
        var channel = _world.FindChannel(arguments.Text("channel"));
        if (channel is null || channel.Team != workspace.Id)
        {
            return ApiAnswer.Error("channel_not_found");
        }

        if (Find(channel, arguments) is not { } message)
        {
            return ApiAnswer.Error("message_not_found");
        }

        if (message.Author != workspace.BotUser)
        {
            return ApiAnswer.Error("cant_delete_message");
        }

        _world.Replace(channel, message with { IsDeleted = true });
        return ApiAnswer.Ok(("channel", channel.Id), ("ts", message.Ts));
    }

    private static Message? Find(Channel channel, Arguments arguments)
        => channel.Messages.FirstOrDefault(message => message.Ts == arguments.Text("ts") && message is { IsDeleted: false, OnlyFor: null });

    /// <summary>Null where the bot may write, else Slack's error.</summary>
    private static string? Writable(Workspace workspace, Channel? channel) => channel switch
    {
        null => "channel_not_found",
        _ when channel.Team != workspace.Id => "channel_not_found",
        { IsArchived: true } => "is_archived",
        _ when channel.Members.Contains(workspace.BotUser) => null,
        { Kind: PlaceKind.Public } => "not_in_channel",
        _ => "channel_not_found",
    };

    private Message New(Workspace workspace, Channel channel) => new(channel.Id, _world.NewTs(), workspace.BotUser) { IsFromBot = true };
}
