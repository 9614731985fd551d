using System.Collections.Concurrent;
using System.Globalization;
using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Storage.Tests.Support;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Storage.Working;

namespace MlOpsBot.Storage.Tests;

/// <summary>Replicas that plan, post and change the same subscriptions at the same time.</summary>
public abstract class TipRaceSuite(StorePlace place) : StoreSuite(place)
{
    private const int Replicas = 4;
    private const string Today = "2026-03-02";

    [Fact]
    public async Task Replicas_that_plan_and_post_at_once_do_each_channels_day_once()
    {
        const int Channels = 600;
        var due = Time.Now;
        await SubscribeAsync(Channels);
        var planned = new ConcurrentBag<string>();
        var posted = new ConcurrentBag<string>();
        var replicas = await ReplicasAsync();
        var working = replicas.SelectMany(store => (Task[])[Task.Run(() => PlanAsync(store)), Task.Run(() => PostAsync(store))]).ToArray();
        await Task.WhenAll(working);

        planned.Count.ShouldBe(Channels);
        planned.ShouldBeUnique();
        posted.Count.ShouldBe(Channels);
        posted.ShouldBeUnique();
        (await RawAsync<long>("SELECT COUNT(*) FROM tip_ledger WHERE state = 'posted' AND attempt = 1")).ShouldBe([Channels]);
        (await RawAsync<long>("SELECT COUNT(*) FROM delivery WHERE state = 'posted'")).ShouldBe([Channels]);
        (await Store.Tips.NextDueAsync(Cancellation)).ShouldBe(due.AddDays(1));

        async Task PlanAsync(Store store)
        {
            var count = 1;
            while (count > 0)
            {
                var mine = new List<string>();
                count = await store.Tips.PlanDueAsync(16, subscription => Planning(subscription, mine), Cancellation);
                mine.ForEach(planned.Add);
            }
        }

        TipPlanning Planning(TipSubscription subscription, List<string> mine)
        {
            mine.Add(subscription.Channel);
            return new TipPlanning([new PlannedTip(Today, due, due, null)], due.AddDays(1));
        }

        async Task PostAsync(Store store)
        {
            var ledger = store.Tips.Ledger.Of("slack");
            while (posted.Count < Channels)
            {
                foreach (var claim in await ledger.ClaimAsync(8, TimeSpan.FromMinutes(1), Cancellation))
                {
                    (await store.Tips.Ledger.ChooseAsync(claim, new ChosenTip("t1", "developer", ""), Cancellation)).ShouldNotBeNull();
                    var delivery = new NewDelivery(Here, claim.Day.Delivery, claim.Day.Channel, "{}", "k1");
                    (await store.Deliveries.IntendAsync(claim, delivery, Cancellation)).Outcome.ShouldBe(IntentOutcome.Recorded);
                    posted.Add(claim.Day.Channel);
                    await store.Deliveries.PostedAsync(Here, claim.Day.Delivery, "17.5", Cancellation);
                    (await ledger.SettleAsync(claim, new Settlement(WorkState.Done, null), Cancellation)).ShouldBeTrue();
                }
            }
        }
    }

    [Fact]
    public async Task Of_changes_to_the_same_version_at_once_one_is_made()
    {
        var replicas = await ReplicasAsync();
        for (var version = 0; version < 5; version++)
        {
            var results = await Task.WhenAll(Enumerable.Range(0, 16).Select(i => Task.Run(
                () => replicas[i % Replicas].Tips.ChangeAsync(New("C1") with { Version = version, Plan = $"{{\"by\":{i}}}" }, "U1", $"by {i}", Cancellation))));
            var made = results.Where(result => result is not null).ToArray().ShouldHaveSingleItem()!;
            made.Version.ShouldBe(version + 1);
            (await Store.Tips.FindAsync(Here, "C1", Cancellation)).ShouldBe(made);
        }

        (await Store.Audit.ListAsync(Here, 100, Cancellation)).Length.ShouldBe(5);
        (await RawAsync<long>("SELECT COUNT(*) FROM tip_change")).ShouldBe([5]);
    }

