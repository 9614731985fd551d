using MlOpsBot.Evaluation;

namespace MlOpsBot.Tests;

public sealed class TyposTests
{
    [Fact]
    public void The_same_seed_makes_the_same_typos() =>
        new Typos(7).Apply("who monitors deployed models").ShouldBe(new Typos(7).Apply("who monitors deployed models"));

    [Fact]
    public void Two_longer_words_get_one_typo_each_and_short_ones_none()
    {
        const string question = "who monitors the deployed models in our cloud?";
        var words = question.TrimEnd('?').Split(' ');
        var typos = new Typos(1);

        for (var i = 0; i < 500; i++)
        {
            var typed = typos.Apply(question);
            typed.ShouldEndWith("?");
            var after = typed.TrimEnd('?').Split(' ');
            after.Length.ShouldBe(words.Length);
            var changed = words.Zip(after).Where(pair => pair.First != pair.Second).ToList();
            changed.Count.ShouldBe(2);
            changed.ShouldAllBe(pair => pair.First.Length >= Typos.MinimumLetters && Math.Abs(pair.First.Length - pair.Second.Length) <= 1);
        }
    }

    [Theory]
    [InlineData("who owns it")]
    [InlineData("")]
    [InlineData("????? ----- 12345")]
    public void A_question_without_longer_words_stays_as_it_is(string question) => new Typos(1).Apply(question).ShouldBe(question);

    [Fact]
    public void A_word_of_one_repeated_letter_can_be_hit_too()
    {
        var typos = new Typos(3);

        for (var i = 0; i < 100; i++)
        {
            typos.Apply("aaaaa").ShouldNotBe("");
        }
    }
}
