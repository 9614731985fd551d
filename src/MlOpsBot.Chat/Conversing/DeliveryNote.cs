using System.Text.Json;
using System.Text.Json.Serialization;
using MlOpsBot.Answers;

namespace MlOpsBot.Chat.Conversing;

/// <summary>
/// What the store keeps with a message of ours. It is written with the intent, before the post: whoever finishes the work after a
/// crash goes on from what was said, not from what would be said now. Later versions of this program read it: add members, and
/// never rename one. Immutable.
/// </summary>
/// <param name="Target">What opens the answer again; null where nothing does.</param>
/// <param name="Context">What the conversation is about once it is posted; null where that stays as it was.</param>
public sealed record DeliveryNote(string? Target, ConversationContext? Context = null)
{
    /// <summary>The id of the tip that it is; null where it is none. Nobody asked about what a tip opens.</summary>
    public string? Tip { get; init; }

    /// <summary>A message that is no answer.</summary>
    public static DeliveryNote None { get; } = new((string?)null);

    /// <summary>As the store keeps it.</summary>
    public string Write() => JsonSerializer.Serialize(this, ConversingJson.Default.DeliveryNote);

    /// <summary>Reads what <see cref="Write"/> wrote; <see cref="None"/> for anything else.</summary>
    public static DeliveryNote Read(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, ConversingJson.Default.DeliveryNote) ?? None;
        }
        catch (JsonException)
        {
            return None;
        }
    }
}

/// <summary>How notes and contexts are written into the store.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, UseStringEnumConverter = true)]
[JsonSerializable(typeof(DeliveryNote))]
[JsonSerializable(typeof(ConversationContext))]
internal sealed partial class ConversingJson : JsonSerializerContext;
