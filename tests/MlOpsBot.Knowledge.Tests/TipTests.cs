namespace MlOpsBot.Knowledge.Tests;

public sealed class TipTests : IDisposable
{
    private readonly SampleFolder _folder = SampleFolder.Good();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("card: data-enginer", "tips/data.md:2: unknown card `data-enginer`; did you mean `data-engineer`?")]
    [InlineData("card: anything", "tips/data.md:2: unknown card `anything`; name the slug of a role, an activity or a topic")]
    [InlineData("crad: data-engineer", "tips/data.md:2: a tip file has no key `crad`; did you mean `card`?")]
    [InlineData("card: [data-engineer]", "tips/data.md:2: `card` must be one text, not a list: write `card: …`")]
    [InlineData("card:", "tips/data.md:4: a tip without a card: write `card: slug` in the front matter, or `{card=slug}` at the end of the heading")]
    public void The_card_of_the_file_is_checked(string line, string finding)
    {
        _folder.Replace(SampleFolder.Tips, "card: data-engineer", line);

        _folder.Errors().ShouldBe([finding]);
    }

    [Theory]
    [InlineData("{card=model-monitorin}", "unknown card `model-monitorin`; did you mean `model-monitoring`?")]
    [InlineData("{card = model-monitoring}", "`{card = model-monitoring}` in a tip's heading: write `{card=slug}`, without spaces, at its end")]
    [InlineData("{model-monitoring}", "`{model-monitoring}` in a tip's heading: write `{card=slug}`, without spaces, at its end")]
    [InlineData("{card=}", "`{card=}` in a tip's heading: write `{card=slug}`, without spaces, at its end")]
    [InlineData("{card=model-monitoring} please", "`{card=model-monitoring} please` in a tip's heading: write `{card=slug}`, without spaces, at its end")]
    public void The_card_of_a_tip_is_checked(string mark, string message)
    {
        _folder.Replace(SampleFolder.Tips, "{card=model-monitoring}", mark);

        _folder.Errors().ShouldBe([$"tips/data.md:7: {message}"]);
    }

    [Fact]
    public void A_tip_without_any_card_is_reported_at_its_heading()
    {
        _folder.Replace(SampleFolder.Tips, "---\ncard: data-engineer\n---\n", "");

        _folder.Errors().ShouldBe(["tips/data.md:1: a tip without a card: write `card: slug` in the front matter, or `{card=slug}` at the end of the heading"]);
    }

    [Fact]
    public void Two_tips_of_one_title_cannot_be_told_apart()
    {
        _folder.Append(SampleFolder.Tips, "## Catch bad data, at the door!\nAgain. [^guide]\n");

        _folder.Errors().ShouldBe(["tips/data.md:9: a second tip with the id `data/catch-bad-data-at-the-door`, as on line 4: give it another title"]);
    }

    [Theory]
    [InlineData("", "tips/data.md:4: a tip without text: write a sentence or two below the heading, or delete it")]
    [InlineData("Check data.", "tips/data.md:5: the tip has no source: end it with the footnote mark of the source that says so, such as `[^slides]`")]
    [InlineData("Check data. [^gide]", "tips/data.md:5: unknown source `gide`; did you mean `guide`?")]
    [InlineData("Check data. [^guide]\n\nTwice. [^guide]", "tips/data.md:7: a paragraph in a tip, which is one paragraph: join it, or make it a tip of its own")]
    [InlineData("- Check data. [^guide]", "tips/data.md:5: a list in a tip, which is one paragraph: join it, or make it a tip of its own")]
    [InlineData("Check **data**. [^guide]", "tips/data.md:5: emphasis in a text that is shown as plain text: delete the `*`, or write `\\*` where one is meant to be read")]
    public void The_text_of_a_tip_is_one_sourced_paragraph(string text, string finding)
    {
        _folder.Replace(SampleFolder.Tips, "Check data when it arrives. [^guide]", text);

        _folder.Errors().ShouldBe([finding]);
    }

    [Fact]
    public void A_tip_needs_a_title()
    {
        _folder.Replace(SampleFolder.Tips, "## Catch bad data at the door", "##");

        _folder.Errors().ShouldBe(["tips/data.md:4: a tip without a title: write a few words behind `##`"]);
    }

    [Fact]
    public void Text_above_the_first_tip_belongs_to_none()
    {
        _folder.Replace(SampleFolder.Tips, "## Catch", "An introduction.\n\n## Catch");

        _folder.Errors().ShouldBe(["tips/data.md:4: a paragraph above the first tip: begin the tip with a heading `## Title`"]);
    }

    [Fact]
    public void A_tip_file_has_tips()
    {
        _folder.Write(SampleFolder.Tips, "---\ncard: data-engineer\n---\n");

        _folder.Errors().ShouldBe(["tips/data.md:1: a tip file without tips: write `## Title` and a sentence or two below it, or delete the file"]);
    }

    [Fact]
    public void Front_matter_that_cannot_be_read_is_the_only_finding()
    {
        _folder.Replace(SampleFolder.Tips, "card: data-engineer", "card: [");

        _folder.Errors().Single().ShouldStartWith("tips/data.md:2: unreadable YAML");
    }
}
