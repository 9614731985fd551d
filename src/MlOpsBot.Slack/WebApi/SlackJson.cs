using System.Text.Json;
using MlOpsBot.Chat.Receiving;

namespace MlOpsBot.Slack.WebApi;

/// <summary>Reads answers that may hold anything: what is missing or of another kind is null, never an exception.</summary>
internal static class SlackJson
{
    /// <summary>A text that is not empty.</summary>
    public static string? Said(this JsonElement element, string name) => PayloadJson.Said(element, name) is { Length: > 0 } text ? text : null;

    /// <summary>Whether it is there and true.</summary>
    public static bool Flag(this JsonElement element, string name) => element.Child(name) is { ValueKind: JsonValueKind.True };

    /// <summary>A whole number.</summary>
    public static long? Number(this JsonElement element, string name)
        => element.Child(name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : null;

    /// <summary>What stands under a name; null also if this is no object.</summary>
    public static JsonElement? Child(this JsonElement element, string name)
        => element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var child) ? child : null;

    /// <summary>A text of an object inside.</summary>
    public static string? Said(this JsonElement element, string name, string inner) => element.Child(name)?.Said(inner);
}
