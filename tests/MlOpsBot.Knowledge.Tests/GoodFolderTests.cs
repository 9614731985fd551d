using System.Text;

namespace MlOpsBot.Knowledge.Tests;

public sealed class GoodFolderTests : IDisposable
{
    private readonly SampleFolder _folder = SampleFolder.Good();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_role_is_read_whole()
    {
        var role = _folder.LoadGood().Roles[0];

        role.Slug.ShouldBe("data-engineer");
        role.Name.ShouldBe("Data Engineer");
        role.Aliases.ShouldBe(["DataOps engineer", "data pipeline engineer"]);
        role.Abbreviations.ShouldBe(["DE"]);
        role.Asked.ShouldBe(["who builds our pipelines"]);
        role.Category.ShouldBe(RoleCategory.Technical);
        role.Phases.ShouldBe([Phase.Design, Phase.Development], "phases come in the order of the lifecycle");
        role.Location.ShouldBe(new FileLocation("roles/data-engineer.md", 1));
        role.Summary.Text.ShouldBe("Builds and runs the pipelines that bring good data to the models.");
        role.Summary.Sources.ShouldBe(["slides", "guide"]);
        role.Responsibilities.Select(statement => statement.Text).ShouldBe(
            ["Collects, stores and processes data.", "Checks data against rules that the team agreed on, before anyone trains on it."]);
        role.Skills.Single().Sources.ShouldBe(["guide"]);
        var handOver = role.HandsOverTo.Single();
        (handOver.Role, handOver.Text).ShouldBe(("data-scientist", "gets prepared data."));
        handOver.Sources.ShouldBe(["guide"]);
    }

    [Fact]
    public void Every_section_of_a_role_has_its_place()
    {
        var role = _folder.LoadGood().Roles[1];

        role.Abbreviations.ShouldBe(["DS"]);
        role.WorksWith.Single().Text.ShouldBe("agrees on the data.");
        role.DiffersFrom.Single().Text.ShouldBe("builds models, while the data engineer builds pipelines.");
        role.StartupVersusEnterprise.Single().Text.ShouldBe("In a start-up, one person does both.");
    }

    [Fact]
    public void An_activity_is_read_whole()
    {
        var activity = _folder.LoadGood().Activities.Single();

        activity.Name.ShouldBe("Model monitoring");
        activity.Phases.ShouldBe([Phase.Deployment]);
        (activity.Lead.Role, activity.Lead.Text).ShouldBe(("data-scientist", "watches the figures."));
        activity.Supporting.Single().Role.ShouldBe("data-engineer");
        activity.Disagreement.Single().Sources.ShouldBe(["slides", "guide"]);
        activity.Details.Single().Text.ShouldBe("Drift is found here.");
    }

    [Fact]
    public void A_topic_keeps_its_roles_and_sections_in_order()
    {
        var topic = _folder.LoadGood().Topics.Single();

        topic.Roles.ShouldBe(["data-scientist", "data-engineer"]);
        topic.Sections.Single().Title.ShouldBe("What comes out of it");
        topic.Sections.Single().Statements.Single().Text.ShouldBe("Requirements.");
    }

    [Fact]
    public void Tips_open_the_card_of_the_file_or_their_own()
    {
        var tips = _folder.LoadGood().Tips;

        tips.Select(tip => (tip.Id, tip.Title, tip.Card)).ShouldBe(
        [
            ("data/catch-bad-data-at-the-door", "Catch bad data at the door", "data-engineer"),
            ("data/dont-wait-for-complaints", "Don't wait for complaints", "model-monitoring"),
        ]);
        tips[1].Text.ShouldBe("Watch the figures yourself.");
        tips[1].Sources.ShouldBe(["slides"]);
        tips[1].Location.ShouldBe(new FileLocation("tips/data.md", 7));
    }

    [Fact]
    public void Sources_keep_their_order_and_what_they_leave_out()
    {
        var sources = _folder.LoadGood().Sources;

        sources.ShouldBe(
        [
            new Source("slides", "Roles in MLOps", "A. Author", null, "slides.txt"),
            new Source("guide", "Roles: a guide", null, "2023", "guide.txt"),
        ]);
    }

    [Fact]
    public void The_organization_is_read_whole()
    {
        var organization = _folder.LoadGood().Organization;

        organization.Company.ShouldBe("Example Corp");
        var holding = organization.Holdings["model-monitoring"];
        holding.People.ShouldBe([new Person("Ada Example", "ada@example.com", "U0000000001")]);
        holding.Deputy.ShouldBe(new Person("Ben Example", null, null));
        (holding.Team, holding.Channel).ShouldBe(("Data Platform", "#data-platform"));
        (holding.Since, holding.ReviewBy).ShouldBe((new DateOnly(2026, 1, 1), new DateOnly(2026, 12, 31)));
        holding.Location.ShouldBe(new FileLocation("organization.yaml", 3));
    }

    [Fact]
    public void The_synonyms_are_passed_on_as_they_are() =>
        _folder.LoadGood().Synonyms.ShouldBe(_folder.Read(SampleFolder.Synonyms));

    [Fact]
    public void Organization_and_synonyms_may_be_missing_or_all_comments()
    {
        _folder.Delete(SampleFolder.Synonyms).Write(SampleFolder.Organization, "# company: Example Corp\n# holdings:\n");
        _folder.LoadGood().Organization.ShouldBe(Organization.Empty);

        _folder.Delete(SampleFolder.Organization);
        var knowledge = _folder.LoadGood();
        knowledge.Organization.ShouldBe(Organization.Empty);
        knowledge.Synonyms.ShouldBeEmpty();
    }

