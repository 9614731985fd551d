using MlOpsBot.Knowledge;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Storage.Working;
using MlOpsBot.Tips.Commands;
using MlOpsBot.Tips.Tests.Choosing;

namespace MlOpsBot.Tips.Tests.Commands;

/// <summary>What people see of a channel's tips: status, preview, one at once, votes, who may change them, and suspensions.</summary>
public sealed class ViewTests : Desk
{
    [Fact]
    public async Task The_status_says_everything_there_is_to_know()
    {
        await SayAsync(Ada, "on");
        await SayAsync(Bob, "about governance");
        await DayAsync("2026-02-26", chosen: "backend-engineer/plan-the-last-mile", WorkOutcome.GiveUp("Not allowed to post"));
        await DayAsync("2026-02-27", skipped: "Holiday: Founders' Day");
        await DayAsync("2026-03-02", chosen: "model-governance-specialist/" + Slug(), WorkOutcome.Doubtful("timed out"));
        (await ReadAsync(Ada, "status")).ShouldBe(
            $"""
            # Tips are on
            *When:* every weekday at 09:30, Berlin time (Europe/Berlin)
            *About:* governance
            *Next:* Tue 3 Mar, 09:30; Wed 4 Mar, 09:30; Thu 5 Mar, 09:30
            *This round:* 1 of 5 tips so far; none repeats before all have come.
            *Switched on by:* @ada; changed last by @bob on Mon 2 Mar, 10:00
            *Holidays ahead, without a tip:* Fri 3 Apr (Good Friday); Mon 6 Apr (Easter Monday)
            Day | Tip | What came of it
            Mon 2 Mar | {Governance().Title} | Perhaps posted: nobody can tell, so it was not posted again
            Fri 27 Feb | – | Left out (holiday: Founders' Day)
            Thu 26 Feb | Plan the last mile | Not posted (not allowed to post)
            [Change] [Next 30 days] [Show one now] [Skip the next] [Pause] [Switch off]
            """);
    }

    [Fact]
    public async Task The_preview_names_every_day_with_its_tip_or_why_there_is_none()
    {
        await SayAsync(Ada, "on");
        await SayAsync(Ada, "skip 2026-03-04");
        Time.Advance(TimeSpan.FromDays(14));
        var preview = await SayAsync(Ada, "preview");
        preview.Rows[0].ShouldBe(["When", "Tip", "About"]);
        preview.Rows.Length.ShouldBe(22);
        preview.Rows.ShouldContain(row => row[0] == "Fri 3 Apr, 09:30" && row[1] == "No tip (holiday: Good Friday)");
        preview.Rows.Skip(1).Where(row => row[2].Length > 0).Select(row => row[1]).ShouldBeUnique();
        (await SayAsync(Ada, "now")).Tip!.Tip.Title.ShouldBe(preview.Rows[1][1]);
        preview.IsChange.ShouldBeFalse();
    }

    [Fact]
    public async Task A_pause_is_one_row_of_the_preview()
    {
        await SayAsync(Ada, "on");
        await SayAsync(Ada, "pause until 2026-03-20");
        var preview = await SayAsync(Ada, "preview");
        preview.Rows[1].ShouldBe(["Tue 3 Mar to Thu 19 Mar", "No tip (paused until Fri 20 Mar 2026)", ""]);
        preview.Rows[2][0].ShouldBe("Fri 20 Mar, 09:30");
    }

    [Fact]
    public async Task One_at_once_uses_nothing_up_and_needs_no_tips_to_be_on()
    {
        var one = await SayAsync(Ada, "now");
        Text(one).ShouldContain("This is what a tip looks like. Nothing is used up by looking.");
        (await SayAsync(Bob, "show me one")).Tip!.Tip.ShouldBe(one.Tip!.Tip);
        await SayAsync(Ada, "on");
        (await ReadAsync(Ada, "now")).ShouldContain("This one comes on Tue 3 Mar, 09:30, as things stand.");
    }

    [Fact]
    public async Task What_was_asked_about_comes_next_and_says_so()
    {
        AskedAbout.Cards.Add("data-scientist");
        var tip = (await SayAsync(Ada, "now")).Tip!;
        tip.Tip.Id.ShouldStartWith("data-scientist/");
        tip.Why.ShouldBe("Because the Data Scientist came up here lately.");
    }

