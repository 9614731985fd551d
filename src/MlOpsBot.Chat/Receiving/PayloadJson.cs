using System.Diagnostics.CodeAnalysis;
using System.Text.Json;
using System.Text.Unicode;

namespace MlOpsBot.Chat.Receiving;

/// <summary>Reads a payload's members without believing in any of them: what is missing or of another type is null, or not there.</summary>
public static class PayloadJson
{
    /// <summary>Parses a body; nesting is bounded.</summary>
    /// <param name="body">UTF-8, hopefully; has to stay as it is for as long as the document is used.</param>
    /// <param name="options">How strictly.</param>
    /// <param name="document">What it says; null where it is no JSON.</param>
    /// <param name="fault">What it is instead, for the log; null where it is JSON.</param>
    public static bool TryParse(
        ReadOnlyMemory<byte> body, JsonDocumentOptions options, [NotNullWhen(true)] out JsonDocument? document, [NotNullWhen(false)] out string? fault)
    {
        document = null;
        fault = null;
        if (!Utf8.IsValid(body.Span))
        {
            fault = "JSON that is no UTF-8";
            return false;
        }

        try
        {
            document = JsonDocument.Parse(body, options);
            return true;
        }
        catch (JsonException)
        {
            fault = "a body that is no JSON";
            return false;
        }
    }

    /// <summary>A member that is an object, or an undefined element, of which every member is missing.</summary>
    public static JsonElement Member(this JsonElement parent, string name)
        => parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var member) ? member : default;

    /// <summary>A member's text; null where there is none.</summary>
    /// <exception cref="InvalidOperationException">The text is no Unicode (half a surrogate pair).</exception>
    public static string? Text(this JsonElement parent, string name)
        => parent.Member(name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    /// <summary>A member's text; null where there is none, and where it is no Unicode.</summary>
    public static string? Said(this JsonElement parent, string name)
    {
        try
        {
            return parent.Text(name);
        }
        catch (InvalidOperationException)
        {
            // Half a surrogate pair, as an escape in the JSON, is no text, and JsonElement says so by an exception alone.
            return null;
        }
    }

    /// <summary>A member's id: text that is neither empty nor longer than any platform's ids, and of visible characters.</summary>
    public static string? Id(this JsonElement parent, string name)
        => parent.Text(name) is { } id && IsId(id) ? id : null;

    /// <summary>Whether a member is <c>true</c>.</summary>
    public static bool IsTrue(this JsonElement parent, string name) => parent.Member(name).ValueKind == JsonValueKind.True;

    /// <summary>Whether a member is there, and not null.</summary>
    public static bool Has(this JsonElement parent, string name)
        => parent.Member(name).ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    /// <summary>The elements of a member that is an array; none otherwise.</summary>
    public static JsonElement.ArrayEnumerator Items(this JsonElement parent, string name)
        => parent.Member(name) is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray() : default;

    /// <summary>The first element of a member that is an array; undefined otherwise.</summary>
    public static JsonElement First(this JsonElement parent, string name)
        => parent.Member(name) is { ValueKind: JsonValueKind.Array } items && items.GetArrayLength() > 0 ? items[0] : default;

    /// <summary>Whether a text can be a platform's id.</summary>
    public static bool IsId([NotNullWhen(true)] string? text)
    {
        if (text is not { Length: > 0 and <= 255 })
        {
            return false;
        }

        foreach (var c in text)
        {
            if (c is <= ' ' or > '~')
            {
                return false;
            }
        }

        return true;
    }
}
