using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MlOpsBot.Chat.Writing;

/// <summary>
/// What a button carries: ids, never text to be asked again. It works after a restart, for other people than the asker, and can
/// tell whether its card has changed. Comes back through the client, so it is not to be trusted with more than opening a card. Immutable.
/// </summary>
/// <param name="Target">What it opens, for <see cref="Answers.Answerer.Open"/>; null where the message cannot be opened again (a thumb on "I don't know").</param>
/// <param name="KnowledgeVersion">The version of the knowledge that the message was made from.</param>
/// <param name="Fingerprint">What <see cref="Answers.Answerer.Fingerprint"/> gave for the target then; null if unknown.</param>
/// <param name="Delivery">The message's delivery; null if unknown.</param>
public sealed record ButtonValue(string? Target, string KnowledgeVersion, string? Fingerprint, string? Delivery)
{
    /// <summary>Longest value that is read, which is the longest that a button of Slack's carries: longer ones are not ours.</summary>
    private const int MostCharacters = 2_000;

    private static readonly JsonWriterOptions s_options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>The value as compact JSON; the delivery stands last.</summary>
    public string Write()
    {
        var buffer = new ArrayBufferWriter<byte>(160);
        using var writer = new Utf8JsonWriter(buffer, s_options);
        writer.WriteStartObject();
        WriteTo(writer);
        writer.WriteEndObject();
        writer.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    /// <summary>Reads what <see cref="Write"/> wrote, perhaps an older or later version of this program. Never throws for what it is given.</summary>
    /// <param name="text">A button's value.</param>
    /// <param name="value">What it says; null if it is none of ours.</param>
    public static bool TryRead(string? text, [NotNullWhen(true)] out ButtonValue? value)
    {
        value = null;
        if (text is null || text.Length is < 2 or > MostCharacters || text[0] != '{')
        {
            return false;
        }

        try
        {
            using var json = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = 4 });
            value = Read(json.RootElement);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or ArgumentException)
        {
            // Not JSON, not text where text belongs, or half a surrogate pair: a value of somebody else's making.
            value = null;
        }

        return value is not null;
    }

    /// <summary>Reads an object as <see cref="Write"/> writes it. Never throws for what it is given.</summary>
    /// <param name="json">The object, or whatever came in its place.</param>
    /// <param name="value">What it says; null if it is none of ours.</param>
    public static bool TryRead(JsonElement json, [NotNullWhen(true)] out ButtonValue? value)
    {
        try
        {
            value = json.ValueKind == JsonValueKind.Object ? Read(json) : null;
        }
        catch (InvalidOperationException)
        {
            value = null;
        }

        return value is not null;
    }

    /// <summary>Writes the members of <see cref="Write"/> into an object that is open.</summary>
    public void WriteTo(Utf8JsonWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        WriteIfAny(writer, "t"u8, Target);
        writer.WriteString("k"u8, KnowledgeVersion);
        WriteIfAny(writer, "f"u8, Fingerprint);
        WriteIfAny(writer, "d"u8, Delivery);
    }

    /// <summary>Reads the members; null where it is none of ours.</summary>
    /// <exception cref="InvalidOperationException">Something is no text where text belongs, or half a surrogate pair.</exception>
    private static ButtonValue? Read(JsonElement json) =>
        Text(json, "k") is { } version ? new ButtonValue(Text(json, "t"), version, Text(json, "f"), Text(json, "d")) : null;

    private static void WriteIfAny(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? value)
    {
        if (value is not null)
        {
            writer.WriteString(name, value);
        }
    }

    private static string? Text(JsonElement json, string name) =>
        json.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value.GetString() : null;
}

/// <summary>What a thumb carries. Immutable.</summary>
/// <param name="IsUp">Whether it is thumbs up.</param>
/// <param name="Button">The message's own value.</param>
public sealed record ThumbValue(bool IsUp, ButtonValue Button)
{
    private const string Up = "up";
    private const string Down = "down";

    /// <summary>"up" or "down", then the message's own value.</summary>
    public string Write() => (IsUp ? Up : Down) + Button.Write();

    /// <summary>Reads what <see cref="Write"/> wrote. Never throws for what it is given.</summary>
    /// <param name="text">The value of the thumb.</param>
    /// <param name="value">What it says; null if it is none of ours.</param>
    public static bool TryRead(string? text, [NotNullWhen(true)] out ThumbValue? value)
    {
        value = null;
        var isUp = text is not null && text.StartsWith(Up, StringComparison.Ordinal);
        if (text is not null && (isUp || text.StartsWith(Down, StringComparison.Ordinal)) && ButtonValue.TryRead(text[(isUp ? Up : Down).Length..], out var button))
        {
            value = new ThumbValue(isUp, button);
        }

        return value is not null;
    }
}
