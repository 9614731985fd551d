using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace MlOpsBot.Wire;

/// <summary>What <c>doctor --json</c> prints.</summary>
/// <param name="Status">The worst verdict: "ok", "warning" or "fault".</param>
/// <param name="Version">The program's version.</param>
/// <param name="Ok">How many things are as they should be.</param>
/// <param name="Warnings">How many work, and should be seen to.</param>
/// <param name="Faults">How many do not work.</param>
/// <param name="Checks">Every finding, in order; a check may have several.</param>
public sealed record DiagnosisDocument(string Status, string Version, int Ok, int Warnings, int Faults, ImmutableArray<DiagnosedDocument> Checks);

/// <summary>One finding.</summary>
/// <param name="Check">What was looked at.</param>
/// <param name="Verdict">"ok", "warning" or "fault".</param>
/// <param name="Text">What was found.</param>
public sealed record DiagnosedDocument(string Check, string Verdict, string Text)
{
    /// <summary>The finding's name, the same in every version; left out where the verdict is "ok". <c>deploy/doctor.md</c> lists them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Code { get; init; }

    /// <summary>What to do about it; left out where nothing is to be done, or the text says it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Remedy { get; init; }
}

/// <summary>What <c>doctor --options --json</c> prints.</summary>
/// <param name="Options">Every option, by name.</param>
public sealed record OptionsDocument(ImmutableArray<OptionDocument> Options);

/// <summary>An option as it counts.</summary>
/// <param name="Option">Its full name.</param>
/// <param name="Value">Its value; "given" where it is a secret, empty where there is none.</param>
/// <param name="Source">Where the value comes from: "default", a file's name, "environment", …</param>
public sealed record OptionDocument(string Option, string Value, string Source);
