namespace MlOpsBot.Storing;

/// <summary>Folders of keys, which nobody but their owner may read.</summary>
internal static class KeyFiles
{
    /// <summary>Makes a folder for its owner alone.</summary>
    public static DirectoryInfo Make(string folder) => OperatingSystem.IsWindows()
        ? Directory.CreateDirectory(folder)
        : Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);

    /// <summary>Copies the keys of one folder into another, next to those that are there: each has a name of its own. How many there are.</summary>
    public static int Copy(string from, string to)
    {
        if (!Directory.Exists(from))
        {
            return 0;
        }

        Make(to);
        var files = Directory.GetFiles(from);
        foreach (var file in files)
        {
            var copy = Path.Combine(to, Path.GetFileName(file));
            if (!File.Exists(copy))
            {
                File.Copy(file, copy);
                if (!OperatingSystem.IsWindows())
                {
                    File.SetUnixFileMode(copy, UnixFileMode.UserRead | UnixFileMode.UserWrite);
                }
            }
        }

        return files.Length;
    }
}
