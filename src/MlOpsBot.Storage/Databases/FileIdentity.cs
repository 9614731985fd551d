using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace MlOpsBot.Storage.Databases;

/// <summary>
/// Which file lies at a path: another one of the same name is another identity. An open file that was deleted can still be written,
/// and whoever writes it notices nothing. Immutable.
/// </summary>
/// <param name="Device">The file system.</param>
/// <param name="Number">The file's number there; 0 where the system does not tell.</param>
internal readonly partial record struct FileIdentity(ulong Device, ulong Number)
{
    // <linux/stat.h>; the layout is the same on every processor.
    private const int CurrentFolder = -100, NumberMask = 0x100, BufferSize = 256, NumberAt = 0x20, DeviceAt = 0x88;

    /// <summary>The identity of what is there; null where there is nothing.</summary>
    public static FileIdentity? Of(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return File.Exists(path) ? default(FileIdentity) : null;
        }

        Span<byte> buffer = stackalloc byte[BufferSize];
        ref var start = ref MemoryMarshal.GetReference(buffer);
        return Status(CurrentFolder, path, flags: 0, NumberMask, ref start) == 0
            ? new FileIdentity(BinaryPrimitives.ReadUInt64LittleEndian(buffer[DeviceAt..]), BinaryPrimitives.ReadUInt64LittleEndian(buffer[NumberAt..]))
            : null;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Status(int folder, string path, int flags, uint mask, ref byte buffer);
}
