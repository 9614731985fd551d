using System.Collections.Immutable;
using System.Diagnostics;
using MlOpsBot.Answers;
using MlOpsBot.Questions;

namespace MlOpsBot.Evaluation;

/// <summary>Asks every question of a set and compares what came with what was expected.</summary>
public static class Evaluator
{
    /// <summary>Scores a set.</summary>
    /// <param name="answerer">Who answers.</param>
    /// <param name="questions">The set.</param>
    /// <param name="today">The asker's date.</param>
    /// <param name="typoSeed">Seed of the typos to try besides, or null for none.</param>
    public static EvaluationReport Run(Answerer answerer, IReadOnlyList<QuestionLine> questions, DateOnly today, int? typoSeed)
    {
        ArgumentNullException.ThrowIfNull(answerer);
        ArgumentNullException.ThrowIfNull(questions);
        var outcomes = AskAll(answerer, questions, today);
        return new EvaluationReport(
            TallyOf(outcomes.Where(outcome => outcome.ExpectsCard)),
            TallyOf(outcomes.Where(outcome => !outcome.ExpectsCard)),
            ByKind(outcomes),
            [.. outcomes.Where(outcome => !outcome.Right).Select(MissOf)],
            Median([.. outcomes.Select(outcome => outcome.Took.TotalMicroseconds)]),
            typoSeed is { } seed ? WithTypos(answerer, outcomes, seed) : null);
    }

    private static List<Outcome> AskAll(Answerer answerer, IReadOnlyList<QuestionLine> questions, DateOnly today)
    {
        var outcomes = new List<Outcome>(questions.Count);
        foreach (var question in questions)
        {
            var context = question.GoesOn && outcomes.Count > 0 ? Answerer.ContextAfter(outcomes[^1].Answer, outcomes[^1].Asked.Context) ?? outcomes[^1].Asked.Context : null;
            outcomes.Add(Try(answerer, question, new Question(question.Text, today, context)));
        }

        return outcomes;
    }

    private static TypoReport WithTypos(Answerer answerer, List<Outcome> clean, int seed)
    {
        var typos = new Typos(seed);
        var pairs = clean
            .Where(outcome => outcome.ExpectsCard)
            .Select(outcome => (Clean: outcome, Typed: Try(answerer, outcome.Line, outcome.Asked with { Text = typos.Apply(outcome.Line.Text) })))
            .ToList();
        var typed = pairs.ConvertAll(pair => pair.Typed);
        return new TypoReport(
            seed,
            TallyOf(typed),
            ByKind(typed),
            [.. pairs.Where(pair => pair.Clean.Right && !pair.Typed.Right).Select(pair => MissOf(pair.Typed))]);
    }

    private static Outcome Try(Answerer answerer, QuestionLine line, Question question)
    {
        var start = Stopwatch.GetTimestamp();
        var answer = answerer.Ask(question);
        var took = Stopwatch.GetElapsedTime(start);
        return new Outcome(line, question, answer, Score.IsRight(line, answer), took);
    }

    private static ImmutableArray<KindTally> ByKind(IEnumerable<Outcome> outcomes) =>
    [
        .. outcomes
            .GroupBy(outcome => (outcome.ExpectsCard, Kind: outcome.Line.Kind ?? "(none given)"))
            .OrderByDescending(group => group.Key.ExpectsCard)
            .ThenBy(group => group.Key.Kind, StringComparer.Ordinal)
            .Select(group => new KindTally(group.Key.Kind, group.Key.ExpectsCard, TallyOf(group))),
    ];

    private static Tally TallyOf(IEnumerable<Outcome> outcomes)
    {
        var all = outcomes.ToList();
        return new Tally(
            all.Count,
            all.Count(outcome => outcome.Right),
            all.Count(outcome => outcome.Right && outcome.Answer.Kind == AnswerKind.Clarify));
    }

    private static Miss MissOf(Outcome outcome) => new(
        outcome.Line.Id ?? $"line {outcome.Line.Line}",
        outcome.Asked.Text,
        outcome.Line.Expect,
        outcome.Answer.Kind.Name(),
        outcome.Answer.Cards,
        Math.Round(outcome.Answer.Confidence, 3));

    private static double Median(double[] values)
    {
        Array.Sort(values);
        return values.Length == 0 ? 0 : Math.Round(values[values.Length / 2], 1);
    }

    private sealed record Outcome(QuestionLine Line, Question Asked, Answer Answer, bool Right, TimeSpan Took)
    {
        public bool ExpectsCard => !Line.Expect.IsEmpty;
    }
}
