namespace MlOpsBot.Configuration;

/// <summary>The levels of <c>Logging</c>, which the log itself reads, and fails on without naming the option.</summary>
internal static class LoggingSection
{
    /// <summary>The section's name.</summary>
    public const string Name = "Logging";

    private const string Levels = "LogLevel";

    /// <summary>One line for each level that is none: <c>Logging:LogLevel:…</c>, and <c>Logging:Console:LogLevel:…</c>.</summary>
    public static IEnumerable<string> Faults(IConfiguration configuration)
    {
        var logging = configuration.GetSection(Name);
        return logging.GetChildren().Select(provider => provider.GetSection(Levels)).Prepend(logging.GetSection(Levels))
            .SelectMany(levels => levels.GetChildren())
            .Where(level => !string.IsNullOrEmpty(level.Value) && !Enum.GetNames<LogLevel>().Contains(level.Value, StringComparer.OrdinalIgnoreCase))
            .Select(level => $"{level.Path} is '{level.Value}'; give {string.Join(", ", Enum.GetNames<LogLevel>()[..^1])} or {LogLevel.None}.");
    }
}
