using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Secrets;
using MlOpsBot.Storage.Tests.Support;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Storage.Workspaces;

namespace MlOpsBot.Storage.Tests;

public abstract class RetentionSuite(StorePlace place) : StoreSuite(place)
{
    [Fact]
    public async Task Each_kind_of_data_goes_when_its_own_time_is_up()
    {
        await FillAsync();
        Time.Advance(TimeSpan.FromHours(2));
        (await PurgeAsync()).ShouldBe(new PurgeReport(0, 0, Conversations: 1, 0, 0, OAuthStates: 1, 0));
        Time.Advance(TimeSpan.FromDays(7));
        (await PurgeAsync()).ShouldBe(new PurgeReport(Events: 1, EventKeys: 6, 0, 0, 0, 0, 0));
        Time.Advance(TimeSpan.FromDays(23));
        (await PurgeAsync()).ShouldBe(new PurgeReport(Events: 2, 0, 0, 0, 0, 0, 0));
        Time.Advance(TimeSpan.FromDays(150));
        (await PurgeAsync()).ShouldBe(new PurgeReport(0, 0, 0, Deliveries: 1, 0, 0, 0));
        Time.Advance(TimeSpan.FromDays(185));
        (await PurgeAsync()).ShouldBe(new PurgeReport(0, 0, 0, 0, Feedback: 1, 0, Audit: 1));
        (await PurgeAsync()).Total.ShouldBe(0);
    }

    [Fact]
    public async Task What_still_waits_and_what_is_installed_is_never_purged()
    {
        await Store.Inbox.RecordAsync(Event("E1"), Cancellation);
        await Store.Installations.SaveAsync(new Installation(Here, "Example", null, "{}", new Secret("token"), null, "U1"), Cancellation);
        await Store.ChannelRules.SetAsync(Here, "C1", new ChannelRule(AnswerPlace.Thread, true, true), "U1", Cancellation);
        Time.Advance(TimeSpan.FromDays(3650));
        await PurgeAsync();
        (await Store.Inbox.CountAsync("slack", Cancellation)).Open.ShouldBe(1);
        (await Store.Installations.FindAsync(Here, Cancellation)).ShouldNotBeNull();
        (await Store.ChannelRules.FindAsync(Here, "C1", Cancellation)).ShouldNotBeNull();
    }

