namespace MlOpsBot.Diagnosis;

/// <summary>How something is.</summary>
internal enum Verdict
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>It works, and somebody should see to it.</summary>
    Warning,

    /// <summary>It does not work.</summary>
    Fault,
}

/// <summary>One line of a diagnosis. Immutable; holds nothing secret.</summary>
/// <param name="Check">What was looked at: <c>store</c>, <c>teams token</c>, …</param>
/// <param name="Verdict">How it is.</param>
/// <param name="Text">What was found, in a sentence.</param>
internal sealed record Diagnosed(string Check, Verdict Verdict, string Text)
{
    /// <summary>Which finding this is; null where all is as it should be.</summary>
    public FindingCode? Code { get; private init; }

    /// <summary>What to do about it; null where nothing is to be done, or <see cref="Text"/> says it already.</summary>
    public string? Remedy { get; private init; }

    /// <summary>Whether the bot would not even start.</summary>
    public bool KeepsFromStarting { get; private init; }

    /// <summary>As it should be.</summary>
    public static Diagnosed Ok(string check, string text) => new(check, Verdict.Ok, text);

    /// <summary>It works, and somebody should see to it.</summary>
    public static Diagnosed Warning(string check, FindingCode code, string text, string? remedy = null) =>
        new(check, Verdict.Warning, text) { Code = code, Remedy = remedy };

    /// <summary>It does not work.</summary>
    public static Diagnosed Fault(string check, FindingCode code, string text, string? remedy = null) =>
        new(check, Verdict.Fault, text) { Code = code, Remedy = remedy };

    /// <summary>It does not work, and keeps the bot from starting.</summary>
    public static Diagnosed Unusable(string check, FindingCode code, string text, string? remedy = null) =>
        Fault(check, code, text, remedy) with { KeepsFromStarting = true };
}
