using System.Text.Encodings.Web;
using System.Text.Json;

namespace MlOpsBot.Chat.Testing;

/// <summary>
/// Whole messages as they were approved, in a project's <c>Rendering/Approved/</c>. After a change that is meant, run with
/// <c>MLOPSBOT_APPROVE=1</c> and read the difference.
/// </summary>
/// <param name="project">The test project's folder.</param>
internal sealed class Approved(string project)
{
    private static readonly JsonSerializerOptions s_readable = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Compares a message with the one that was approved.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="json">What would be sent.</param>
    public void Check(string name, string json)
    {
        var readable = JsonSerializer.Serialize(JsonDocument.Parse(json).RootElement, s_readable) + "\n";
        var path = Path.Combine(Repository.Root, "tests", project, "Rendering", "Approved", $"{name}.json");
        if (Environment.GetEnvironmentVariable("MLOPSBOT_APPROVE") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, readable);
        }

        readable.ShouldBe(File.ReadAllText(path));
    }
}
