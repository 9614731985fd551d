namespace MlOpsBot.Logging;

/// <summary>How a line of the log looks.</summary>
public enum LogFormat
{
    /// <summary>For people: time, level, category, message.</summary>
    Text,

    /// <summary>For programs: one JSON object a line.</summary>
    Json,
}

/// <summary>The section <c>MlOpsBot:Log</c>. Immutable.</summary>
public sealed record LogOptions
{
    /// <summary>How a line looks. <see cref="LogFormat.Text"/> unless set.</summary>
    public LogFormat Format { get; init; }

    /// <summary>Whether what people ask stands in the log. False unless set.</summary>
    public bool Questions { get; init; }
}
