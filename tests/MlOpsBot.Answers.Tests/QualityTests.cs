namespace MlOpsBot.Answers.Tests;

/// <summary>The question sets as a gate: an edit must not make answers worse.</summary>
public sealed class QualityTests(ITestOutputHelper output)
{
    [Fact]
    public void The_first_card_is_right_for_at_least_92_percent_of_on_topic_questions_and_80_percent_of_every_kind()
    {
        var outcomes = QuestionSets.OnTopic.Select(question => (Question: question, IsHit: question.IsHitBy(Shipped.Ask(question.Text)))).ToList();
        var kinds = outcomes.GroupBy(outcome => outcome.Question.Kind).Select(kind => (Kind: kind.Key, Share: kind.Average(Hit))).ToList();

        output.WriteLine($"on topic: {outcomes.Average(Hit):P1} of {outcomes.Count}");
        kinds.ForEach(kind => output.WriteLine($"  {kind.Kind}: {kind.Share:P1}"));
        output.WriteLine($"missed: {string.Join(' ', outcomes.Where(outcome => !outcome.IsHit).Select(outcome => outcome.Question.Id))}");
        outcomes.Count.ShouldBeGreaterThanOrEqualTo(400);
        outcomes.Average(Hit).ShouldBeGreaterThanOrEqualTo(0.92);
        kinds.Where(kind => kind.Share < 0.80).Select(kind => $"{kind.Kind}: {kind.Share:P1}").ShouldBeEmpty();
    }

    [Fact]
    public void At_least_97_percent_of_off_topic_questions_are_abstained_from()
    {
        var outcomes = QuestionSets.OffTopic.Select(question => (Question: question, IsHit: question.IsHitBy(Shipped.Ask(question.Text)))).ToList();

        output.WriteLine($"off topic: {outcomes.Average(Hit):P1} of {outcomes.Count} abstained from");
        output.WriteLine($"answered: {string.Join(' ', outcomes.Where(outcome => !outcome.IsHit).Select(outcome => outcome.Question.Id))}");
        outcomes.Count.ShouldBeGreaterThanOrEqualTo(300);
        outcomes.Average(Hit).ShouldBeGreaterThanOrEqualTo(0.97);
    }

    private static double Hit((SetQuestion Question, bool IsHit) outcome) => outcome.IsHit ? 1 : 0;
}
