namespace MlOpsBot.CommandLine;

/// <summary>Where the knowledge folder is looked for.</summary>
public static class KnowledgeLocation
{
    private const string FolderName = "knowledge";

    /// <summary>
    /// Finds the folder: the one that was named, else the one that is configured, else <c>knowledge/</c> beside the program,
    /// else upwards from the working directory, else upwards from the program (a build inside the repository).
    /// </summary>
    /// <param name="named">What <c>--knowledge</c> names, or null.</param>
    /// <param name="configured">What <c>MlOpsBot:Knowledge</c> says, or null.</param>
    /// <param name="workingDirectory">Where relative paths begin.</param>
    /// <param name="programDirectory">Where the program lies.</param>
    public static LocatedFolder Find(string? named, string? configured, string workingDirectory, string programDirectory)
    {
        if (!string.IsNullOrWhiteSpace(named))
        {
            return Given(named, "--knowledge", workingDirectory);
        }

        if (!string.IsNullOrWhiteSpace(configured))
        {
            return Given(configured, "MlOpsBot:Knowledge", workingDirectory);
        }

        var beside = Path.Combine(programDirectory, FolderName);
        var found = LooksRight(beside) ? beside : Upwards(workingDirectory) ?? Upwards(programDirectory);
        return found is null
            ? new LocatedFolder(null, $"No knowledge folder: none beside the program ({beside}) and none upwards from {workingDirectory}. Name one with --knowledge DIR or MlOpsBot:Knowledge.")
            : new LocatedFolder(found, null);
    }

    private static LocatedFolder Given(string path, string by, string workingDirectory)
    {
        var full = Path.GetFullPath(path, workingDirectory);
        return Directory.Exists(full)
            ? new LocatedFolder(full, null)
            : new LocatedFolder(null, $"{by} names '{path}', which is no folder here. Name a folder with roles/, activities/, topics/ and sources.yaml.");
    }

    private static string? Upwards(string from)
    {
        for (var directory = new DirectoryInfo(from); directory is not null; directory = directory.Parent)
        {
            var candidate = Path.Combine(directory.FullName, FolderName);
            if (LooksRight(candidate))
            {
                return candidate;
            }
        }

        return null;
    }

    private static bool LooksRight(string folder) => File.Exists(Path.Combine(folder, "sources.yaml"));
}

/// <summary>A knowledge folder, or why there is none.</summary>
/// <param name="Path">Full path, or null.</param>
/// <param name="Fault">One line that says what to do, or null.</param>
public sealed record LocatedFolder(string? Path, string? Fault);
