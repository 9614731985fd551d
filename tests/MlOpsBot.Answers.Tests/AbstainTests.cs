namespace MlOpsBot.Answers.Tests;

/// <summary>Right or silent: what no card answers is not answered.</summary>
public sealed class AbstainTests
{
    [Theory]
    [InlineData("what does a nurse do")]
    [InlineData("what does a landscape architect do")]
    [InlineData("real estate developer")]
    [InlineData("plant engineer")]
    [InlineData("what does a bank manager do")]
    [InlineData("what does a data protection officer do")]
    [InlineData("security guard duties")]
    [InlineData("data entry clerk")]
    [InlineData("audio engineer salary")]
    [InlineData("political scientist vs economist")]
    [InlineData("what skills does a chef need")]
    public void Other_professions_are_not_ours(string question) => ShouldAbstain(question);

    [Theory]
    [InlineData("how do I install docker")]
    [InlineData("how to deploy a model with mlflow")]
    [InlineData("how do I fix a merge conflict")]
    [InlineData("how can I configure a kubernetes ingress")]
    [InlineData("pip install error tensorflow")]
    [InlineData("python syntax for list comprehension")]
    [InlineData("how do I monitor CPU temperature")]
    public void How_to_do_it_with_a_tool_is_not_who_does_it(string question) => ShouldAbstain(question);

    [Theory]
    [InlineData("best laptop for a data scientist")]
    [InlineData("gift ideas for a data engineer")]
    [InlineData("is a data scientist happy")]
    [InlineData("data scientist jokes")]
    [InlineData("fashion model agency")]
    [InlineData("oil pipeline map")]
    [InlineData("which monitor should I buy")]
    [InlineData("deploy troops")]
    [InlineData("interior design phase of our kitchen")]
    [InlineData("train to munich")]
    [InlineData("model railway track")]
    public void Shared_words_are_not_a_shared_subject(string question) => ShouldAbstain(question);

    [Theory]
    [InlineData("what is the stock price of our company")]
    [InlineData("who is the ceo of google")]
    [InlineData("where is the office")]
    [InlineData("who owns the coffee machine")]
    [InlineData("what's your salary")]
    [InlineData("how old are you")]
    [InlineData("what is my employee number")]
    [InlineData("who approves my vacation request")]
    [InlineData("is ada married")]
    [InlineData("tell me a secret about my boss")]
    public void Company_trivia_and_private_matters_are_not_ours(string question) => ShouldAbstain(question);

    [Fact]
    public void Not_knowing_says_what_was_looked_for_and_in_how_much()
    {
        var answer = Shipped.Ask("Who won the chess tournament?");
        var knowledge = Shipped.Knowledge;

        answer.Kind.ShouldBe(AnswerKind.None);
        answer.Title.ShouldBe("I don't know");
        answer.Lead.ShouldBe($"I looked for “Who won chess tournament” in {knowledge.Roles.Length} roles, {knowledge.Activities.Length} activities and {knowledge.Topics.Length} topics, and no card answers it.");
        answer.Sources.ShouldBeEmpty();
    }

    [Fact]
    public void Not_knowing_offers_the_nearest_cards_that_open_then_all_roles_and_help()
    {
        var answer = Shipped.Ask("best laptop for a data scientist");

        answer.Kind.ShouldBe(AnswerKind.None);
        answer.FollowUps[0].Target.ShouldBe("role:data-scientist");
        answer.Blocks.ShouldHaveSingleItem().Heading.ShouldBe("The nearest I do know");
        answer.FollowUps.TakeLast(2).Select(followUp => followUp.Target).ShouldBe(["list:roles", "help"]);
    }

    [Fact]
    public void What_was_looked_for_is_shown_as_typed_and_short()
    {
        var answer = Shipped.Ask(string.Join(' ', Enumerable.Range(0, 30).Select(number => $"Zyx{(char)('A' + (number % 26))}w")));

        answer.Lead.ShouldStartWith("I looked for “ZyxAw ZyxBw ");
        answer.Lead.Length.ShouldBeLessThan(220);
    }

    [Theory]
    [InlineData("what does an architect do", "mlops-platform-architect", "solution-architect")]
    [InlineData("what is an architect?", "mlops-platform-architect", "solution-architect")]
    public void A_noun_that_several_roles_share_is_asked_back(string question, params string[] roles)
    {
        var answer = Shipped.Ask(question);

        answer.Kind.ShouldBe(AnswerKind.Clarify);
        answer.Cards.ShouldBe(roles);
        answer.FollowUps.Select(followUp => followUp.Target).ShouldBe(roles.Select(role => $"role:{role}"));
    }

    [Theory]
    [InlineData("what does an engineer do")]
    [InlineData("what do engineers do")]
    [InlineData("engineer")]
    [InlineData("what does a specialist do")]
    [InlineData("what does a scientist do")]
    [InlineData("what does an analyst do")]
    [InlineData("engineer data what does do")]
    public void The_last_noun_of_a_name_alone_is_not_answered_with_one_card(string question)
    {
        var answer = Shipped.Ask(question);

        // A topic that says the noun accounts for all of so short a question.
        (answer.Kind is AnswerKind.Clarify or AnswerKind.None ? [] : new List<string> { $"{question}: {answer.Kind} {answer.Cards[0]}" })
            .ShouldMissOnly(
                "what does a specialist do");
    }

    [Fact]
    public void A_shared_short_form_is_asked_back_and_its_readings_open()
    {
        var answerer = SmallKnowledge.Answerer();

        var answer = answerer.Ask("what does a GC do");

        answer.Kind.ShouldBe(AnswerKind.Clarify);
        answer.Cards.ShouldBe(["cook", "gardener"]);
        answer.FollowUps.ShouldAllBe(followUp => answerer.Open(followUp.Target, Shipped.Today) != null);
        answer.Confidence.ShouldBeInRange(0.01, 0.99);
    }

    [Fact]
    public void Every_choice_offered_over_all_questions_has_a_line_and_a_button_for_each_card()
    {
        foreach (var answer in QuestionSets.OnTopic.Concat(QuestionSets.OffTopic).Select(question => Shipped.Ask(question.Text)).Where(answer => answer.Kind == AnswerKind.Clarify))
        {
            answer.Cards.Length.ShouldBeGreaterThan(0);
            answer.Blocks.ShouldHaveSingleItem().Lines.Length.ShouldBe(answer.Cards.Length);
            answer.FollowUps.Length.ShouldBe(answer.Cards.Length);
            answer.FollowUps.Zip(answer.Cards).ShouldAllBe(choice => Shipped.Open(choice.First.Target)!.Cards[0] == choice.Second);
        }
    }

    private static void ShouldAbstain(string question)
    {
        var answer = Shipped.Ask(question);

        answer.Kind.ShouldBeOneOf(AnswerKind.None, AnswerKind.Clarify);
    }
}
