using System.Collections.Immutable;
using System.Text.Json;

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary>What the bot says in its very acknowledgement.</summary>
internal static class ResponseBody
{
    /// <summary>A command's response: JSON, or plain text that is shown as it is.</summary>
    public static Arguments Read(string body)
    {
        try
        {
            var json = JsonSerializer.Deserialize<JsonElement>(body);
            if (json.ValueKind == JsonValueKind.Object)
            {
                return new Arguments(json.EnumerateObject().ToImmutableDictionary(property => property.Name, property => property.Value), IsJson: true);
            }
        }
        catch (JsonException)
        {
            // Plain text is allowed.
        }

        return new Arguments(ImmutableDictionary<string, JsonElement>.Empty.Add("text", JsonSerializer.SerializeToElement(body)), IsJson: false);
    }

    /// <summary>A form's response: nothing closes the modal, <c>response_action</c> updates, pushes, clears it or shows errors.</summary>
    public static void ApplyToModal(FakeSlackServer server, Person person, View view, string body)
    {
        var arguments = body.Length == 0 ? Arguments.None : Read(body);
        var methods = new ViewMethods(server);
        lock (server.World.Gate)
        {
            switch (arguments.Text("response_action"))
            {
                case "errors":
                    arguments.Structure("errors", out var errors).ShouldBeTrue();
                    var blocks = view.Blocks.EnumerateArray().Select(block => block.GetProperty("block_id").GetString()).ToHashSet();
                    errors!.Value.EnumerateObject().ShouldAllBe(error => blocks.Contains(error.Name), "errors name blocks");
                    break;
                case "update":
                    Shown(methods.Show(arguments, person.Workspace, person, home: false, ChangeKind.ModalUpdated, next => next with { Id = view.Id, Root = view.Root }));
                    break;
                case "push":
                    Shown(methods.Show(arguments, person.Workspace, person, home: false, ChangeKind.ModalOpened, next => next with { Root = view.Root, Previous = view.Id }));
                    break;
                case null or "clear":
                    server.World.Close(view);
                    break;
                case { } other:
                    throw new InvalidOperationException($"Slack knows no response_action \"{other}\".");
            }
        }

        static void Shown(System.Text.Json.Nodes.JsonObject answer) => answer["ok"]!.GetValue<bool>().ShouldBeTrue(answer.ToJsonString());
    }
}