    [Fact]
    public async Task Votes_move_a_cards_tips_and_can_be_taken_back()
    {
        var first = (await SayAsync(Ada, "now")).Tip!.Card;
        var less = await Tips.PressAsync(Ada, TipVerb.Less, first.Slug, Cancellation);
        Text(less).ShouldContain("Thanks for saying so. Tips on");
        less.IsChange.ShouldBeFalse();
        (await SayAsync(Ada, "now")).Tip!.Card.Slug.ShouldNotBe(first.Slug);
        Text(await PressAsync(Ada, less, "Take it back")).ShouldContain("come in their turn again");
        (await SayAsync(Ada, "now")).Tip!.Card.Slug.ShouldBe(first.Slug);
        Text(await Tips.PressAsync(Bob, TipVerb.More, "security-engineer", Cancellation)).ShouldContain("Tips on the Security Engineer come earlier in this channel from now on");
        (await SayAsync(Ada, "now")).Tip!.Why.ShouldBe("Because you wanted more on the Security Engineer.");
        Text(await Tips.PressAsync(Ada, TipVerb.More, "no-such-card", Cancellation)).ShouldContain("no longer in the knowledge");
    }

    [Fact]
    public async Task Where_nothing_is_left_of_what_was_chosen_it_is_said_with_a_way_on()
    {
        await SayAsync(Ada, "on about governance");
        Knowledge = SampleTips.Grid(1, 1);
        (await ReadAsync(Ada, "status")).ShouldContain("There are no tips on governance in the knowledge any more, so nothing will be posted. Choose something else, or everything.");
        var now = await SayAsync(Ada, "now");
        now.Tip.ShouldBeNull();
        now.Buttons.ShouldContain(button => button.Value == "about everything");
        (await SayAsync(Ada, "preview")).Rows.ShouldContain(row => row[1] == "No tip (none is left of what was chosen)");
    }

    [Fact]
    public async Task Administrators_say_who_may_change_tips_and_that_is_asked_of_everybody()
    {
        Bob.GrantOfAccess = TipGrant.Denied;
        (await ReadAsync(Bob, "access admins")).ShouldContain("Only administrators may say who may change tips. Ask one of them.");
        (await ReadAsync(Ada, "access admins")).ShouldContain("@ada let only administrators, and whoever made a channel or switched its tips on, change its tips.");
        await SayAsync(Bob, "on");
        Bob.Asked.ShouldBe([(TipAccess.Administrators, null)]);
        Bob.Grant = TipGrant.Denied;
        (await ReadAsync(Bob, "off")).ShouldContain("Here only whoever made the channel or switched its tips on, and administrators, may change them.");
        Bob.Asked[^1].ShouldBe((TipAccess.Administrators, "bob"));
        (await ReadAsync(Bob, "access")).ShouldContain("Only whoever made a channel or switched its tips on, and administrators, may.");
        await SayAsync(Ada, "access anyone");
        (await ReadAsync(Ada, $"access {new string('x', 9_000)}")).Length.ShouldBeLessThan(1_000);
        Bob.Grant = TipGrant.Granted;
        (await SayAsync(Bob, "off")).IsChange.ShouldBeTrue();
        Bob.Asked[^1].Access.ShouldBe(TipAccess.Anyone);
    }

    [Fact]
    public async Task Where_posting_stopped_working_the_status_says_why_and_coming_again_resumes_it()
    {
        await SayAsync(Ada, "on");
        await Tips.ClosedAsync(Here, "C1", "is_archived", Cancellation);
        (await ReadAsync(Bob, "status")).ShouldStartWith("# Tips are suspended\n*Suspended on Mon 2 Mar, 10:00:* I could not post here any more (is_archived).");
        (await SubscriptionAsync()).NextDue.ShouldBeNull();
        (await Tips.CameAgainAsync(Here, "C1", Cancellation)).ShouldBeTrue();
        (await Tips.CameAgainAsync(Here, "C1", Cancellation)).ShouldBeFalse();
        (await Tips.CameAgainAsync(Here, "C9", Cancellation)).ShouldBeFalse();
        (await SubscriptionAsync()).NextDue.ShouldBe(new DateTimeOffset(2026, 3, 3, 8, 30, 0, TimeSpan.Zero));
    }

