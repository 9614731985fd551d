using MlOpsBot.Tips.Holidays;
using MlOpsBot.Tips.Subscriptions;

namespace MlOpsBot.Tips.Tests.Holidays;

public sealed class HolidayListTests
{
    [Fact]
    public void Dates_with_names_are_read_in_the_forms_in_which_people_write_them()
        => Read(
            """
            # Company holidays
            2026-12-25 Christmas Day
            2026-12-26: Boxing Day   # bank holiday
            - 2027-01-01 New Year
            - 2027-01-06: "Epiphany"
            2027-05-01,Labour Day
            2027-10-03

            holidays:
              - date: 2027-12-24
                name: 'Christmas Eve'
            2027-12-27 to 2027-12-29 Closed
            C#-Day # no date
            """,
            "4 lines").ShouldBe(
        [
            "2026-12-25 Christmas Day", "2026-12-26 Boxing Day", "2027-01-01 New Year", "2027-01-06 Epiphany", "2027-05-01 Labour Day", "2027-10-03 ",
            "2027-12-24 Christmas Eve", "2027-12-27 Closed", "2027-12-28 Closed", "2027-12-29 Closed",
            "f:13: 'C#-Day' is not understood; write a date and a name, such as 2026-12-25 Christmas Day.",
        ]);

    [Theory]
    [InlineData("25.12.2026 Christmas\n2027-01-01", "f:1: '25.12.2026 Christmas' is not understood; write a date and a name, such as 2026-12-25 Christmas Day.")]
    [InlineData("2027-01-01\n2026-02-30 Nothing", "f:2: '2026-02-30 Nothing' has a date that there is not; look at the month and the day.")]
    [InlineData("2027-01-01\n2026-12-24 to 2026-12-20 X", "f:2: '2026-12-24 to 2026-12-20 X' ends before it begins; it does not count.")]
    [InlineData("2027-01-01\n2026-12-24 to 2028-12-20 X", "f:2: '2026-12-24 to 2028-12-20 X' is longer than a year; it does not count.")]
    [InlineData("2027-01-01\n9999-12-31 X", "f:2: '9999-12-31 X' has a date that there is not; look at the month and the day.")]
    public void What_is_not_understood_is_said_with_its_line_and_the_rest_counts(string text, string finding)
    {
        var reading = HolidayFile.Read(text, "f");

        reading.Findings.ShouldHaveSingleItem().ToString().ShouldBe(finding);
        reading.IsUsable.ShouldBeTrue();
        LedgerDay.Write(reading.Days.ShouldHaveSingleItem().Day).ShouldBe("2027-01-01");
    }

    [Theory]
    [InlineData("", "f:1: The file is empty.")]
    [InlineData(" \r\n\t", "f:1: The file is empty.")]
    [InlineData("# none yet\n", "f:1: There is no date in the file; write a date and a name, such as 2026-12-25 Christmas Day, one a line.")]
    public void A_file_without_a_date_is_no_list_of_holidays(string text, string finding)
    {
        var reading = HolidayFile.Read(text, "f");

        reading.IsUsable.ShouldBeFalse();
        reading.Findings.ShouldHaveSingleItem().ToString().ShouldBe(finding);
    }

    private static string[] Read(string text, string because)
    {
        var reading = HolidayFile.Read(text.ReplaceLineEndings("\r\n"), "f");
        reading.IsUsable.ShouldBeTrue(because);
        return [.. reading.Days.Select(holiday => $"{LedgerDay.Write(holiday.Day)} {holiday.Name}"), .. reading.Findings.Select(finding => finding.ToString())];
    }
}
