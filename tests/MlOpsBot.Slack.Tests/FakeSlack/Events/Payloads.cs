using System.Text.Json.Nodes;

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary>Builds what Slack sends.</summary>
internal sealed class Payloads(FakeSlackServer server)
{
    private const string VerificationToken = "ZZZZZZWSxiZZZ2yIvs3peJ";

    private readonly World _world = server.World;

    public Outgoing Event(Workspace workspace, JsonObject inner)
    {
        var id = "Ev" + Guid.NewGuid().ToString("N")[..12].ToUpperInvariant();
        return new Outgoing(OutgoingKind.Event, id, new JsonObject
        {
            ["token"] = VerificationToken,
            ["team_id"] = workspace.Id,
            ["context_team_id"] = workspace.Id,
            ["context_enterprise_id"] = null,
            ["api_app_id"] = server.Options.AppId,
            ["event"] = inner,
            ["type"] = "event_callback",
            ["event_id"] = id,
            ["event_time"] = server.Options.Time.GetUtcNow().ToUnixTimeSeconds(),
            ["authorizations"] = new JsonArray(new JsonObject
            {
                ["enterprise_id"] = null,
                ["team_id"] = workspace.Id,
                ["user_id"] = workspace.BotUser,
                ["is_bot"] = true,
                ["is_enterprise_install"] = false,
            }),
            ["is_ext_shared_channel"] = false,
            ["event_context"] = $"4-{Guid.NewGuid():N}",
        });
    }

    /// <summary>The event of a message: <c>app_mention</c> or <c>message</c>.</summary>
    public static JsonObject MessageEvent(string type, Person author, Channel channel, Message message)
    {
        var inner = new JsonObject
        {
            ["user"] = author.Id,
            ["type"] = type,
            ["ts"] = message.Ts,
            ["client_msg_id"] = Guid.NewGuid().ToString(),
            ["text"] = message.Text,
            ["team"] = author.Workspace.Id,
            ["blocks"] = new JsonArray(new JsonObject
            {
                ["type"] = "rich_text",
                ["block_id"] = "rt" + message.Ts,
                ["elements"] = new JsonArray(new JsonObject
                {
                    ["type"] = "rich_text_section",
                    ["elements"] = new JsonArray(new JsonObject { ["type"] = "text", ["text"] = message.Text }),
                }),
            }),
            ["channel"] = channel.Id,
            ["event_ts"] = message.Ts,
        };
        if (message.ThreadTs is { } thread)
        {
            inner["thread_ts"] = thread;
            inner["parent_user_id"] = channel.Messages.FirstOrDefault(parent => parent.Ts == thread)?.Author;
        }

        if (author.Workspace.Id != channel.Team)
        {
            inner["user_team"] = author.Workspace.Id;
            inner["source_team"] = author.Workspace.Id;
            inner["user_profile"] = new JsonObject { ["name"] = author.Name, ["team"] = author.Workspace.Id };
        }

        if (type == "message")
        {
            inner["channel_type"] = channel.Type;
        }

        return inner;
    }

    public Outgoing Command(Person person, Channel channel, string command, string text)
    {
        var workspace = _world.FindWorkspace(channel.Team)!;
        var trigger = server.Triggers.New(person);
        return new Outgoing(OutgoingKind.Command, trigger, new JsonObject
        {
            ["token"] = VerificationToken,
            ["team_id"] = workspace.Id,
            ["team_domain"] = workspace.Domain,
            ["channel_id"] = channel.Id,
            ["channel_name"] = channel.Kind == PlaceKind.Direct ? "directmessage" : channel.Name,
            ["user_id"] = person.Id,
            ["user_name"] = person.Name.ToLowerInvariant(),
            ["command"] = command,
            ["text"] = text,
            ["api_app_id"] = server.Options.AppId,
            ["is_enterprise_install"] = "false",
            ["response_url"] = server.Responses.New(person, channel, null),
            ["trigger_id"] = trigger,
        });
    }

    /// <summary>A press in a message.</summary>
    public Outgoing Press(Person person, Channel channel, Message message, Control control)
    {
        var body = Interaction("block_actions", person, _world.FindWorkspace(channel.Team)!);
        body["container"] = new JsonObject
        {
            ["type"] = "message",
            ["message_ts"] = message.Ts,
            ["channel_id"] = channel.Id,
            ["is_ephemeral"] = message.IsEphemeral,
        };
        if (message.ThreadTs is { } thread)
        {
            body["container"]!["thread_ts"] = thread;
        }

        body["channel"] = new JsonObject { ["id"] = channel.Id, ["name"] = channel.Kind == PlaceKind.Direct ? "directmessage" : channel.Name };
        if (!message.IsEphemeral)
        {
            // Slack keeps no ephemeral messages and sends none along.
            body["message"] = MessageJson.Of(message, _world.FindWorkspace(channel.Team)!, withMetadata: true);
        }

        body["response_url"] = server.Responses.New(person, channel, message);
        return Finish(body, control);
    }

    /// <summary>A press in a modal or Home tab.</summary>
    public Outgoing Press(Person person, View view, Control control)
    {
        var body = Interaction("block_actions", person, person.Workspace);
        body["container"] = new JsonObject { ["type"] = "view", ["view_id"] = view.Id };
        body["view"] = MessageJson.Node(view.Body);
        return Finish(body, control);
    }

    public Outgoing Submit(Person person, View view, IReadOnlyDictionary<string, string> values)
    {
        var body = Interaction("view_submission", person, person.Workspace);
        var shown = MessageJson.Node(view.Body).AsObject();
        shown["state"] = new JsonObject { ["values"] = FormState.Of(view.Controls, values) };
        body["view"] = shown;
        body["response_urls"] = new JsonArray();
        return new Outgoing(OutgoingKind.Interaction, body["trigger_id"]!.GetValue<string>(), body);
    }

    public Outgoing Shortcut(Person person, Channel channel, Message message, string callback)
    {
        var workspace = _world.FindWorkspace(channel.Team)!;
        var body = Interaction("message_action", person, workspace);
        body["callback_id"] = callback;
        body["action_ts"] = _world.NewTs();
        body["message_ts"] = message.Ts;
        body["channel"] = new JsonObject { ["id"] = channel.Id, ["name"] = channel.Name };
        body["message"] = MessageJson.Of(message, workspace, withMetadata: false);
        body["response_url"] = server.Responses.New(person, channel, null);
        return new Outgoing(OutgoingKind.Interaction, body["trigger_id"]!.GetValue<string>(), body);
    }

    private Outgoing Finish(JsonObject body, Control control)
    {
        body["state"] = new JsonObject { ["values"] = new JsonObject() };
        body["actions"] = new JsonArray(FormState.Action(control, _world.NewTs()));
        return new Outgoing(OutgoingKind.Interaction, body["trigger_id"]!.GetValue<string>(), body);
    }

    private JsonObject Interaction(string type, Person person, Workspace workspace) => new()
    {
        ["type"] = type,
        ["user"] = new JsonObject
        {
            ["id"] = person.Id,
            ["username"] = person.Name.ToLowerInvariant(),
            ["name"] = person.Name.ToLowerInvariant(),
            ["team_id"] = person.Workspace.Id,
        },
        ["api_app_id"] = server.Options.AppId,
        ["token"] = VerificationToken,
        ["trigger_id"] = server.Triggers.New(person),
        ["team"] = new JsonObject { ["id"] = workspace.Id, ["domain"] = workspace.Domain },
        ["enterprise"] = null,
        ["is_enterprise_install"] = false,
    };
}