    [Fact]
    public async Task A_change_suspension_or_plan_at_the_same_moment_loses_no_day_and_posts_none_twice()
    {
        const int Channels = 100;
        var due = Time.Now;
        await SubscribeAsync(Channels);
        var replicas = await ReplicasAsync();
        var claims = new ConcurrentBag<ClaimedTip>();
        Task[] racing =
        [
            Task.Run(() => EachAsync(channel => ChangeAsync(replicas[0], channel)), Cancellation),
            Task.Run(() => EachAsync(async channel =>
            {
                await replicas[1].Tips.SuspendAsync(Here, channel, "is_archived", Cancellation);
                await replicas[1].Tips.ResumeAsync(Here, channel, due, Cancellation);
            }), Cancellation),
            Task.Run(() => EachAsync(_ => replicas[2].Tips.PlanDueAsync(4, Plan, Cancellation)), Cancellation),
            Task.Run(() => EachAsync(_ => ClaimAsync(replicas[3])), Cancellation),
        ];
        await Task.WhenAll(racing);

        // Whatever the order was: what is left is planned and posted now.
        while (await Store.Tips.PlanDueAsync(100, Plan, Cancellation) > 0)
        {
        }

        for (var i = 0; i < Channels / 10; i++)
        {
            await ClaimAsync(Store);
        }

        claims.Count.ShouldBe(Channels);
        claims.Select(claim => claim.Day.Channel).ShouldBeUnique();
        (await RawAsync<long>("SELECT COUNT(*) FROM tip_ledger WHERE state = 'skipped' AND attempt = 1")).ShouldBe([Channels]);
        (await RawAsync<long>($"SELECT COUNT(*) FROM tip_subscription WHERE last_day = '{Today}' AND version = 2")).ShouldBe([Channels]);

        // As a planner does: a day that is on the ledger is not planned again.
        TipPlanning Plan(TipSubscription subscription) => subscription.LastDay == Today
            ? new TipPlanning([], due.AddDays(1))
            : new TipPlanning([new PlannedTip(Today, due, due, null)], due.AddDays(1));

        async Task EachAsync(Func<string, Task> work)
        {
            for (var i = 0; i < Channels; i++)
            {
                await work(Name(i));
            }
        }

        async Task ChangeAsync(Store store, string channel)
        {
            var subscription = (await store.Tips.FindAsync(Here, channel, Cancellation))!;
            var next = subscription.LastDay == Today ? due.AddDays(1) : due;
            (await store.Tips.ChangeAsync(subscription with { NextDue = next }, "U2", "changed", Cancellation)).ShouldNotBeNull();
        }

        async Task ClaimAsync(Store store)
        {
            var ledger = store.Tips.Ledger.Of("slack");
            foreach (var claim in await ledger.ClaimAsync(10, TimeSpan.FromMinutes(1), Cancellation))
            {
                claims.Add(claim);
                (await ledger.SettleAsync(claim, new Settlement(WorkState.Done, "a test"), Cancellation)).ShouldBeTrue();
            }
        }
    }

    [Fact]
    public async Task Ten_thousand_channels_that_are_due_at_once_are_planned_by_replicas_within_seconds()
    {
        const int Channels = 10_000;
        await FillAsync(Channels);
        var due = Time.Now;
        var replicas = await ReplicasAsync();
        var watch = System.Diagnostics.Stopwatch.StartNew();
        var counts = await Task.WhenAll(replicas.Select(store => Task.Run(() => PlanAllAsync(store))));
        watch.Stop();
        counts.Sum().ShouldBe(Channels);
        (await RawAsync<long>("SELECT COUNT(*) FROM tip_ledger WHERE state = 'planned'")).ShouldBe([Channels]);
        TestContext.Current.SendDiagnosticMessage("{4}: {0} channels planned in {1:0} ms by {2} replicas: {3}", Channels, watch.Elapsed.TotalMilliseconds, Replicas, string.Join(", ", counts), Store.Description.Split(' ')[0]);
        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromSeconds(20));

        async Task<int> PlanAllAsync(Store store)
        {
            var sum = 0;
            int count;
            do
            {
                count = await store.Tips.PlanDueAsync(
                    500, _ => new TipPlanning([new PlannedTip(Today, due, due, null)], due.AddDays(1)), Cancellation);
                sum += count;
            }
            while (count > 0);
            return sum;
        }
    }

    private static string Name(int i) => string.Create(CultureInfo.InvariantCulture, $"C{i}");

    private TipSubscription New(string channel) => new(Here, channel, "{}", "U1", TipState.On, Time.Now);

    private async Task<Store[]> ReplicasAsync()
        => [Store, .. await Task.WhenAll(Enumerable.Range(1, Replicas - 1).Select(_ => OpenAsync()))];

    private async Task SubscribeAsync(int channels)
        => await Task.WhenAll(Enumerable.Range(0, channels).Select(i => Store.Tips.ChangeAsync(New(Name(i)), "U1", "on", Cancellation)));

    // In one statement: subscribing is not what is measured.
    private Task FillAsync(int channels) => RawAsync(
        $"""
        WITH RECURSIVE numbers (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM numbers WHERE n < {channels})
        INSERT INTO tip_subscription (platform, workspace, channel, plan, owner, state, next_due, version, changed_at, changed_by)
        SELECT 'slack', 'T1', 'C' || n, '{'{'}"time":"09:30"{'}'}', 'U1', 'on', {Time.Now.ToUnixTimeMilliseconds()}, 1, 0, 'U1' FROM numbers
        """);
}

public sealed class SqliteTipRace() : TipRaceSuite(new SqlitePlace());

public sealed class PostgresTipRace(PostgresCluster cluster) : TipRaceSuite(new PostgresPlace(cluster));
