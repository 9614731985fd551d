using MlOpsBot.Answers;

namespace MlOpsBot.Chat.Testing;

/// <summary>Nothing that is sent breaks a rule of the platform, whatever the knowledge holds.</summary>
public abstract class RenderingCompliance
{
    /// <summary>Ways in which every answer is shown.</summary>
    protected abstract int Ways { get; }

    [Fact]
    public void Every_card_of_the_shipped_knowledge_keeps_to_the_rules() => Judge(SampleAnswers.Shipped, SampleAnswers.Opened(SampleAnswers.Shipped)).ShouldBeGreaterThan(1_500);

    [Fact]
    public void Every_pair_of_roles_keeps_to_the_rules() => Judge(SampleAnswers.Shipped, SampleAnswers.Pairs(SampleAnswers.Shipped)).ShouldBe(19 * 18 * Ways);

    [Fact]
    public void Every_answer_to_the_development_questions_keeps_to_the_rules() => Judge(SampleAnswers.Shipped, SampleAnswers.Asked()).ShouldBeGreaterThan(700);

    [Fact]
    public void Cards_larger_than_any_keeper_may_write_keep_to_the_rules()
    {
        var answerer = SyntheticKnowledge.LargeAnswerer;

        Judge(answerer, SampleAnswers.Opened(answerer, everyNthRole: 4, everyNthActivity: 50)).ShouldBeGreaterThan(3_000);
        Judge(answerer, SampleAnswers.Pairs(answerer, most: 8)).ShouldBe(8 * 7 * Ways);
    }

    [Fact]
    public void A_single_role_is_knowledge_enough()
    {
        var answerer = new Answerer(SyntheticKnowledge.Tiny);

        Judge(answerer, SampleAnswers.Opened(answerer)).ShouldBeGreaterThan(50);
        FaultsOfOthers(answerer).ShouldBeEmpty();
    }

    [Fact]
    public void Whatever_was_typed_is_answered_within_the_rules() => Judge(SampleAnswers.Shipped, SampleAnswers.Typed()).ShouldBe(SampleAnswers.Texts.Length * Ways);

    [Fact]
    public void Whatever_else_is_sent_keeps_to_the_rules()
    {
        FaultsOfOthers(SampleAnswers.Shipped).ShouldBeEmpty();
        FaultsOfOthers(SyntheticKnowledge.LargeAnswerer).ShouldBeEmpty();
    }

    /// <summary>Judges all ways to show the answers, tells how many those are, and gives the first faults.</summary>
    protected abstract int Count(Answerer answerer, IEnumerable<Answer> answers, out IReadOnlyList<string> faults);

    /// <summary>The first faults of what is no answer.</summary>
    protected abstract IReadOnlyList<string> FaultsOfOthers(Answerer answerer);

    private int Judge(Answerer answerer, IEnumerable<Answer> answers)
    {
        var count = Count(answerer, answers, out var faults);
        faults.ShouldBeEmpty();
        return count;
    }
}
