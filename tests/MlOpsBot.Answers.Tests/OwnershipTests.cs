namespace MlOpsBot.Answers.Tests;

/// <summary>Who owns, handles, signs off, is to blame for, is asked about something.</summary>
public sealed class OwnershipTests
{
    [Theory]
    [InlineData("who owns model monitoring?", "model-monitoring")]
    [InlineData("Who owns data quality", "data-quality")]
    [InlineData("who is responsible for data quality", "data-quality")]
    [InlineData("who is in charge of data ingestion", "data-ingestion")]
    [InlineData("who takes care of data collection", "data-collection")]
    [InlineData("who looks after feature engineering", "feature-engineering")]
    [InlineData("who handles security incidents", "incident-response")]
    [InlineData("who signs off a model", "ai-ethics-policies")]
    [InlineData("who do I ask about data pipelines", "data-pipelines")]
    [InlineData("whom should I contact about data quality", "data-quality")]
    [InlineData("whose job is retraining", "model-retraining")]
    [InlineData("whose responsibility is data privacy", "data-protection")]
    [InlineData("data quality owner", "data-quality")]
    [InlineData("owner of the feature store?", "feature-store")]
    [InlineData("who manages version control", "version-control")]
    [InlineData("who decides on the budget", "budget")]
    [InlineData("which role does hyperparameter tuning", "hyperparameter-tuning")]
    [InlineData("who makes sure of fairness", "fairness")]
    [InlineData("model monitoring: who?", "model-monitoring")]
    [InlineData("monitoring model owns who", "model-monitoring")]
    [InlineData("so, um, who actually owns model monitoring then?", "model-monitoring")]
    [InlineData("WHO OWNS MODEL MONITORING", "model-monitoring")]
    [InlineData("who owns modell monitorring", "model-monitoring")]
    [InlineData("The data is stale. Who should fix it?", "data-pipelines")]
    public void An_ownership_question_is_answered_with_the_activity(string question, string activity)
    {
        var answer = Shipped.Ask(question);

        (answer.Kind, answer.Activity).ShouldBe((AnswerKind.Owner, activity));
    }

    [Theory]
    [InlineData("who is to blame for a biased model", "model-governance-specialist")]
    [InlineData("who is to blame for bad predictions", "model-governance-specialist")]
    [InlineData("who gets the alert when something breaks", "monitoring-observability-engineer")]
    [InlineData("who protects the data", "security-engineer")]
    [InlineData("who pays for the ML project", "business-stakeholder")]
    [InlineData("who puts my model live", "model-deployment-specialist")]
    [InlineData("who explores the data", "data-scientist")]
    [InlineData("who draws the blueprint of the platform", "mlops-platform-architect")]
    public void A_question_that_names_no_duty_by_name_still_leads_to_the_role(string question, string role)
    {
        var answer = Shipped.Ask(question);

        answer.Kind.ShouldBeOneOf(AnswerKind.Owner, AnswerKind.Role);
        answer.Cards[0].ShouldBe(role);
    }

    [Fact]
    public void An_owner_answer_says_who_leads_and_who_supports_in_its_first_sentence()
    {
        var answer = Shipped.Ask("who owns data quality?");

        answer.Lead.ShouldStartWith("The Data Engineer leads data quality, with support from the ");
        answer.Blocks[0].Heading.ShouldBe("Lead");
        answer.Blocks[0].Lines.ShouldHaveSingleItem().Card.ShouldBe("data-engineer");
        answer.Blocks[1].Heading.ShouldBe("Supporting");
    }

    [Fact]
    public void Where_the_sources_disagree_the_owner_answer_shows_it()
    {
        var card = (ActivityCard)Shipped.Knowledge.FindCard("model-monitoring")!;

        var block = Shipped.Ask("who owns model monitoring?").Blocks.Single(block => block.Heading == "Where the sources disagree");

        card.Disagreement.ShouldNotBeEmpty();
        block.Lines.Select(line => line.Text).ShouldBe(card.Disagreement.Select(statement => statement.Text));
        block.Lines.ShouldAllBe(line => line.Sources.Length > 0);
    }

    [Fact]
    public void An_activity_without_support_says_who_leads_alone()
    {
        var answer = SmallKnowledge.Answerer().Ask("who owns weeding");

        answer.Lead.ShouldBe("The Greenhouse Gardener leads weeding.");
        answer.Cards.ShouldBe(["gardener"]);
        answer.FollowUps.ShouldNotContain(followUp => followUp.Target.StartsWith("compare:"));
    }

    [Fact]
    public void An_owner_answer_of_a_hand_made_card_reads_as_a_whole() => SmallKnowledge.Answerer().Ask("who owns harvesting?").Text.ShouldBe(
        """
        Who owns harvesting?
        The Greenhouse Gardener leads harvesting, with support from the Kitchen Chef and the Beekeeper. [1]
        In your organization: nobody entered yet. To enter somebody, add “card: harvesting” with people, team or channel to organization.yaml in the knowledge folder.

        Lead
        - Greenhouse Gardener: picks every morning. [1]

        Supporting
        - Kitchen Chef: says what is needed. [2]
        - Beekeeper: lends a hand. [1]

        Where the sources disagree
        - The Almanac gives it to the gardener, the Ledger to the cook. [1][2]

        What belongs to it
        - Bringing in what is ripe. [1]
        - Baskets are weighed. [1]

        Sources
        [1] The Almanac, A. Sample, 1999
        [2] The Ledger
        """.ReplaceLineEndings("\n"));
}
