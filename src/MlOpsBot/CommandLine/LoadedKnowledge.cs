using MlOpsBot.Answers;
using MlOpsBot.Configuration;
using MlOpsBot.Knowledge;
using MlOpsBot.Serving;

namespace MlOpsBot.CommandLine;

/// <summary>The knowledge folder as a command gets it.</summary>
public static class LoadedKnowledge
{
    private const string Option = $"{BotOptions.Section}:Knowledge";

    /// <summary>The folder to read, or null after a line on standard error.</summary>
    public static string? Find(ServerSettings settings, Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(surroundings);

        // Reading the configuration costs time that a command which was told its folder can spare.
        var read = string.IsNullOrWhiteSpace(settings.Knowledge) || settings.SettingsFile is not null ? new ConfigurationSources(settings.Places).Read() : null;
        var located = read?.Unreadable is { } unreadable
            ? new LocatedFolder(null, unreadable)
            : KnowledgeLocation.Find(settings.Knowledge, read?.Configuration[Option], settings.WorkingDirectory, AppContext.BaseDirectory);
        if (located.Fault is { } fault)
        {
            surroundings.Error.WriteLine(fault);
        }

        return located.Path;
    }

    /// <summary>Somebody who answers from the folder, or null after a line on standard error.</summary>
    public static Answerer? OpenAnswerer(ServerSettings settings, Surroundings surroundings)
    {
        if (Find(settings, surroundings) is not { } folder)
        {
            return null;
        }

        var load = KnowledgeFolder.Load(folder);
        if (load.Knowledge is { } knowledge)
        {
            return new Answerer(knowledge);
        }

        surroundings.Error.WriteLine(Unusable(folder, load));
        return null;
    }

    /// <summary>Why a folder cannot be answered from, in one line.</summary>
    public static string Unusable(string folder, KnowledgeLoad load)
    {
        var errors = load.Findings.Where(finding => finding.Severity == FindingSeverity.Error).ToList();
        var count = errors.Count == 1 ? "1 error" : $"{errors.Count} errors";
        return $"The knowledge in {folder} has {count}, the first: {errors.FirstOrDefault()}. 'mlopsbot check' lists them all.";
    }
}
