using System.Runtime.Versioning;
using MlOpsBot.Storage;
using MlOpsBot.Storing;

namespace MlOpsBot.Diagnosis;

/// <summary>What SQLite's file lies on, and who else may read it.</summary>
/// <param name="folder">The data folder; it need not be there yet.</param>
/// <param name="check">The check's name.</param>
internal sealed class SqliteSurroundings(string folder, string check)
{
    /// <summary>Free space below which somebody should make some: weeks of a busy bot's events.</summary>
    public const long LeastFree = 256L * 1024 * 1024;

    /// <summary>Free space below which the next hours fill it: a busy hour's events and the write-ahead log.</summary>
    public const long AlmostNone = 32L * 1024 * 1024;

    /// <summary>A write-ahead log that is longer was not taken over for long: SQLite does so at about 4 MB.</summary>
    public const long LongestLog = 256L * 1024 * 1024;

    // As the kernel names them: SQLite's locks and shared memory do not work, or not always, across a network.
    private static readonly string[] s_network = ["nfs", "cifs", "smb", "9p", "afs", "ceph", "gluster", "lustre", "fuse.sshfs", "gpfs", "ncp", "davfs"];

    /// <summary>All that is to be said.</summary>
    public IEnumerable<Diagnosed> Judge()
    {
        var nearest = Nearest(folder);
        var (free, format) = Look(nearest);
        return
        [
            .. Space(free), .. System(format, IsContainer()),
            .. Log(Length($"{Path.Combine(folder, StorageOptions.FileName)}-wal")),
            .. Modes(Path.Combine(folder, StorageOptions.FileName), Path.Combine(folder, StoreOpening.KeyFolder)),
        ];
    }

    /// <summary>Whether there is room.</summary>
    /// <param name="free">In bytes; null where the file system does not say.</param>
    internal IEnumerable<Diagnosed> Space(long? free)
    {
        const string remedy = "Free some space: when it is full, nothing more can be taken from Slack or Teams.";
        if (free < AlmostNone)
        {
            yield return Diagnosed.Fault(check, FindingCode.DiskAlmostFull, $"The disk of {folder} has {free / 1024 / 1024} MB left.", remedy);
        }
        else if (free < LeastFree)
        {
            yield return Diagnosed.Warning(check, FindingCode.DiskLow, $"The disk of {folder} has {free / 1024 / 1024} MB left.", remedy);
        }
    }

    /// <summary>Whether the file system suits.</summary>
    /// <param name="format">Its kind, as the kernel names it; null where it is not said.</param>
    /// <param name="isContainer">Whether the program runs in a container.</param>
    internal IEnumerable<Diagnosed> System(string? format, bool isContainer)
    {
        if (format is not null && Array.Exists(s_network, name => format.StartsWith(name, StringComparison.OrdinalIgnoreCase)))
        {
            yield return Diagnosed.Warning(
                check, FindingCode.StoreOnNetwork, $"{folder} is on a network file system ({format}), where SQLite's locks are not reliable and the file may be damaged.",
                "Name a folder on a local disk in MlOpsBot:Storage:DataFolder, or use PostgreSQL.");
        }
        else if (isContainer && format is "tmpfs" or "ramfs" or "overlay" or "overlayfs")
        {
            yield return Diagnosed.Warning(
                check, FindingCode.StoreNotKept, $"{folder} goes with the container ({format}): installs, tips and where to post them are lost with the next deployment.",
                "Mount a volume there, or use PostgreSQL.");
        }
    }

    /// <summary>Whether the write-ahead log is taken over.</summary>
    /// <param name="length">Its length in bytes; null where there is none.</param>
    internal IEnumerable<Diagnosed> Log(long? length)
    {
        if (length > LongestLog)
        {
            yield return Diagnosed.Warning(
                check, FindingCode.WalLarge, $"The write-ahead log has grown to {length / 1024 / 1024} MB: some other program has held the file open for reading for long.",
                "Close what has the file open (lsof), or start the bot again.");
        }
    }

    private IEnumerable<Diagnosed> Modes(string file, string keys)
    {
        if (OperatingSystem.IsWindows())
        {
            yield break;
        }

        if (File.Exists(file) && Allows(file, UnixFileMode.OtherRead) && Allows(folder, UnixFileMode.OtherExecute))
        {
            yield return Diagnosed.Warning(
                check, FindingCode.DataReadableByOthers, $"Everybody on this machine may read {file}, with the words of questions that wait.", $"chmod 700 {folder}");
        }

        if (Directory.Exists(keys) && Allows(keys, UnixFileMode.GroupExecute | UnixFileMode.OtherExecute))
        {
            yield return Diagnosed.Warning(
                check, FindingCode.KeysReadableByOthers, $"Others than the bot's user may read the keys in {keys}, which decrypt stored tokens.", $"chmod 700 {keys}");
        }
    }

    [UnsupportedOSPlatform("windows")]
    private static bool Allows(string path, UnixFileMode any) => (File.GetUnixFileMode(path) & any) != UnixFileMode.None;

    private static string Nearest(string folder)
    {
        while (!Directory.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
        {
            folder = parent;
        }

        return folder;
    }

    private static (long? Free, string? Format) Look(string folder)
    {
        try
        {
            var drive = new DriveInfo(folder);
            return (drive.AvailableFreeSpace, drive.DriveFormat);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Some file systems do not say it.
            return (null, null);
        }
    }

    private static long? Length(string file) => new FileInfo(file) is { Exists: true } info ? info.Length : null;

    // Set in Microsoft's images; the other is made by Kubernetes in every pod.
    private static bool IsContainer() =>
        Environment.GetEnvironmentVariable("DOTNET_RUNNING_IN_CONTAINER") is "true" or "1" || Environment.GetEnvironmentVariable("KUBERNETES_SERVICE_HOST") is not null;
}
