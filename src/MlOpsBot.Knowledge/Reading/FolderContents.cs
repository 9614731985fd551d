using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MlOpsBot.Knowledge.Reading;

/// <summary>A file as it was read.</summary>
/// <param name="Name">Its path relative to the knowledge folder, with forward slashes.</param>
/// <param name="Bytes">Its contents; null where it could not be read, which has been reported.</param>
internal sealed record ReadFile(string Name, byte[]? Bytes);

/// <summary>The files of a knowledge folder as bytes.</summary>
internal sealed class FolderContents
{
    private readonly List<string> _unreadableFolders;

    private FolderContents(FolderListing listing)
    {
        Strays = listing.Strays;
        _unreadableFolders = [.. listing.Unreadable.Select(entry => entry.Folder)];
    }

    /// <summary>In ordinal order of their names.</summary>
    public List<ReadFile> Files { get; } = [];

    /// <summary>The names of all files, those that could not be read included.</summary>
    public IEnumerable<string> Names => Files.Select(file => file.Name);

    /// <summary>What stands where nothing is read, folders with a slash at the end.</summary>
    public List<string> Strays { get; }

    public bool HasUnreadFiles => _unreadableFolders.Count > 0 || Files.Exists(file => file.Bytes is null);

    /// <summary>Reads the folder; I/O faults become findings.</summary>
    public static FolderContents Read(string path, FindingLog log)
    {
        var listing = FolderListing.Of(path);
        var contents = new FolderContents(listing);
        foreach (var (folder, fault) in listing.Unreadable)
        {
            log.Error(folder, 0, $"the folder cannot be read ({fault}): grant the program read access");
        }

        foreach (var file in listing.Files)
        {
            contents.Files.Add(new ReadFile(file.Name, ReadBytes(path, file.Name, log)));
        }

        return contents;
    }

    /// <summary>The first 12 hex digits of a SHA-256 over names and contents, each with its length, so that no two folders hash alike by shifting bytes.</summary>
    public string Version()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (name, bytes) in Files)
        {
            Append(hash, name, bytes);
        }

        foreach (var name in Strays.Concat(_unreadableFolders))
        {
            Append(hash, name, null);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset().AsSpan(0, 6));
    }

    private static void Append(IncrementalHash hash, string name, byte[]? bytes)
    {
        Span<byte> lengths = stackalloc byte[2 * sizeof(int)];
        var nameBytes = Encoding.UTF8.GetBytes(name);
        BinaryPrimitives.WriteInt32LittleEndian(lengths, nameBytes.Length);
        BinaryPrimitives.WriteInt32LittleEndian(lengths[sizeof(int)..], bytes?.Length ?? -1);
        hash.AppendData(lengths);
        hash.AppendData(nameBytes);
        hash.AppendData(bytes ?? []);
    }

    private static byte[]? ReadBytes(string root, string name, FindingLog log)
    {
        try
        {
            // Others may write, rename and delete meanwhile; a half-written file is reported and read again.
            using var handle = File.OpenHandle(Path.Combine(root, name), FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            var size = RandomAccess.GetLength(handle);
            var most = name.EndsWith(".md", StringComparison.Ordinal) ? Limits.MarkdownBytes : Limits.FileBytes;
            if (size > most)
            {
                log.Error(name, 0, $"the file has {(size + 1023) / 1024} KB, {most / 1024} are read at most: split it");
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
