namespace MlOpsBot.Knowledge.Tests;

public sealed class FrontMatterTests : IDisposable
{
    private readonly SampleFolder _folder = SampleFolder.Good();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("catgory: technical", "roles/data-engineer.md:6: a role has no key `catgory`; did you mean `category`?")]
    [InlineData("category: technical\nmotto: x", "roles/data-engineer.md:7: a role has no key `motto`; allowed are name, aliases, abbreviations, asked, category, phases")]
    [InlineData("category: technical\nname: Again", "roles/data-engineer.md:7: `name` stands twice: keep one of the two")]
    [InlineData("category: tecnical", "roles/data-engineer.md:6: unknown category `tecnical`; did you mean `technical`?")]
    [InlineData("category: other stuff", "roles/data-engineer.md:6: unknown category `other stuff`; allowed are business, technical, additional")]
    [InlineData("category: [technical]", "roles/data-engineer.md:6: `category` must be one text, not a list: write `category: …`")]
    [InlineData("category: \"\"", "roles/data-engineer.md:6: `category` is empty: fill it or delete the line")]
    [InlineData("category:", "roles/data-engineer.md:6: `category` is missing: write `category: business`, `technical` or `additional`")]
    [InlineData("", "roles/data-engineer.md:2: `category` is missing: write `category: business`, `technical` or `additional`")]
    public void A_wrong_category_or_key_is_reported_on_its_line(string line, string finding)
    {
        _folder.Replace(SampleFolder.Engineer, "category: technical", line);

        _folder.Errors().ShouldBe([finding]);
    }

    [Theory]
    [InlineData("phases: [desing]", "roles/data-engineer.md:7: unknown phase `desing`; did you mean `design`?")]
    [InlineData("phases: [retirement]", "roles/data-engineer.md:7: unknown phase `retirement`; allowed are design, development, deployment")]
    [InlineData("phases: [design, design]", "roles/data-engineer.md:7: phase `design` stands twice: delete one")]
    [InlineData("phases: design", "roles/data-engineer.md:7: `phases` must be a list: write `phases: [one, another]`")]
    [InlineData("phases: [design, ~, development]", "roles/data-engineer.md:7: `phases` has an empty entry: delete it")]
    [InlineData("phases: [{ name: design }]", "roles/data-engineer.md:7: `phases` must hold texts only: write `phases: [one, another]`; put text with `: ` in double quotes")]
    [InlineData("phases:\n  - design\n  - nowhere at all", "roles/data-engineer.md:9: unknown phase `nowhere at all`; allowed are design, development, deployment")]
    public void A_wrong_list_is_reported_on_the_line_of_its_entry(string lines, string finding)
    {
        _folder.Replace(SampleFolder.Engineer, "phases: [development, design]", lines);

        _folder.Errors().ShouldBe([finding]);
    }

    [Theory]
    [InlineData("name: [Data", 3, "a bracket or quote is not closed")]
    [InlineData("name: \"Data", 2, "While scanning a multi-line double-quoted scalar, found wrong indentation")]
    [InlineData("name: Data: Engineer", 2, "While scanning a plain scalar value, found invalid mapping")]
    [InlineData("name: @Data", 2, "While scanning for the next token, found character that cannot start any token")]
    [InlineData("name: *data", 2, "anchors and aliases (`&`, `*`) are not used here")]
    [InlineData("name: Data\n  more: x", 3, "While scanning a plain scalar value, found invalid mapping")]
    [InlineData("name: Data\n\taliases: x", 2, "While scanning a plain scalar, found a tab character that violate indentation")]
    [InlineData("? [a, b]\n: c", 2, "a key must be a plain word")]
    public void Unreadable_YAML_is_reported_with_its_line_and_the_Markdown_is_checked_all_the_same(string line, int number, string reason)
    {
        _folder.Replace(SampleFolder.Engineer, "name: Data Engineer", line);
        _folder.Replace(SampleFolder.Engineer, "Data warehousing. [^guide]", "Data warehousing.");

        var errors = _folder.Errors();

        errors.Length.ShouldBe(2);
        errors[0].ShouldBe($"roles/data-engineer.md:{number}: unreadable YAML ({reason}): check indentation, brackets and quotes; put text that holds `: ` or begins with a special character in double quotes");
        errors[1].ShouldContain("the statement has no source");
    }

    [Fact]
    public void YAML_nested_without_end_is_unreadable()
    {
        _folder.Replace(SampleFolder.Engineer, "name: Data Engineer", "name: " + new string('[', 5000));

        _folder.Errors().Single().ShouldStartWith("roles/data-engineer.md:2: unreadable YAML (nested too deeply)");
    }

    [Fact]
    public void A_card_without_front_matter_is_told_how_to_begin()
    {
        _folder.Write(SampleFolder.Topic, "The first phase of a project. [^slides]\n");

        _folder.Errors().ShouldBe(["topics/design-phase.md:1: front matter is missing: begin the file of a topic with a line `---`, `name: …`, and a line `---`"]);
    }

    [Fact]
    public void Front_matter_without_end_is_one_finding()
    {
        _folder.Write(SampleFolder.Topic, "---\nname: The design phase\n\nThe first phase of a project. [^slides]\n");

        _folder.Errors().ShouldBe(["topics/design-phase.md:1: front matter is not closed: write a line `---` below it"]);
    }

    [Fact]
    public void Front_matter_begins_on_the_first_line()
    {
        _folder.Write(SampleFolder.Topic, "\n\n" + _folder.Read(SampleFolder.Topic).Replace("[data-scientist, data-engineer]", "[nobody]", StringComparison.Ordinal));

        _folder.Errors().ShouldBe(
        [
            "topics/design-phase.md:1: front matter must begin on line 1: delete the empty lines above `---`",
            "topics/design-phase.md:7: unknown role `nobody`; add its card as roles/nobody.md, or name a role that has one",
        ]);
    }

    [Theory]
    [InlineData("---\njust a text\n---", 2, "a topic must be `key: value` lines with the keys name, aliases, asked, phases, roles")]
    [InlineData("---\n---", 1, "`name` is missing: write `name: …` as a reader should see it")]
    [InlineData("---\nphases: [design]\n---", 2, "`name` is missing: write `name: …` as a reader should see it")]
    public void Front_matter_must_be_keys_and_values_with_a_name(string front, int line, string message)
    {
        _folder.Write(SampleFolder.Topic, front + "\nThe first phase of a project. [^slides]\n");

        _folder.Errors().ShouldBe([$"topics/design-phase.md:{line}: {message}"]);
    }

    [Theory]
    [InlineData("roles: [data-scientits]", "unknown role `data-scientits`; did you mean `data-scientist`?")]
    [InlineData("roles: [data-engineer, data-engineer]", "role `data-engineer` stands twice: delete one")]
    [InlineData("roles: [model-monitoring]", "`model-monitoring` is no role but an activity: name a card of roles/")]
    public void The_roles_of_a_topic_are_checked(string line, string message)
    {
        _folder.Replace(SampleFolder.Topic, "roles: [data-scientist, data-engineer]", line);

        _folder.Errors().ShouldBe([$"topics/design-phase.md:5: {message}"]);
    }

    [Fact]
    public void An_abbreviation_belongs_to_roles_only()
    {
        _folder.Replace(SampleFolder.Monitoring, "phases: [deployment]", "abbreviations: [MM]");

        _folder.Errors().ShouldBe(["activities/model-monitoring.md:4: an activity has no key `abbreviations`; allowed are name, aliases, asked, phases"]);
    }
}
