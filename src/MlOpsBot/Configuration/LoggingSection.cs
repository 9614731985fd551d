using Microsoft.Extensions.Logging.Console;

namespace MlOpsBot.Configuration;

/// <summary>The section <c>Logging</c>, which the log itself reads, and fails on without naming the option.</summary>
internal static class LoggingSection
{
    /// <summary>The section's name.</summary>
    public const string Name = "Logging";

    private const string Levels = "LogLevel";
    private const string FormatterOptions = "FormatterOptions";

    /// <summary>
    /// One line for each level that is none (<c>Logging:LogLevel:…</c>, and <c>Logging:Console:LogLevel:…</c>), and for each other option
    /// of the console's log that cannot be what it is.
    /// </summary>
    public static IEnumerable<string> Faults(IConfiguration configuration)
    {
        var logging = configuration.GetSection(Name);
        var console = logging.GetSection("Console");
        return LevelFaults(logging)
            .Concat(Unbound(console, static () => new ConsoleLoggerOptions()))
            .Concat(Unbound(console.GetSection(FormatterOptions), static () => new SimpleConsoleFormatterOptions()))
            .Concat(Unbound(console.GetSection(FormatterOptions), static () => new JsonConsoleFormatterOptions()))
            .Distinct(StringComparer.Ordinal);
    }

    private static IEnumerable<string> LevelFaults(IConfigurationSection logging) =>
        logging.GetChildren().Select(provider => provider.GetSection(Levels)).Prepend(logging.GetSection(Levels))
            .SelectMany(levels => levels.GetChildren())
            .Where(level => !string.IsNullOrEmpty(level.Value) && !Enum.GetNames<LogLevel>().Contains(level.Value, StringComparer.OrdinalIgnoreCase))
            .Select(level => $"{level.Path} is '{level.Value}'; give {string.Join(", ", Enum.GetNames<LogLevel>()[..^1])} or {LogLevel.None}.");

    private static IEnumerable<string> Unbound(IConfigurationSection section, Func<object> make) =>
        section.GetChildren()
            .Where(option => option.Value is not null && !Binds(option, make()))
            .Select(option => $"{option.Path} is '{option.Value}', which it cannot be; correct it, or leave it out.");

    // Each by itself: the binder stops at the first, and names not every one.
    private static bool Binds(IConfigurationSection option, object target)
    {
        try
        {
            new ConfigurationBuilder().AddInMemoryCollection([KeyValuePair.Create(option.Key, option.Value)]).Build().Bind(target);
            return true;
        }
        catch (Exception)
        {
            return false;
        }
    }
}
