using MlOpsBot.Tips.Schedules;
using MlOpsBot.Tips.Subscriptions;
using NodaTime.Text;

namespace MlOpsBot.Tips.Tests.Schedules;

public sealed class TipCalendarTests
{
    [Theory]
    // Clocks are set forward over 02:30: the moment after the gap.
    [InlineData("Europe/Berlin", "02:30", "2027-03-28", "2027-03-28T01:00:00Z")]
    [InlineData("America/New_York", "02:30", "2027-03-14", "2027-03-14T07:00:00Z")]
    [InlineData("Australia/Sydney", "02:30", "2026-10-04", "2026-10-03T16:00:00Z")]
    // By half an hour, and by two.
    [InlineData("Australia/Lord_Howe", "02:15", "2026-10-04", "2026-10-03T15:30:00Z")]
    [InlineData("Antarctica/Troll", "01:30", "2027-03-28", "2027-03-28T01:00:00Z")]
    // At midnight: the day begins at one.
    [InlineData("America/Havana", "00:00", "2024-03-10", "2024-03-10T05:00:00Z")]
    [InlineData("Asia/Beirut", "00:30", "2027-03-28", "2027-03-27T22:00:00Z")]
    // The edges of the gap are there.
    [InlineData("Europe/Berlin", "01:59", "2027-03-28", "2027-03-28T00:59:00Z")]
    [InlineData("Europe/Berlin", "03:00", "2027-03-28", "2027-03-28T01:00:00Z")]
    // Clocks are set back and 02:30 comes twice: the first.
    [InlineData("Europe/Berlin", "02:30", "2026-10-25", "2026-10-25T00:30:00Z")]
    [InlineData("America/New_York", "01:30", "2026-11-01", "2026-11-01T05:30:00Z")]
    [InlineData("America/Havana", "00:30", "2024-11-03", "2024-11-03T04:30:00Z")]
    // Quarter hours, and the day before 1 March.
    [InlineData("Asia/Kathmandu", "09:30", "2028-02-29", "2028-02-29T03:45:00Z")]
    [InlineData("Pacific/Chatham", "00:00", "2027-01-01", "2026-12-31T10:15:00Z")]
    [InlineData("UTC+05:30", "09:30", "2027-01-01", "2027-01-01T04:00:00Z")]
    public void A_local_time_means_a_moment(string zone, string time, string day, string moment)
        => TipCalendar.Tzdb.At(Schedule(zone, time), LedgerDay.Read(day)!.Value).ShouldBe(InstantPattern.General.Parse(moment).Value);

    [Theory]
    // Samoa went over the date line, and left this day out.
    [InlineData("Pacific/Apia", "09:30", "2011-12-30")]
    // North Korea set its clocks forward by half an hour to midnight.
    [InlineData("Asia/Pyongyang", "23:45", "2018-05-04")]
    [InlineData("Nowhere/Atlantis", "09:30", "2027-01-01")]
    public void A_day_that_does_not_have_the_time_has_no_moment(string zone, string time, string day)
        => TipCalendar.Tzdb.At(Schedule(zone, time), LedgerDay.Read(day)!.Value).ShouldBeNull();

    [Fact]
    public void The_days_of_Samoa_go_on_without_the_one_that_was_left_out()
        => Days("Pacific/Apia", WeekDays.All, "2011-12-28T00:00:00Z", null, 3).ShouldBe(
            ["2011-12-28 2011-12-28T19:30:00Z", "2011-12-29 2011-12-29T19:30:00Z", "2011-12-31 2011-12-30T19:30:00Z"]);

    [Fact]
    public void Days_come_after_the_moment_and_after_the_last_day()
    {
        Days("Europe/Berlin", WeekDays.Working, "2026-11-20T08:29:59Z", null, 2).ShouldBe(["2026-11-20 2026-11-20T08:30:00Z", "2026-11-23 2026-11-23T08:30:00Z"]);
        Days("Europe/Berlin", WeekDays.Working, "2026-11-20T08:30:00Z", null, 1).ShouldBe(["2026-11-23 2026-11-23T08:30:00Z"]);
        Days("Europe/Berlin", WeekDays.Working, "2026-11-20T08:00:00Z", "2026-11-20", 1).ShouldBe(["2026-11-23 2026-11-23T08:30:00Z"]);
    }

    [Fact]
    public void Who_moves_over_the_date_line_gets_no_second_tip_on_the_same_date()
        => Days("America/Los_Angeles", WeekDays.All, "2026-11-20T01:00:00Z", "2026-11-20", 1).ShouldBe(["2026-11-21 2026-11-21T17:30:00Z"]);

    [Fact]
    public void A_schedule_without_days_or_of_an_unknown_zone_has_none()
    {
        Days("Europe/Berlin", WeekDays.None, "2026-11-20T08:30:00Z", null, 1).ShouldBeEmpty();
        Days("Nowhere/Atlantis", WeekDays.All, "2026-11-20T08:30:00Z", null, 1).ShouldBeEmpty();
    }

    private static TipSchedule Schedule(string zone, string time, WeekDays days = WeekDays.All) => new(LocalTimePattern.CreateWithInvariantCulture("HH:mm").Parse(time).Value, days, zone);

    private static string[] Days(string zone, WeekDays days, string after, string? afterDay, int count) =>
        [.. TipCalendar.Tzdb.From(Schedule(zone, "09:30", days), InstantPattern.General.Parse(after).Value, LedgerDay.Read(afterDay)).Take(count).Select(day => $"{LedgerDay.Write(day.Day)} {day.At}")];
}
