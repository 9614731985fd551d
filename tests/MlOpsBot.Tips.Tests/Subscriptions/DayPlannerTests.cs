using System.Globalization;
using Microsoft.Extensions.Logging.Abstractions;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Tips.Holidays;
using MlOpsBot.Tips.Schedules;
using MlOpsBot.Tips.Subscriptions;
using NodaTime;

namespace MlOpsBot.Tips.Tests.Subscriptions;

public sealed class DayPlannerTests
{
    private static readonly WorkspaceKey s_workspace = new("slack", "T1");
    private static readonly SubscriptionPlan s_plan = new(new TipSchedule(new LocalTime(9, 30), WeekDays.All, "Etc/UTC"));

    [Fact]
    public void A_day_on_time_is_planned_once_and_posted_within_the_spread()
    {
        var planning = Plan(s_plan, due: "2026-11-23 09:30:00", now: "2026-11-23 09:30:01");

        planning.Days.ShouldHaveSingleItem().ShouldBe(new PlannedTip("2026-11-23", At("2026-11-23 09:30:00"), At("2026-11-23 09:30:00") + Planner().OffsetOf(s_workspace, "C1"), null));
        planning.NextDue.ShouldBe(At("2026-11-24 09:30:00"));
    }

    [Fact]
    public void What_is_not_due_yet_stays_as_it_is_when_the_clock_is_set_back()
    {
        var planning = Plan(s_plan, due: "2026-11-23 09:30:00", now: "2026-11-23 08:00:00");

        planning.Days.ShouldBeEmpty();
        planning.NextDue.ShouldBe(At("2026-11-23 09:30:00"));
    }

    [Theory]
    [InlineData("2026-11-23 12:30:00", null)]
    [InlineData("2026-11-23 12:30:01", "Too late: the bot was away for more than 3 hours")]
    public void A_downtime_is_caught_up_within_the_window_and_said_beyond_it(string now, string? reason)
        => Plan(s_plan, due: "2026-11-23 09:30:00", now).Days.ShouldHaveSingleItem().Skipped.ShouldBe(reason);

    [Fact]
    public void After_a_downtime_of_days_each_has_its_row_and_the_last_alone_is_posted()
        => Say(Plan(s_plan, due: "2026-11-21 09:30:00", now: "2026-11-23 10:00:00")).ShouldBe(
        [
            "2026-11-21 Too late: the bot was away for more than 3 hours", "2026-11-22 Too late: the bot was away for more than 3 hours", "2026-11-23 posted",
        ]);

    [Fact]
    public void With_a_window_of_a_day_two_tips_do_not_come_at_once()
        => Say(Plan(
            s_plan with { Schedule = new TipSchedule(new LocalTime(9, 30), WeekDays.All, "Europe/Berlin") },
            due: "2027-03-27 08:30:00",
            now: "2027-03-28 07:31:00",
            options: new TipsOptions { CatchUp = TimeSpan.FromHours(24) })).ShouldBe(["2027-03-27 Too late: the next day's tip has come", "2027-03-28 posted"]);

    [Fact]
    public void What_is_caught_up_is_spread_anew_and_never_beyond_the_window()
    {
        var offset = Planner().OffsetOf(s_workspace, "C1");

        Plan(s_plan, due: "2026-11-23 09:30:00", now: "2026-11-23 10:00:00").Days[0].PostAt.ShouldBe(At("2026-11-23 10:00:00") + offset);
        Plan(s_plan, due: "2026-11-23 09:30:00", now: "2026-11-23 12:29:59").Days[0].PostAt.ShouldBeLessThanOrEqualTo(At("2026-11-23 12:30:00"));
    }

    [Fact]
    public void Channels_are_spread_evenly_and_each_stays_at_its_place()
    {
        var planner = Planner();
        TimeSpan[] offsets = [.. Enumerable.Range(0, 4_500).Select(channel => planner.OffsetOf(s_workspace, $"C{channel}"))];

        offsets.ShouldAllBe(offset => offset >= TimeSpan.Zero && offset < TimeSpan.FromSeconds(45));
        offsets.GroupBy(offset => (int)offset.TotalSeconds).Select(second => second.Count()).ShouldAllBe(count => count > 50 && count < 150);
        Planner().OffsetOf(s_workspace, "C7").ShouldBe(offsets[7]);
    }

    [Fact]
    public void A_day_without_a_tip_has_its_row_with_the_reason()
    {
        Only(s_plan with { IsPaused = true }).ShouldBe("Paused");
        Only(s_plan with { IsPaused = true, PausedUntil = new LocalDate(2026, 11, 24) }).ShouldBe("Paused until Tue 24 Nov 2026");
        Only(s_plan with { IsPaused = true, PausedUntil = new LocalDate(2026, 11, 23) }).ShouldBeNull();
        Only(s_plan with { Skipped = [new LocalDate(2026, 11, 23)] }).ShouldBe("Left out on request");
        Only(s_plan, new Holiday(new LocalDate(2026, 11, 23), "Labour Thanksgiving Day")).ShouldBe("Holiday: Labour Thanksgiving Day");
        Only(s_plan, new Holiday(new LocalDate(2026, 11, 23), "")).ShouldBe("Holiday");
    }

    [Fact]
    public void A_day_that_has_its_row_already_gets_no_other()
        => Plan(s_plan, due: "2026-11-23 09:30:00", now: "2026-11-23 09:30:01", lastDay: "2026-11-23").ShouldSatisfyAllConditions(
            planning => planning.Days.ShouldBeEmpty(),
            planning => planning.NextDue.ShouldBe(At("2026-11-24 09:30:00")));

    [Theory]
    [InlineData("{")]
    [InlineData("""{"time":"09:30","days":31,"zone":"Nowhere/Atlantis"}""")]
    public void A_plan_that_cannot_be_read_is_looked_at_again_and_holds_nobody_up(string plan)
    {
        var planning = Planner().Plan(new TipSubscription(s_workspace, "C1", plan, "U1", TipState.On, At("2026-11-23 09:30:00")), At("2026-11-23 09:30:01"));

        planning.Days.ShouldBeEmpty();
        planning.NextDue.ShouldBe(At("2026-11-23 10:30:01"));
    }

    [Fact]
    public void What_is_switched_off_is_never_due()
        => Planner().Plan(new TipSubscription(s_workspace, "C1", PlanJson.Write(s_plan), "U1", TipState.Off, At("2026-11-23 09:30:00")), At("2026-11-23 09:30:01")).NextDue.ShouldBeNull();

    private static string? Only(SubscriptionPlan plan, params Holiday[] holidays)
        => Plan(plan, due: "2026-11-23 09:30:00", now: "2026-11-23 09:30:01", holidays: holidays).Days.ShouldHaveSingleItem().Skipped;

    private static string[] Say(TipPlanning planning) => [.. planning.Days.Select(day => $"{day.Day} {day.Skipped ?? "posted"}")];

    private static TipPlanning Plan(SubscriptionPlan plan, string due, string now, string? lastDay = null, TipsOptions? options = null, params Holiday[] holidays)
        => Planner(options, holidays).Plan(new TipSubscription(s_workspace, "C1", PlanJson.Write(plan), "U1", TipState.On, At(due)) { LastDay = lastDay }, At(now));

    private static DayPlanner Planner(TipsOptions? options = null, params Holiday[] holidays)
        => new(options ?? new TipsOptions(), () => new HolidayCalendar(holidays), NullLogger<DayPlanner>.Instance);

    private static DateTimeOffset At(string utc) => DateTimeOffset.ParseExact(utc, "yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
