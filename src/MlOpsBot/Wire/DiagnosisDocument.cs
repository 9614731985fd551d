using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace MlOpsBot.Wire;

/// <summary>What <c>doctor --json</c> prints.</summary>
/// <param name="Status">The worst verdict: "ok", "warning" or "fault".</param>
/// <param name="Checks">Every finding, in order; a check may have several.</param>
public sealed record DiagnosisDocument(string Status, ImmutableArray<DiagnosedDocument> Checks);

/// <summary>One finding.</summary>
/// <param name="Check">What was looked at.</param>
/// <param name="Verdict">"ok", "warning" or "fault".</param>
/// <param name="Text">What was found.</param>
public sealed record DiagnosedDocument(string Check, string Verdict, string Text)
{
    /// <summary>What to do about it; left out where nothing is to be done, or the text says it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Remedy { get; init; }
}
