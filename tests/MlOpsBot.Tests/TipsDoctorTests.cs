using MlOpsBot.Diagnosis;

namespace MlOpsBot.Tests;

public sealed class TipsDoctorTests
{
    private static readonly DateTimeOffset s_now = new(2026, 11, 21, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task The_version_of_the_time_zone_database_is_said()
    {
        var finding = (await new TimeZoneCheck(At(s_now)).RunAsync(TestContext.Current.CancellationToken)).ShouldHaveSingleItem();

        finding.Verdict.ShouldBe(Verdict.Ok);
        finding.Text.ShouldMatch(@"^The database is 20\d\d[a-z], from NodaTime's package, with \d{3} zones\. In Berlin it is Sat 21 Nov 2026, 13:00, in New York Sat 21 Nov 2026, 07:00\.$");
    }

    [Fact]
    public async Task A_database_of_years_ago_is_a_warning()
    {
        var finding = (await new TimeZoneCheck(At(s_now.AddYears(3))).RunAsync(TestContext.Current.CancellationToken)).ShouldHaveSingleItem();

        finding.Verdict.ShouldBe(Verdict.Warning);
        finding.Text.ShouldEndWith("That is an old one.");
        finding.Remedy.ShouldBe("Update the program: the data come with it, from the package NodaTime.");
    }

    [Fact]
    public async Task Files_of_holidays_are_looked_at()
    {
        using var scratch = new Scratch();
        var good = scratch.Write("good.txt", "2026-12-25 Christmas Day\n2026-12-26 Boxing Day\nsome day\n");
        var over = scratch.Write("over.txt", "2025-12-25 Christmas Day\n");
        var cut = scratch.Write("cut.ics", "BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n");
        var gone = Path.Combine(scratch.Path, "gone.ics");

        var findings = await new HolidaysCheck([good, over, cut, gone], At(s_now)).RunAsync(TestContext.Current.CancellationToken);

        findings.Select(finding => (finding.Verdict, finding.Text)).ShouldBe(
        [
            (Verdict.Ok, $"{good}: 2 days; the next is Fri 25 Dec 2026, Christmas Day."),
            (Verdict.Warning, $"1 line of it does not count, the first: {good}:3: 'some day' is not understood; write a date and a name, such as 2026-12-25 Christmas Day."),
            (Verdict.Warning, $"{over}: 1 day, and all of them are over."),
            (Verdict.Fault, $"{cut}:2: The file is cut off: END:VEVENT is missing. Export the calendar again."),
            (Verdict.Fault, $"{gone} cannot be read: Could not find file '{gone}'."),
        ]);
    }

    private static ManualClock At(DateTimeOffset now)
    {
        var clock = new ManualClock();
        clock.Advance(now - clock.GetUtcNow());
        return clock;
    }
}
