using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Storage.Tests.Support;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Storage.Working;

namespace MlOpsBot.Storage.Tests;

public abstract class TipSuite(StorePlace place) : StoreSuite(place)
{
    private protected const string Channel = "C1";
    private protected const string Today = "2026-03-02";

    [Fact]
    public async Task What_is_subscribed_is_found_as_it_was_given()
    {
        (await Store.Tips.FindAsync(Here, Channel, Cancellation)).ShouldBeNull();
        var subscribed = await SubscribeAsync();
        subscribed.ShouldBe(New() with { Version = 1, ChangedAt = Time.Now, ChangedBy = "U1" });
        (await Store.Tips.FindAsync(Here, Channel, Cancellation)).ShouldBe(subscribed);
        (await Store.Tips.FindAsync(Elsewhere, Channel, Cancellation)).ShouldBeNull();
        (await Store.Tips.NextDueAsync(Cancellation)).ShouldBe(Time.Now);
        var entry = (await Store.Audit.ListAsync(Here, 10, Cancellation)).ShouldHaveSingleItem();
        (entry.Actor, entry.Action, entry.Subject, entry.Detail).ShouldBe(("U1", "tips", Channel, "on"));
    }

    [Fact]
    public async Task What_is_due_is_planned_claimed_chosen_intended_posted_and_settled()
    {
        await SubscribeAsync();
        (await Store.Tips.PlanDueAsync(10, _ => Planning(), Cancellation)).ShouldBe(1);
        var planned = (await Store.Tips.Ledger.FindAsync(Here, Channel, Today, Cancellation))!;
        planned.ShouldBe(new TipDay(Here, Channel, Today, Time.Now, TipDayState.Planned, planned.Delivery) { PlannedAt = Time.Now });
        (await Store.Tips.FindAsync(Here, Channel, Cancellation))!.ShouldSatisfyAllConditions(
            after => after.LastDay.ShouldBe(Today),
            after => after.NextDue.ShouldBe(Time.Now.AddDays(1)));

        var claim = await ClaimAsync();
        claim.Day.ShouldBe(planned with { State = TipDayState.Claimed, ClaimedAt = Time.Now, Attempt = 1 });
        (await Store.Tips.Ledger.ChooseAsync(claim, new ChosenTip("t1", "data-engineer", "why"), Cancellation)).ShouldBe(new ChosenTip("t1", "data-engineer", "why"));
        (await Store.Tips.Ledger.ChooseAsync(claim, new ChosenTip("t2", "developer", "else"), Cancellation)).ShouldBe(new ChosenTip("t1", "data-engineer", "why"));
        (await IntendAsync(claim)).Outcome.ShouldBe(IntentOutcome.Recorded);
        (await IntendAsync(claim)).Outcome.ShouldBe(IntentOutcome.AlreadyThere);
        await Store.Deliveries.PostedAsync(Here, claim.Day.Delivery, "17.5", Cancellation);
        (await Ledger.SettleAsync(claim, new Settlement(WorkState.Done, null), Cancellation)).ShouldBeTrue();
        (await Store.Tips.Ledger.FindAsync(Here, Channel, Today, Cancellation)).ShouldBe(claim.Day with
        {
            State = TipDayState.Posted,
            Tip = new ChosenTip("t1", "data-engineer", "why"),
            SettledAt = Time.Now,
            Message = "17.5",
        });
        (await Store.Tips.Ledger.HistoryAsync(Here, Channel, Cancellation)).ShouldBe(["t1"]);
        (await Ledger.NextDueAsync(Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task A_change_is_made_to_what_was_shown_and_to_nothing_else()
    {
        var first = await SubscribeAsync();
        Time.Advance(TimeSpan.FromMinutes(1));
        var second = await Store.Tips.ChangeAsync(first with { Plan = "{\"time\":\"16:00\"}", Owner = "U2" }, "U2", "at 16:00", Cancellation);
        second.ShouldBe(first with { Plan = "{\"time\":\"16:00\"}", Owner = "U2", Version = 2, ChangedAt = Time.Now, ChangedBy = "U2" });
        (await Store.Tips.ChangeAsync(first with { State = TipState.Off }, "U3", "off", Cancellation)).ShouldBeNull();
        (await Store.Tips.ChangeAsync(New(), "U3", "on", Cancellation)).ShouldBeNull();
        (await Store.Tips.ChangeAsync(New("C2") with { Version = 1 }, "U3", "on", Cancellation)).ShouldBeNull();
        (await Store.Tips.FindAsync(Here, Channel, Cancellation)).ShouldBe(second);
        (await Store.Audit.ListAsync(Here, 10, Cancellation)).Select(entry => entry.Detail).ShouldBe(["at 16:00", "on"]);
    }

    [Fact]
    public async Task What_it_was_before_a_change_is_kept_for_the_way_back()
    {
        var first = await SubscribeAsync();
        await PlanAsync();
        await Store.Tips.SuspendAsync(Here, Channel, "is_archived", Cancellation);
        var before = (await Store.Tips.FindAsync(Here, Channel, Cancellation))!;
        await ClaimAsync();
        await Store.Tips.ChangeAsync(first with { State = TipState.Off }, "U2", "off", Cancellation);
        (await Store.Tips.FindChangeAsync(Here, Channel, 1, Cancellation)).ShouldBe(new TipChange(1, null, "U1", Time.Now));
        (await Store.Tips.FindChangeAsync(Here, Channel, 2, Cancellation)).ShouldBe(new TipChange(2, before, "U2", Time.Now));
        (await Store.Tips.FindChangeAsync(Here, Channel, 3, Cancellation)).ShouldBeNull();
        (await Store.Tips.FindChangeAsync(Elsewhere, Channel, 1, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task Nothing_is_due_where_the_tips_are_off()
    {
        var first = await SubscribeAsync();
        var off = (await Store.Tips.ChangeAsync(first with { State = TipState.Off }, "U1", "off", Cancellation))!;
        (off.State, off.NextDue).ShouldBe((TipState.Off, null));
        (await Store.Tips.NextDueAsync(Cancellation)).ShouldBeNull();
        (await PlanAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task A_suspension_keeps_its_first_reason_until_it_is_ended()
    {
        (await Store.Tips.SuspendAsync(Here, Channel, "is_archived", Cancellation)).ShouldBeFalse();
        await SubscribeAsync();
        (await Store.Tips.SuspendAsync(Here, Channel, "is_archived", Cancellation)).ShouldBeTrue();
        var since = Time.Now;
        Time.Advance(TimeSpan.FromHours(1));
        (await Store.Tips.SuspendAsync(Here, Channel, "not_in_channel", Cancellation)).ShouldBeFalse();
        var suspended = (await Store.Tips.FindAsync(Here, Channel, Cancellation))!;
        (suspended.Suspension, suspended.NextDue).ShouldBe((new Suspension("is_archived", since), null));

        var changed = (await Store.Tips.ChangeAsync(suspended with { Plan = "{}", NextDue = Time.Now }, "U2", "changed", Cancellation))!;
        (changed.Suspension, changed.NextDue).ShouldBe((new Suspension("is_archived", since), null));
        (await PlanAsync()).ShouldBe(0);

        (await Store.Tips.ResumeAsync(Elsewhere, Channel, Time.Now, Cancellation)).ShouldBeFalse();
        (await Store.Tips.ResumeAsync(Here, Channel, Time.Now, Cancellation)).ShouldBeTrue();
        (await Store.Tips.ResumeAsync(Here, Channel, Time.Now.AddDays(1), Cancellation)).ShouldBeFalse();
        (await Store.Tips.FindAsync(Here, Channel, Cancellation)).ShouldBe(changed with { Suspension = null, NextDue = Time.Now });
    }

    [Fact]
    public async Task The_end_of_a_suspension_makes_nothing_due_where_the_tips_are_off()
    {
        var off = await Store.Tips.ChangeAsync(await SubscribeAsync() with { State = TipState.Off }, "U1", "off", Cancellation);
        await Store.Tips.SuspendAsync(Here, Channel, "is_archived", Cancellation);
        (await Store.Tips.ResumeAsync(Here, Channel, Time.Now, Cancellation)).ShouldBeTrue();
        (await Store.Tips.FindAsync(Here, Channel, Cancellation)).ShouldBe(off);
    }

    [Fact]
    public async Task A_whole_workspace_is_suspended_and_found_again_by_the_reason()
    {
        await SubscribeAsync("C1");
        await SubscribeAsync("C2");
        await SubscribeAsync("C3");
        await Store.Tips.ChangeAsync(New() with { Workspace = Elsewhere }, "U1", "on", Cancellation);
        await Store.Tips.SuspendAsync(Here, "C2", "is_archived", Cancellation);
        (await Store.Tips.SuspendAllAsync(Here, "app_uninstalled", Cancellation)).ShouldBe(2);
        (await Store.Tips.SuspendAllAsync(Here, "app_uninstalled", Cancellation)).ShouldBe(0);
        (await ChannelsAsync(Here, "app_uninstalled")).ShouldBe(["C1", "C3"]);
        (await ChannelsAsync(Here, null)).ShouldBe(["C1", "C2", "C3"]);
        (await ChannelsAsync(Elsewhere, null)).ShouldBeEmpty();

        async Task<IEnumerable<string>> ChannelsAsync(WorkspaceKey workspace, string? reason)
            => (await Store.Tips.ListSuspendedAsync(workspace, reason, Cancellation)).Select(found => found.Channel);
    }

    [Fact]
    public async Task Subscriptions_are_listed_page_by_page_in_the_order_of_their_keys()
    {
        foreach (var channel in (string[])["C3", "c2", "C10", "C1"])
        {
            await SubscribeAsync(channel);
        }

        await Store.Tips.ChangeAsync(New() with { Workspace = new WorkspaceKey("teams", "T0") }, "U1", "on", Cancellation);
        var found = new List<TipSubscription>();
        while (await Store.Tips.ListAsync(2, found.LastOrDefault(), Cancellation) is { IsEmpty: false } page)
        {
            page.Length.ShouldBeLessThanOrEqualTo(2);
            found.AddRange(page);
        }

        found.Count.ShouldBe(5);
        found.ShouldBeUnique();
        found[^1].Workspace.Platform.ShouldBe("teams");
        (await Store.Tips.ListAsync(10, cancellation: Cancellation)).ShouldBe(found);
    }

    [Fact]
    public async Task A_change_takes_a_day_back_that_nobody_has_begun_to_post_and_has_it_planned_anew()
    {
        var first = await SubscribeAsync();
        var due = Time.Now;
        await PlanAsync();
        Time.Advance(TimeSpan.FromSeconds(20));
        var changed = (await Store.Tips.ChangeAsync(first with { NextDue = due.AddDays(1) }, "U2", "changed", Cancellation))!;
        (changed.LastDay, changed.NextDue).ShouldBe((null, due));
        (await Store.Tips.Ledger.FindAsync(Here, Channel, Today, Cancellation)).ShouldBeNull();
        (await Store.Tips.PlanDueAsync(10, _ => new TipPlanning([], due.AddHours(6)), Cancellation)).ShouldBe(1);
        (await Store.Tips.NextDueAsync(Cancellation)).ShouldBe(due.AddHours(6));
    }

    [Fact]
    public async Task A_change_leaves_alone_what_may_be_on_the_platform()
    {
        var first = await SubscribeAsync();
        await PlanAsync();
        var claim = await ClaimAsync();
        await Ledger.SettleAsync(claim, new Settlement(WorkState.Open, "later") { At = Time.Now.AddMinutes(1), Counts = false }, Cancellation);
        var changed = (await Store.Tips.ChangeAsync(first with { NextDue = Time.Now.AddHours(7) }, "U2", "changed", Cancellation))!;
        (changed.LastDay, changed.NextDue).ShouldBe((Today, Time.Now.AddHours(7)));
        (await Store.Tips.Ledger.FindAsync(Here, Channel, Today, Cancellation))!.State.ShouldBe(TipDayState.Planned);
    }

    [Fact]
    public async Task A_plan_that_throws_leaves_nothing_behind_of_the_whole_transaction()
    {
        await SubscribeAsync("C1");
        await SubscribeAsync("C2");
        var calls = 0;
        await Should.ThrowAsync<FormatException>(() => Store.Tips.PlanDueAsync(10, _ => ++calls == 2 ? throw new FormatException() : Planning(), Cancellation));
        calls.ShouldBe(2);
        (await RawAsync<long>("SELECT COUNT(*) FROM tip_ledger")).ShouldBe([0]);
        (await Store.Tips.NextDueAsync(Cancellation)).ShouldBe(Time.Now);
        (await PlanAsync()).ShouldBe(2);
    }

    [Fact]
    public async Task A_day_that_has_a_row_keeps_it_also_when_the_clock_was_set_back()
    {
        await SubscribeAsync();
        await PlanAsync();
        var claim = await ClaimAsync();
        await Ledger.SettleAsync(claim, new Settlement(WorkState.GivenUp, "is_archived"), Cancellation);
        var day = await Store.Tips.Ledger.FindAsync(Here, Channel, Today, Cancellation);
        await Store.Tips.SuspendAsync(Here, Channel, "is_archived", Cancellation);
        Time.Advance(TimeSpan.FromHours(-1));
        await Store.Tips.ResumeAsync(Here, Channel, Time.Now, Cancellation);
        (await PlanAsync()).ShouldBe(1);
        (await Store.Tips.Ledger.FindAsync(Here, Channel, Today, Cancellation)).ShouldBe(day);
        (await Store.Tips.Ledger.ListAsync(Here, Channel, 10, cancellation: Cancellation)).ShouldBe([day!]);
    }

    [Fact]
    public async Task Days_that_are_left_out_are_on_the_ledger_with_the_reason_and_nobody_claims_them()
    {
        await SubscribeAsync();
        await Store.Tips.PlanDueAsync(
            10,
            _ => new TipPlanning([new PlannedTip("2026-02-27", Time.Now.AddDays(-3), Time.Now, "too late"), new PlannedTip(Today, Time.Now, Time.Now, null)], null),
            Cancellation);
        var skipped = (await Store.Tips.Ledger.FindAsync(Here, Channel, "2026-02-27", Cancellation))!;
        (skipped.State, skipped.Reason, skipped.SettledAt, skipped.Attempt).ShouldBe((TipDayState.Skipped, "too late", Time.Now, 0));
        (await ClaimAsync()).Day.Day.ShouldBe(Today);
        (await Store.Tips.FindAsync(Here, Channel, Cancellation))!.ShouldSatisfyAllConditions(
            after => after.LastDay.ShouldBe(Today),
            after => after.NextDue.ShouldBeNull());
    }

    [Theory]
    [InlineData(null, WorkState.Done, TipDayState.Skipped)]
    [InlineData(null, WorkState.GivenUp, TipDayState.Failed)]
    [InlineData(null, WorkState.Doubtful, TipDayState.Doubtful)]
    [InlineData(DeliveryState.Failed, WorkState.Done, TipDayState.Skipped)]
    [InlineData(DeliveryState.Failed, WorkState.GivenUp, TipDayState.Failed)]
    [InlineData(DeliveryState.Posted, WorkState.Done, TipDayState.Posted)]
    [InlineData(DeliveryState.Posted, WorkState.GivenUp, TipDayState.Posted)]
    [InlineData(DeliveryState.Posted, WorkState.Doubtful, TipDayState.Posted)]
    [InlineData(DeliveryState.Intended, WorkState.Done, TipDayState.Doubtful)]
    [InlineData(DeliveryState.Intended, WorkState.GivenUp, TipDayState.Doubtful)]
    [InlineData(DeliveryState.Doubtful, WorkState.GivenUp, TipDayState.Doubtful)]
    public async Task How_a_day_ends_is_what_is_known_of_its_message(DeliveryState? delivery, WorkState settled, TipDayState state)
    {
        await SubscribeAsync();
        await PlanAsync();
        var claim = await ClaimAsync();
        if (delivery is not null)
        {
            await IntendAsync(claim);
            _ = delivery switch
            {
                DeliveryState.Posted => await Store.Deliveries.PostedAsync(Here, claim.Day.Delivery, "17.5", Cancellation),
                DeliveryState.Failed => await Store.Deliveries.FailedAsync(Here, claim.Day.Delivery, "refused", Cancellation),
                DeliveryState.Doubtful => await Store.Deliveries.DoubtfulAsync(Here, claim.Day.Delivery, "timed out", Cancellation),
                _ => false,
            };
        }

        (await Ledger.SettleAsync(claim, new Settlement(settled, "the end"), Cancellation)).ShouldBeTrue();
        (await Store.Tips.Ledger.FindAsync(Here, Channel, Today, Cancellation)).ShouldBe(claim.Day with
        {
            State = state,
            SettledAt = Time.Now,
            Message = delivery == DeliveryState.Posted ? "17.5" : null,
            Reason = "the end",
        });
        (await Ledger.SettleAsync(claim, new Settlement(WorkState.Done, null), Cancellation)).ShouldBeFalse();
        (await Ledger.ClaimAsync(10, TimeSpan.FromMinutes(1), Cancellation)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Whoever_lost_a_claim_can_do_nothing_with_it()
    {
        await SubscribeAsync();
        await PlanAsync();
        var late = await ClaimAsync();
        (await Ledger.NextDueAsync(Cancellation)).ShouldBe(late.LeaseUntil);
        Time.Advance(TimeSpan.FromMinutes(2));
        var current = await ClaimAsync();
        current.Attempt.ShouldBe(2);
        (await Store.Tips.Ledger.ChooseAsync(late, new ChosenTip("t1", "developer", ""), Cancellation)).ShouldBeNull();
        (await IntendAsync(late)).ShouldBe(new Intent(IntentOutcome.ClaimLost, null));
        (await Ledger.RenewAsync(late, TimeSpan.FromMinutes(1), Cancellation)).ShouldBeNull();
        (await Ledger.SettleAsync(late, new Settlement(WorkState.Done, null), Cancellation)).ShouldBeFalse();
        (await Ledger.RenewAsync(current, TimeSpan.FromMinutes(5), Cancellation))!.LeaseUntil.ShouldBe(Time.Now.AddMinutes(5));
        (await IntendAsync(current)).Outcome.ShouldBe(IntentOutcome.Recorded);
    }

    [Fact]
    public async Task The_next_attempt_posts_the_tip_that_was_chosen_under_the_id_that_was_given()
    {
        await SubscribeAsync();
        await PlanAsync();
        var first = await ClaimAsync();
        await Store.Tips.Ledger.ChooseAsync(first, new ChosenTip("t1", "developer", "first"), Cancellation);
        await IntendAsync(first);
        await Ledger.SettleAsync(first, new Settlement(WorkState.Open, "429") { At = Time.Now.AddMinutes(5), Counts = false }, Cancellation);
        Time.Advance(TimeSpan.FromMinutes(4));
        (await Ledger.ClaimAsync(10, TimeSpan.FromMinutes(1), Cancellation)).ShouldBeEmpty();
        Time.Advance(TimeSpan.FromMinutes(1));
        var second = await ClaimAsync();
        (second.Attempt, second.Day.Reason, second.Day.Delivery).ShouldBe((1, "429", first.Day.Delivery));
        second.Day.Tip.ShouldBe(new ChosenTip("t1", "developer", "first"));
        (await Store.Tips.Ledger.ChooseAsync(second, new ChosenTip("t2", "data-engineer", "second"), Cancellation)).ShouldBe(second.Day.Tip);
        var again = await IntendAsync(second);
        (again.Outcome, again.Delivery!.Content.Id).ShouldBe((IntentOutcome.AlreadyThere, first.Day.Delivery));
        await Ledger.SettleAsync(second, new Settlement(WorkState.Open, "oops") { At = Time.Now, Counts = true }, Cancellation);
        (await ClaimAsync()).Attempt.ShouldBe(2);
    }

    [Fact]
    public async Task A_tip_is_intended_under_its_own_id_alone()
    {
        await SubscribeAsync();
        await PlanAsync();
        var claim = await ClaimAsync();
        await Should.ThrowAsync<ArgumentException>(
            () => Store.Deliveries.IntendAsync(claim, new NewDelivery(Here, NewDelivery.NewId(), Channel, "{}", "k1"), Cancellation));
        await Should.ThrowAsync<ArgumentException>(
            () => Store.Deliveries.IntendAsync(claim, new NewDelivery(Elsewhere, claim.Day.Delivery, Channel, "{}", "k1"), Cancellation));
    }

    [Fact]
    public async Task A_platforms_worker_sees_its_own_days_alone()
    {
        await SubscribeAsync();
        await PlanAsync();
        var teams = Store.Tips.Ledger.Of("teams");
        (await teams.NextDueAsync(Cancellation)).ShouldBeNull();
        (await teams.ClaimAsync(10, TimeSpan.FromMinutes(1), Cancellation)).ShouldBeEmpty();
        (await ClaimAsync()).Name.ShouldBe("slack/T1 tip of 2026-03-02 in C1");
    }

    [Fact]
    public async Task The_ledger_is_read_back_by_channel_and_by_day()
    {
        await SubscribeAsync("C1");
        await SubscribeAsync("C2");
        string[] days = ["2026-02-27", "2026-03-01", "2026-03-02"];
        await Store.Tips.PlanDueAsync(
            10, _ => new TipPlanning([.. days.Select(day => new PlannedTip(day, Time.Now, Time.Now, "holiday"))], null), Cancellation);
        (await DaysAsync(null, 2)).ShouldBe(["2026-03-02", "2026-03-01"]);
        (await DaysAsync("2026-03-01", 2)).ShouldBe(["2026-02-27"]);

        var found = new List<TipDay>();
        while (await Store.Tips.Ledger.BetweenAsync("2026-02-28", "2026-03-02", 3, found.LastOrDefault(), Cancellation) is { IsEmpty: false } page)
        {
            found.AddRange(page);
        }

        found.Select(day => (day.Day, day.Channel)).ShouldBe([("2026-03-01", "C1"), ("2026-03-01", "C2"), ("2026-03-02", "C1"), ("2026-03-02", "C2")]);
        (await Store.Tips.Ledger.HistoryAsync(Here, Channel, Cancellation)).ShouldBeEmpty();

        async Task<IEnumerable<string>> DaysAsync(string? before, int limit)
            => (await Store.Tips.Ledger.ListAsync(Here, Channel, limit, before, Cancellation)).Select(day => day.Day);
    }

    [Fact]
    public async Task One_vote_a_person_and_card_counts_and_can_be_taken_back()
    {
        await VoteAsync("data-engineer", "U1", 1);
        await VoteAsync("data-engineer", "U2", 1);
        await VoteAsync("data-engineer", "U2", -1);
        await VoteAsync("data-engineer", "U3", 1);
        await VoteAsync("developer", "U1", -1);
        await VoteAsync("ml-engineer", "U1", 1);
        await VoteAsync("ml-engineer", "U1", 0);
        await Store.Tips.SetVoteAsync(Elsewhere, Channel, "developer", "U1", 1, Cancellation);
        var votes = await Store.Tips.VotesAsync(Here, Channel, Cancellation);
        votes.OrderBy(vote => vote.Key, StringComparer.Ordinal).ShouldBe([new("data-engineer", 1), new("developer", -1)]);
        (await Store.Tips.VotesAsync(Here, "C2", Cancellation)).ShouldBeEmpty();
        await Should.ThrowAsync<ArgumentOutOfRangeException>(() => VoteAsync("developer", "U1", 2));

        Task VoteAsync(string card, string user, int vote) => Store.Tips.SetVoteAsync(Here, Channel, card, user, vote, Cancellation);
    }

    [Fact]
    public async Task A_workspaces_own_rule_can_be_set_and_taken_back_and_the_audit_knows()
    {
        (await Store.Tips.AccessAsync(Here, Cancellation)).ShouldBeNull();
        await Store.Tips.SetAccessAsync(Here, "admins", "U1", Cancellation);
        await Store.Tips.SetAccessAsync(Here, "anyone", "U1", Cancellation);
        (await Store.Tips.AccessAsync(Here, Cancellation)).ShouldBe("anyone");
        (await Store.Tips.AccessAsync(Elsewhere, Cancellation)).ShouldBeNull();
        await Store.Tips.SetAccessAsync(Here, null, "U2", Cancellation);
        (await Store.Tips.AccessAsync(Here, Cancellation)).ShouldBeNull();
        (await Store.Audit.ListAsync(Here, 10, Cancellation)).Select(entry => $"{entry.Actor} {entry.Action} {entry.Detail}")
            .ShouldBe(["U2 tips-access anyone -> default", "U1 tips-access admins -> anyone", "U1 tips-access default -> admins"]);
    }

    [Fact]
    public async Task Texts_that_no_database_takes_are_no_fault()
    {
        const string Odd = "a\0b\ud800c";
        var subscribed = (await Store.Tips.ChangeAsync(new TipSubscription(Here, Odd, Odd, Odd, TipState.On, Time.Now), Odd, Odd, Cancellation))!;
        (await Store.Tips.FindAsync(Here, Odd, Cancellation)).ShouldBe(subscribed);
        (await Store.Tips.FindChangeAsync(Here, Odd, 1, Cancellation))!.By.ShouldBe("a\ufffdb\ufffdc");
        await Store.Tips.PlanDueAsync(10, _ => Planning(), Cancellation);
        var claim = await ClaimAsync();
        (await Store.Tips.Ledger.ChooseAsync(claim, new ChosenTip(Odd, Odd, Odd), Cancellation))!.Tip.ShouldBe("a\ufffdb\ufffdc");
        (await IntendAsync(claim)).Outcome.ShouldBe(IntentOutcome.Recorded);
        await Store.Deliveries.PostedAsync(Here, claim.Day.Delivery, Odd, Cancellation);
        (await Ledger.SettleAsync(claim, new Settlement(WorkState.Done, Odd), Cancellation)).ShouldBeTrue();
        (await Store.Tips.Ledger.ListAsync(Here, Odd, 10, cancellation: Cancellation)).ShouldHaveSingleItem().State.ShouldBe(TipDayState.Posted);
        (await Store.Tips.Ledger.BetweenAsync(Today, Today, 10, null, Cancellation)).ShouldHaveSingleItem();
        await Store.Tips.SetVoteAsync(Here, Odd, Odd, Odd, 1, Cancellation);
        (await Store.Tips.VotesAsync(Here, Odd, Cancellation)).ShouldHaveSingleItem();
        await Store.Tips.SetAccessAsync(Here, Odd, Odd, Cancellation);
        (await Store.Tips.SuspendAsync(Here, Odd, Odd, Cancellation)).ShouldBeTrue();
        (await Store.Tips.ListSuspendedAsync(Here, Odd, Cancellation)).ShouldHaveSingleItem();
        (await Store.Tips.ResumeAsync(Here, Odd, Time.Now, Cancellation)).ShouldBeTrue();
        (await Store.Tips.ChangeAsync(subscribed with { State = TipState.Off }, Odd, Odd, Cancellation)).ShouldNotBeNull();
    }

    [Theory]
    [InlineData(nameof(DuePlanning.Due), "tip_subscription_due")]
    [InlineData(nameof(TipLedger.Open), "tip_ledger_open")]
    [InlineData("between", "tip_ledger_day")]
    [InlineData("purge", "tip_ledger_day")]
    public async Task What_is_asked_for_again_and_again_is_looked_up_in_an_index(string question, string index)
    {
        var sql = question switch
        {
            nameof(DuePlanning.Due) => $"SELECT channel FROM tip_subscription WHERE {DuePlanning.Due} ORDER BY next_due LIMIT 10",
            nameof(TipLedger.Open) => $"SELECT channel FROM tip_ledger WHERE {TipLedger.Open} ORDER BY try_at LIMIT 10",
            "between" => "SELECT tip FROM tip_ledger WHERE day >= @Day AND day <= @Day ORDER BY day, platform, workspace, channel LIMIT 10",
            _ => "SELECT tip FROM tip_ledger WHERE day < @Day AND state NOT IN ('planned', 'claimed') LIMIT 10",
        };
        var plan = await ExplainAsync(sql, new { Platform = "slack", Now = 1L, Day = Today });
        plan.ShouldContain(index);
        plan.ShouldNotContain("sort", Case.Insensitive);
        plan.ShouldNotContain("B-TREE");
    }

    private protected abstract Task<string> ExplainAsync(string sql, object parameters);

    private protected IWorkSource<ClaimedTip> Ledger => Store.Tips.Ledger.Of("slack");

    private protected TipSubscription New(string channel = Channel) => new(Here, channel, "{\"time\":\"09:30\"}", "U1", TipState.On, Time.Now);

    private protected async Task<TipSubscription> SubscribeAsync(string channel = Channel)
        => (await Store.Tips.ChangeAsync(New(channel), "U1", "on", Cancellation))!;

    private protected TipPlanning Planning(string day = Today) => new([new PlannedTip(day, Time.Now, Time.Now, null)], Time.Now.AddDays(1));

    private protected Task<int> PlanAsync() => Store.Tips.PlanDueAsync(10, _ => Planning(), Cancellation);

    private protected async Task<ClaimedTip> ClaimAsync()
        => (await Ledger.ClaimAsync(10, TimeSpan.FromMinutes(1), Cancellation)).ShouldHaveSingleItem();

    private protected Task<Intent> IntendAsync(ClaimedTip claim)
        => Store.Deliveries.IntendAsync(claim, new NewDelivery(Here, claim.Day.Delivery, claim.Day.Channel, "{}", "k1"), Cancellation);
}

public sealed class SqliteTips() : TipSuite(new SqlitePlace())
{
    private protected override Task<string> ExplainAsync(string sql, object parameters) => Store.Database.ReadAsync(
        async session => string.Join('\n', (await session.QueryAsync<(long, long, long, string)>($"EXPLAIN QUERY PLAN {sql}", parameters)).Select(step => step.Item4)),
        Cancellation);
}

public sealed class PostgresTips(PostgresCluster cluster) : TipSuite(new PostgresPlace(cluster))
{
    // An empty table is read whole; the question is whether the index could be used.
    private protected override Task<string> ExplainAsync(string sql, object parameters) => Store.Database.WriteAsync(
        async session =>
        {
            await session.ExecuteAsync("SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off");
            return string.Join('\n', await session.QueryAsync<string>($"EXPLAIN {sql}", parameters));
        },
        Cancellation);
}