    [Fact]
    public async Task The_tips_ledger_is_kept_by_its_days_and_what_is_still_to_be_posted_stays()
    {
        await Store.Tips.ChangeAsync(new TipSubscription(Here, "C1", "{}", "U1", TipState.On, Time.Now), "U1", "on", Cancellation);
        await Store.Tips.PlanDueAsync(
            10,
            _ => new TipPlanning(
            [
                new PlannedTip("2026-02-28", Time.Now, Time.Now, "holiday"),
                new PlannedTip("2026-03-01", Time.Now, Time.Now, null),
                new PlannedTip("2026-03-02", Time.Now, Time.Now, "holiday"),
            ],
            null),
            Cancellation);

        // The second of March is day 730 before this one; the 28th of February is older.
        Time.Advance(TimeSpan.FromDays(730));
        var report = await PurgeAsync();
        (report.TipDays, report.TipChanges).ShouldBe((1, 1));
        (await Store.Tips.Ledger.ListAsync(Here, "C1", 10, cancellation: Cancellation)).Select(day => day.Day).ShouldBe(["2026-03-02", "2026-03-01"]);
        (await Store.Tips.FindAsync(Here, "C1", Cancellation)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_redelivery_after_25_hours_is_known_even_with_the_shortest_retention()
    {
        var store = await OpenAsync(Options with
        {
            Retention = new RetentionOptions { EventKeys = TimeSpan.FromHours(25), FinishedEvents = TimeSpan.FromHours(1) },
        });
        await store.Inbox.RecordAsync(Event("E1"), Cancellation);
        await store.Inbox.CompleteAsync((await store.Inbox.ClaimAsync("slack", 1, TimeSpan.FromMinutes(1), Cancellation))[0], Cancellation);
        Time.Advance(TimeSpan.FromHours(25));
        (await store.Retention.PurgeAsync(cancellation: Cancellation)).ShouldBe(new PurgeReport(Events: 1, 0, 0, 0, 0, 0, 0));
        (await store.Inbox.RecordAsync(Event("E1"), Cancellation)).ShouldBe(RecordOutcome.Duplicate);
    }

    [Fact]
    public async Task Without_a_period_a_kind_is_kept_for_ever()
    {
        var store = await OpenAsync(Options with { Retention = new RetentionOptions { Audit = null } });
        await store.Audit.AddAsync(new AuditEntry(Here, "U1", "tips", "C1", "on"), Cancellation);
        Time.Advance(TimeSpan.FromDays(3650));
        (await store.Retention.PurgeAsync(cancellation: Cancellation)).Total.ShouldBe(0);
    }

    [Fact]
    public async Task A_purge_takes_many_small_batches_to_delete_much()
    {
        await Task.WhenAll(Enumerable.Range(0, 250)
            .Select(i => Store.Conversations.SetAsync(Here, $"C{i}", "{}", TimeSpan.FromHours(1), Cancellation)));
        await Store.Conversations.SetAsync(Here, "stays", "{}", TimeSpan.FromHours(3), Cancellation);
        Time.Advance(TimeSpan.FromHours(2));
        (await Store.Retention.PurgeAsync(batchSize: 10, Cancellation)).Conversations.ShouldBe(250);
        (await Store.Conversations.GetAsync(Here, "stays", Cancellation)).ShouldNotBeNull();
    }

    [Fact]
    public async Task Two_replicas_that_purge_at_once_delete_each_row_once()
    {
        var other = await OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 250)
            .Select(i => Store.Conversations.SetAsync(Here, $"C{i}", "{}", TimeSpan.FromHours(1), Cancellation)));
        Time.Advance(TimeSpan.FromHours(2));
        var reports = await Task.WhenAll(
            Task.Run(() => Store.Retention.PurgeAsync(10, Cancellation)), Task.Run(() => other.Retention.PurgeAsync(10, Cancellation)));
        (reports.Sum(report => report.Conversations) + (await PurgeAsync()).Conversations).ShouldBe(250);
    }

    private static IncomingEvent Event(string id) => new(Here, id, "app_mention", "{}") { SecondKey = $"C1:{id}" };

    private Task<PurgeReport> PurgeAsync() => Store.Retention.PurgeAsync(cancellation: Cancellation);

    private async Task FillAsync()
    {
        foreach (var id in new[] { "E1", "E2", "E3" })
        {
            await Store.Inbox.RecordAsync(Event(id), Cancellation);
        }

        var claims = await Store.Inbox.ClaimAsync("slack", 3, TimeSpan.FromMinutes(1), Cancellation);
        await Store.Deliveries.IntendAsync(claims[0], new NewDelivery(Here, NewDelivery.NewId(), "C1", "{}", "k1"), Cancellation);
        await Store.Inbox.CompleteAsync(claims[0], Cancellation);
        await Store.Inbox.GiveUpAsync(claims[1], "archived", Cancellation);
        await Store.Inbox.MarkDoubtfulAsync(claims[2], "lost", Cancellation);
        await Store.Conversations.SetAsync(Here, "C1", "{}", TimeSpan.FromHours(1), Cancellation);
        await Store.OAuthStates.IssueAsync("slack", TimeSpan.FromMinutes(10), "", Cancellation);
        await Store.Feedback.SetAsync(new Feedback(Here, "D1", "U1", Thumb.Up, null), Cancellation);
        await Store.Audit.AddAsync(new AuditEntry(Here, "U1", "tips", "C1", "on"), Cancellation);
    }
}

public sealed class SqliteRetention() : RetentionSuite(new SqlitePlace());

public sealed class PostgresRetention(PostgresCluster cluster) : RetentionSuite(new PostgresPlace(cluster));
