using System.Text.Json.Serialization;

namespace MlOpsBot.Slack.Conversing;

/// <summary>How work is written into the inbox and read again.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(SlackWork))]
internal sealed partial class SlackWorkJson : JsonSerializerContext;