    [Fact]
    public async Task Resuming_a_suspended_channel_asks_first_whether_one_can_post()
    {
        await SayAsync(Ada, "on");
        await Tips.ClosedAsync(Here, "C1", "not_in_channel", Cancellation);
        Bob.Obstacle = "Invite me first: /invite @mlopsbot";
        (await ReadAsync(Bob, "resume")).ShouldContain("I cannot post here yet. Invite me first");
        (await SayAsync(Bob, "about governance")).IsChange.ShouldBeTrue();
        (await SubscriptionAsync()).Suspension.ShouldNotBeNull();
        Bob.Obstacle = null;
        (await ReadAsync(Bob, "resume")).ShouldContain("@bob resumed the tips.\n*Next:* Tue 3 Mar, 09:30");
        (await SubscriptionAsync()).Suspension.ShouldBeNull();
    }

    [Fact]
    public async Task Installing_again_resumes_every_channel_of_the_workspace()
    {
        await SayAsync(Ada, "on");
        await SayAsync(Ada with { Channel = "C2" }, "on");
        await Tips.ClosedAsync(Here, null, "app_uninstalled", Cancellation);
        (await SubscriptionAsync()).Suspension.ShouldNotBeNull();
        await Tips.ReinstalledAsync(Here, Cancellation);
        (await Store.Tips.ListSuspendedAsync(Here, null, Cancellation)).ShouldBeEmpty();
        (await SubscriptionAsync()).NextDue.ShouldNotBeNull();
    }

    [Fact]
    public async Task Help_names_every_order_and_each_of_its_examples_is_understood()
    {
        await SayAsync(Ada, "on");
        var help = await SayAsync(Ada, "help");
        foreach (var row in help.Rows.Skip(1))
        {
            var reply = await SayAsync(Ada, row[0]["tips ".Length..]);
            reply.Title.ShouldNotBe("I did not get that", row[0]);
        }
    }

    [Fact]
    public async Task Every_button_does_something_that_is_understood()
    {
        foreach (var words in new[] { "", "on", "status", "preview", "now", "pause", "status", "access", "help", "about", "off", "status" })
        {
            var reply = await SayAsync(Ada, words);
            reply.Buttons.ShouldAllBe(button => button.Label.Length <= 30 && button.Value.Length <= 200);
            foreach (var button in reply.Buttons.Where(button => button.Verb == TipVerb.Order))
            {
                (TipOrderReader.Read(button.Value) is TipOrder.On { IsExplicit: false }).ShouldBeFalse(button.Value);
            }
        }
    }

    private Tip Governance() => Knowledge.Tips.First(tip => tip.Id.StartsWith("model-governance-specialist/", StringComparison.Ordinal));

    private string Slug() => Governance().Id.Split('/')[1];

    /// <summary>Puts a row into the ledger as planner and worker do.</summary>
    private async Task DayAsync(string day, string? chosen = null, WorkOutcome? outcome = null, string? skipped = null)
    {
        var subscription = await SubscriptionAsync();
        var due = DateTimeOffset.Parse($"{day}T08:30:00Z", System.Globalization.CultureInfo.InvariantCulture);
        await SetDueAsync(subscription, due);
        await Store.Tips.PlanDueAsync(10, _ => new TipPlanning([new PlannedTip(day, due, due, skipped)], subscription.NextDue), Cancellation);
        if (outcome is null)
        {
            return;
        }

        var queue = Store.Tips.Ledger.Of("slack");
        var claim = (await queue.ClaimAsync(1, TimeSpan.FromMinutes(1), Cancellation)).ShouldHaveSingleItem();
        var tip = Knowledge.Tips.Single(one => one.Id == chosen);
        (await Store.Tips.Ledger.ChooseAsync(claim, new ChosenTip(tip.Id, tip.Card, "Why not?"), Cancellation)).ShouldNotBeNull();
        var policy = new RetryPolicy(new QueueWorkerOptions("tips", "slack"));
        (await queue.SettleAsync(claim, policy.After(claim, outcome, Time.GetUtcNow(), jitter: 0.5), Cancellation)).ShouldBeTrue();
    }

    private async Task SetDueAsync(TipSubscription subscription, DateTimeOffset due)
    {
        // The only way to a due moment in the past without a person's change: a suspension that ends then.
        await Store.Tips.SuspendAsync(Here, "C1", "for a moment", Cancellation);
        await Store.Tips.ResumeAsync(subscription.Workspace, subscription.Channel, due, Cancellation);
    }
}
