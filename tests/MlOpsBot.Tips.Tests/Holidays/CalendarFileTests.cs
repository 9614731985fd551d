using MlOpsBot.Tips.Holidays;
using MlOpsBot.Tips.Subscriptions;

namespace MlOpsBot.Tips.Tests.Holidays;

public sealed class CalendarFileTests
{
    [Fact]
    public void An_all_day_event_is_a_holiday() => Read("DTSTART;VALUE=DATE:20261225", "DTEND;VALUE=DATE:20261226", "SUMMARY:Christmas Day").ShouldBe(["2026-12-25 Christmas Day"]);

    [Fact]
    public void The_end_of_an_event_is_the_day_after_its_last()
        => Read("DTSTART;VALUE=DATE:20261224", "DTEND;VALUE=DATE:20261227", "SUMMARY:Closed").ShouldBe(["2026-12-24 Closed", "2026-12-25 Closed", "2026-12-26 Closed"]);

    [Theory]
    [InlineData("DTEND;VALUE=DATE:20261225")]
    [InlineData("DURATION:P1D")]
    [InlineData("TRANSP:TRANSPARENT")]
    public void An_event_without_an_end_after_its_beginning_is_one_day(string line) => Read("DTSTART;VALUE=DATE:20261225", line, "SUMMARY:X").ShouldBe(["2026-12-25 X"]);

    [Theory]
    [InlineData("P2D", 2)]
    [InlineData("P1W", 7)]
    public void A_length_in_days_or_weeks_counts(string length, int days) => Read("DTSTART;VALUE=DATE:20261201", $"DURATION:{length}", "SUMMARY:X").Length.ShouldBe(days);

    [Fact]
    public void Folded_lines_and_escaped_signs_are_read_as_they_were_meant()
        => Read("DTSTART;VALUE=DATE:20261225", "SUMMARY;LANGUAGE=\"de:x\":Weih", " nachten\\, Tag 1\\; \\\\o/", "\t\\nfrei").ShouldBe(["2026-12-25 Weihnachten, Tag 1; \\o/ frei"]);

    [Fact]
    public void A_rule_that_comes_every_year_is_followed()
    {
        var days = Read("DTSTART;VALUE=DATE:20241225", "RRULE:FREQ=YEARLY", "SUMMARY:Christmas Day");

        days[..3].ShouldBe(["2024-12-25 Christmas Day", "2025-12-25 Christmas Day", "2026-12-25 Christmas Day"]);
        days[^1].ShouldBe("2100-12-25 Christmas Day");
    }