    [Fact]
    public void A_statement_is_plain_text_with_escapes_and_entities_resolved()
    {
        _folder.Replace(
            SampleFolder.Engineer,
            "- Data warehousing. [^guide]",
            """- “Smart” quotes, R&amp;D, 5 \* 3 &lt; 20, snake_case_words, C#, it’s 100&nbsp;% [sic] \[no mark], open [ one. [^guide] [^slides]""");

        var skill = _folder.LoadGood().Roles[0].Skills.Single();

        skill.Text.ShouldBe("“Smart” quotes, R&D, 5 * 3 < 20, snake_case_words, C#, it’s 100\u00A0% [sic] [no mark], open [ one.");
        skill.Sources.ShouldBe(["guide", "slides"]);
    }

    [Theory]
    [InlineData("\r\n")]
    [InlineData("\r")]
    public void Line_ends_of_any_system_are_fine(string lineEnd)
    {
        foreach (var file in new[] { SampleFolder.Engineer, SampleFolder.Sources, SampleFolder.Organization, SampleFolder.Synonyms, SampleFolder.Tips })
        {
            _folder.Write(file, _folder.Read(file).Replace("\n", lineEnd, StringComparison.Ordinal));
        }

        _folder.LoadGood().Roles[0].Responsibilities.Length.ShouldBe(2);
    }

    [Fact]
    public void A_line_number_is_right_with_line_ends_of_Windows()
    {
        _folder.Replace(SampleFolder.Engineer, "Data warehousing. [^guide]", "Data warehousing.");
        _folder.Write(SampleFolder.Engineer, _folder.Read(SampleFolder.Engineer).Replace("\n", "\r\n", StringComparison.Ordinal));

        _folder.Errors().Single().ShouldStartWith("roles/data-engineer.md:18: the statement has no source");
    }

    [Fact]
    public void Comments_between_the_lines_are_skipped()
    {
        _folder.Replace(SampleFolder.Engineer, "## Skills", "<!-- to be checked\nin autumn -->\n## Skills");
        _folder.Replace(SampleFolder.Engineer, "category: technical", "category: technical # not additional");

        _folder.LoadGood().Roles[0].Category.ShouldBe(RoleCategory.Technical);
    }

    [Fact]
    public void Two_roles_may_share_an_abbreviation()
    {
        _folder.Replace(SampleFolder.Scientist, "[DS]", "[DE, DS]");

        _folder.LoadGood().Roles[1].Abbreviations.ShouldBe(["DE", "DS"]);
    }

    [Fact]
    public void A_tip_file_may_bear_the_name_of_a_card()
    {
        _folder.Write("tips/data-engineer.md", _folder.Read(SampleFolder.Tips));

        _folder.LoadGood().Tips.Length.ShouldBe(4);
    }

    [Fact]
    public void Hidden_files_editor_leftovers_and_the_readme_are_ignored()
    {
        var version = _folder.LoadGood().Version;
        foreach (var file in new[] { "README.md", ".git/HEAD", "roles/.data-engineer.md.swp", "roles/data-engineer.md~", "roles/#data-engineer.md#", "roles/4913", "..data/x" })
        {
            _folder.Write(file, "anything");
        }

        _folder.LoadGood().Version.ShouldBe(version);
    }

    [Fact]
    public void The_version_follows_names_and_contents()
    {
        var version = _folder.LoadGood().Version;
        version.ShouldMatch("^[0-9a-f]{12}$");
        _folder.LoadGood().Version.ShouldBe(version);

        _folder.Append(SampleFolder.Synonyms, "a, b");
        var edited = _folder.LoadGood().Version;
        edited.ShouldNotBe(version);

        File.Move(_folder.PathOf(SampleFolder.Tips), _folder.PathOf("tips/other.md"));
        _folder.LoadGood().Version.ShouldNotBe(edited);
    }

    [Fact]
    public void A_broken_folder_has_a_version_too()
    {
        var good = _folder.Load().Version;
        _folder.Write(SampleFolder.Sources, "[");
        var broken = _folder.Load();

        broken.Knowledge.ShouldBeNull();
        broken.Version.ShouldMatch("^[0-9a-f]{12}$");
        broken.Version.ShouldNotBe(good);
    }

    [Fact]
    public void Roles_come_in_the_order_of_their_slugs()
    {
        _folder.Write("roles/data.md", _folder.Read(SampleFolder.Scientist).Replace("Data Scientist", "Data", StringComparison.Ordinal));

        _folder.LoadGood().Roles.Select(role => role.Slug).ShouldBe(["data", "data-engineer", "data-scientist"]);
    }

    [Fact]
    public void A_folder_mounted_through_links_is_read()
    {
        using var mount = SampleFolder.Empty();
        File.CreateSymbolicLink(mount.PathOf("..data"), _folder.Root);
        foreach (var name in new[] { "roles", "activities", "topics", "tips", "sources.yaml", "organization.yaml", "synonyms.txt" })
        {
            File.CreateSymbolicLink(mount.PathOf(name), Path.Combine("..data", name));
        }

        mount.LoadGood().Version.ShouldBe(_folder.LoadGood().Version);
    }

    [Fact]
    public void A_byte_order_mark_is_a_warning()
    {
        _folder.WriteBytes(SampleFolder.Engineer, [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(_folder.Read(SampleFolder.Engineer))]);

        _folder.Warnings().ShouldBe(["roles/data-engineer.md:1: the file begins with a byte-order mark: save it as UTF-8 without BOM"]);
    }
}
