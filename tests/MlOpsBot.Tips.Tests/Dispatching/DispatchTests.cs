using Microsoft.Extensions.Logging.Abstractions;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Tests.Support;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Tips.Dispatching;
using MlOpsBot.Tips.Holidays;
using MlOpsBot.Tips.Schedules;
using MlOpsBot.Tips.Subscriptions;
using NodaTime;

namespace MlOpsBot.Tips.Tests.Dispatching;

public sealed class SqliteDispatchTests() : DayByDaySuite(new SqlitePlace());

public sealed class PostgresDispatchTests(PostgresCluster cluster) : DayByDaySuite(new PostgresPlace(cluster));

/// <summary>What a channel gets from day to day, and what its ledger says about it.</summary>
public abstract class DayByDaySuite(StorePlace place) : DispatchSuite(place)
{
    [Fact]
    public async Task A_channel_gets_a_tip_at_its_hour_and_not_before()
    {
        await SubscribeAsync("C1");
        await NewLife().RunAsync(Cancellation);
        Till(9, 29);
        await NewLife().RunAsync(Cancellation);
        Platform.Shown.ShouldBeEmpty();
        Till(9, 31);
        await RestAsync();
        var (row, shown) = (await DayAsync("C1"), Platform.In("C1").ShouldHaveSingleItem());
        row.State.ShouldBe(TipDayState.Posted);
        row.Message.ShouldBe("m1");
        row.Reason.ShouldBeNull();
        row.Tip!.Tip.ShouldBe(shown.Tip);
        shown.Notice.ShouldBeNull();
        (await Store.Tips.FindAsync(Here, "C1", Cancellation))!.NextDue.ShouldBe(row.DueAt.AddDays(1));
    }

    [Fact]
    public async Task Channels_that_are_due_at_once_are_spread_each_always_by_the_same()
    {
        Options = Options with { Spread = TimeSpan.FromSeconds(45) };
        var channels = Enumerable.Range(1, 30).Select(number => $"C{number}").ToList();
        foreach (var channel in channels)
        {
            await SubscribeAsync(channel);
        }

        var seconds = new List<List<int>>();
        for (var day = 0; day < 2; day++)
        {
            Till(9, 30);
            await RestAsync();
            seconds.Add([.. channels.Select(channel => (int)Platform.In(channel)[day].At.TimeOfDay.TotalSeconds - (int)new TimeSpan(9, 30, 0).TotalSeconds)]);
            Till(9, 0, days: 1);
        }

        seconds[0].ShouldAllBe(second => second >= 0 && second <= 46);
        seconds[0].Distinct().Count().ShouldBeGreaterThan(10);
        seconds[0].Zip(seconds[1]).ShouldAllBe(pair => Math.Abs(pair.First - pair.Second) <= 1);
    }

    [Fact]
    public async Task No_tip_is_repeated_before_all_were_posted_whatever_restarts()
    {
        await SubscribeAsync("C1");
        for (var day = 0; day < Knowledge.Tips.Length; day++)
        {
            Till(9, 31);
            await RestAsync();
            Till(9, 0, days: 1);
        }

        var shown = Platform.In("C1");
        shown.Count.ShouldBe(Knowledge.Tips.Length);
        shown.Select(message => message.Tip).ShouldBeUnique();
    }

    [Fact]
    public async Task After_a_downtime_over_the_hour_a_tip_comes_late_and_says_so()
    {
        await SubscribeAsync("C1");
        Till(11, 20);
        await RestAsync();
        Platform.In("C1").ShouldHaveSingleItem().Notice.ShouldBe("This one comes late: it was due at 09:30.");
        (await DayAsync("C1")).State.ShouldBe(TipDayState.Posted);
    }

    [Fact]
    public async Task After_a_downtime_of_days_what_was_missed_is_skipped_and_said_and_the_next_day_is_in_time()
    {
        await SubscribeAsync("C1");
        Till(13, 0, days: 2);
        await RestAsync();
        Platform.Shown.ShouldBeEmpty();
        foreach (var day in (string[])["2026-03-02", "2026-03-03", "2026-03-04"])
        {
            var row = await DayAsync("C1", day);
            row.State.ShouldBe(TipDayState.Skipped);
            row.Reason.ShouldStartWith(TipWant.TooLate);
        }

        Till(9, 31, days: 1);
        await RestAsync();
        (await DayAsync("C1", "2026-03-05")).State.ShouldBe(TipDayState.Posted);
    }

