using MlOpsBot.Tips.Schedules;
using NodaTime;

namespace MlOpsBot.Tips.Tests.Schedules;

public sealed class ScheduleWordsTests
{
    [Theory]
    [InlineData("working", "Europe/Berlin", "every weekday at 09:30, Berlin time (Europe/Berlin)")]
    [InlineData("all", "Etc/UTC", "every day at 09:30 UTC")]
    [InlineData("weekend", "America/Argentina/Buenos_Aires", "every Saturday and Sunday at 09:30, Buenos Aires time (America/Argentina/Buenos_Aires)")]
    [InlineData("mon", "UTC+05:30", "every Monday at 09:30 UTC+05:30")]
    [InlineData("mon,wed,fri", "Etc/GMT", "every Monday, Wednesday and Friday at 09:30 GMT")]
    [InlineData("tue,wed,thu", "CET", "Tuesday to Thursday at 09:30, CET time (CET)")]
    [InlineData("mon,tue,wed,thu,fri,sat", "Asia/Tokyo", "every day except Sunday at 09:30, Tokyo time (Asia/Tokyo)")]
    public void A_schedule_is_said_in_a_sentence(string days, string zone, string expected)
        => ScheduleWords.Say(new TipSchedule(new LocalTime(9, 30), ScheduleReaderTests.Days(days)!.Value, zone)).ShouldBe(expected);

    [Fact]
    public void Every_set_of_days_is_understood_as_it_is_said()
    {
        for (var days = 1; days <= (int)WeekDays.All; days++)
        {
            ReadsBack(new TipSchedule(new LocalTime(16, 5), (WeekDays)days, "Europe/Berlin"));
        }
    }

    [Fact]
    public void Every_minute_of_the_day_is_understood_as_it_is_said()
    {
        for (var minute = 0; minute < 24 * 60; minute++)
        {
            ReadsBack(new TipSchedule(LocalTime.Midnight.PlusMinutes(minute), WeekDays.Working, "Asia/Kathmandu"));
        }
    }

    [Fact]
    public void Every_zone_is_understood_as_it_is_said()
    {
        string[] written = ["Etc/UTC", "UTC+02", "UTC-03", "UTC+05:45", "UTC+14", "UTC-12"];
        foreach (var zone in DateTimeZoneProviders.Tzdb.Ids.Concat(written))
        {
            ReadsBack(new TipSchedule(new LocalTime(9, 30), WeekDays.Monday | WeekDays.Thursday, zone));
        }
    }

    [Fact]
    public void Any_schedule_is_understood_as_it_is_said()
    {
        // Zones, days and times that are drawn together, the same at every run.
        var random = new Random(20261121);
        string[] zones = [.. DateTimeZoneProviders.Tzdb.Ids];
        for (var round = 0; round < 20_000; round++)
        {
            ReadsBack(new TipSchedule(LocalTime.Midnight.PlusMinutes(random.Next(24 * 60)), (WeekDays)random.Next(1, (int)WeekDays.All + 1), zones[random.Next(zones.Length)]));
        }
    }

    [Theory]
    [InlineData("2026-11-23", "Mon 23 Nov")]
    [InlineData("2027-01-05", "Tue 5 Jan 2027")]
    public void A_day_is_said_with_its_year_where_that_is_another(string day, string expected)
        => ScheduleWords.Say(MlOpsBot.Tips.Subscriptions.LedgerDay.Read(day)!.Value, new LocalDate(2026, 11, 21)).ShouldBe(expected);

    [Fact]
    public void A_moment_is_said_with_its_time()
        => ScheduleWords.Say(new LocalDateTime(2026, 11, 23, 9, 30), new LocalDate(2026, 11, 21)).ShouldBe("Mon 23 Nov, 09:30");

    private static void ReadsBack(TipSchedule schedule)
    {
        var said = ScheduleWords.Say(schedule);
        var reading = ScheduleReader.Read(said);

        // The message is made where it fails alone: a hundred thousand are compared.
        if (reading.Wish != new ScheduleWish(schedule.Time, schedule.Days, schedule.Zone))
        {
            Assert.Fail($"\"{said}\" was understood as {reading}");
        }
    }
}
