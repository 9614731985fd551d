namespace MlOpsBot.Knowledge.Tests;

/// <summary>The files beside the cards: sources, organization, synonyms.</summary>
public sealed class OverlayTests : IDisposable
{
    private readonly SampleFolder _folder = SampleFolder.Good();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("- id: slides\n", "- id: guide\n", "sources.yaml:5: a second source with the id `guide`: give it another id, or delete it", "unknown source `slides`")]
    [InlineData("  title: Roles in MLOps\n", "", "sources.yaml:1: `title` is missing: write `title: …`, the document's title")]
    [InlineData("  file: slides.txt\n", "", "sources.yaml:1: `file` is missing: write `file: …`, the name of the document's file")]
    [InlineData("  author: A. Author\n", "  autor: A. Author\n", "sources.yaml:3: a source has no key `autor`; did you mean `author`?")]
    [InlineData("  author: A. Author\n", "  author: [A, B]\n", "sources.yaml:3: `author` must be one text, not a list: write `author: …`")]
    [InlineData("- id: slides\n", "- just text\n- id: slides\n", "sources.yaml:1: a source must be `key: value` lines with the keys id, title, author, date, file")]
    [InlineData("- id: slides\n", "- title: Other\n  file: x\n- id: slides\n", "sources.yaml:1: `id` is missing: write `id: …`, the word that citations use")]
    [InlineData("- id: slides\n", "- id: My Notes\n  title: Notes\n  file: x\n- id: slides\n", "sources.yaml:1: the id `My Notes` has other characters than lower-case letters a-z, digits and single hyphens between them: rename it")]
    public void A_faulty_source_is_reported(string old, string with, string finding, string? also = null)
    {
        _folder.Replace(SampleFolder.Sources, old, with);

        var errors = _folder.Errors().Where(error => also is null || !error.Contains(also, StringComparison.Ordinal));
        errors.ShouldBe([finding]);
    }

    [Fact]
    public void Missing_sources_are_one_finding()
    {
        _folder.Delete(SampleFolder.Sources);

        _folder.Errors().ShouldBe(["sources.yaml:1: the file is missing: list the documents that statements cite, `- id: …` with `title: …` and `file: …`"]);
    }

    [Theory]
    [InlineData("id: slides", 1)]
    [InlineData("", 1)]
    public void Sources_are_a_list(string text, int line)
    {
        _folder.Write(SampleFolder.Sources, text);

        _folder.Errors().ShouldBe([$"sources.yaml:{line}: sources.yaml must be a list of sources: write `- id: …` and below it, indented, `title: …` and `file: …`"]);
    }

    [Fact]
    public void A_second_document_in_a_YAML_file_is_reported()
    {
        _folder.Append(SampleFolder.Sources, "---\n- id: more\n");

        _folder.Errors().ShouldBe(["sources.yaml:9: a second YAML document begins here: delete the `---` line"]);
    }

    [Theory]
    [InlineData("card: model-monitoring", "card: model-monitorin", 3, "unknown card `model-monitorin`; did you mean `model-monitoring`?")]
    [InlineData("card: model-monitoring", "card: design-phase", 3, "`design-phase` is a topic, which nobody holds: name the slug of a role or an activity")]
    [InlineData("card: model-monitoring\n", "team: Data\n", 9, "`team` stands twice: keep one of the two", 3, "`card` is missing: write `card: …`, the slug of a role or an activity")]
    [InlineData("- name: Ada Example\n", "- nickname: Ada\n", 5, "a person has no key `nickname`; allowed are name, email, slack", 5, "`name` is missing: write `name: …` as colleagues know it")]
    [InlineData("ada@example.com", "ada at example", 6, "`ada at example` is no mail address: write it as name@example.com")]
    [InlineData("U0000000001", "ada", 7, "`ada` is no Slack member id: copy it from the member's profile; it begins with U or W, as in U0000000001")]
    [InlineData("\"#data-platform\"", "#data-platform", 10, "`channel` is empty: write it in quotes, `channel: \"#name\"`, because `#` begins a comment")]
    [InlineData("\"#data-platform\"", "data-platform", 10, "`data-platform` is no channel name: write `\"#name\"` with lower-case letters, digits, hyphens and underscores, at most 80")]
    [InlineData("\"#data-platform\"", "\"#Data Platform\"", 10, "`#Data Platform` is no channel name: write `\"#name\"` with lower-case letters, digits, hyphens and underscores, at most 80")]
    [InlineData("since: 2026-01-01", "since: 1.1.2026", 11, "`1.1.2026` is no date: write year, month and day, as in 2026-12-31")]
    [InlineData("review_by: 2026-12-31", "review_by: 2026-02-30", 12, "`2026-02-30` is no date: write year, month and day, as in 2026-12-31")]
    [InlineData("review_by: 2026-12-31", "review_by: 2025-12-31", 12, "`review_by` is before `since`: correct one of the two")]
    [InlineData("review_by: 2026-12-31", "reviewby: 2026-12-31", 12, "a holding has no key `reviewby`; did you mean `review_by`?")]
    [InlineData("{ name: Ben Example }", "Ben Example", 8, "a deputy must be `key: value` lines with the keys name, email, slack")]
    [InlineData("company: Example Corp", "firm: Example Corp", 1, "organization.yaml has no key `firm`; allowed are company, holdings")]
    public void A_faulty_holding_is_reported(string old, string with, int line, string message, int? alsoLine = null, string? also = null)
    {
        _folder.Replace(SampleFolder.Organization, old, with);

        string[] expected = [$"organization.yaml:{line}: {message}", .. also is null ? Array.Empty<string>() : [$"organization.yaml:{alsoLine}: {also}"]];
        _folder.Errors().ShouldBe(expected, ignoreOrder: true);
    }

    [Fact]
    public void A_holding_needs_somebody()
    {
        _folder.Write(SampleFolder.Organization, "holdings:\n  - card: model-monitoring\n    channel: \"#data\"\n  - card: data-engineer\n    people: []\n");

        _folder.Errors().ShouldBe(
        [
            "organization.yaml:2: nobody holds it: write `people:` with at least one `- name: …`, or `team: …`",
            "organization.yaml:4: nobody holds it: write `people:` with at least one `- name: …`, or `team: …`",
        ]);
    }

    [Fact]
    public void A_card_is_held_once()
    {
        _folder.Append(SampleFolder.Organization, "  - card: model-monitoring\n    team: Other\n");

        _folder.Errors().ShouldBe(["organization.yaml:13: `model-monitoring` is held twice, first on line 3: join the two"]);
    }

    [Fact]
    public void Holdings_are_a_list()
    {
        _folder.Write(SampleFolder.Organization, "holdings:\n  card: model-monitoring\n");

        _folder.Errors().ShouldBe(["organization.yaml:2: `holdings` must be a list: begin each entry with `- ` on a line of its own"]);
    }

    [Theory]
    [InlineData("2026-05-31", true)]
    [InlineData("2026-06-01", false)]
    public void A_review_date_that_has_passed_is_a_warning(string date, bool warns)
    {
        _folder.Replace(SampleFolder.Organization, "2026-12-31", date);

        _folder.Warnings().ShouldBe(warns
            ? ["organization.yaml:12: the review date has passed, so the entry is shown as stale: confirm the entry and set a new date"]
            : []);
    }

    [Theory]
    [InlineData("a =>", "nothing stands on one side of `=>`: write `a => b`, or delete the line")]
    [InlineData("=> b", "nothing stands on one side of `=>`: write `a => b`, or delete the line")]
    [InlineData("a => b => c", "two `=>` in one rule: write one rule a line")]
    [InlineData("alone", "`alone` stands alone: a rule is `a, b` or `a => b`")]
    [InlineData("a,, b", "an empty word between commas: write it, or delete the comma")]
    [InlineData("a, b,", "an empty word between commas: write it, or delete the comma")]
    [InlineData("a, b^x", "`^x` is no weight: write a number above 0 and at most 1, as in `^0.7`")]
    [InlineData("a, b^", "`^` is no weight: write a number above 0 and at most 1, as in `^0.7`")]
    [InlineData("a, b^0", "`^0` is no weight: write a number above 0 and at most 1, as in `^0.7`")]
    [InlineData("a, ^0.5", "an empty word between commas: write it, or delete the comma")]
    [InlineData("a, ...", "`...` has no letter or digit to be found by: delete it")]
    [InlineData("a, b c d e f g h i j", "`b c d e f g h i j` has more than 8 words: shorten it")]
    [InlineData("a^0.5 => b", "`a` has a weight to the left of `=>`: move it to a word on the right")]
    [InlineData("a, b \\", "a backslash at the end of the line: delete it, or write `\\\\`")]
    [InlineData("a, b^1.5", "`^1.5` is no weight: write a number above 0 and at most 1, as in `^0.7`")]
    public void A_faulty_synonym_is_reported(string rule, string message)
    {
        _folder.Append(SampleFolder.Synonyms, "\n" + rule);

        _folder.Errors().ShouldBe([$"synonyms.txt:6: {message}"]);
    }

    [Fact]
    public void Synonyms_may_escape_commas_and_carets_and_hold_several_words() =>
        _folder.Append(SampleFolder.Synonyms, "\n  # indented comment\na\\, b, c d e => f\\^2, g^1 # and why\nc#, c sharp\n").LoadGood();
}