    [Fact]
    public async Task What_was_planned_before_a_downtime_and_is_too_late_after_it_is_skipped_and_said()
    {
        await SubscribeAsync("C1");
        Till(9, 31);
        await NewLife().PlanAsync(Cancellation);
        Till(12, 45);
        await RestAsync();
        var row = await DayAsync("C1");
        row.State.ShouldBe(TipDayState.Skipped);
        row.Reason.ShouldBe("Too late: due 3 h 15 min before");
        Platform.Shown.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_changes_between_the_plan_and_the_post_counts()
    {
        foreach (var channel in (string[])["off", "paused", "skipped", "closed"])
        {
            await SubscribeAsync(channel);
        }

        Till(9, 31);
        await Dying("claimed").CrashesAsync(Cancellation);
        await ChangeAsync("off", plan => plan, TipState.Off);
        await ChangeAsync("paused", plan => plan with { IsPaused = true, PausedUntil = new LocalDate(2026, 3, 4) });
        await ChangeAsync("skipped", plan => plan with { Skipped = [new LocalDate(2026, 3, 2)] });
        await Store.Tips.SuspendAsync(Here, "closed", "is_archived", Cancellation);
        Time.Advance(Options.Lease);
        await RestAsync();
        Platform.Shown.ShouldBeEmpty();
        (await DayAsync("off")).Reason.ShouldBe("Switched off");
        (await DayAsync("paused")).Reason.ShouldBe("Paused until Wed 4 Mar 2026");
        (await DayAsync("skipped")).Reason.ShouldBe("Left out on request");
        (await DayAsync("closed")).Reason.ShouldBe("Suspended: is_archived");
    }

    [Fact]
    public async Task A_holiday_that_is_added_in_the_last_minute_is_kept()
    {
        await SubscribeAsync("C1");
        Till(9, 31);
        await NewLife().PlanAsync(Cancellation);
        var life = NewLife();
        life.Holidays = new HolidayCalendar([new Holiday(new LocalDate(2026, 3, 2), "Founders' Day")]);
        Time.Advance(TimeSpan.FromMinutes(1));
        await RestAsync(life);
        (await DayAsync("C1")).Reason.ShouldBe("Holiday: Founders' Day");
        Platform.Shown.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_was_switched_off_while_it_was_in_doubt_is_found_out_and_never_posted_again()
    {
        foreach (var channel in (string[])["there", "lost"])
        {
            await SubscribeAsync(channel);
        }

        Platform.Next("there", Answered.Lost(isCarriedOut: true));
        Platform.Next("lost", Answered.Lost(isCarriedOut: false));
        Till(9, 31);
        await NewLife().RunAsync(Cancellation);
        await ChangeAsync("there", plan => plan, TipState.Off);
        await ChangeAsync("lost", plan => plan, TipState.Off);
        await RestAsync();
        Platform.Shown.Select(shown => shown.Channel).ShouldBe(["there"]);
        (await DayAsync("there")).State.ShouldBe(TipDayState.Posted);
        var lost = await DayAsync("lost");
        lost.State.ShouldBe(TipDayState.Failed);
        lost.Reason.ShouldStartWith("Switched off");
    }

    [Fact]
    public async Task Where_nothing_can_be_posted_the_owner_is_told_once_and_the_subscription_suspended_wherever_the_program_ends()
    {
        foreach (var end in (string[])["owner to be told", "owner told", "recorded", "worked on", "settled"])
        {
            await SubscribeAsync(end);
            Platform.Closed[end] = "is_archived";
        }

        Till(9, 31);
        foreach (var end in (string[])["owner to be told", "owner told", "recorded", "worked on", "settled"])
        {
            await Dying(end).CrashesAsync(Cancellation);
            Time.Advance(Options.Lease + TimeSpan.FromSeconds(1));
        }

        await RestAsync();
        Platform.Shown.ShouldBeEmpty();
        (await Store.Inbox.CountAsync("slack", Cancellation)).Open.ShouldBe(5);
        foreach (var subscription in await Store.Tips.ListAsync(10, cancellation: Cancellation))
        {
            subscription.Suspension!.Reason.ShouldBe("is_archived");
            subscription.NextDue.ShouldBeNull();
            var row = await DayAsync(subscription.Channel);
            row.State.ShouldBeOneOf(TipDayState.Failed, TipDayState.Skipped);
            row.Reason!.ShouldContain("is_archived");
        }

        Till(9, 31, days: 1);
        await RestAsync();
        (await Store.Inbox.CountAsync("slack", Cancellation)).Open.ShouldBe(5);
    }

    [Fact]
    public async Task What_surely_was_refused_is_not_tried_again_before_the_owner_is_told()
    {
        HasNoHistory();
        await SubscribeAsync("C1");
        Platform.Closed["C1"] = "removed";
        Till(9, 31);
        await Dying("owner to be told").CrashesAsync(Cancellation);
        Time.Advance(Options.Lease + TimeSpan.FromSeconds(1));
        await Dying("intended").CrashesAsync(Cancellation);
        Time.Advance(Options.Lease + TimeSpan.FromSeconds(1));
        await RestAsync();
        (await DayAsync("C1")).State.ShouldBe(TipDayState.Failed);
        (await Store.Inbox.CountAsync("slack", Cancellation)).Open.ShouldBe(1);
    }

    [Fact]
    public async Task Whoever_suspends_while_a_tip_is_refused_tells_the_owner_and_nobody_else_does()
    {
        await SubscribeAsync("C1");
        Platform.Closed["C1"] = "not_in_channel";
        Till(9, 31);
        await RestAsync(NewLife(place => SuspendAt(place, "answered")));
        (await DayAsync("C1")).State.ShouldBe(TipDayState.Failed);
        (await Store.Tips.FindAsync(Here, "C1", Cancellation))!.Suspension!.Reason.ShouldBe("removed");
        (await Store.Inbox.CountAsync("slack", Cancellation)).Open.ShouldBe(0);

        void SuspendAt(string place, string at)
        {
            if (place == at)
            {
                Task.Run(() => Store.Tips.SuspendAsync(Here, "C1", "removed", Cancellation), Cancellation).Wait(Cancellation);
            }
        }
    }

    [Fact]
    public async Task A_change_after_the_moment_and_before_it_was_planned_costs_no_tip()
    {
        await SubscribeAsync("C1");
        Till(9, 31);
        await ChangeAsync("C1", plan => plan with { Topics = [] });
        await RestAsync();
        Platform.In("C1").Count.ShouldBe(1);
        (await DayAsync("C1")).State.ShouldBe(TipDayState.Posted);
    }

    [Fact]
    public async Task Without_a_window_for_downtimes_a_tip_on_time_is_posted_all_the_same()
    {
        Options = Options with { CatchUp = TimeSpan.Zero, Spread = TimeSpan.FromSeconds(45) };
        await SubscribeAsync("C1");
        Till(9, 30);
        Time.Advance(TimeSpan.FromMilliseconds(20));
        await RestAsync();
        (await DayAsync("C1")).State.ShouldBe(TipDayState.Posted);
        Till(9, 40, days: 1);
        await RestAsync();
        (await DayAsync("C1", "2026-03-03")).Reason.ShouldBe("Too late: the bot was away for more than 5 minutes");
    }

    [Fact]
    public async Task A_platform_that_asks_to_wait_is_waited_for()
    {
        await SubscribeAsync("C1");
        Platform.Next("C1", Answered.RateLimited(TimeSpan.FromSeconds(30)), Answered.RateLimited(TimeSpan.FromSeconds(90)));
        Till(9, 31);
        var begin = Time.GetUtcNow();
        await RestAsync();
        Platform.In("C1").ShouldHaveSingleItem().At.ShouldBeInRange(begin.AddSeconds(120), begin.AddSeconds(300));
        (await DayAsync("C1")).State.ShouldBe(TipDayState.Posted);
    }

    [Fact]
    public async Task A_platform_that_fails_for_longer_than_the_window_leaves_a_row_that_says_why()
    {
        await SubscribeAsync("C1");
        Platform.Next("C1", [.. Enumerable.Repeat(Answered.RateLimited(TimeSpan.FromMinutes(1)), 500)]);
        Till(9, 31);
        await RestAsync();
        var row = await DayAsync("C1");
        row.State.ShouldBe(TipDayState.Failed);
        row.Reason.ShouldStartWith("Too late: due 3 h");
        row.Reason.ShouldEndWith("(rate_limited)");
        (row.SettledAt!.Value - row.DueAt).ShouldBeLessThan(Options.CatchUp + TimeSpan.FromMinutes(5));
    }

    [Fact]
    public async Task Every_attempt_posts_the_same_tip_whatever_people_do_in_between()
    {
        await SubscribeAsync("C1");
        Till(9, 31);
        await Dying("chosen").CrashesAsync(Cancellation);
        var chosen = (await DayAsync("C1")).Tip!;
        await Store.Tips.SetVoteAsync(Here, "C1", chosen.Card, "U1", -1, Cancellation);
        Time.Advance(Options.Lease + TimeSpan.FromSeconds(1));
        var life = NewLife();
        life.Post.AskedAbout = ["model-governance-specialist"];
        await RestAsync(life);
        Platform.In("C1").ShouldHaveSingleItem().Tip.ShouldBe(chosen.Tip);
    }

    [Fact]
    public async Task A_tip_that_was_taken_out_of_the_knowledge_after_it_was_chosen_gives_way_to_another()
    {
        await SubscribeAsync("C1");
        Till(9, 31);
        await Dying("chosen").CrashesAsync(Cancellation);
        var chosen = (await DayAsync("C1")).Tip!;
        Knowledge = Without(chosen.Tip);
        Time.Advance(Options.Lease + TimeSpan.FromSeconds(1));
        await RestAsync();
        var shown = Platform.In("C1").ShouldHaveSingleItem();
        shown.Tip.ShouldNotBe(chosen.Tip);
        (await DayAsync("C1")).Tip!.Tip.ShouldBe(shown.Tip);
    }

    [Fact]
    public async Task A_tip_that_was_taken_out_of_the_knowledge_while_it_was_in_doubt_is_found_out()
    {
        await SubscribeAsync("C1");
        Till(9, 31);
        await Dying("carried out, not answered").CrashesAsync(Cancellation);
        Knowledge = Without((await DayAsync("C1")).Tip!.Tip);
        Time.Advance(Options.Lease + TimeSpan.FromSeconds(1));
        await RestAsync();
        Platform.In("C1").Count.ShouldBe(1);
        (await DayAsync("C1")).State.ShouldBe(TipDayState.Posted);
    }

    [Fact]
    public async Task The_planner_outlives_a_database_that_is_away()
    {
        await SubscribeAsync("C1");
        Till(9, 31);
        var faults = 3;
        var days = new DayPlanner(Options, () => HolidayCalendar.None, NullLogger<DayPlanner>.Instance);
        var planned = new TaskCompletionSource();
        var due = new DueTips(
            Store,
            subscription =>
            {
                if (faults-- > 0)
                {
                    throw new StorageException(StorageFailure.Unreachable, "The connection broke.");
                }

                planned.TrySetResult();
                return days.Plan(subscription, Time.GetUtcNow());
            },
            new TipSignal(),
            Time,
            NullLogger<DueTips>.Instance);
        using var planner = new TipPlanner(due, Time, NullLogger<TipPlanner>.Instance);
        await planner.StartAsync(Cancellation);
        await planned.Task.WaitAsync(Cancellation);
        while (await Store.Tips.Ledger.FindAsync(Here, "C1", "2026-03-02", Cancellation) is null)
        {
            await Task.Yield();
        }

        await planner.StopAsync(Cancellation);
        (await DayAsync("C1")).State.ShouldBe(TipDayState.Planned);
    }

    [Fact]
    public async Task The_readiness_probe_counts_what_is_overdue_planned_or_not()
    {
        foreach (var channel in (string[])["C1", "C2", "C3"])
        {
            await SubscribeAsync(channel);
        }

        Till(9, 31);
        await Dying("claimed").CrashesAsync(Cancellation);
        await SubscribeAsync("C4", new TipSchedule(new LocalTime(9, 32), WeekDays.All, "Etc/UTC"));
        (await new TipHealth(Store, Time).CountOverdueAsync()).ShouldBe(0);
        Till(9, 38);
        (await new TipHealth(Store, Time).CountOverdueAsync()).ShouldBe(4);
        await RestAsync();
        (await new TipHealth(Store, Time).CountOverdueAsync()).ShouldBe(0);
    }

    private Knowledge.KnowledgeBase Without(string tip) => new(
        Knowledge.Roles, Knowledge.Activities, Knowledge.Topics, [.. Knowledge.Tips.Where(other => other.Id != tip)], Knowledge.Sources, Knowledge.Synonyms,
        Knowledge.Organization, Knowledge.Version);
}
