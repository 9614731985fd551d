namespace MlOpsBot.Answers.Tests;

/// <summary>What opens an answer again, and how a button tells that its card has changed.</summary>
public sealed class TargetTests
{
    [Theory]
    [InlineData("role:data-engineer")]
    [InlineData("role:data-engineer#skills")]
    [InlineData("role:data-engineer#responsibilities")]
    [InlineData("owner:model-monitoring")]
    [InlineData("owner:model-monitoring#supporting")]
    [InlineData("topic:what-is-mlops")]
    [InlineData("topic:design-phase#roles")]
    [InlineData("compare:ml-engineer:data-scientist")]
    [InlineData("list:roles")]
    [InlineData("list:business")]
    [InlineData("list:technical")]
    [InlineData("list:additional")]
    [InlineData("help")]
    [InlineData("help:hello")]
    [InlineData("help:thanks")]
    public void A_target_opens_the_answer_that_carries_it(string target) => Shipped.Open(target).ShouldNotBeNull().Target.ShouldBe(target);

    [Theory]
    [InlineData("list:design")]
    [InlineData("list:development")]
    [InlineData("list:deployment")]
    public void A_phases_target_opens_the_list_of_its_roles(string target)
    {
        var answer = Shipped.Open(target).ShouldNotBeNull();

        answer.Kind.ShouldBe(AnswerKind.List);
        Shipped.Open(answer.Target!)!.Text.ShouldBe(answer.Text);
    }

    [Theory]
    [InlineData("list:Business")]
    [InlineData("list:0")]
    [InlineData("owner:model-monitoring#")]
    [InlineData("owner:model-monitoring#lead")]
    [InlineData("topic:what-is-mlops#")]
    [InlineData("topic:#roles")]
    [InlineData("help:")]
    public void A_form_that_there_is_not_opens_nothing(string target)
    {
        Shipped.Open(target).ShouldBeNull();
        Shipped.Answerer.Fingerprint(target).ShouldBeNull();
    }

    [Fact]
    public void Every_answer_that_is_no_guess_can_be_opened_again()
    {
        foreach (var question in QuestionSets.OnTopic.Concat(QuestionSets.OffTopic))
        {
            var answer = Shipped.Ask(question.Text);
            if (answer.Kind is AnswerKind.None or AnswerKind.Clarify)
            {
                answer.Target.ShouldBeNull(question.Text);
                continue;
            }

            var opened = Shipped.Open(answer.Target.ShouldNotBeNull(question.Text)).ShouldNotBeNull(question.Text);
            opened.Text.ShouldBe(answer.Text, question.Text);
        }
    }

    [Fact]
    public void Every_follow_up_has_a_fingerprint() => Shipped.Knowledge.Roles
        .SelectMany(role => Shipped.Open($"role:{role.Slug}")!.FollowUps)
        .ShouldAllBe(followUp => Shipped.Answerer.Fingerprint(followUp.Target)!.Length == 8);

    [Fact]
    public void A_fingerprint_changes_with_its_card_alone()
    {
        var before = new Answerer(SmallKnowledge.Default());
        var after = new Answerer(SmallKnowledge.Default(roles: roles => [.. roles.Select(role => role.Slug == "cook" ? role with { Summary = SmallKnowledge.Says("Cooks.") } : role)]));

        after.Fingerprint("role:cook").ShouldNotBe(before.Fingerprint("role:cook"));
        after.Fingerprint("list:roles").ShouldNotBe(before.Fingerprint("list:roles"));
        after.Fingerprint("role:gardener").ShouldBe(before.Fingerprint("role:gardener"));
        after.Fingerprint("owner:weeding").ShouldBe(before.Fingerprint("owner:weeding"));
        new Answerer(SmallKnowledge.Default()).Fingerprint("role:cook").ShouldBe(before.Fingerprint("role:cook"));
    }

    [Fact]
    public void A_fingerprint_is_the_same_on_the_day_an_entry_grows_stale()
    {
        var answerer = new Answerer(SmallKnowledge.Default(organization: SmallKnowledge.Held(new Knowledge.Holding { Card = "cook", Team = "Kitchen", ReviewBy = Shipped.Today, Location = default })));

        answerer.Open("role:cook", Shipped.Today.AddDays(1))!.Text.ShouldNotBe(answerer.Open("role:cook", Shipped.Today)!.Text);
        answerer.Fingerprint("role:cook").ShouldNotBeNull();
    }

    [Fact]
    public void What_the_lead_says_cites_its_sources()
    {
        Shipped.Open("role:data-engineer")!.LeadSources.ShouldNotBeEmpty();
        Shipped.Open("role:data-engineer#skills")!.LeadSources.ShouldBeEmpty();
    }
}
