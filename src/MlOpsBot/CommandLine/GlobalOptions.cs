using System.CommandLine;
using MlOpsBot.Serving;

namespace MlOpsBot.CommandLine;

/// <summary>What every command can be told. Immutable.</summary>
public sealed class GlobalOptions
{
    /// <summary><c>--knowledge DIR</c>.</summary>
    public Option<string?> Knowledge { get; } = new("--knowledge")
    {
        Description = "Folder to read instead of the one that is configured or found.",
        HelpName = "DIR",
        Recursive = true,
    };

    /// <summary><c>--settings FILE</c>.</summary>
    public Option<string?> Settings { get; } = new("--settings")
    {
        Description = "JSON file of options, above appsettings.json and below secrets and environment (MlOpsBot__Settings).",
        HelpName = "FILE",
        Recursive = true,
    };

    /// <summary>What a command was told.</summary>
    public ServerSettings Of(ParseResult parsed, Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(parsed);
        ArgumentNullException.ThrowIfNull(surroundings);
        return new ServerSettings(parsed.GetValue(Knowledge), surroundings.WorkingDirectory, surroundings.Clock) { SettingsFile = parsed.GetValue(Settings) };
    }
}
