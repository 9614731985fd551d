using System.Collections.Concurrent;
using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Storage.Tests.Support;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Tips.Schedules;

namespace MlOpsBot.Tips.Tests.Dispatching;

public sealed class SqliteOnceTests() : OnceSuite(new SqlitePlace());

public sealed class PostgresOnceTests(PostgresCluster cluster) : OnceSuite(new PostgresPlace(cluster));

/// <summary>A channel's tip of a day is posted once, wherever and however often the program ends.</summary>
public abstract class OnceSuite(StorePlace place) : DispatchSuite(place)
{
    private static readonly string[] s_inDoubt = ["intended", "carried out, not answered", "answered"];

    [Fact]
    public async Task However_two_processes_end_one_after_the_other_a_tip_is_posted_once_where_the_platform_can_be_looked_into()
    {
        foreach (var (first, second) in Ends())
        {
            var (channel, day) = await DieTwiceAsync(first, second);
            var (row, shown) = (await DayAsync(channel, day), Platform.In(channel));
            shown.Count.ShouldBe(1, $"{first}, then {second}");
            row.State.ShouldBe(TipDayState.Posted, $"{first}, then {second}: {row.Reason}");
            shown[0].Delivery.ShouldBe(row.Delivery);
            shown[0].Tip.ShouldBe(row.Tip!.Tip);
        }
    }

    [Fact]
    public async Task However_two_processes_end_one_after_the_other_no_tip_is_posted_twice_where_the_platform_cannot_be_looked_into_and_every_doubt_is_on_the_ledger()
    {
        HasNoHistory();
        foreach (var (first, second) in Ends())
        {
            var (channel, day) = await DieTwiceAsync(first, second);
            var (row, shown) = (await DayAsync(channel, day), Platform.In(channel));
            shown.Count.ShouldBeLessThan(2, $"{first}, then {second}");
            var isInDoubt = s_inDoubt.Contains(first) || (s_inDoubt.Contains(second) && first is not ("looking" or "recorded" or "worked on" or "settled"));
            row.State.ShouldBe(isInDoubt ? TipDayState.Doubtful : TipDayState.Posted, $"{first}, then {second}: {row.Reason}");
            if (!isInDoubt)
            {
                shown.Count.ShouldBe(1);
            }
        }
    }

    [Fact]
    public async Task Four_replicas_that_end_at_random_post_every_tip_of_sixty_channels_once()
    {
        var channels = Enumerable.Range(1, 60).Select(number => $"C{number}").ToList();
        foreach (var channel in channels)
        {
            await SubscribeAsync(channel);
        }

        Till(9, 31);
        Options = Options with { Workers = 7 };
        var replicas = await Task.WhenAll(Enumerable.Range(1, 4).Select(_ => OpenAsync()));
        var random = new ConcurrentQueue<bool>(Enumerable.Range(0, 4000).Select(_ => Random.Shared.NextDouble() < 0.015));
        for (var round = 0; await Store.Tips.NextDueAsync(Cancellation) < Time.GetUtcNow() || await Store.Tips.Ledger.Of("slack").NextDueAsync(Cancellation) is not null; round++)
        {
            round.ShouldBeLessThan(300);
            await Task.WhenAll(replicas.Select(store => Task.Run(() => NewLife(_ => DieMaybe(random), store).CrashesAsync(Cancellation))));
            Time.Advance(Options.Lease / 2);
        }

        foreach (var channel in channels)
        {
            Platform.In(channel).Count.ShouldBe(1, channel);
            (await DayAsync(channel)).State.ShouldBe(TipDayState.Posted);
        }
    }

    [Fact]
    public async Task An_answer_that_was_lost_is_looked_for_and_not_posted_again()
    {
        await SubscribeAsync("C1");
        await SubscribeAsync("C2");
        Platform.Next("C1", Answered.Lost(isCarriedOut: true));
        Platform.Next("C2", Answered.Lost(isCarriedOut: false));
        Till(9, 31);
        await RestAsync();
        Platform.In("C1").Count.ShouldBe(1);
        Platform.In("C2").Count.ShouldBe(1);
        (await DayAsync("C1")).Message.ShouldStartWith("found");
        (await DayAsync("C2")).State.ShouldBe(TipDayState.Posted);
    }

    [Fact]
    public async Task A_doubt_that_nobody_can_resolve_stays_one_and_is_not_posted_again()
    {
        await SubscribeAsync("C1");
        Platform.Next("C1", Answered.Lost(isCarriedOut: true));
        Platform.Looking = Chat.Calling.CallResult.Later<string?>("internal_error", TimeSpan.FromSeconds(30));
        Till(9, 31);
        await RestAsync();
        Platform.In("C1").Count.ShouldBe(1);
        var row = await DayAsync("C1");
        row.State.ShouldBe(TipDayState.Doubtful);
        row.Reason!.ShouldContain("internal_error");
        row.SettledAt!.Value.ShouldBeGreaterThan(row.DueAt + Options.CatchUp);
    }

    [Fact]
    public async Task Nothing_is_posted_again_when_the_clock_is_set_back_or_the_database_is_opened_by_another_replica()
    {
        await SubscribeAsync("C1");
        Till(9, 31);
        await RestAsync();
        Time.Advance(TimeSpan.FromMinutes(-40));
        await RestAsync();
        Time.Advance(TimeSpan.FromMinutes(50));
        await RestAsync(NewLife(store: await OpenAsync()));
        Platform.In("C1").Count.ShouldBe(1);
        Till(9, 31, days: 1);
        await RestAsync();
        Platform.In("C1").Count.ShouldBe(2);
    }

    [Fact]
    public async Task Without_the_look_up_a_second_post_would_show()
    {
        // The guard, broken on purpose: the platform is asked, and says that nothing is there although it is.
        await SubscribeAsync("C1");
        Platform.Next("C1", Answered.Lost(isCarriedOut: true));
        Platform.Looking = Chat.Calling.CallResult.Done<string?>(null);
        Till(9, 31);
        await RestAsync();
        Platform.In("C1").Count.ShouldBe(2);
        (await Store.Deliveries.FindAsync(Here, (await DayAsync("C1")).Delivery, Cancellation))!.State.ShouldBe(DeliveryState.Posted);
    }

    private static IEnumerable<(string First, string Second)> Ends()
        => Life.Places.SelectMany(first => Life.Places.Select(second => (first, second)));

    private static void DieMaybe(ConcurrentQueue<bool> random)
    {
        if (random.TryDequeue(out var dies) && dies)
        {
            throw new Crash();
        }
    }

    /// <summary>A channel of its own, due now; the program ends twice, each time for as long as its leases last, and then goes on.</summary>
    private async Task<(string Channel, string Day)> DieTwiceAsync(string first, string second)
    {
        var channel = $"{first}, {second}";
        var due = Time.GetUtcNow().UtcDateTime.AddMinutes(2);
        await SubscribeAsync(channel, new TipSchedule(new NodaTime.LocalTime(due.Hour, due.Minute), WeekDays.All, "Etc/UTC"));
        Time.Advance(TimeSpan.FromMinutes(2));
        foreach (var end in (string[])[first, second])
        {
            await Dying(end).CrashesAsync(Cancellation);
            Time.Advance(Options.Lease + TimeSpan.FromSeconds(1));
        }

        await RestAsync();
        return (channel, due.ToString("yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture));
    }
}
