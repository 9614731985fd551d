using System.Collections.Immutable;
using MlOpsBot.CommandLine;
using MlOpsBot.Configuration;

namespace MlOpsBot.Serving;

/// <summary>What the command line says about serving.</summary>
/// <param name="Knowledge">What <c>--knowledge</c> names, or null.</param>
/// <param name="WorkingDirectory">Where relative paths begin.</param>
/// <param name="Clock">The clock.</param>
public sealed record ServerSettings(string? Knowledge, string WorkingDirectory, TimeProvider Clock)
{
    /// <summary>"Development", "Production", …; null takes it from the process.</summary>
    public string? Environment { get; init; }

    /// <summary>The file that <c>--settings</c> names, or null.</summary>
    public string? SettingsFile { get; init; }

    /// <summary>Configuration above that of files and environment, for tests.</summary>
    public IReadOnlyDictionary<string, string?>? Overrides { get; init; }

    /// <summary>Where the configuration is read.</summary>
    internal ConfigurationPlaces Places => new(AppContext.BaseDirectory, WorkingDirectory, Environment ?? OfProcess())
    {
        Settings = SettingsFile,
        Overrides = Overrides,
    };

    private static string OfProcess() =>
        System.Environment.GetEnvironmentVariable("ASPNETCORE_ENVIRONMENT")
        ?? System.Environment.GetEnvironmentVariable("DOTNET_ENVIRONMENT")
        ?? Default;

    // `dotnet run` builds for debugging: whoever starts the bot that way is developing. What is published is not.
    private static string Default =>
#if DEBUG
        Environments.Development;
#else
        Environments.Production;
#endif
}

/// <summary>What is configured. Immutable.</summary>
/// <param name="Options">The options, with their faults.</param>
/// <param name="Environment">"Development", "Production", …</param>
/// <param name="Knowledge">The folder to answer from.</param>
/// <param name="Clock">The clock.</param>
/// <param name="Sources">Where each option comes from.</param>
internal sealed record Setup(BotOptionsRead Options, string Environment, LocatedFolder Knowledge, TimeProvider Clock, ConfigurationRead Sources);

/// <summary>A server, or why there is none.</summary>
/// <param name="App">The server, or null.</param>
/// <param name="Faults">One line a fault, with the remedy.</param>
public sealed record BuiltServer(WebApplication? App, ImmutableArray<string> Faults)
{
    /// <summary>No server for one reason.</summary>
    public static BuiltServer Unusable(string fault) => new(null, [fault]);
}
