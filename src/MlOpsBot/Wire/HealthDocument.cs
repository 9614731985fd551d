using System.Text.Json.Serialization;

namespace MlOpsBot.Wire;

/// <summary>How the bot is.</summary>
/// <param name="Status">"live"; "ready", or "degraded" where a broken edit keeps older knowledge serving.</param>
public sealed record HealthDocument(string Status)
{
    /// <summary>Version of the knowledge that is being served.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? KnowledgeVersion { get; init; }

    /// <summary>Errors in the folder as it stands; the log and <c>mlopsbot check</c> list them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Errors { get; init; }

    /// <summary>Warnings about the folder as it stands.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Warnings { get; init; }
}
