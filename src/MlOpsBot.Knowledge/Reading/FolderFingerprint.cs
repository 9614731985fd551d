namespace MlOpsBot.Knowledge.Reading;

/// <summary>Names, sizes and times of the files of a folder: what tells cheaply, and on any file system, that something changed.</summary>
internal sealed class FolderFingerprint
{
    // FAT and some network file systems tell times apart by two seconds only.
    private static readonly TimeSpan _coarsestClock = TimeSpan.FromSeconds(2);

    private readonly List<(string Name, long Size, DateTime Written)> _files = [];
    private readonly List<string> _strays;
    private readonly List<string> _links;

    private FolderFingerprint(FolderListing listing)
    {
        _strays = listing.Strays;
        _links = listing.Links;
        foreach (var (name, entry) in listing.Files)
        {
            Add(name, entry);
        }
    }

    public static FolderFingerprint Of(string path) => new(FolderListing.Of(path));

    public bool Matches(FolderFingerprint other) => _files.SequenceEqual(other._files) && _strays.SequenceEqual(other._strays) && _links.SequenceEqual(other._links);

    /// <summary>Whether some change is so fresh that another one could bear the same time.</summary>
    public bool IsFresh(DateTime now) => _files.Exists(file => (now - file.Written).Duration() <= _coarsestClock);

    private void Add(string name, FileSystemInfo entry)
    {
        try
        {
            var target = entry.LinkTarget is null ? null : entry.ResolveLinkTarget(returnFinalTarget: true);
            var file = (FileInfo)(target ?? entry);
            _files.Add((name, file.Length, file.LastWriteTimeUtc));
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Gone or unreadable meanwhile: that, too, can be told apart from what was there before.
            _files.Add((name, -1, DateTime.MinValue));
        }
    }
}