    [Theory]
    [InlineData("20260101", "FREQ=YEARLY;COUNT=3", "2026-01-01 2027-01-01 2028-01-01")]
    [InlineData("20260101", "FREQ=YEARLY;UNTIL=20270101", "2026-01-01 2027-01-01")]
    [InlineData("20260101", "FREQ=YEARLY;UNTIL=20270101T000000Z", "2026-01-01 2027-01-01")]
    [InlineData("20260101", "FREQ=YEARLY;INTERVAL=2;COUNT=2", "2026-01-01 2028-01-01")]
    [InlineData("20261126", "FREQ=YEARLY;BYMONTH=11;BYDAY=4TH;COUNT=3", "2026-11-26 2027-11-25 2028-11-23")]
    [InlineData("20260525", "FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO;COUNT=3", "2026-05-25 2027-05-31 2028-05-29")]
    [InlineData("20240229", "FREQ=YEARLY;COUNT=2", "2024-02-29 2028-02-29")]
    [InlineData("20260101", "FREQ=YEARLY;BYMONTH=1,7;BYMONTHDAY=1;COUNT=3", "2026-01-01 2026-07-01 2027-01-01")]
    [InlineData("20261231", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-1;COUNT=2;WKST=MO", "2026-12-31 2027-12-31")]
    public void Yearly_rules_have_their_parts(string start, string rule, string expected)
        => string.Join(' ', Read($"DTSTART;VALUE=DATE:{start}", $"RRULE:{rule}").Select(day => day.Trim())).ShouldBe(expected);

    [Theory]
    [InlineData("FREQ=MONTHLY")]
    [InlineData("FREQ=YEARLY;BYWEEKNO=20")]
    [InlineData("FREQ=YEARLY;BYDAY=MO")]
    [InlineData("FREQ=YEARLY;INTERVAL=0")]
    [InlineData("nonsense")]
    public void A_rule_that_is_not_understood_is_said_and_the_first_day_counts(string rule)
        => Read("DTSTART;VALUE=DATE:20261201", $"RRULE:{rule}", "SUMMARY:X").ShouldBe(
            ["2026-12-01 X", $"f.ics:4: 'X' repeats in a way that is not understood ({rule}); its first day alone counts. Rules that come every year are understood."]);

    [Fact]
    public void Days_are_added_and_taken_out()
        => Read("DTSTART;VALUE=DATE:20260101", "RRULE:FREQ=YEARLY;COUNT=3", "EXDATE;VALUE=DATE:20270101", "RDATE;VALUE=DATE:20270102,20270103").ShouldBe(["2026-01-01 ", "2027-01-02 ", "2027-01-03 ", "2028-01-01 "]);

    [Fact]
    public void A_cancelled_event_is_none()
    {
        var reading = HolidayFile.Read(Calendar("DTSTART;VALUE=DATE:20261225\nSTATUS:CANCELLED"), "f.ics");

        reading.Days.ShouldBeEmpty();
        reading.Findings.ShouldBeEmpty();
    }

    [Fact]
    public void An_occurrence_that_was_moved_or_cancelled_takes_the_place_of_the_one_in_the_rule()
    {
        var text = Calendar(
            "UID:a\nDTSTART;VALUE=DATE:20260101\nRRULE:FREQ=YEARLY;COUNT=3\nSUMMARY:Day off",
            "UID:a\nRECURRENCE-ID;VALUE=DATE:20270101\nDTSTART;VALUE=DATE:20270104\nSUMMARY:Day off\\, moved",
            "UID:a\nRECURRENCE-ID;VALUE=DATE:20280101\nDTSTART;VALUE=DATE:20280101\nSTATUS:CANCELLED");

        HolidayFile.Read(text, "f.ics").Days.Select(day => $"{LedgerDay.Write(day.Day)} {day.Name}").ShouldBe(["2026-01-01 Day off", "2027-01-04 Day off, moved"]);
    }

    [Fact]
    public void Events_at_a_time_of_day_are_said_and_other_components_are_none()
    {
        var text = "BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:X\nBEGIN:STANDARD\nDTSTART:19701025T030000\nEND:STANDARD\nEND:VTIMEZONE\n"
            + "BEGIN:VTODO\nDTSTART;VALUE=DATE:20260101\nEND:VTODO\n"
            + "BEGIN:VEVENT\nDTSTART;TZID=X:20261201T100000\nSUMMARY:Meeting\nBEGIN:VALARM\nDTSTART;VALUE=DATE:20260102\nEND:VALARM\nEND:VEVENT\n"
            + "BEGIN:VEVENT\nDTSTART:20261225\nEND:VEVENT\nEND:VCALENDAR\n";

        var reading = HolidayFile.Read(text, "f.ics");

        reading.Days.Select(day => LedgerDay.Write(day.Day)).ShouldBe(["2026-12-25"]);
        reading.Findings.Select(finding => finding.ToString()).ShouldBe(["f.ics:12: 'Meeting' is at a time of day; all-day events alone are holidays."]);
    }

    [Theory]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART;VALUE=DATE:20261225\n", "f.ics:3: The file is cut off: END:VEVENT is missing. Export the calendar again.")]
    [InlineData("BEGIN:VCALENDAR\nBEGIN:VEVENT\nEND:VCALENDAR\n", "f.ics:3: END:VCALENDAR ends what did not begin; export the calendar again.")]
    [InlineData("<html>sign in</html>", "f.ics:1: The file is no calendar: there is no BEGIN:VCALENDAR in it.")]
    public void A_file_that_is_cut_off_or_something_else_is_not_used(string text, string finding)
    {
        var reading = HolidayFile.Read(text, "f.ics");

        reading.IsUsable.ShouldBeFalse();
        reading.Findings.ShouldHaveSingleItem().ToString().ShouldBe(finding);
    }

    [Theory]
    [InlineData("DTSTART;VALUE=DATE:20260230", "f.ics:3: There is no day 20260230; 'X' does not count.")]
    [InlineData("DTEND;VALUE=DATE:20261226", "f.ics:2: 'X' has no DTSTART; it does not count.")]
    public void An_event_without_a_day_is_said(string line, string finding) => Read(line, "SUMMARY:X").ShouldBe([finding]);

    [Fact]
    public void An_event_that_would_last_for_years_is_said_and_does_not_count()
        => Read("DTSTART;VALUE=DATE:20260101", "DTEND;VALUE=DATE:20400101", "SUMMARY:X").ShouldBe(["f.ics:2: 'X' is longer than a year; it does not count."]);

    [Fact]
    public void A_calendar_is_known_by_its_first_line_too() => HolidayFile.Read("\ufeff" + Calendar("DTSTART;VALUE=DATE:20261225"), "holidays").Days.Length.ShouldBe(1);

    [Fact]
    public void Whatever_stands_in_a_file_is_read_or_said_and_nothing_throws()
    {
        var random = new Random(3);
        var text = Calendar("UID:a\nDTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:20260103\nRRULE:FREQ=YEARLY;BYMONTH=1;BYDAY=1MO;COUNT=9\nEXDATE;VALUE=DATE:20270101\nSUMMARY:Some\\, thing");
        for (var round = 0; round < 5_000; round++)
        {
            var characters = text.ToCharArray();
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                characters[random.Next(characters.Length)] = "\0\n;:=,-09ZT\\\"é"[random.Next(14)];
            }

            var damaged = new string(characters)[..random.Next(characters.Length / 2, characters.Length)];
            HolidayFile.Read(damaged, "f.ics").ShouldNotBeNull();
            HolidayFile.Read(damaged, "f.txt").ShouldNotBeNull();
        }
    }

    [Theory]
    [InlineData("DTSTART;VALUE=DATE:99991231\nDURATION:P3D")]
    [InlineData("DTSTART;VALUE=DATE:99991231\nDTEND;VALUE=DATE:99991231")]
    [InlineData("DTSTART;VALUE=DATE:20260101\nDTEND;VALUE=DATE:99991231")]
    [InlineData("DTSTART;VALUE=DATE:20260101\nDURATION:P2147483647W")]
    [InlineData("DTSTART;VALUE=DATE:20260101\nDURATION:P99999999999D")]
    [InlineData("DTSTART;VALUE=DATE:20260101\nDURATION:PT9223372036854775807H")]
    [InlineData("DTSTART;VALUE=DATE:20260101\nRDATE;VALUE=DATE:99991231\nDURATION:P2D")]
    public void Numbers_beyond_all_calendars_are_said_and_nothing_throws(string lines) => Read(lines).ShouldContain(line => line.StartsWith("f.ics:", StringComparison.Ordinal));

    private static string[] Read(params string[] lines)
    {
        var reading = HolidayFile.Read(Calendar(string.Join('\n', lines)), "f.ics");
        return [.. reading.Days.Select(day => $"{LedgerDay.Write(day.Day)} {day.Name}"), .. reading.Findings.Select(finding => finding.ToString())];
    }

    private static string Calendar(params string[] events) => string.Join("\r\n", [
        "BEGIN:VCALENDAR", .. events.SelectMany(text => new[] { "BEGIN:VEVENT" }.Concat(text.Split('\n')).Append("END:VEVENT")), "END:VCALENDAR", ""]);
}
