namespace MlOpsBot.Answers.Tests;

/// <summary>One section of a role's card.</summary>
public sealed class SectionTests
{
    [Theory]
    [InlineData("what skills does a data engineer need", "skills")]
    [InlineData("data engineer skills", "skills")]
    [InlineData("skills data engineer", "skills")]
    [InlineData("de skills", "skills")]
    [InlineData("which tools should a data engineer know", "skills")]
    [InlineData("what should a data engineer be good at", "skills")]
    [InlineData("data enginer skils", "skills")]
    [InlineData("qualifications of a data engineer", "skills")]
    [InlineData("who does a data engineer work with", "works-with")]
    [InlineData("data engineer works with", "works-with")]
    [InlineData("who does the data engineer hand over to", "hands-over-to")]
    [InlineData("data engineer handover", "hands-over-to")]
    [InlineData("how does a data engineer differ from its neighbours", "differs-from")]
    [InlineData("data engineer in a startup", "startup-vs-enterprise")]
    public void A_section_is_given_where_it_is_asked_for(string question, string section)
    {
        var answer = Shipped.Ask(question);

        (answer.Kind, answer.Section).ShouldBe((AnswerKind.Role, section));
        answer.Cards.ShouldBe(["data-engineer"]);
    }

    [Fact]
    public void Every_roles_skills_are_found_by_its_name() => Shipped.Knowledge.Roles.Select(role => (role, Answer: Shipped.Ask($"what skills does a {role.Name} need?")))
        .Where(asked => asked.Answer.Section != "skills" || asked.Answer.Cards[0] != asked.role.Slug)
        .Select(asked => asked.role.Name)
        .ShouldBeEmpty();

    [Fact]
    public void A_section_shows_all_lines_of_the_card_and_no_other_section()
    {
        var role = (RoleCard)Shipped.Knowledge.FindCard("data-engineer")!;

        var block = Shipped.Ask("data engineer skills").Blocks.ShouldHaveSingleItem();

        block.Heading.ShouldBe("Skills");
        block.Lines.Select(line => line.Text).ShouldBe(role.Skills.Select(statement => statement.Text));
    }

    [Fact]
    public void A_section_that_no_source_fills_says_so_and_shows_what_there_is()
    {
        var answer = SmallKnowledge.Answerer().Ask("beekeeper skills");

        answer.Section.ShouldBe("skills");
        answer.Lead.ShouldBe("No source says anything here about the Beekeeper under “Skills”. This is what the card has.");
        answer.Blocks.SelectMany(block => block.Lines).Select(line => line.Text).ShouldBe(["Looks after the hives.", "Feeds the colonies in winter."]);
    }

    [Fact]
    public void A_role_of_a_hand_made_card_reads_as_a_whole()
    {
        var answer = SmallKnowledge.Answerer().Ask("What does a greenhouse gardener do?");

        answer.Text.ShouldBe(
            """
            Greenhouse Gardener
            Grows vegetables under glass. [1][2]

            Responsibilities
            - Sows tomatoes. [1]
            - Waters the seedlings. [2]

            - Technical role, phases: design, development.

            Sources
            [1] The Almanac, A. Sample, 1999
            [2] The Ledger
            """.ReplaceLineEndings("\n"));
        answer.FollowUps.Select(followUp => followUp.Target).ShouldBe(
            ["role:gardener#skills", "role:gardener#hands-over-to", "role:gardener#differs-from", "role:gardener#startup-vs-enterprise", "compare:gardener:cook"]);
    }
}
