using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace MlOpsBot.Knowledge.Reading;

/// <summary>The files of a knowledge folder as bytes.</summary>
internal sealed class FolderContents
{
    private readonly List<string> _unreadableFolders;

    private FolderContents(FolderListing listing)
    {
        Strays = listing.Strays;
        _unreadableFolders = [.. listing.Unreadable.Select(entry => entry.Folder)];
    }

    /// <summary>By relative path with forward slashes, in ordinal order; null where a file could not be read, which has been reported.</summary>
    public SortedDictionary<string, byte[]?> Files { get; } = new(StringComparer.Ordinal);

    /// <summary>What stands where nothing is read, folders with a slash at the end.</summary>
    public SortedSet<string> Strays { get; }

    public bool HasUnreadFiles => _unreadableFolders.Count > 0 || Files.Any(file => file.Value is null);

    /// <summary>Reads the folder; I/O faults become findings.</summary>
    public static FolderContents Read(string path, FindingLog log)
    {
        var listing = FolderListing.Of(path);
        var contents = new FolderContents(listing);
        foreach (var (folder, fault) in listing.Unreadable)
        {
            log.Error(folder, 0, $"the folder cannot be read ({fault}): grant the program read access");
        }

        foreach (var name in listing.Files.Keys)
        {
            contents.Files.Add(name, ReadFile(path, name, log));
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
