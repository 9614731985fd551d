using System.Text;
using MlOpsBot.Tips.Holidays;

namespace MlOpsBot.Tips.Tests.Holidays;

/// <summary>Calendars that somebody made to harm, or a program by mistake: each is read in bounded time and memory, or refused.</summary>
public sealed class HostileCalendarTests
{
    public static TheoryData<string, string> Calendars => new()
    {
        { "events of ten thousand years each", Events(2_000, "DTSTART;VALUE=DATE:00010101\r\nDTEND;VALUE=DATE:99991231") },
        { "events that recur for ever", Events(20_000, "DTSTART;VALUE=DATE:20200101\r\nDTEND;VALUE=DATE:20200201\r\nRRULE:FREQ=YEARLY") },
        { "a rule of a billion times", Events(1, "DTSTART;VALUE=DATE:20200101\r\nRRULE:FREQ=YEARLY;COUNT=1000000000") },
        { "exceptions without end", Events(1, "DTSTART;VALUE=DATE:20200101\r\nRRULE:FREQ=YEARLY" + string.Concat(Enumerable.Repeat("\r\nEXDATE;VALUE=DATE:20210101", 50_000))) },
        { "one line of five megabytes", Events(1, "DTSTART;VALUE=DATE:20200101\r\nDESCRIPTION:" + new string('x', 5_000_000)) },
        { "a line folded a million times", Events(1, "DTSTART;VALUE=DATE:20200101\r\nDESCRIPTION:" + string.Concat(Enumerable.Repeat("\r\n x", 1_000_000))) },
        { "boxes in boxes", string.Concat(Enumerable.Repeat("BEGIN:VCALENDAR\r\n", 200_000)) },
        { "alarms in alarms", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n" + string.Concat(Enumerable.Repeat("BEGIN:VALARM\r\n", 200_000)) },
    };

    [Theory]
    [MemberData(nameof(Calendars))]
    public void A_hostile_calendar_takes_bounded_time_and_memory(string what, string text)
    {
        var before = GC.GetTotalAllocatedBytes();

        var reading = HolidayFile.Read(text, "hostile.ics");

        reading.Days.Length.ShouldBeLessThanOrEqualTo(20_000, what);
        (GC.GetTotalAllocatedBytes() - before).ShouldBeLessThan(500_000_000, what);
    }

    private static string Events(int count, string lines)
    {
        var text = new StringBuilder("BEGIN:VCALENDAR\r\nVERSION:2.0\r\n");
        for (var i = 0; i < count; i++)
        {
            text.Append("BEGIN:VEVENT\r\nUID:").Append(i).Append("\r\nSUMMARY:Day ").Append(i).Append("\r\n").Append(lines).Append("\r\nEND:VEVENT\r\n");
        }

        return text.Append("END:VCALENDAR\r\n").ToString();
    }
}
