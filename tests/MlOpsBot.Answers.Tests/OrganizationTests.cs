namespace MlOpsBot.Answers.Tests;

/// <summary>The reader's own company laid over the cards.</summary>
public sealed class OrganizationTests
{
    private static readonly DateOnly _due = new(2026, 6, 30);

    private static readonly Holding _team = new()
    {
        Card = "harvesting",
        People = [new Person("Ada Example", "ada@example.com", "U0000000001"), new Person("Cy Sample", null, null)],
        Deputy = new Person("Ben Example", "ben@example.com", null),
        Team = "Greenhouse Two",
        Channel = "#harvest",
        Since = new DateOnly(2026, 1, 1),
        ReviewBy = _due,
        Location = new FileLocation("organization.yaml", 3),
    };

    private static readonly Holding _gardeners = new() { Card = "gardener", Team = "Gardeners", Location = new FileLocation("organization.yaml", 20) };

    [Fact]
    public void An_owner_answer_names_the_people_first()
    {
        var answer = Ask("who owns harvesting?", _due, _team, _gardeners);

        var holder = answer.Holder.ShouldNotBeNull();
        holder.Card.ShouldBe("harvesting");
        holder.Entry.ShouldBe(_team);
        holder.Text.ShouldBe("At Example Corp: Harvesting – Ada Example, Cy Sample, team Greenhouse Two, ask in #harvest, deputy Ben Example, since 2026-01-01. To be reviewed by 2026-06-30.");
        answer.Text.ShouldStartWith($"{answer.Title}\n{answer.Lead} [1]\n{holder.Text}\n");
    }

    [Fact]
    public void An_entry_is_fresh_on_its_last_day_and_stale_the_day_after()
    {
        Ask("who owns harvesting?", _due, _team).Holder!.IsStale.ShouldBeFalse();

        var stale = Ask("who owns harvesting?", _due.AddDays(1), _team).Holder.ShouldNotBeNull();
        stale.IsStale.ShouldBeTrue();
        stale.Text.ShouldEndWith("Stale: this entry was to be reviewed by 2026-06-30.");
        stale.Text.ShouldContain("Ada Example");
    }

    [Fact]
    public void The_same_answerer_tells_each_asker_by_the_askers_own_date()
    {
        var answerer = new Answerer(SmallKnowledge.Default(organization: SmallKnowledge.Held(_team)));

        foreach (var days in new[] { 0, 1, 0, 1, 2, -1 })
        {
            answerer.Ask(new Question("who owns harvesting?", _due.AddDays(days))).Holder!.IsStale.ShouldBe(days > 0);
            answerer.Open("owner:harvesting", _due.AddDays(days))!.Holder!.IsStale.ShouldBe(days > 0);
            answerer.Explain(new Question("who owns harvesting?", _due.AddDays(days))).Answer.Holder!.IsStale.ShouldBe(days > 0);
        }
    }

    [Fact]
    public void Where_nobody_holds_the_activity_the_leading_roles_holder_is_shown()
    {
        var holder = Ask("who owns weeding?", _due, _team, _gardeners).Holder.ShouldNotBeNull();

        (holder.Card, holder.Entry).ShouldBe(("gardener", _gardeners));
        holder.Text.ShouldBe("At Example Corp: Greenhouse Gardener – team Gardeners.");
        holder.IsStale.ShouldBeFalse();
    }

    [Fact]
    public void The_leading_roles_entry_can_be_stale_too() =>
        Ask("who owns weeding?", _due.AddDays(1), _gardeners with { ReviewBy = _due }).Holder!.IsStale.ShouldBeTrue();

    [Fact]
    public void An_activitys_own_holder_is_judged_by_its_own_date_not_by_the_leads() =>
        Ask("who owns harvesting?", _due, _team, _gardeners with { ReviewBy = _due.AddDays(-10) }).Holder!.IsStale.ShouldBeFalse();

    [Fact]
    public void Where_nobody_is_entered_an_owner_answer_says_so_and_how_to_enter_somebody()
    {
        var holder = SmallKnowledge.Answerer().Ask("who owns weeding?").Holder.ShouldNotBeNull();

        holder.Entry.ShouldBeNull();
        holder.IsStale.ShouldBeFalse();
        holder.Text.ShouldContain("nobody entered yet");
        holder.Text.ShouldContain("“card: weeding”");
        holder.Text.ShouldContain("organization.yaml");
    }

    [Fact]
    public void A_roles_card_and_its_sections_show_the_holder_where_there_is_one()
    {
        Ask("what does a greenhouse gardener do", _due, _gardeners).Holder!.Entry.ShouldBe(_gardeners);
        Ask("greenhouse gardener skills", _due, _gardeners).Holder!.Entry.ShouldBe(_gardeners);
        Ask("what does a kitchen chef do", _due, _gardeners).Holder.ShouldBeNull();
    }

    [Fact]
    public void Who_else_keeps_the_holder()
    {
        var conversation = new Conversation(new Answerer(SmallKnowledge.Default(organization: SmallKnowledge.Held(_team))));
        conversation.Say("who owns harvesting?");

        conversation.Say("who else?").Holder!.Entry.ShouldBe(_team);
    }

    [Fact]
    public void A_company_without_a_name_is_the_readers_organization() => new Answerer(SmallKnowledge.Default(organization: SmallKnowledge.Held(_gardeners) with { Company = null }))
        .Ask("who owns weeding?").Holder!.Text.ShouldBe("In your organization: Greenhouse Gardener – team Gardeners.");

    [Fact]
    public void A_role_that_is_compared_or_listed_names_nobody() =>
        Ask("greenhouse gardener vs kitchen chef", _due, _team, _gardeners).Holder.ShouldBeNull();

    private static Answer Ask(string question, DateOnly today, params ReadOnlySpan<Holding> holdings) =>
        new Answerer(SmallKnowledge.Default(organization: SmallKnowledge.Held(holdings))).Ask(new Question(question, today));
}
