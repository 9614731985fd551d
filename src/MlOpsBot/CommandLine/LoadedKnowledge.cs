using MlOpsBot.Answers;
using MlOpsBot.Knowledge;

namespace MlOpsBot.CommandLine;

/// <summary>The knowledge folder as a command gets it.</summary>
public static class LoadedKnowledge
{
    /// <summary>The folder to read, or null after a line on standard error.</summary>
    public static string? Find(string? named, Surroundings surroundings)
    {
        var program = AppContext.BaseDirectory;
        LocatedFolder located;
        try
        {
            // Reading the configuration costs time that a command which was told its folder can spare.
            var configured = string.IsNullOrWhiteSpace(named) ? KnowledgeLocation.Configured(program) : null;
            located = KnowledgeLocation.Find(named, configured, surroundings.WorkingDirectory, program);
        }
        catch (InvalidDataException exception)
        {
            located = new LocatedFolder(null, $"appsettings.json cannot be read: {exception.GetBaseException().Message.ReplaceLineEndings(" ")}");
        }

        if (located.Fault is { } fault)
        {
            surroundings.Error.WriteLine(fault);
        }

        return located.Path;
    }

    /// <summary>Somebody who answers from the folder, or null after a line on standard error.</summary>
    public static Answerer? OpenAnswerer(string? named, Surroundings surroundings)
    {
        if (Find(named, surroundings) is not { } folder)
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
