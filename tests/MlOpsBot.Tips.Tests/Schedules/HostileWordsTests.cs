using System.Text;
using MlOpsBot.Tips.Schedules;
using NodaTime;

namespace MlOpsBot.Tips.Tests.Schedules;

public sealed class HostileWordsTests
{
    [Fact]
    public void Whatever_is_written_is_understood_or_asked_back_about_and_nothing_throws()
    {
        var random = new Random(7);
        string[] pieces =
        [
            .. ScheduleReaderTests.Table("understood.txt", 4).Concat(ScheduleReaderTests.Table("asked-back.txt", 2)).SelectMany(parts => parts[0].Split(' ')),
            "-", "--", "/", ".", ",", ":", "9:", ":9", "((", "))", "(utc", "utc+", "\0", "\ud800", "\u202e", "🙂", "９", "٣", "a.m.", "99999999999999999999", "1/1/1", "é", "İ", "ß", "-1", "0", "00:00:00", "half", "past", "to", "quarter", "twenty",
        ];
        for (var round = 0; round < 15_000; round++)
        {
            var text = new StringBuilder();
            for (var count = random.Next(1, 9); count > 0; count--)
            {
                text.Append(pieces[random.Next(pieces.Length)]).Append(random.Next(5) == 0 ? "" : " ");
            }

            var words = text.ToString();
            var reading = ScheduleReader.Read(words);
            (reading.Wish is null).ShouldBe(reading.Fault is not null, words);
            if (reading.Wish is { Days: WeekDays.None } || reading.Wish?.Zone is { } zone && !TipCalendar.Tzdb.Knows(zone))
            {
                Assert.Fail($"\"{words}\" gave {reading}");
            }

            var day = DayReader.Read(words, new LocalDate(2026, 11, 21));
            (day.Day is null).ShouldBe(day.Fault is not null, words);
        }
    }

    [Fact]
    public void A_long_text_is_not_read()
    {
        ScheduleReader.Read(new string('9', 100_000)).Fault.ShouldNotBeNull().ShouldStartWith("That is too much for me to read.");
        DayReader.Read(new string('9', 100_000), new LocalDate(2026, 11, 21)).Fault.ShouldNotBeNull().ShouldStartWith("That is too much for me to read.");
    }
}
