using System.Collections.Immutable;
using System.Text.Json;

namespace MlOpsBot.Answers.Tests.Support;

/// <summary>One question of the question sets, or one turn of a conversation.</summary>
internal sealed record SetQuestion(string Id, string Text, string Kind, ImmutableArray<string> Expect, string? Section)
{
    /// <summary>The hit rule of the question sets' README.</summary>
    public bool IsHitBy(Answer answer) => Expect.IsEmpty
        ? answer.Kind is AnswerKind.None or AnswerKind.Clarify or AnswerKind.Help
        : Expect.Any(expected => Meets(expected, answer)) && (Section is null || Section == answer.Section);

    private static bool Meets(string expected, Answer answer) => expected.StartsWith("compare:", StringComparison.Ordinal)
        ? answer.Kind == AnswerKind.Comparison && expected == $"compare:{string.Join(':', answer.Cards.Order(StringComparer.Ordinal))}"
        : answer.Cards.FirstOrDefault() == expected;
}

/// <summary>The question sets in <c>tests/questions</c>.</summary>
internal static class QuestionSets
{
    public static ImmutableArray<SetQuestion> OnTopic { get; } = Read("on-topic.jsonl");

    public static ImmutableArray<SetQuestion> OffTopic { get; } = Read("off-topic.jsonl");

    public static ImmutableDictionary<string, ImmutableArray<SetQuestion>> Conversations { get; } = Lines("conversations.jsonl").ToImmutableDictionary(
        line => line.GetProperty("id").GetString()!,
        line => line.GetProperty("turns").EnumerateArray().Select((turn, number) => Question(turn, $"turn {number + 1}")).ToImmutableArray());

    public static ImmutableArray<SetQuestion> Read(string file) => [.. Lines(file).Select(line => Question(line, line.GetProperty("id").GetString()!))];

    private static SetQuestion Question(JsonElement line, string id) => new(
        id,
        line.GetProperty("q").GetString()!,
        Text(line, "kind") ?? Text(line, "class") ?? "",
        line.TryGetProperty("expect", out var expect) ? [.. expect.EnumerateArray().Select(card => card.GetString()!)] : [],
        Text(line, "section"));

    private static string? Text(JsonElement line, string name) => line.TryGetProperty(name, out var value) ? value.GetString() : null;

    private static IEnumerable<JsonElement> Lines(string file) =>
        File.ReadLines(Path.Combine(Shipped.Root, "tests", "questions", file)).Where(line => line.Length > 0).Select(line => JsonSerializer.Deserialize<JsonElement>(line));
}
