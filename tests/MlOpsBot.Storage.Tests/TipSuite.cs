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

    private protected IWorkSource<ClaimedTip> Ledger => Store.Tips.Ledger.Of("slack");

    private protected TipSubscription New(string channel = Channel) => new(Here, channel, "{\"time\":\"09:30\"}", "U1", TipState.On, Time.Now);

    private protected async Task<TipSubscription> SubscribeAsync(string channel = Channel)
        => (await Store.Tips.ChangeAsync(New(channel), "U1", "on", Cancellation))!;

    private protected TipPlanning Planning(string day = Today) => new([new PlannedTip(day, Time.Now, Time.Now, null)], Time.Now.AddDays(1));

    private protected async Task<ClaimedTip> ClaimAsync()
        => (await Ledger.ClaimAsync(10, TimeSpan.FromMinutes(1), Cancellation)).ShouldHaveSingleItem();

    private protected Task<Intent> IntendAsync(ClaimedTip claim)
        => Store.Deliveries.IntendAsync(claim, new NewDelivery(Here, claim.Day.Delivery, claim.Day.Channel, "{}", "k1"), Cancellation);
}

public sealed class SqliteTips() : TipSuite(new SqlitePlace());

public sealed class PostgresTips(PostgresCluster cluster) : TipSuite(new PostgresPlace(cluster));
