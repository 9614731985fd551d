using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary><c>assistant.threads.*</c>: the agent's status, title and suggested prompts. Called under the world's lock.</summary>
internal sealed class AssistantMethods(FakeSlackServer server)
{
    private const int MostPrompts = 4;

    /// <summary>The prompts that stand in each direct message: title and text.</summary>
    public ImmutableDictionary<string, ImmutableArray<(string Title, string Text)>> Prompts { get; private set; }
        = ImmutableDictionary<string, ImmutableArray<(string, string)>>.Empty;

    public JsonObject SetStatus(Workspace workspace, Arguments arguments)
    {
        if (Find(workspace, arguments) is not { } channel)
        {
            return ApiAnswer.Error("channel_not_found");
        }

        if (arguments.Text("thread_ts") is not { Length: > 0 } thread)
        {
            return ApiAnswer.Missing("thread_ts");
        }

        if (arguments.Text("status") is not { } status)
        {
            return ApiAnswer.Missing("status");
        }

        if (!channel.Messages.Any(message => message.Ts == thread))
        {
            return ApiAnswer.Error("invalid_thread_ts");
        }

        channel.Status[thread] = status;
        server.World.Note(ChangeKind.Status, new Message(channel.Id, thread, workspace.BotUser) { Text = status, IsFromBot = true });
        return ApiAnswer.Ok();
    }

    public JsonObject SetTitle(Workspace workspace, Arguments arguments)
        => Find(workspace, arguments) is null ? ApiAnswer.Error("channel_not_found") : arguments.Text("title") is null ? ApiAnswer.Missing("title") : ApiAnswer.Ok();

    public JsonObject SetPrompts(Workspace workspace, Arguments arguments)
    {
        if (Find(workspace, arguments) is not { } channel)
        {
            return ApiAnswer.Error("channel_not_found");
        }

        if (!arguments.Structure("prompts", out var prompts) || prompts is not { ValueKind: JsonValueKind.Array } given)
        {
            return ApiAnswer.Missing("prompts");
        }

        if (given.GetArrayLength() is 0 or > MostPrompts)
        {
            return ApiAnswer.Error("invalid_arguments", [$"[ERROR] no more than {MostPrompts} items allowed [json-pointer:/prompts]"]);
        }

        foreach (var prompt in given.EnumerateArray())
        {
            if (!prompt.TryGetProperty("title", out _) || !prompt.TryGetProperty("message", out _))
            {
                return ApiAnswer.Error("invalid_arguments", ["[ERROR] missing required field: title, message [json-pointer:/prompts/0]"]);
            }
        }

        Prompts = Prompts.SetItem(
            channel.Id, [.. given.EnumerateArray().Select(prompt => (prompt.GetProperty("title").GetString()!, prompt.GetProperty("message").GetString()!))]);
        server.World.Note(ChangeKind.Prompts, new Message(channel.Id, "", workspace.BotUser)
        {
            Text = string.Join('\n', Prompts[channel.Id].Select(prompt => prompt.Title)),
            IsFromBot = true,
        });
        return ApiAnswer.Ok();
    }

    private Channel? Find(Workspace workspace, Arguments arguments)
        => server.World.FindChannel(arguments.Text("channel_id")) is { } channel && channel.Team == workspace.Id && channel.Members.Contains(workspace.BotUser) ? channel : null;
}
