using System.Diagnostics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace MlOpsBot.Slack.Tests.Rendering;

/// <summary>
/// The compiler's judgement of payloads by <c>@slack/types</c>. Types say nothing of texts and lengths, so each payload is reduced to
/// its shape (every text that is no discriminator becomes "x", equal elements of a list become one), and each shape is compiled once.
/// </summary>
internal static class SlackTypes
{
    private static readonly HashSet<string> s_meaning = new(["type", "style", "align"], StringComparer.Ordinal);

    /// <summary>The folder with Slack's packages and the compiler; null where they are not installed.</summary>
    public static string? Packages { get; } =
        Path.Combine(Repository.Root, "tests", "MlOpsBot.Slack.Tests", "node_modules") is var folder
        && Directory.Exists(Path.Combine(folder, "@slack", "types")) && Directory.Exists(Path.Combine(folder, "typescript"))
            ? folder
            : null;

    /// <summary>TypeScript that says of each shape that it is what Slack takes.</summary>
    public static string Program(IEnumerable<Payload> payloads, out int shapes)
    {
        var lines = new HashSet<string>(StringComparer.Ordinal);
        foreach (var payload in payloads)
        {
            var root = JsonNode.Parse(payload.Json)!.AsObject();
            foreach (var block in root["blocks"]!.AsArray())
            {
                lines.Add($"[{Shape(block, "block").ToJsonString()}] satisfies KnownBlock[];");
            }

            if (payload.IsView)
            {
                root["blocks"] = new JsonArray();
                lines.Add($"({Shape(root, "view").ToJsonString()}) satisfies {(root["type"]!.GetValue<string>() == "home" ? "HomeView" : "ModalView")};");
            }
        }

        shapes = lines.Count;
        return $"import type {{ HomeView, KnownBlock, ModalView }} from '@slack/types';\n{string.Join('\n', lines.Order(StringComparer.Ordinal))}\n";
    }

    /// <summary>What the compiler complains of; empty where it is content.</summary>
    public static async Task<string> CompileAsync(string program, CancellationToken cancellation)
    {
        using var scratch = new Scratch();
        scratch.Write("payloads.ts", program);
        scratch.Write("tsconfig.json", JsonSerializer.Serialize(new
        {
            compilerOptions = new
            {
                strict = true,
                noEmit = true,
                skipLibCheck = true,
                module = "nodenext",
                types = Array.Empty<string>(),
                paths = new Dictionary<string, string[]> { ["@slack/types"] = [Path.Combine(Packages!, "@slack", "types", "dist", "index.d.ts")] },
            },
            files = new[] { "payloads.ts" },
        }));
        var start = new ProcessStartInfo("node", [Path.Combine(Packages!, "typescript", "bin", "tsc"), "-p", scratch.Path, "--pretty", "false"]) { RedirectStandardOutput = true, UseShellExecute = false };
        using var compiler = Process.Start(start)!;
        var complaints = await compiler.StandardOutput.ReadToEndAsync(cancellation);
        await compiler.WaitForExitAsync(cancellation);
        return compiler.ExitCode == 0 ? "" : new StringBuilder("tsc: ").Append(complaints).ToString();
    }

    private static JsonNode Shape(JsonNode? node, string name) => node switch
    {
        JsonObject parent => new JsonObject(parent.Select(property => KeyValuePair.Create<string, JsonNode?>(property.Key, Shape(property.Value, property.Key)))),
        JsonArray list => new JsonArray([.. list.Select(item => Shape(item, name)).DistinctBy(item => item.ToJsonString(), StringComparer.Ordinal)]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String && !s_meaning.Contains(name) => "x",
        _ => node!.DeepClone(),
    };
}
