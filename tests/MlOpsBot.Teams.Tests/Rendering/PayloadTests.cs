using System.Text;
using MlOpsBot.Answers;
using MlOpsBot.Teams.Rendering;

namespace MlOpsBot.Teams.Tests.Rendering;

/// <summary>Nothing that is sent breaks a rule of Teams, whatever the knowledge holds.</summary>
public sealed class PayloadTests
{
    [Fact]
    public void Every_card_of_the_shipped_knowledge_keeps_to_the_rules() => Judge(SampleAnswers.Shipped, SampleAnswers.Opened(SampleAnswers.Shipped)).ShouldBeGreaterThan(1_500);

    [Fact]
    public void Every_pair_of_roles_keeps_to_the_rules() => Judge(SampleAnswers.Shipped, SampleAnswers.Pairs(SampleAnswers.Shipped)).ShouldBe(19 * 18 * Payloads.Ways);

    [Fact]
    public void Every_answer_to_the_development_questions_keeps_to_the_rules() => Judge(SampleAnswers.Shipped, SampleAnswers.Asked()).ShouldBeGreaterThan(700);

    [Fact]
    public void Cards_larger_than_any_keeper_may_write_keep_to_the_rules()
    {
        var answerer = SyntheticKnowledge.LargeAnswerer;

        Judge(answerer, SampleAnswers.Opened(answerer, everyNthRole: 4, everyNthActivity: 50)).ShouldBeGreaterThan(3_000);
        Judge(answerer, SampleAnswers.Pairs(answerer, most: 8)).ShouldBe(8 * 7 * Payloads.Ways);
    }

    [Fact]
    public void A_single_role_is_knowledge_enough()
    {
        var answerer = new Answerer(SyntheticKnowledge.Tiny);

        Judge(answerer, SampleAnswers.Opened(answerer)).ShouldBeGreaterThan(50);
        Faults(Payloads.Others(answerer)).ShouldBeEmpty();
    }

    [Fact]
    public void Whatever_was_typed_is_answered_within_the_rules() => Judge(SampleAnswers.Shipped, SampleAnswers.Typed()).ShouldBe(SampleAnswers.Texts.Length * Payloads.Ways);

    [Fact]
    public void Welcomes_forms_and_notes_keep_to_the_rules()
    {
        Faults(Payloads.Others(SampleAnswers.Shipped)).ShouldBeEmpty();
        Faults(Payloads.Others(SyntheticKnowledge.LargeAnswerer)).ShouldBeEmpty();
    }

    [Fact]
    public void What_is_inserted_is_short()
    {
        var renderer = new CardRenderer();
        var setting = new CardSetting(SampleAnswers.Shipped, null) { Place = CardPlace.Inserted };

        var sizes = SampleAnswers.Opened(SampleAnswers.Shipped).Concat(SampleAnswers.Pairs(SampleAnswers.Shipped)).Select(answer => Encoding.UTF8.GetByteCount(new Payload("", renderer.Message(answer, setting)).Card!)).ToList();

        sizes.Max().ShouldBeLessThan(4_096);
    }

    /// <summary>Judges all ways to show the answers, and tells how many those are.</summary>
    private static int Judge(Answerer answerer, IEnumerable<Answer> answers)
    {
        var renderer = new CardRenderer();
        var payloads = answers.SelectMany(answer => Payloads.Of(answer, answerer, renderer)).ToList();
        Faults(payloads).ShouldBeEmpty();
        return payloads.Count;
    }

    private static List<string> Faults(IEnumerable<Payload> payloads) => [.. payloads.SelectMany(payload => CardJudge.Of(payload).Select(fault => $"{payload.Name}: {fault}")).Take(20)];
}
