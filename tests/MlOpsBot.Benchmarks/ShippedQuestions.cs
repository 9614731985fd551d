using System.Text.Json;
using MlOpsBot.Answers;
using MlOpsBot.Knowledge;

namespace MlOpsBot.Benchmarks;

/// <summary>The shipped knowledge and the project's own questions, for benchmarks of whole answers.</summary>
internal static class ShippedQuestions
{
    /// <summary>An answerer over the shipped knowledge.</summary>
    public static Answerer Answerer() =>
        new(KnowledgeFolder.Load(Path.Combine(Root(), "knowledge")).Knowledge ?? throw new InvalidOperationException("The shipped knowledge has errors; run `mlopsbot check`."));

    /// <summary>On-topic and off-topic questions, one after the other.</summary>
    public static Question[] All()
    {
        var folder = Path.Combine(Root(), "tests", "questions");
        var today = new DateOnly(2026, 1, 1);
        return
        [
            .. new[] { "on-topic.jsonl", "off-topic.jsonl" }
                .SelectMany(file => File.ReadLines(Path.Combine(folder, file)))
                .Select(line => new Question(JsonDocument.Parse(line).RootElement.GetProperty("q").GetString()!, today)),
        ];
    }

    private static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "MlOpsBot.sln")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new InvalidOperationException("Run the benchmarks from the repository: they read its knowledge and questions.");
        }

        return folder;
    }
}
