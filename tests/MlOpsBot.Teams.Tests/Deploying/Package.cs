using System.IO.Compression;
using System.Text.Json.Nodes;
using MlOpsBot.CommandLine;

namespace MlOpsBot.Teams.Tests.Deploying;

/// <summary>The command line in this process, and the package that it wrote.</summary>
internal static class Package
{
    public const string AppId = "00001111-aaaa-2222-bbbb-3333cccc4444";

    /// <summary>Runs <c>mlopsbot teams …</c>.</summary>
    public static async Task<(int Code, string Output, string Error)> RunAsync(string folder, params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var surroundings = new Surroundings(TextReader.Null, output, error, TimeProvider.System, folder);
        var code = await BotCommands.RunAsync(["teams", .. args], surroundings);
        return (code, output.ToString(), error.ToString());
    }

    /// <summary>The files of a package.</summary>
    public static async Task<Dictionary<string, byte[]>> WriteAsync(params string[] more)
    {
        using var scratch = new Scratch();
        var (code, _, error) = await RunAsync(scratch.Path, ["package", "--app-id", AppId, "--domain", "bot.example.com", .. more]);
        error.ShouldBeEmpty();
        code.ShouldBe(ExitCode.Fine);
        using var zip = ZipFile.OpenRead(Path.Combine(scratch.Path, "mlopsbot-teams.zip"));
        return zip.Entries.ToDictionary(entry => entry.FullName, Read, StringComparer.Ordinal);
    }

    /// <summary>The manifest of a package.</summary>
    public static async Task<JsonObject> ManifestAsync(params string[] more) => JsonNode.Parse((await WriteAsync(more))["manifest.json"])!.AsObject();

    private static byte[] Read(ZipArchiveEntry entry)
    {
        using var stream = entry.Open();
        using var memory = new MemoryStream();
        stream.CopyTo(memory);
        return memory.ToArray();
    }
}
