namespace MlOpsBot.Knowledge.Tests;

public sealed class LinkTests : IDisposable
{
    private readonly SampleFolder _folder = SampleFolder.Good();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("- [Data scientist](../roles/data-scientits.md): watches. [^slides]", "unknown role `data-scientits`; did you mean `data-scientist`?")]
    [InlineData("- [Data scientist](../roles/prompt-engineer.md): watches. [^slides]", "unknown role `prompt-engineer`; add its card as roles/prompt-engineer.md, or name a role that has one")]
    [InlineData("- [Data scientist](data-scientist.md): watches. [^slides]", "dead link: there is no `activities/data-scientist.md`; write `../roles/data-scientist.md`")]
    [InlineData("- [Data scientist](../../roles/data-scientist.md): watches. [^slides]", "dead link: there is no `../../roles/data-scientist.md`; write `../roles/data-scientist.md`")]
    [InlineData("- [Data scientist](../role/data-scientist.md): watches. [^slides]", "dead link: there is no `role/data-scientist.md`; write `../roles/data-scientist.md`")]
    [InlineData("- [Data scientist](../roles/Data-Scientist.md): watches. [^slides]", "unknown role `Data-Scientist`; did you mean `data-scientist`?")]
    [InlineData("- [Data scientist](../topics/design-phase.md): watches. [^slides]", "`design-phase` is no role but a topic: name a card of roles/")]
    [InlineData("- [Data scientist](https://example.com/data-scientist.md): watches. [^slides]", "the link leads to `https://example.com/data-scientist.md`, not to a role's card: write `../roles/role-slug.md` with the role's slug")]
    [InlineData("- [Data scientist](): watches. [^slides]", "the link leads to ``, not to a role's card: write `../roles/role-slug.md` with the role's slug")]
    [InlineData("- [Data scientist](../roles/data-scientist): watches. [^slides]", "the link leads to `../roles/data-scientist`, not to a role's card: write `../roles/role-slug.md` with the role's slug")]
    [InlineData("- [Data scientist](../roles/data-scientist.md) watches. [^slides]", "a colon is missing behind the link: `[Role](…/role-slug.md): what it does. [^source]`")]
    [InlineData("- [Data scientist](../roles/data-scientist.md): [^slides]", "the statement has no text: write it, or delete the line")]
    [InlineData("- [Data scientist](../roles/data-scientist.md): watches.", "the statement has no source: end it with the footnote mark of the source that says so, such as `[^slides]`")]
    [InlineData("- Data scientist: watches. [^slides]", "the line must begin with a link to a role's card and a colon: `- [Role](…/role-slug.md): what it does. [^source]`")]
    [InlineData("- [Data scientist] (../roles/data-scientist.md): watches. [^slides]", "the line must begin with a link to a role's card and a colon: `- [Role](…/role-slug.md): what it does. [^source]`")]
    [InlineData("- [Data scientist](../roles/data-scientist.md): and [others](others.md). [^slides]", "dead link: there is no `activities/others.md`; correct the path or delete the link")]
    public void A_wrong_role_link_is_reported(string line, string message)
    {
        _folder.Replace(SampleFolder.Monitoring, "- [Data scientist](../roles/data-scientist.md): watches the figures. [^slides]", line);

        _folder.Errors().ShouldBe([$"activities/model-monitoring.md:9: {message}"]);
    }

    [Fact]
    public void A_dead_link_is_reported_on_its_line_wherever_it_stands()
    {
        _folder.Replace(SampleFolder.Engineer, "before anyone trains on it.", "before [anyone](../topics/gone.md#x) trains on it.");

        _folder.Errors().ShouldBe(["roles/data-engineer.md:15: dead link: there is no `topics/gone.md`; correct the path or delete the link"]);
    }

    [Fact]
    public void Within_a_folder_the_link_is_the_bare_file_name()
    {
        _folder.Replace(SampleFolder.Engineer, "(data-scientist.md)", "(roles/data-scientist.md)");

        _folder.Errors().ShouldBe(["roles/data-engineer.md:21: dead link: there is no `roles/roles/data-scientist.md`; write `data-scientist.md`"]);
    }

    [Fact]
    public void A_link_may_say_dot_slash_and_name_a_heading()
    {
        _folder.Replace(SampleFolder.Engineer, "(data-scientist.md)", "(./data-scientist.md#skills)");

        _folder.LoadGood().Roles[0].HandsOverTo.Single().Role.ShouldBe("data-scientist");
    }

    [Fact]
    public void A_deleted_card_is_missed_by_all_that_name_it()
    {
        _folder.Delete(SampleFolder.Scientist);

        _folder.Errors().ShouldBe(
        [
            "activities/model-monitoring.md:9: unknown role `data-scientist`; add its card as roles/data-scientist.md, or name a role that has one",
            "roles/data-engineer.md:21: unknown role `data-scientist`; add its card as roles/data-scientist.md, or name a role that has one",
            "topics/design-phase.md:5: unknown role `data-scientist`; add its card as roles/data-scientist.md, or name a role that has one",
        ]);
    }

    [Fact]
    public void A_broken_card_is_not_reported_again_by_those_that_name_it()
    {
        _folder.Replace(SampleFolder.Scientist, "name: Data Scientist", "name: [Data Scientist");

        _folder.Errors().Single().ShouldStartWith("roles/data-scientist.md:");
    }
}
