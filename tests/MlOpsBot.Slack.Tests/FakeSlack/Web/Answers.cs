using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary>Makes the Web API's answers.</summary>
internal static class ApiAnswer
{
    public static JsonObject Ok(params (string Name, JsonNode? Value)[] values)
    {
        var answer = new JsonObject { ["ok"] = true };
        foreach (var (name, value) in values)
        {
            answer[name] = value;
        }

        return answer;
    }

    public static JsonObject Error(string code) => new() { ["ok"] = false, ["error"] = code };

    /// <summary>An error with messages that say what is wrong where.</summary>
    public static JsonObject Error(string code, ImmutableArray<string> messages) => new()
    {
        ["ok"] = false,
        ["error"] = code,
        ["response_metadata"] = new JsonObject { ["messages"] = new JsonArray([.. messages.Select(message => (JsonNode)message)]) },
    };

    public static JsonObject Missing(string argument) => Error("invalid_arguments", [$"[ERROR] missing required field: {argument}"]);
}
