using System.Globalization;

namespace MlOpsBot.Diagnosis;

/// <summary>The control group that the program runs in: a container's, or a systemd unit's.</summary>
internal static class ControlGroup
{
    /// <summary>Where Linux shows groups.</summary>
    public const string Root = "/sys/fs/cgroup";

    // Version 1 writes "no limit" as the largest number of whole pages.
    private const long NoLimit = 1L << 60;

    /// <summary>The least memory limit of the group and of those that it is in, in bytes; null where none is set or can be read.</summary>
    /// <param name="membership">What <c>/proc/self/cgroup</c> says; empty where there is none.</param>
    /// <param name="root">Where groups are shown.</param>
    public static long? MemoryLimit(string membership, string root)
    {
        long? least = null;
        foreach (var entry in membership.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            // "0::/path" is version 2, and "4:memory:/path" version 1. A container mostly sees its own group as the root, whatever the path says.
            var (folder, file) = entry.Split(':', 3) switch
            {
                ["0", "", var path] => (Path.Join(root, path), "memory.max"),
                [_, var controllers, var path] when controllers.Split(',').Contains("memory", StringComparer.Ordinal) => (Path.Join(root, "memory", path), "memory.limit_in_bytes"),
                _ => (null, ""),
            };
            for (; folder?.StartsWith(root, StringComparison.Ordinal) == true; folder = Path.GetDirectoryName(folder))
            {
                least = Read(Path.Join(folder, file)) is { } limit && !(limit >= least) ? limit : least;
            }
        }

        return least;
    }

    private static long? Read(string file)
    {
        try
        {
            return long.TryParse(File.ReadAllText(file), NumberStyles.AllowTrailingWhite, CultureInfo.InvariantCulture, out var limit) && limit < NoLimit ? limit : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The file system's root has none.
            return null;
        }
    }
}
