using System.Collections.Immutable;
using Microsoft.Extensions.FileProviders;

namespace MlOpsBot.Configuration;

/// <summary>
/// The folder that <c>MlOpsBot:SecretsFolder</c> names: one file an option, as Kubernetes and Docker mount secrets, named like the
/// environment variable (<c>MlOpsBot__Slack__BotToken</c>) or with colons. Folders and files that begin with a dot are none of it: that is
/// how Kubernetes keeps the versions of a volume.
/// </summary>
internal static class SecretsFolder
{
    // What options of the program itself begin with: anything else in the folder was meant to be one, or lies in the wrong folder.
    private static readonly ImmutableArray<string> s_sections = [BotOptions.Section, LoggingSection.Name];

    /// <summary>Reads it.</summary>
    /// <param name="named">The folder as it was named.</param>
    /// <param name="path">Its full path.</param>
    /// <exception cref="UnreadableSettingsException">It is not there, or something in it cannot be read.</exception>
    public static SecretsRead Read(string named, string path)
    {
        if (!Directory.Exists(path))
        {
            throw new UnreadableSettingsException($"{ConfigurationSources.SecretsOption} names '{named}', which is no folder here; give a folder with one file an option, such as MlOpsBot__Slack__BotToken.");
        }

        try
        {
            using var files = new PhysicalFileProvider(path);
            var read = new ConfigurationBuilder().AddKeyPerFile(source =>
            {
                source.FileProvider = files;
                source.IgnoreCondition = name => name.StartsWith('.');
            }).Build();
            var values = read.AsEnumerable()
                .Where(pair => pair.Value is not null)
                .ToImmutableDictionary(pair => pair.Key, pair => pair.Value!.TrimEnd('\r', '\n'), StringComparer.OrdinalIgnoreCase);
            return new SecretsRead(
                new ConfigurationLayer($"the folder {path}", values),
                [.. values.Keys.Where(key => !IsOption(key)).Order(StringComparer.Ordinal).Select(key => Strange(key, named))]);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UnreadableSettingsException($"{ConfigurationSources.SecretsOption} ({named}) cannot be read: {exception.Message.ReplaceLineEndings(" ")} Let the bot's user read the folder and every file in it.");
        }
        catch (ArgumentException)
        {
            throw new UnreadableSettingsException($"{ConfigurationSources.SecretsOption} ({named}) holds two files of the same option; keep one of them. Names differ neither by case nor by : and __.");
        }
    }

    private static bool IsOption(string key) => s_sections.Any(section => key.StartsWith($"{section}:", StringComparison.OrdinalIgnoreCase));

    private static string Strange(string key, string folder) =>
        $"{ConfigurationSources.SecretsOption} ({folder}) holds '{key}', which is no option; name each file like its environment variable, such as MlOpsBot__Slack__BotToken, or keep it elsewhere.";
}

/// <summary>The folder of secrets as it was read. Immutable.</summary>
/// <param name="Layer">What the files say, without the end of the last line.</param>
/// <param name="Strange">One line for each file that is no option.</param>
internal sealed record SecretsRead(ConfigurationLayer Layer, ImmutableArray<string> Strange);
