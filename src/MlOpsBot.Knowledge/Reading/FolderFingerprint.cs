namespace MlOpsBot.Knowledge.Reading;

/// <summary>Names, sizes and times of the files of a folder: what tells cheaply, and on any file system, that something changed.</summary>
internal sealed class FolderFingerprint
{
    // FAT and some network file systems tell times apart by two seconds only.
    private static readonly TimeSpan _coarsestClock = TimeSpan.FromSeconds(2);

    private readonly List<(string Name, string? Target, long Size, DateTime Written)> _files = [];
    private readonly List<string> _strays;
    private DateTime _newest = DateTime.MinValue;

    private FolderFingerprint(FolderListing listing)
    {
        _strays = listing.Strays;
        foreach (var (name, entry) in listing.Files)
        {
            Add(name, entry);
        }
    }

    public static FolderFingerprint Of(string path) => new(FolderListing.Of(path));

    public bool Matches(FolderFingerprint other) => _files.SequenceEqual(other._files) && _strays.SequenceEqual(other._strays);

    /// <summary>Whether the last change is so fresh that another one could bear the same time.</summary>
    public bool IsFresh(DateTime now) => (now - _newest).Duration() <= _coarsestClock;

    private void Add(string name, FileSystemInfo entry)
    {
        try
        {
            // Kubernetes swaps a mounted folder by pointing a link elsewhere.
            var target = entry.LinkTarget is null ? null : entry.ResolveLinkTarget(returnFinalTarget: true);
            var file = (FileInfo)(target ?? entry);
            var written = file.LastWriteTimeUtc;
            _files.Add((name, target?.FullName, file.Length, written));
            _newest = written > _newest ? written : _newest;
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            // Gone or unreadable meanwhile: that, too, can be told apart from what was there before.
            _files.Add((name, null, -1, DateTime.MinValue));
        }
    }
}
