using MlOpsBot.Storage.Tests.Support;

namespace MlOpsBot.Chat.Testing;

/// <summary>A file system of a few megabytes that a test may fill. Skips the test where nothing can be mounted: that takes a superuser.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    private readonly string? _image;

    private SmallDisk(string folder, string? image = null) => (Folder, _image) = (folder, image);

    public string Folder { get; }

    private string Filler => Path.Combine(Folder, "filler");

    public static async Task<SmallDisk> MountAsync(int megabytes)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && Environment.IsPrivilegedProcess, "Filling a disk takes one of its own, which only a superuser can mount.");
        var folder = Directory.CreateTempSubdirectory("bot-disk-").FullName;
        await PostgresCluster.RunProgramAsync("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "mlopsbot-test", folder);
        return new SmallDisk(folder);
    }

    /// <summary>One of the usual kind (ext4), which lies in a file.</summary>
    public static async Task<SmallDisk> FormatAsync(int megabytes)
    {
        var disk = await MountAsync(megabytes + 4);
        var image = Path.Combine(disk.Folder, "image");
        var folder = Directory.CreateTempSubdirectory("bot-disk-").FullName;
        await PostgresCluster.RunProgramAsync("truncate", "-s", $"{megabytes}M", image);
        await PostgresCluster.RunProgramAsync("mkfs.ext4", "-q", "-m", "0", image);
        await PostgresCluster.RunProgramAsync("mount", "-o", "loop", image, folder);
        return new SmallDisk(folder, disk.Folder);
    }

    /// <summary>Takes all the space that is left.</summary>
    public void Fill()
    {
        using var file = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            for (var block = new byte[4096]; ;)
            {
                file.Write(block);
            }
        }
        catch (IOException)
        {
            // Full.
        }
    }

    /// <summary>Gives it back.</summary>
    public void Free() => File.Delete(Filler);

    public async ValueTask DisposeAsync()
    {
        foreach (var folder in _image is null ? [Folder] : (string[])[Folder, _image])
        {
            await PostgresCluster.RunProgramAsync("umount", "-l", folder);
            Directory.Delete(folder);
        }
    }
}
