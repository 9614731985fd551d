using MlOpsBot.Tips.Schedules;
using MlOpsBot.Tips.Subscriptions;
using NodaTime;

namespace MlOpsBot.Tips.Tests.Schedules;

public sealed class DayReaderTests
{
    private static readonly LocalDate s_saturday = new(2026, 11, 21);

    public static TheoryData<string, string> Days()
    {
        var data = new TheoryData<string, string>();
        foreach (var parts in ScheduleReaderTests.Table("days-to-come.txt", 2))
        {
            data.Add(parts[0], parts[1]);
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Days))]
    public void What_people_write_for_a_day_is_understood_or_asked_back_about(string words, string expected)
    {
        var reading = DayReader.Read(words, s_saturday);

        (reading.Day is { } day ? LedgerDay.Write(day) : reading.Fault).ShouldBe(expected);
        (reading.Day is null).ShouldBe(reading.Fault is not null);
    }

    [Theory]
    [InlineData("2026-11-18", "friday", "2026-11-20")]
    [InlineData("2026-11-18", "next friday", "2026-11-27")]
    [InlineData("2026-11-18", "wednesday", "2026-11-25")]
    [InlineData("2026-11-18", "the weekend", "2026-11-21")]
    [InlineData("2026-11-18", "monday next week", "2026-11-23")]
    [InlineData("2026-12-31", "tomorrow", "2027-01-01")]
    [InlineData("2026-12-31", "next month", "2027-01-01")]
    [InlineData("2027-01-31", "for a month", "2027-02-28")]
    [InlineData("2028-02-28", "tomorrow", "2028-02-29")]
    [InlineData("2028-02-29", "for a year", "2029-02-28")]
    [InlineData("2027-01-31", "the 30th", "2027-03-30")]
    [InlineData("2026-11-21", "21 nov", "2027-11-21")]
    public void It_depends_on_the_day_on_which_it_is_said(string today, string words, string expected)
        => DayReader.Read(words, LedgerDay.Read(today)!.Value).Day.ShouldBe(LedgerDay.Read(expected));

    [Fact]
    public void Every_day_of_two_years_is_understood_as_it_is_said()
    {
        for (var ahead = 1; ahead <= DayReader.MostDays; ahead++)
        {
            var day = s_saturday.PlusDays(ahead);
            DayReader.Read(ScheduleWords.Say(day), s_saturday).Day.ShouldBe(day);
            DayReader.Read(LedgerDay.Write(day), s_saturday).Day.ShouldBe(day);
            if (ahead < 365)
            {
                DayReader.Read(ScheduleWords.Say(day, day), s_saturday).Day.ShouldBe(day);
            }
        }
    }
}
