namespace MlOpsBot.Knowledge;

/// <summary>How much a finding matters.</summary>
public enum FindingSeverity
{
    /// <summary>The folder cannot be served until it is put right.</summary>
    Error,

    /// <summary>Worth a look; the folder is served nevertheless.</summary>
    Warning,
}

/// <summary>Something about the knowledge folder that its keeper should know, with the remedy. Immutable.</summary>
/// <param name="Location">Where it stands; the folder itself is the file ".".</param>
/// <param name="Severity">Whether it keeps the folder from being served.</param>
/// <param name="Message">One line: what is wrong, then what to do about it.</param>
public sealed record Finding(FileLocation Location, FindingSeverity Severity, string Message)
{
    /// <summary>The finding as <c>mlopsbot check</c> prints it, in the form that editors and CI systems link: <c>file:line: message</c>, line 1 where it is about the whole file.</summary>
    public override string ToString() => $"{Location.File}:{Math.Max(1, Location.Line)}: {Message}";
}
