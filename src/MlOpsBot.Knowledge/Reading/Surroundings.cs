namespace MlOpsBot.Knowledge.Reading;

/// <summary>
/// What a file may refer to. Cards are known by their file names alone, so that a fault in one card is not
/// reported again at every card that mentions it.
/// </summary>
internal sealed class Surroundings
{
    private readonly Dictionary<string, string> _filesBySlug = new(StringComparer.Ordinal);
    private readonly HashSet<string> _files;

    /// <summary>Takes stock of a folder.</summary>
    /// <param name="files">All files of the folder, as relative paths.</param>
    /// <param name="sourceIds">Ids of the sources; null where they could not be read, so that citations cannot be checked.</param>
    /// <param name="today">The date that review dates are compared with.</param>
    public Surroundings(IEnumerable<string> files, IReadOnlyList<string>? sourceIds, DateOnly today)
    {
        _files = [.. files];
        SourceIds = sourceIds;
        Today = today;
        foreach (var file in _files.Order(StringComparer.Ordinal).Where(file => KindOfFile(file) is not null))
        {
            _filesBySlug.TryAdd(SlugOf(file), file);
        }

        RoleSlugs = [.. _filesBySlug.Keys.Where(slug => KindOf(slug) == CardKind.Role)];
    }

    public IReadOnlyList<string>? SourceIds { get; }

    public DateOnly Today { get; }

    public IReadOnlyList<string> RoleSlugs { get; }

    public IEnumerable<string> Slugs => _filesBySlug.Keys;

    public CardKind? KindOf(string slug) => _filesBySlug.TryGetValue(slug, out var file) ? KindOfFile(file) : null;

    public bool HasFile(string path) => _files.Contains(path);

    /// <summary>Where a file of that name stands, the same case preferred.</summary>
    public string? FindFileNamed(string name) => _files
        .Where(file => string.Equals(file[(file.LastIndexOf('/') + 1)..], name, StringComparison.OrdinalIgnoreCase))
        .OrderBy(file => !file.EndsWith(name, StringComparison.Ordinal))
        .ThenBy(file => file, StringComparer.Ordinal)
        .FirstOrDefault();

    public static string Article(CardKind kind) => kind switch
    {
        CardKind.Role => "a role",
        CardKind.Activity => "an activity",
        _ => "a topic",
    };

    public static string SlugOf(string file) => Path.GetFileNameWithoutExtension(file);

    public static CardKind? KindOfFile(string file) => file[..Math.Max(0, file.IndexOf('/', StringComparison.Ordinal))] switch
    {
        "roles" => CardKind.Role,
        "activities" => CardKind.Activity,
        "topics" => CardKind.Topic,
        _ => null,
    };
}
