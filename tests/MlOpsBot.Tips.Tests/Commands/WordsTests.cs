using MlOpsBot.Answers;
using MlOpsBot.Chat.Conversing;
using MlOpsBot.Chat.Tips;
using MlOpsBot.Knowledge;

namespace MlOpsBot.Tips.Tests.Commands;

/// <summary>What is an order about tips and what a question, and what people mean by a topic.</summary>
public sealed class WordsTests
{
    private static readonly Answerer s_answerer = new(KnowledgeFolder.Load(Repository.Knowledge, TimeProvider.System).Knowledge!);

    private static readonly TopicFinder s_finder = new(() => s_answerer, TimeProvider.System);

    [Theory]
    [InlineData("tips", "")]
    [InlineData("tips?", "")]
    [InlineData(" TIPS on 9:30 weekdays Europe/Berlin ", "on 9:30 weekdays Europe/Berlin")]
    [InlineData("tips: off", "off")]
    [InlineData("tip now", "now")]
    [InlineData("tips every weekday at half past nine", "every weekday at half past nine")]
    [InlineData("tips 9:30 mon", "9:30 mon")]
    [InlineData("tips about data engineering, governance", "about data engineering, governance")]
    [InlineData("tips pause until 5 Jan", "pause until 5 Jan")]
    [InlineData("tips frobnicate", "frobnicate")]
    public void Orders_are_known_by_their_first_words(string text, string rest)
    {
        var words = CommandWords.Read(text);
        (words.Verb, words.Rest).ShouldBe((CommandVerb.Tips, rest));
    }

    [Theory]
    [InlineData("tips for a new data engineer in a bank")]
    [InlineData("tips for interviews?")]
    [InlineData("tipsy")]
    [InlineData("what are good tips on monitoring?")]
    public void Whatever_else_begins_so_is_a_question(string text)
    {
        var words = CommandWords.Read(text);
        (words.Verb, words.Question, words.Rest).ShouldBe((CommandVerb.Ask, text, ""));
    }

    [Theory]
    [InlineData("data engineering", "data-engineer")]
    [InlineData("Data Engineers", "data-engineer")]
    [InlineData("governance", "model-governance-specialist")]
    [InlineData("monitoring", "monitoring-observability-engineer")]
    [InlineData("security", "security-engineer")]
    [InlineData("ci/cd", "ci-cd")]
    [InlineData("salaries", "mlops-salary")]
    [InlineData("the lifecycle", "ml-lifecycle")]
    [InlineData("architecture", "solution-architect")]
    [InlineData("DE", "data-engineer")]
    public void Topics_are_found_by_what_people_call_them(string words, string card)
    {
        var reading = s_finder.Find(words);
        reading.Fault.ShouldBeNull();
        reading.Topics.ShouldHaveSingleItem().Cards.ShouldContain(card);
    }

    [Fact]
    public void Several_are_several_and_one_that_is_wrong_makes_all_of_them_wrong()
    {
        s_finder.Find("data engineers and governance; the Security Engineer").Topics.Select(topic => topic.Label).ShouldBe(["data engineers", "governance", "security engineer"]);
        var wrong = s_finder.Find("governance, bananas");
        wrong.Topics.ShouldBeEmpty();
        wrong.Fault.ShouldBe("I have no tips about \"bananas\". Choose from what there is, or take everything.");
        s_finder.Find("").Fault.ShouldNotBeNull();
        s_finder.Find(string.Join(',', Enumerable.Repeat("governance", 50))).Fault.ShouldNotBeNull();
    }

    [Theory]
    [InlineData("goverance", "governance")]
    [InlineData("moitoring", "monitoring")]
    public void A_slip_of_the_pen_is_offered_mended(string words, string mended)
    {
        var reading = s_finder.Find(words);
        reading.Fault.ShouldBe($"I have no tips about \"{words}\". Did you mean {mended}?");
        reading.Nearest.ShouldBe([mended]);
    }
}
