using BenchmarkDotNet.Attributes;
using MlOpsBot.Answers;

namespace MlOpsBot.Benchmarks;

/// <summary>Whole answers on the shipped knowledge: understanding, retrieval, decision.</summary>
[MemoryDiagnoser]
public class AnswerBenchmarks
{
    private readonly Answerer _answerer = ShippedQuestions.Answerer();
    private readonly Question[] _questions = [.. ShippedQuestions.All().Where(question => question.Text.Length < 200)];
    private int _next;

    /// <summary>The question asked, or null for all of the project's own in turn.</summary>
    [Params(null, "who owns model monitoring?", "whats the diff between de and ds", "What does a data engineer do?", "best laptop for a data scientist")]
    public string? Text { get; set; }

    [Benchmark]
    public Answer Ask() => _answerer.Ask(Text is null
        ? _questions[_next = (_next + 1) % _questions.Length]
        : new Question(Text, new DateOnly(2026, 1, 1)));
}
