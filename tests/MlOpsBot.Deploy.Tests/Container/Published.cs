using System.Globalization;
using System.Runtime.InteropServices;

namespace MlOpsBot.Deploy.Tests.Container;

/// <summary>The program, published as the container file does, once for all tests. <c>BOT_PUBLISHED</c> may name a folder that is there already.</summary>
public sealed class Published : IAsyncLifetime
{
    private readonly string? _given = Environment.GetEnvironmentVariable("BOT_PUBLISHED");
    private readonly Lazy<Task<string>> _folder;

    public Published() => _folder = new Lazy<Task<string>>(PublishAsync);

    internal static string Runtime { get; } = $"linux-{RuntimeInformation.ProcessArchitecture.ToString().ToLowerInvariant()}";

    /// <summary>Where it is; published at the first question.</summary>
    internal Task<string> FolderAsync() => _folder.Value;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        if (_folder.IsValueCreated && _given is null)
        {
            Directory.Delete(await _folder.Value, recursive: true);
        }
    }

    /// <summary>Its size in bytes.</summary>
    internal static long SizeOf(string folder) => new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);

    internal static string Megabytes(long bytes) => (bytes / 1e6).ToString("F0", CultureInfo.InvariantCulture);

    private async Task<string> PublishAsync()
    {
        if (_given is not null)
        {
            return _given;
        }

        // Everybody may read it, as in the image; a temporary folder is closed to others.
        var folder = Directory.CreateTempSubdirectory("mlopsbot-published-").FullName;
        File.SetUnixFileMode(folder, File.GetUnixFileMode(folder) | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute);
        var run = await Tool.RunAsync(
            "dotnet",
            [
                "publish", Path.Combine(Repository.Root, "src", "MlOpsBot"), "--configuration", "Release", "--runtime", Runtime, "--self-contained", "false",
                "--output", folder, "-p:RunAnalyzers=false", "-nologo", "-v", "quiet",

                // A compiler that stays behind would keep the output open that is read to its end.
                "-nodeReuse:false",
            ],
            input: null);
        run.ExitCode.ShouldBe(0, run.Output);
        return folder;
    }
}
