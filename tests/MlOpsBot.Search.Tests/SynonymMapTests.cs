namespace MlOpsBot.Search.Tests;

public sealed class SynonymMapTests
{
    [Fact]
    public void Equal_words_stand_for_each_other_but_not_for_themselves()
    {
        var map = Parse("own, responsible, in charge^0.7");
        Shown(map.Find("own")).ShouldBe(["respons 1", "in charg 0.7"]);
        Shown(map.Find("in", "charg")).ShouldBe(["own 1", "respons 1"]);
        map.Find("in").ShouldBeEmpty();
        map.Find("in", "charg", "own").ShouldBeEmpty();
    }

    [Fact]
    public void An_arrow_reads_the_left_as_the_right()
    {
        var map = Parse("llm ops, llmops => mlops^0.7, llmops");
        Shown(map.Find("llmop")).ShouldBe(["mlop 0.7", "llmop 1"]);
        Shown(map.Find("llm", "op")).ShouldBe(["mlop 0.7", "llmop 1"]);
        map.Find("llmop")[0].Replaces.ShouldBeTrue();
        map.Find("mlop").ShouldBeEmpty();
    }

    [Fact]
    public void Comments_blank_lines_and_escapes_are_understood()
    {
        var map = Parse("# a, b\n\n  \r\nc# , sharp # the language\nr\\,d, research \\=> development, x\\^2\n");
        map.Find("a").ShouldBeEmpty();
        Shown(map.Find("c")).ShouldBe(["sharp 1"]);
        Shown(map.Find("r", "d")).ShouldBe(["research develop 1", "x 2 1"]);
    }

    [Fact]
    public void The_stronger_of_two_rules_counts()
    {
        var map = Parse("own, handle^0.5\nown, handle^0.8\nown, handle^0.6");
        Shown(map.Find("own")).ShouldBe(["handl 0.8"]);
    }

    [Theory]
    [InlineData("alone", "stands alone")]
    [InlineData("a, , b", "Nothing stands")]
    [InlineData("a =>", "Nothing stands")]
    [InlineData("=> a", "Nothing stands")]
    [InlineData("a => b => c", "More than one")]
    [InlineData("a, b^", "The weight \"\" of \"b\"")]
    [InlineData("a, b^0", "The weight \"0\" of \"b\"")]
    [InlineData("a, b^1.5", "The weight \"1.5\" of \"b\"")]
    [InlineData("a, b^x", "The weight \"x\" of \"b\"")]
    [InlineData("a, b^0.5^0.5", "The weight \"0.5^0.5\" of \"b\"")]
    [InlineData("a^0.5 => b", "to the left")]
    [InlineData("a, ???", "no letter or digit")]
    [InlineData("a, b\\", "backslash")]
    [InlineData("a, one two three four five six seven eight nine", "more than 8 words")]
    public void Every_wrong_line_is_reported_with_its_number(string line, string message)
    {
        var map = SynonymMap.Parse($"x, y\n{line}\nv, w\n{line}", out var errors);
        errors.Select(error => error.Line).ShouldBe([2, 4]);
        errors[0].Message.ShouldContain(message);
        Shown(map.Find("x")).ShouldBe(["y 1"]);
        Shown(map.Find("v")).ShouldBe(["w 1"]);
        map.Find("a").ShouldBeEmpty();
    }

    [Fact]
    public void Any_text_is_read_without_harm()
    {
        var random = new Random(3);
        for (var i = 0; i < 5_000; i++)
        {
            var text = string.Concat(Enumerable.Range(0, random.Next(30)).Select(_ => "ab ,=>^\\#\n0.7é"[random.Next(14)]));
            SynonymMap.Parse(text, out _).ShouldNotBeNull();
        }
    }

    private static SynonymMap Parse(string text)
    {
        var map = SynonymMap.Parse(text, out var errors);
        errors.ShouldBeEmpty();
        return map;
    }

    private static IEnumerable<string> Shown(IEnumerable<Synonym> synonyms) =>
        synonyms.Select(synonym => FormattableString.Invariant($"{string.Join(' ', synonym.Stems)} {synonym.Weight}"));
}
