namespace MlOpsBot.Answers.Tests;

/// <summary>Every activity and every topic of the shipped knowledge is found by everything it is called.</summary>
public sealed class CardNameTests
{
    public static TheoryData<string> Activities => [.. Shipped.Knowledge.Activities.Select(activity => activity.Slug)];

    public static TheoryData<string> Topics => [.. Shipped.Knowledge.Topics.Select(topic => topic.Slug)];

    [Theory]
    [MemberData(nameof(Activities))]
    public void Who_owns_an_activity_is_answered_by_its_name(string slug)
    {
        var card = (ActivityCard)Shipped.Knowledge.FindCard(slug)!;

        var answer = Shipped.Ask($"Who owns {card.Name}?");

        (answer.Kind, answer.Activity).ShouldBe((AnswerKind.Owner, slug));
        answer.Cards.ShouldBe([card.Lead.Role, .. card.Supporting.Select(supporter => supporter.Role)]);
    }

    [Theory]
    [MemberData(nameof(Activities))]
    public void Who_owns_an_activity_is_answered_by_each_of_its_aliases(string slug)
    {
        var card = (ActivityCard)Shipped.Knowledge.FindCard(slug)!;

        card.Aliases.Select(alias => (alias, Answer: Shipped.Ask($"who is responsible for {alias}")))
            .Where(asked => asked.Answer.Activity != slug)
            .Select(asked => $"{asked.alias}: {asked.Answer.Kind} {asked.Answer.Activity} {string.Join(' ', asked.Answer.Cards)}")
            .ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Activities))]
    public void Every_phrase_that_people_ask_an_activity_by_leads_to_its_lead_or_to_a_choice_with_it(string slug)
    {
        var card = (ActivityCard)Shipped.Knowledge.FindCard(slug)!;

        card.Asked.Select(phrase => (phrase, Answer: Shipped.Ask(phrase)))
            .Where(asked => !asked.Answer.Cards.Contains(card.Lead.Role))
            .Select(asked => $"{asked.phrase}: {asked.Answer.Kind} {asked.Answer.Activity} {string.Join(' ', asked.Answer.Cards)}")
            .ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void A_topic_is_found_by_its_name_and_by_each_of_its_aliases(string slug)
    {
        var card = Shipped.Knowledge.FindCard(slug)!;

        card.Aliases.Prepend(card.Name).Select(name => (name, Answer: Shipped.Ask(name)))
            .Where(asked => asked.Answer.Cards.FirstOrDefault() != slug)
            .Select(asked => $"{asked.name}: {asked.Answer.Kind} {string.Join(' ', asked.Answer.Cards)}")
            .ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Topics))]
    public void Every_phrase_that_people_ask_a_topic_by_leads_to_it(string slug)
    {
        Shipped.Knowledge.FindCard(slug)!.Asked.Select(phrase => (phrase, Answer: Shipped.Ask(phrase)))
            .Where(asked => !asked.Answer.Cards.Contains(slug))
            .Select(asked => $"{asked.phrase}: {asked.Answer.Kind} {asked.Answer.Activity} {string.Join(' ', asked.Answer.Cards)}")
            .ShouldBeEmpty();
    }

    [Fact]
    public void Every_phrase_that_people_ask_a_role_by_leads_to_a_card_that_names_it_first_or_among_its_choices()
    {
        Shipped.Knowledge.Roles.SelectMany(role => role.Asked.Select(phrase => (role.Slug, phrase, Answer: Shipped.Ask(phrase))))
            .Where(asked => !asked.Answer.Cards.Contains(asked.Slug))
            .Select(asked => $"{asked.phrase}: {asked.Answer.Kind} {asked.Answer.Activity} {string.Join(' ', asked.Answer.Cards)}, not {asked.Slug}")
            .ShouldBeEmpty();
    }
}
