namespace MlOpsBot.Knowledge.Reading;

/// <summary>A file that is read.</summary>
/// <param name="Name">Its path relative to the knowledge folder, with forward slashes.</param>
/// <param name="Info">What the file system tells of it.</param>
internal sealed record ListedFile(string Name, FileSystemInfo Info);

/// <summary>What stands in a knowledge folder: the files that are read, and what is there besides.</summary>
internal sealed class FolderListing
{
    public static readonly string[] Folders = ["activities", "roles", "tips", "topics"];
    public static readonly string[] TopFiles = ["organization.yaml", "sources.yaml", "synonyms.txt"];

    /// <summary>In ordinal order of their names.</summary>
    public List<ListedFile> Files { get; } = [];

    /// <summary>What stands where nothing is read, folders with a slash at the end.</summary>
    public List<string> Strays { get; } = [];

    /// <summary>The symbolic links at the top, hidden ones included, with where they point. Kubernetes swaps a mounted folder by turning one.</summary>
    public List<string> Links { get; } = [];

    /// <summary>The folders that could not be listed, with the reason.</summary>
    public List<(string Folder, string Fault)> Unreadable { get; } = [];

    /// <summary>Lists the folder, two levels deep and no further. Symbolic links are followed, as Kubernetes mounts need.</summary>
    public static FolderListing Of(string path)
    {
        var listing = new FolderListing();
        foreach (var entry in listing.Entries(path, "."))
        {
            if (entry.LinkTarget is { } target)
            {
                listing.Links.Add($"{entry.Name} -> {target}");
            }

            if (IsTransient(entry.Name))
            {
                continue;
            }

            var isFolder = entry is DirectoryInfo;
            if (isFolder && Folders.Contains(entry.Name))
            {
                listing.AddInner(path, entry.Name);
            }
            else if (!isFolder && TopFiles.Contains(entry.Name))
            {
                listing.Files.Add(new(entry.Name, entry));
            }
            else if (isFolder || entry.Name != "README.md")
            {
                listing.Strays.Add(isFolder ? entry.Name + "/" : entry.Name);
            }
        }

        listing.Files.Sort((a, b) => string.CompareOrdinal(a.Name, b.Name));
        listing.Strays.Sort(StringComparer.Ordinal);
        listing.Links.Sort(StringComparer.Ordinal);
        return listing;
    }

    private void AddInner(string path, string folder)
    {
        foreach (var entry in Entries(Path.Combine(path, folder), folder).Where(entry => !IsTransient(entry.Name)))
        {
            if (entry is DirectoryInfo)
            {
                Strays.Add($"{folder}/{entry.Name}/");
            }
            else if (entry.Name.EndsWith(".md", StringComparison.Ordinal))
            {
                Files.Add(new($"{folder}/{entry.Name}", entry));
            }
            else
            {
                Strays.Add($"{folder}/{entry.Name}");
            }
        }
    }

    private List<FileSystemInfo> Entries(string path, string name)
    {
        try
        {
            return [.. new DirectoryInfo(path).EnumerateFileSystemInfos()];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            Unreadable.Add((name, fault.Message));
            return [];
        }
    }

    // Hidden files, and what editors leave beside a file while it is open.
    private static bool IsTransient(string name) =>
        name[0] is '.' or '#' || name[^1] == '~' || name == "4913"
        || name.EndsWith(".tmp", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".swp", StringComparison.OrdinalIgnoreCase);
}
