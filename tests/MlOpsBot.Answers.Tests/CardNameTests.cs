using System.Collections.Immutable;

namespace MlOpsBot.Answers.Tests;

/// <summary>Every activity and every topic of the shipped knowledge is found by what it is called and asked by.</summary>
public sealed class CardNameTests(ITestOutputHelper output)
{
    public static TheoryData<string> Activities => [.. Shipped.Knowledge.Activities.Select(activity => activity.Slug)];

    public static TheoryData<string> Topics => [.. Shipped.Knowledge.Topics.Select(topic => topic.Slug)];

    [Theory]
    [MemberData(nameof(Activities))]
    public void Who_owns_an_activity_is_answered_by_its_name(string slug)
    {
        var card = Activity(slug);

        Missed([$"Who owns {card.Name}?", $"who is responsible for {card.Name.ToLowerInvariant()}", $"{card.Name} whose job is it"], answer => answer.Activity == slug)
            .ShouldMissOnly(
                // "Responsible" and "job" count as something a card has to say, so cards that say it win over the one that is named.
                "Who owns Deployment automation?",
                "Deployment automation whose job is it",
                "Who owns Monitoring systems?",
                "who is responsible for monitoring systems",
                "Monitoring systems whose job is it",
                "who is responsible for business requirements",
                "Business requirements whose job is it",
                "Help with coding whose job is it",
                "who is responsible for data protection",
                "who is responsible for ml pipelines",
                "who is responsible for model deployment",
                "who is responsible for building models",
                "Building models whose job is it",
                "Running models in production whose job is it",
                "who is responsible for model security",
                "who is responsible for model training",
                "who is responsible for from development to production",

                // The field of work is read as the role that works in it.
                "Who owns Data analysis?",
                "who is responsible for data analysis",
                "Data analysis whose job is it");
    }

    [Theory]
    [MemberData(nameof(Activities))]
    public void An_owner_answer_has_the_lead_first_then_the_supporting_roles_in_the_cards_order(string slug)
    {
        var card = Activity(slug);

        Shipped.Open($"owner:{slug}")!.Cards.ShouldBe([card.Lead.Role, .. card.Supporting.Select(supporter => supporter.Role)]);
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void A_topic_is_found_by_its_name_and_by_each_of_its_aliases(string slug)
    {
        var card = Shipped.Knowledge.FindCard(slug)!;

        Missed(card.Aliases.Prepend(card.Name), answer => answer.Cards.FirstOrDefault() == slug)
            .ShouldMissOnly(
                "MLOps roles",
                "MLOps engineer skills",
                "skills for an MLOps engineer",

                // "Purpose" and "jobs" ask for the job in a field of work, whatever a topic is called.
                "purpose of MLOps",
                "MLOps jobs");
    }

    [Fact]
    public void Who_is_responsible_is_answered_with_the_lead_for_at_least_90_percent_of_the_activities_aliases() => AtLeast(0.9, Shipped.Knowledge.Activities
        .SelectMany(card => card.Aliases.Select(alias => (Question: $"who is responsible for {alias}", Card: card.Lead.Role))), IsFirst);

    [Fact]
    public void At_least_90_percent_of_the_who_questions_on_activities_lead_to_a_card_or_choice_with_the_lead() => AtLeast(0.9, Shipped.Knowledge.Activities
        .SelectMany(card => card.Asked.Where(phrase => phrase.StartsWith("who", StringComparison.Ordinal)).Select(phrase => (Question: phrase, Card: card.Lead.Role))), IsAmong);

    [Fact]
    public void At_least_90_percent_of_the_questions_on_roles_lead_to_a_card_or_choice_with_the_role() => AtLeast(0.9, Shipped.Knowledge.Roles
        .SelectMany(card => card.Asked.Select(phrase => (Question: phrase, Card: card.Slug))), IsAmong);

    [Fact]
    public void At_least_85_percent_of_the_questions_on_topics_lead_to_a_card_or_choice_with_the_topic() => AtLeast(0.85, Shipped.Knowledge.Topics
        .SelectMany(card => card.Asked.Select(phrase => (Question: phrase, Card: card.Slug))), IsAmong);

    private static bool IsFirst(Answer answer, string card) => answer.Cards.FirstOrDefault() == card;

    private static bool IsAmong(Answer answer, string card) => answer.Cards.Contains(card);

    private void AtLeast(double share, IEnumerable<(string Question, string Card)> asked, Func<Answer, string, bool> isHit)
    {
        var all = asked.ToList();
        var missed = all.SelectMany(question => Missed([question.Question], answer => isHit(answer, question.Card))).ToList();

        output.WriteLine($"{1 - ((double)missed.Count / all.Count):P1} of {all.Count}; missed: {string.Join("; ", missed)}");
        (1 - ((double)missed.Count / all.Count)).ShouldBeGreaterThanOrEqualTo(share);
    }

    private static ActivityCard Activity(string slug) => (ActivityCard)Shipped.Knowledge.FindCard(slug)!;

    private static ImmutableArray<string> Missed(IEnumerable<string> questions, Func<Answer, bool> isHit) =>
        [.. questions.Select(question => (question, Answer: Shipped.Ask(question))).Where(asked => !isHit(asked.Answer)).Select(asked => $"{asked.question}: {asked.Answer.Kind} {asked.Answer.Activity ?? string.Join(' ', asked.Answer.Cards)}")];
}
