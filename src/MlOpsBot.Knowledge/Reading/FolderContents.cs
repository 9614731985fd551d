using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MlOpsBot.Knowledge.Reading;

/// <summary>The files of a knowledge folder as bytes, by relative path in ordinal order.</summary>
internal sealed class FolderContents
{
    public static readonly string[] Folders = ["activities", "roles", "tips", "topics"];

    private static readonly string[] _topFiles = ["organization.yaml", "sources.yaml", "synonyms.txt"];

    private FolderContents(SortedDictionary<string, byte[]?> files, SortedSet<string> strays)
    {
        Files = files;
        Strays = strays;
    }

    /// <summary>By relative path with forward slashes; null where a file could not be read, which has been reported.</summary>
    public SortedDictionary<string, byte[]?> Files { get; }

    /// <summary>What stands where nothing is read, folders with a slash at the end.</summary>
    public SortedSet<string> Strays { get; }

    public bool HasUnreadFiles => Files.Any(file => file.Value is null);

    /// <summary>Reads the folder; I/O faults become findings.</summary>
    public static FolderContents Read(string path, FindingLog log)
    {
        var (names, strays) = List(path, log);
        var files = new SortedDictionary<string, byte[]?>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            files.Add(name, ReadFile(path, name, log));
        }

        return new FolderContents(files, strays);
    }

    /// <summary>The first 12 hex digits of a SHA-256 over names and contents, each delimited so that no two folders hash alike by shifting bytes.</summary>
    public string Version()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        Span<byte> length = stackalloc byte[sizeof(long)];
        foreach (var (name, bytes) in Files.Concat(Strays.Select(stray => KeyValuePair.Create(stray, default(byte[])))))
        {
            hash.AppendData(Encoding.UTF8.GetBytes(name));
            BinaryPrimitives.WriteInt64LittleEndian(length, bytes?.Length ?? -1);
            hash.AppendData(length);
            hash.AppendData(bytes ?? []);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 6));
    }

    /// <summary>Names the files that are read, and what stands besides. Symbolic links are followed, as Kubernetes mounts need.</summary>
    public static (SortedSet<string> Names, SortedSet<string> Strays) List(string path, FindingLog log)
    {
        var names = new SortedSet<string>(StringComparer.Ordinal);
        var strays = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var entry in Entries(path, "", log))
        {
            if (Folders.Contains(entry.Name) && entry.IsFolder)
            {
                foreach (var inner in Entries(path, entry.Name + "/", log))
                {
                    var isCard = !inner.IsFolder && inner.Name.EndsWith(".md", StringComparison.Ordinal);
                    (isCard ? names : strays).Add($"{entry.Name}/{inner.Name}{(inner.IsFolder ? "/" : "")}");
                }
            }
            else if (_topFiles.Contains(entry.Name) && !entry.IsFolder)
            {
                names.Add(entry.Name);
            }
            else if (entry.Name != "README.md")
            {
                strays.Add(entry.Name + (entry.IsFolder ? "/" : ""));
            }
        }

        return (names, strays);
    }

    private static List<(string Name, bool IsFolder)> Entries(string root, string folder, FindingLog log)
    {
        var entries = new List<(string, bool)>();
        try
        {
            var directory = new DirectoryInfo(Path.Combine(root, folder));
            foreach (var entry in directory.EnumerateFileSystemInfos())
            {
                if (!IsTransient(entry.Name))
                {
                    entries.Add((entry.Name, entry is DirectoryInfo));
                }
            }
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            log.Error(folder.Length == 0 ? "." : folder.TrimEnd('/'), 0, $"the folder cannot be read ({fault.Message}): grant the program read access");
        }

        return entries;
    }

    // Hidden files, and what editors leave beside a file while it is open.
    private static bool IsTransient(string name) =>
        name[0] is '.' or '#' || name[^1] == '~' || name == "4913"
        || name.EndsWith(".tmp", StringComparison.OrdinalIgnoreCase) || name.EndsWith(".swp", StringComparison.OrdinalIgnoreCase);

    private static byte[]? ReadFile(string root, string name, FindingLog log)
    {
        try
        {
            // Others may write, rename and delete meanwhile; a half-written file is reported and read again.
            using var handle = File.OpenHandle(Path.Combine(root, name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var size = RandomAccess.GetLength(handle);
            if (size > Limits.FileBytes)
            {
                log.Error(name, 0, $"the file has {size / 1024} KB, more than {Limits.FileBytes / 1024}: split it");
                return [];
            }

            var bytes = new byte[size];
            var read = 0;
            while (read < bytes.Length && RandomAccess.Read(handle, bytes.AsSpan(read), read) is > 0 and var count)
            {
                read += count;
            }

            return bytes[..read];
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            log.Error(name, 0, $"the file cannot be read ({fault.Message}): grant the program read access, or delete it");
            return null;
        }
    }
}
