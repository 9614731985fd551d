using MlOpsBot.Answers;
using MlOpsBot.Slack.Rendering;

namespace MlOpsBot.Slack.Tests.Rendering;

/// <summary>Nothing that is sent breaks a rule of Slack's, whatever the knowledge holds.</summary>
public sealed class PayloadTests
{
    [Fact]
    public void Every_card_of_the_shipped_knowledge_keeps_to_the_rules() => Judge(SampleAnswers.Shipped, SampleAnswers.Opened(SampleAnswers.Shipped)).ShouldBeGreaterThan(1_500);

    [Fact]
    public void Every_pair_of_roles_keeps_to_the_rules() => Judge(SampleAnswers.Shipped, SampleAnswers.Pairs(SampleAnswers.Shipped)).ShouldBe(19 * 18 * 7);

    [Fact]
    public void Every_answer_to_the_development_questions_keeps_to_the_rules() => Judge(SampleAnswers.Shipped, SampleAnswers.Asked()).ShouldBeGreaterThan(700);

    [Fact]
    public void Cards_larger_than_any_keeper_may_write_keep_to_the_rules()
    {
        var answerer = SyntheticKnowledge.LargeAnswerer;

        Judge(answerer, SampleAnswers.Opened(answerer, everyNthRole: 4, everyNthActivity: 50)).ShouldBeGreaterThan(3_000);
        Judge(answerer, SampleAnswers.Pairs(answerer, most: 8)).ShouldBe(8 * 7 * 7);
    }

    [Fact]
    public void A_single_role_is_knowledge_enough()
    {
        var answerer = new Answerer(SyntheticKnowledge.Tiny);

        Judge(answerer, SampleAnswers.Opened(answerer)).ShouldBeGreaterThan(50);
        Faults(Payloads.Others(answerer)).ShouldBeEmpty();
    }

    [Fact]
    public void Whatever_was_typed_is_answered_within_the_rules()
    {
        Judge(SampleAnswers.Shipped, SampleAnswers.Typed()).ShouldBe(SampleAnswers.Texts.Length * 7);
    }

    [Fact]
    public void Home_forms_and_notes_keep_to_the_rules()
    {
        Faults(Payloads.Others(SampleAnswers.Shipped)).ShouldBeEmpty();
        Faults(Payloads.Others(SyntheticKnowledge.LargeAnswerer)).ShouldBeEmpty();
    }

    /// <summary>Judges all ways to show the answers, and tells how many those are.</summary>
    private static int Judge(Answerer answerer, IEnumerable<Answer> answers)
    {
        var renderer = new AnswerRenderer();
        var payloads = answers.SelectMany(answer => Payloads.Of(answer, answerer, renderer)).ToList();
        Faults(payloads).ShouldBeEmpty();
        return payloads.Count;
    }

    private static List<string> Faults(IEnumerable<Payload> payloads) =>
        [.. payloads.SelectMany(payload => (payload.IsView ? BlockKitJudge.OfView(payload.Json) : BlockKitJudge.OfMessage(payload.Json)).Select(fault => $"{payload.Name}: {fault}")).Take(20)];
}
