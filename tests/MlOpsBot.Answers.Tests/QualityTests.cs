namespace MlOpsBot.Answers.Tests;

/// <summary>The question sets as a gate: an edit must not make answers worse.</summary>
public sealed class QualityTests(ITestOutputHelper output)
{
    [Fact]
    public void The_first_card_is_right_for_at_least_92_percent_of_on_topic_questions_and_80_percent_of_every_kind()
    {
        var outcomes = Ask("on-topic.jsonl");

        outcomes.Count.ShouldBeGreaterThanOrEqualTo(400);
        Share(outcomes).ShouldBeGreaterThanOrEqualTo(0.92);
        outcomes.GroupBy(outcome => outcome.Question.Kind).Where(kind => Share(kind) < 0.80).Select(kind => $"{kind.Key}: {Share(kind):P1}").ShouldBeEmpty();
    }

    [Fact]
    public void At_least_97_percent_of_off_topic_questions_are_abstained_from()
    {
        var outcomes = Ask("off-topic.jsonl");

        outcomes.Count.ShouldBeGreaterThanOrEqualTo(300);
        Share(outcomes).ShouldBeGreaterThanOrEqualTo(0.97);
    }

    [Fact]
    public void Questions_that_were_collected_later_are_answered_rightly_for_at_least_80_percent() => Share(Ask("found-on-topic.jsonl")).ShouldBeGreaterThanOrEqualTo(0.80);

    [Fact]
    public void Off_topic_questions_that_were_collected_later_are_abstained_from_for_at_least_95_percent() => Share(Ask("found-off-topic.jsonl")).ShouldBeGreaterThanOrEqualTo(0.95);

    private List<(SetQuestion Question, bool IsHit)> Ask(string file)
    {
        var outcomes = QuestionSets.Read(file).Select(question => (Question: question, IsHit: question.IsHitBy(Shipped.Ask(question.Text)))).ToList();
        output.WriteLine($"{file}: {Share(outcomes):P1} of {outcomes.Count}");
        foreach (var kind in outcomes.GroupBy(outcome => outcome.Question.Kind))
        {
            output.WriteLine($"  {kind.Key}: {Share(kind):P1} of {kind.Count()}");
        }

        output.WriteLine($"  missed: {string.Join(' ', outcomes.Where(outcome => !outcome.IsHit).Select(outcome => outcome.Question.Id))}");
        return outcomes;
    }

    private static double Share(IEnumerable<(SetQuestion Question, bool IsHit)> outcomes) => outcomes.Average(outcome => outcome.IsHit ? 1.0 : 0);
}
