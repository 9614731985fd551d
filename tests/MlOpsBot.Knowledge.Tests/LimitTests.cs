namespace MlOpsBot.Knowledge.Tests;

public sealed class LimitTests : IDisposable
{
    private readonly SampleFolder _folder = SampleFolder.Good();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(SampleFolder.Engineer, "name: Data Engineer", "name: {0}", 60, "roles/data-engineer.md:2: the name has 61 characters, 60 fit: shorten it")]
    [InlineData(SampleFolder.Engineer, "DataOps engineer", "{0}", 60, "roles/data-engineer.md:3: the alias has 61 characters, 60 fit: shorten it")]
    [InlineData(SampleFolder.Monitoring, "Watching a model in production.", "{0}", 240, "activities/model-monitoring.md:6: the summary has 241 characters, 240 fit: shorten it or split it")]
    [InlineData(SampleFolder.Monitoring, "Drift is found here.", "{0}", 240, "activities/model-monitoring.md:18: the statement has 241 characters, 240 fit: shorten it or split it")]
    [InlineData(SampleFolder.Monitoring, "watches the figures.", "{0}", 240, "activities/model-monitoring.md:9: the statement has 241 characters, 240 fit: shorten it or split it")]
    [InlineData(SampleFolder.Tips, "Catch bad data at the door", "{0}", 60, "tips/data.md:4: the title has 61 characters, 60 fit: shorten it")]
    [InlineData(SampleFolder.Tips, "Check data when it arrives.", "{0}", 320, "tips/data.md:5: the tip has 321 characters, 320 fit: shorten it or split it")]
    public void A_text_may_have_as_many_characters_as_fit_and_no_more(string file, string old, string with, int limit, string finding)
    {
        var good = _folder.Read(file);
        _folder.Replace(file, old, string.Format(with, Text(limit)));
        _folder.LoadGood();

        _folder.Write(file, good).Replace(file, old, string.Format(with, Text(limit + 1)));
        _folder.Errors().ShouldBe([finding]);
    }

    [Theory]
    [InlineData(SampleFolder.Scientist, "## Responsibilities\n", "- Trains model {0}. [^slides]\n", 7, "roles/data-scientist.md:17: `## Responsibilities` has more than 8 lines: join or drop some")]
    [InlineData(SampleFolder.Engineer, "## Skills\n", "- Skill {0}. [^guide]\n", 9, "roles/data-engineer.md:28: `## Skills` has more than 10 lines: join or drop some")]
    [InlineData(SampleFolder.Scientist, "## Works with\n", "- [X](data-engineer.md): works on {0}. [^guide]\n", 5, "roles/data-scientist.md:18: `## Works with` has more than 6 lines: join or drop some")]
    [InlineData(SampleFolder.Engineer, "## Hands over to\n", "- [X](data-scientist.md): gets {0}. [^guide]\n", 5, "roles/data-engineer.md:27: `## Hands over to` has more than 6 lines: join or drop some")]
    [InlineData(SampleFolder.Scientist, "## Differs from\n", "- [X](data-engineer.md): differs in {0}. [^guide]\n", 5, "roles/data-scientist.md:21: `## Differs from` has more than 6 lines: join or drop some")]
    [InlineData(SampleFolder.Scientist, "## Start-up and enterprise\n", "- In a start-up {0}. [^guide]\n", 5, "roles/data-scientist.md:24: `## Start-up and enterprise` has more than 6 lines: join or drop some")]
    [InlineData(SampleFolder.Topic, "## What comes out of it\n", "- Thing {0}. [^guide]\n", 9, "topics/design-phase.md:20: `## What comes out of it` has more than 10 lines: join or drop some")]
    public void A_section_may_have_as_many_lines_as_fit_and_no_more(string file, string heading, string line, int more, string finding)
    {
        var good = _folder.Read(file);
        _folder.Replace(file, heading, heading + Lines(line, more));
        _folder.LoadGood();

        _folder.Write(file, good).Replace(file, heading, heading + Lines(line, more + 1));
        _folder.Errors().ShouldBe([finding]);
    }

    [Fact]
    public void Eight_roles_may_support_an_activity()
    {
        for (var i = 1; i <= 8; i++)
        {
            _folder.Write($"roles/role-{i}.md", _folder.Read(SampleFolder.Scientist).Replace("Data Scientist", $"Role {i}", StringComparison.Ordinal));
        }

        const string Heading = "## Supporting\n";
        _folder.Replace(SampleFolder.Monitoring, Heading, Heading + Lines("- [X](../roles/role-{0}.md): helps. [^guide]\n", 7));
        _folder.LoadGood();

        _folder.Replace(SampleFolder.Monitoring, Heading, Heading + "- [X](../roles/role-8.md): helps. [^guide]\n");
        _folder.Errors().ShouldBe(["activities/model-monitoring.md:20: `## Supporting` has more than 8 lines: join or drop some"]);
    }

    [Fact]
    public void A_topic_may_have_eight_sections()
    {
        _folder.Append(SampleFolder.Topic, Lines("## Part {0}\n- Something. [^slides]\n", 7));
        _folder.LoadGood();

        _folder.Append(SampleFolder.Topic, "## One more\n- Something. [^slides]\n");
        _folder.Errors().ShouldBe(["topics/design-phase.md:26: a topic has at most 8 sections: join or drop some"]);
    }

    [Fact]
    public void A_file_of_more_than_a_megabyte_is_not_read()
    {
        _folder.Write(SampleFolder.Synonyms, new string('#', 1024 * 1024));
        _folder.LoadGood();

        _folder.Append(SampleFolder.Synonyms, "#");
        _folder.Errors().ShouldBe(["synonyms.txt:1: the file has 1025 KB, 1024 are read at most: split it"]);
    }

    [Fact]
    public void A_card_of_more_than_64_KB_is_not_read()
    {
        _folder.Append(SampleFolder.Engineer, new string('x', 64 * 1024));
        _folder.Errors()[0].ShouldBe("roles/data-engineer.md:1: the file has 65 KB, 64 are read at most: split it");
    }

    private static string Text(int length) => new('x', length);

    private static string Lines(string format, int count) => string.Concat(Enumerable.Range(1, count).Select(i => string.Format(format, i)));
}
