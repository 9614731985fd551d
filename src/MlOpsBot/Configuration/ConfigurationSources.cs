using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.Extensions.Configuration.EnvironmentVariables;

namespace MlOpsBot.Configuration;

/// <summary>
/// Reads the configuration from all of its places, lowest first: <c>appsettings.json</c> beside the program (and
/// <c>appsettings.Production.json</c>, where there is one for the environment), the settings file, the folder of secrets, environment
/// variables, the command line. Files are read anew each time. Thread-safe.
/// </summary>
/// <param name="places">Where to look.</param>
internal sealed class ConfigurationSources(ConfigurationPlaces places)
{
    /// <summary>The option that names the settings file.</summary>
    public const string SettingsOption = $"{BotOptions.Section}:Settings";

    /// <summary>The option that names the folder of secrets.</summary>
    public const string SecretsOption = $"{BotOptions.Section}:SecretsFolder";

    private const string ProgramSettings = "appsettings.json";

    // What the web host itself is told, such as ASPNETCORE_URLS.
    private readonly ImmutableArray<ConfigurationLayer> _below = [Environment("DOTNET_"), Environment("ASPNETCORE_")];

    // Neither changes while the program runs.
    private readonly ImmutableArray<ConfigurationLayer> _above = [Environment(), new ConfigurationLayer("the command line", Overrides(places))];

    /// <summary>Reads everything, as far as it can be read.</summary>
    public ConfigurationRead Read()
    {
        var layers = ImmutableArray.CreateBuilder<ConfigurationLayer>();
        try
        {
            layers.AddRange(Beside(ProgramSettings));
            layers.AddRange(Beside($"appsettings.{places.Environment}.json"));
            if (places.Settings is { } named)
            {
                layers.Add(Settings(named, "--settings"));
            }
            else if (Value([.. layers, .. _above], SettingsOption) is { } configured)
            {
                layers.Add(Settings(configured, SettingsOption));
            }

            var secrets = Value([.. layers, .. _above], SecretsOption) is { } folder ? SecretsFolder.Read(folder, Full(folder)) : null;
            if (secrets is not null)
            {
                layers.Add(secrets.Layer);
            }

            return new ConfigurationRead(_below, layers.ToImmutable(), _above) { Strange = secrets?.Strange ?? [] };
        }
        catch (UnreadableSettingsException exception)
        {
            return new ConfigurationRead(_below, layers.ToImmutable(), _above) { Unreadable = exception.Message };
        }
    }

    /// <summary>The full path of one that was given.</summary>
    public string Full(string path) => Path.GetFullPath(path, places.WorkingDirectory);

    private static string? Value(IEnumerable<ConfigurationLayer> layers, string option) =>
        layers.Reverse().Select(layer => layer.Values.GetValueOrDefault(option)).FirstOrDefault(value => !string.IsNullOrWhiteSpace(value));

    private static ConfigurationLayer Environment(string? prefix = null)
    {
        var variables = new EnvironmentVariablesConfigurationProvider(prefix);
        variables.Load();
        return ConfigurationLayer.Of("the environment", new ConfigurationRoot([variables]));
    }

    private static ConfigurationLayer Json(string path, string name, string remedy)
    {
        try
        {
            using var content = new MemoryStream(File.ReadAllBytes(path));
            return ConfigurationLayer.Of(name, new ConfigurationBuilder().AddJsonStream(content).Build());
        }
        catch (Exception exception) when (exception is JsonException or FormatException or IOException or UnauthorizedAccessException)
        {
            throw new UnreadableSettingsException($"{name} cannot be read: {exception.GetBaseException().Message.ReplaceLineEndings(" ")}{remedy}");
        }
    }

    private IEnumerable<ConfigurationLayer> Beside(string name)
    {
        var path = Path.Combine(places.ProgramFolder, name);
        return File.Exists(path) ? [Json(path, name, "")] : [];
    }

    private ConfigurationLayer Settings(string path, string namedBy)
    {
        var full = Full(path);
        if (!File.Exists(full))
        {
            throw new UnreadableSettingsException($"{namedBy} names '{path}', which is no file here; give a JSON file with the options in it, such as {{\"MlOpsBot\": {{\"Port\": 3978}}}}.");
        }

        var layer = Json(full, full, $" {namedBy} names it; give a JSON file.");
        return layer.Values.ContainsKey(SettingsOption)
            ? throw new UnreadableSettingsException($"{full} names a settings file of its own ({SettingsOption}), which would not be read; leave that out.")
            : layer;
    }

    private static ImmutableDictionary<string, string> Overrides(ConfigurationPlaces places) => (places.Overrides ?? ImmutableDictionary<string, string?>.Empty)
        .Where(pair => pair.Value is not null)
        .ToImmutableDictionary(pair => pair.Key, pair => pair.Value!, StringComparer.OrdinalIgnoreCase);
}

/// <summary>Where the configuration is looked for. Immutable.</summary>
/// <param name="ProgramFolder">The folder of <c>appsettings.json</c>.</param>
/// <param name="WorkingDirectory">Where relative paths begin.</param>
/// <param name="Environment">"Development", "Production", …</param>
internal sealed record ConfigurationPlaces(string ProgramFolder, string WorkingDirectory, string Environment)
{
    /// <summary>The settings file that <c>--settings</c> names; null where it is the environment's to name one.</summary>
    public string? Settings { get; init; }

    /// <summary>What goes before files and environment.</summary>
    public IReadOnlyDictionary<string, string?>? Overrides { get; init; }
}

/// <summary>A file or folder of settings that was named and cannot be used; the message is one line that says what to do.</summary>
internal sealed class UnreadableSettingsException(string message) : Exception(message);
