using System.Text.Json;
using System.Text.Json.Nodes;

namespace MlOpsBot.Chat.Testing;

/// <summary>JSON that cannot change.</summary>
internal static class Frozen
{
    public static JsonElement Of(JsonNode node) => JsonSerializer.SerializeToElement(node);
}
