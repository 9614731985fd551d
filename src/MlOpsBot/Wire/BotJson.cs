using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using MlOpsBot.Evaluation;

namespace MlOpsBot.Wire;

/// <summary>
/// Everything that this program writes or reads as JSON, generated at build time: starting to reflect would cost more
/// than answering. Text stays readable ("it's", "–"); what is served as HTML is encoded there.
/// </summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(AnswerDocument))]
[JsonSerializable(typeof(AuditDocument))]
[JsonSerializable(typeof(FaultDocument))]
[JsonSerializable(typeof(DiagnosisDocument))]
[JsonSerializable(typeof(OptionsDocument))]
[JsonSerializable(typeof(EvaluationReport))]
[JsonSerializable(typeof(HealthDocument))]
[JsonSerializable(typeof(ProblemDocument))]
[JsonSerializable(typeof(TipPreviewsDocument))]
[JsonSerializable(typeof(TipChannelDocument))]
[JsonSerializable(typeof(TipReplayDocument))]
public sealed partial class BotJson : JsonSerializerContext
{
    /// <summary>One line, characters as they are.</summary>
    public static BotJson Lines { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>Indented, for a person.</summary>
    public static BotJson Indented { get; } = new(new JsonSerializerOptions(JsonSerializerDefaults.General)
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        WriteIndented = true,
    });
}

/// <summary>Stands in the place of an answer to a line that could not be read.</summary>
/// <param name="Error">What is wrong and what to do: "questions.jsonl: line 3: …".</param>
public sealed record FaultDocument(string Error);
