namespace MlOpsBot.Knowledge.Tests;

public sealed class StatementTests : IDisposable
{
    private readonly SampleFolder _folder = SampleFolder.Good();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("- Data warehousing.", "the statement has no source: end it with the footnote mark of the source that says so, such as `[^slides]`")]
    [InlineData("- Data warehousing. [^gide]", "unknown source `gide`; did you mean `guide`?")]
    [InlineData("- Data warehousing. [^encyclopaedia]", "unknown source `encyclopaedia`; sources.yaml lists the ids: slides, guide")]
    [InlineData("- Data warehousing. [^]", "an empty footnote mark: write an id of sources.yaml into it, `[^id]`")]
    [InlineData("- Data warehousing. [^guide, slides]", "unknown source `guide, slides`; write one mark each, `[^guide][^slides]`")]
    [InlineData("- Data [warehousing. [^guid", "a footnote mark is not closed: write it as `[^id]`, with an id of sources.yaml")]
    [InlineData("- Data warehousing. [^guide][^guide]", "`[^guide]` is cited twice by one statement: delete one")]
    [InlineData("- Data warehousing [^guide].", "text stands behind the footnote mark `[^guide]`: move all marks, side by side, to the end of the statement")]
    [InlineData("- Data warehousing. [^guide], [^slides]", "text stands behind the footnote mark `[^guide]`: move all marks, side by side, to the end of the statement")]
    [InlineData("- Data warehousing. [^guide", "a footnote mark is not closed: write it as `[^id]`, with an id of sources.yaml")]
    [InlineData("- [^guide]", "the statement has no text: write it, or delete the line")]
    [InlineData("-", "an empty bullet: write the statement, or delete the line")]
    [InlineData("- Data **ware**housing. [^guide]", "emphasis in a text that is shown as plain text: delete the `*`, or write `\\*` where one is meant to be read")]
    [InlineData("- Data _warehousing_. [^guide]", "emphasis in a text that is shown as plain text: delete the `_`, or write `\\_` where one is meant to be read")]
    [InlineData("- Data `warehousing`. [^guide]", "back-ticks in a text that is shown as plain text: delete them")]
    [InlineData("- Data warehousing.<br> [^guide]", "HTML, `<br>`, in a text that is shown as plain text: delete it, or write `&lt;` for a less-than sign")]
    [InlineData("- <div>Data warehousing.</div> [^guide]", "HTML inside a bullet, which holds one statement: make it a bullet of its own")]
    [InlineData("- Data <https://example.com>. [^guide]", "a link in a text that is shown as plain text: name the document in sources.yaml and cite it")]
    [InlineData("- Data [warehousing](https://example.com). [^guide]", "a link, to `https://example.com`, where the form has none: write the name without a link")]
    [InlineData("- [Data scientist](data-scientist.md) too. [^guide]", "a link, to `data-scientist.md`, where the form has none: write the name without a link")]
    [InlineData("- Data ![warehouse](x.png). [^guide]", "an image in a text that is shown as plain text: delete it")]
    [InlineData("1. Data warehousing. [^guide]", "a numbered list under `## Skills`, where only bullets stand: begin each statement with `- `")]
    [InlineData("Data warehousing. [^guide]", "a paragraph under `## Skills`, where only bullets stand: begin each statement with `- `")]
    [InlineData("##Data warehousing. [^guide]", "a heading without a space after its `#` under `## Skills`, where only bullets stand: begin each statement with `- `")]
    [InlineData("> Data warehousing. [^guide]", "a quotation under `## Skills`, where only bullets stand: begin each statement with `- `")]
    [InlineData("```\nData warehousing.\n```", "a code block under `## Skills`, where only bullets stand: begin each statement with `- `")]
    public void What_is_no_plain_sourced_statement_is_reported(string line, string message)
    {
        _folder.Replace(SampleFolder.Engineer, "- Data warehousing. [^guide]", line);

        _folder.Errors().ShouldBe([$"roles/data-engineer.md:18: {message}"]);
    }

    [Theory]
    [InlineData("- One.\n\n  Two. [^guide]", 18, "the statement has no source: end it with the footnote mark of the source that says so, such as `[^slides]`", 20, "a paragraph inside a bullet, which holds one statement: make it a bullet of its own")]
    [InlineData("- One. [^guide]\n  - Two. [^guide]\n- Three.", 19, "a list inside a bullet, which holds one statement: make it a bullet of its own", 20, "the statement has no source: end it with the footnote mark of the source that says so, such as `[^slides]`")]
    [InlineData("- One\n  **two**\n  three [^guide] four.", 19, "emphasis in a text that is shown as plain text: delete the `*`, or write `\\*` where one is meant to be read", 20, "text stands behind the footnote mark `[^guide]`: move all marks, side by side, to the end of the statement")]
    [InlineData("- One. [^guide]\n\n[^guide]: http://example.com\n\n---", 20, "link and footnote definitions are not used here: describe sources in sources.yaml, and write a link where it is read", 22, "a rule under `## Skills`, where only bullets stand: begin each statement with `- `")]
    public void Two_faults_are_both_reported_on_their_own_lines(string lines, int first, string firstMessage, int second, string secondMessage)
    {
        _folder.Replace(SampleFolder.Engineer, "- Data warehousing. [^guide]", lines);

        _folder.Errors().ShouldBe([$"roles/data-engineer.md:{first}: {firstMessage}", $"roles/data-engineer.md:{second}: {secondMessage}"]);
    }

    [Fact]
    public void The_summary_needs_a_source()
    {
        _folder.Replace(SampleFolder.Monitoring, "Watching a model in production. [^slides]", "Watching a model in production.");

        _folder.Errors().ShouldBe(["activities/model-monitoring.md:6: the summary has no source: end it with the footnote mark of the source that says so, such as `[^slides]`"]);
    }

    [Fact]
    public void The_summary_may_not_be_missing()
    {
        _folder.Replace(SampleFolder.Monitoring, "Watching a model in production. [^slides]\n", "");

        _folder.Errors().ShouldBe(["activities/model-monitoring.md:6: the summary is missing: write one sentence that answers \"what is it?\" below the front matter, with its source"]);
    }

    [Fact]
    public void The_summary_is_one_paragraph()
    {
        _folder.Replace(SampleFolder.Monitoring, "production. [^slides]", "production. [^slides]\n\nAnd more. [^slides]");

        _folder.Errors().ShouldBe(["activities/model-monitoring.md:8: a paragraph above the first heading, where only the summary stands: one paragraph; move the rest under a heading"]);
    }

    [Theory]
    [InlineData("## Skils", "unknown heading `## Skils`; did you mean `Skills`?")]
    [InlineData("## skills", "unknown heading `## skills`; did you mean `Skills`?")]
    [InlineData("## Hobbies", "unknown heading `## Hobbies`; allowed are Responsibilities, Skills, Works with, Hands over to, Differs from, Start-up and enterprise")]
    [InlineData("## Responsibilities", "`## Responsibilities` stands twice: join the two")]
    [InlineData("# Skills", "a `#` heading: the name stands in the front matter, parts begin with `##`; delete it or write `##`")]
    [InlineData("### Skills", "a card has headings of one level only: write `##`, or make it a bullet")]
    [InlineData("## Skills\n## Works with", "`## Skills` has no lines: add bullets below it, or delete the heading", "19: the line must begin with a link to a role's card and a colon: `- [Role](…/role-slug.md): what it does. [^source]`")]
    public void Wrong_headings_are_reported(string heading, string message, string? also = null)
    {
        _folder.Replace(SampleFolder.Engineer, "## Skills", heading);

        string[] expected = [$"roles/data-engineer.md:17: {message}", .. also is null ? Array.Empty<string>() : [$"roles/data-engineer.md:{also}"]];
        _folder.Errors().ShouldBe(expected);
    }

    [Fact]
    public void A_role_without_responsibilities_is_reported()
    {
        _folder.Write(SampleFolder.Engineer, """
            ---
            name: Data Engineer
            category: technical
            ---
            Builds pipelines. [^slides]
            """);

        _folder.Errors().ShouldBe(["roles/data-engineer.md:1: the section `## Responsibilities` is missing: write what the role does, one bullet a duty"]);
    }

    [Fact]
    public void An_activity_without_lead_is_reported()
    {
        _folder.Replace(SampleFolder.Monitoring, "## Lead\n- [Data scientist](../roles/data-scientist.md): watches the figures. [^slides]\n", "");

        _folder.Errors().ShouldBe(["activities/model-monitoring.md:1: an activity without a lead: write `## Lead` and below it one line, `- [Role](../roles/role-slug.md): what it does. [^source]`"]);
    }

    [Fact]
    public void An_activity_with_two_leads_is_reported_at_the_second()
    {
        _folder.Replace(SampleFolder.Monitoring, "the figures. [^slides]", "the figures. [^slides]\n- [Data engineer](../roles/data-engineer.md): does so too. [^guide]");
        _folder.Replace(SampleFolder.Monitoring, "## Supporting\n- [Data engineer](../roles/data-engineer.md): delivers the figures. [^guide]\n", "");

        _folder.Errors().ShouldBe(["activities/model-monitoring.md:10: an activity with two leads: keep one line under `## Lead`, move the other under `## Supporting`, and say so under `## Where sources disagree` if they do"]);
    }

    [Theory]
    [InlineData("- [Data scientist](../roles/data-scientist.md): helps. [^guide]", "`data-scientist` leads the activity already: delete the line, or join it with the lead's")]
    [InlineData("- [Data engineer](../roles/data-engineer.md): helps. [^guide]\n- [DE](../roles/data-engineer.md): helps more. [^guide]", "`data-engineer` stands twice: join the two lines", 13)]
    public void A_role_supports_an_activity_once(string lines, string message, int line = 12)
    {
        _folder.Replace(SampleFolder.Monitoring, "- [Data engineer](../roles/data-engineer.md): delivers the figures. [^guide]", lines);

        _folder.Errors().ShouldBe([$"activities/model-monitoring.md:{line}: {message}"]);
    }

    [Fact]
    public void A_role_has_nothing_to_hand_over_to_itself()
    {
        _folder.Replace(SampleFolder.Engineer, "- [Data scientist](data-scientist.md): gets", "- [Data engineer](data-engineer.md): gets");

        _folder.Errors().ShouldBe(["roles/data-engineer.md:21: the line is about the card's own role: link to another role, or delete it"]);
    }

    [Fact]
    public void A_section_of_a_topic_stands_once_and_has_lines()
    {
        _folder.Append(SampleFolder.Topic, "## what comes out of it\n- More. [^slides]\n\n## Empty\n");

        _folder.Errors().ShouldBe(
        [
            "topics/design-phase.md:11: `## what comes out of it` stands twice: join the two",
            "topics/design-phase.md:14: `## Empty` has no lines: add bullets below it, or delete the heading",
        ]);
    }
}
