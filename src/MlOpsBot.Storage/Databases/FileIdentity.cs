using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace MlOpsBot.Storage.Databases;

/// <summary>
/// Which file lies at a path: another one of the same name is another identity. An open file that was deleted can still be written,
/// and whoever writes it notices nothing. Immutable.
/// </summary>
/// <param name="Device">The file system.</param>
/// <param name="Number">The file's number there; 0 where the system does not tell.</param>
/// <param name="IsEmpty">Whether nothing is in it.</param>
internal readonly partial record struct FileIdentity(ulong Device, ulong Number, bool IsEmpty)
{
    // <linux/stat.h>; the layout is the same on every processor.
    private const int CurrentFolder = -100, NumberMask = 0x100, SizeMask = 0x200, BufferSize = 256, NumberAt = 0x20, SizeAt = 0x28, DeviceAt = 0x88;

    // <errno.h>; ENOENT and ENOTDIR.
    private const int NoEntry = 2, NoFolder = 20;

    /// <summary>Looks what is there.</summary>
    /// <param name="path">Where.</param>
    /// <param name="found">Its identity; null where there is nothing.</param>
    /// <returns>False where the system does not let anybody look, which says nothing about the file.</returns>
    public static bool TryLook(string path, out FileIdentity? found)
    {
        found = null;
        if (!OperatingSystem.IsLinux())
        {
            var file = new FileInfo(path);
            found = file.Exists ? new FileIdentity(0, 0, file.Length == 0) : null;
            return true;
        }

        Span<byte> buffer = stackalloc byte[BufferSize];
        ref var start = ref MemoryMarshal.GetReference(buffer);
        if (Status(CurrentFolder, path, flags: 0, NumberMask | SizeMask, ref start) != 0)
        {
            return Marshal.GetLastPInvokeError() is NoEntry or NoFolder;
        }

        found = new FileIdentity(
            BinaryPrimitives.ReadUInt64LittleEndian(buffer[DeviceAt..]),
            BinaryPrimitives.ReadUInt64LittleEndian(buffer[NumberAt..]),
            BinaryPrimitives.ReadUInt64LittleEndian(buffer[SizeAt..]) == 0);
        return true;
    }

    /// <summary>Whether another is the same file, whatever became of its content.</summary>
    public bool IsFileOf(FileIdentity other) => (Device, Number) == (other.Device, other.Number);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Status(int folder, string path, int flags, uint mask, ref byte buffer);
}
