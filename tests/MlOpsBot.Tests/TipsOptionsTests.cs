using Microsoft.Extensions.Configuration;
using MlOpsBot.Configuration;
using MlOpsBot.Tips;
using MlOpsBot.Tips.Schedules;
using NodaTime;

namespace MlOpsBot.Tests;

public sealed class TipsOptionsTests
{
    [Fact]
    public void Nothing_configured_posts_tips_with_sensible_defaults()
    {
        var (options, faults) = Read();

        faults.ShouldBeEmpty();
        options.Tips.ShouldSatisfyAllConditions(
            tips => tips.IsEnabled.ShouldBeTrue(),
            tips => tips.CatchUp.ShouldBe(TimeSpan.FromHours(3)),
            tips => ScheduleWords.Say(tips.Default).ShouldBe("every weekday at 09:30 UTC"),
            tips => tips.Holidays.ShouldBeEmpty(),
            tips => tips.WhoMayChange.ShouldBe(TipAccess.Anyone));
    }

    [Fact]
    public void Everything_can_be_set()
    {
        var (options, faults) = Read(
            ("Enabled", "false"), ("Default", "mon,wed,fri 16:00 Berlin"), ("CatchUpMinutes", "90"), ("SpreadSeconds", "10"), ("Holidays", "a.ics, b.txt"),
            ("WhoMayChange", "administrators"), ("Workers", "8"), ("LeaseSeconds", "30"));

        faults.ShouldBeEmpty();
        options.Tips.ShouldSatisfyAllConditions(
            tips => tips.IsEnabled.ShouldBeFalse(),
            tips => tips.Default.ShouldBe(new TipSchedule(new LocalTime(16, 0), WeekDays.Monday | WeekDays.Wednesday | WeekDays.Friday, "Europe/Berlin")),
            tips => tips.CatchUp.ShouldBe(TimeSpan.FromMinutes(90)),
            tips => tips.Spread.ShouldBe(TimeSpan.FromSeconds(10)),
            tips => tips.Holidays.ShouldBe(["a.ics", "b.txt"]),
            tips => tips.WhoMayChange.ShouldBe(TipAccess.Administrators),
            tips => tips.Workers.ShouldBe(8),
            tips => tips.Lease.ShouldBe(TimeSpan.FromSeconds(30)));
    }

    [Theory]
    [InlineData("Default", "every second monday", "MlOpsBot:Tips:Default is 'every second monday'. Tips come on the same days of every week; I cannot count weeks or days between them. Say the days, such as \"mon,wed,fri 16:00\".")]
    [InlineData("Default", "9:30 Atlantis", "MlOpsBot:Tips:Default is '9:30 Atlantis'. I do not know the time zone \"Atlantis\". Did you mean Atlanta?")]
    [InlineData("CatchUpMinutes", "1441", "MlOpsBot:Tips:CatchUpMinutes is '1441'; give a whole number from 0 to 1440.")]
    [InlineData("WhoMayChange", "Nobody", "MlOpsBot:Tips:WhoMayChange is 'Nobody'; give Anyone or Administrators.")]
    [InlineData("Holiday", "a.ics", "MlOpsBot:Tips:Holiday is no option; did you mean MlOpsBot:Tips:Holidays?")]
    public void A_wrong_option_is_named_with_what_is_allowed(string name, string value, string fault) => Read((name, value)).Faults.ShouldBe([fault]);

    [Fact]
    public void A_file_of_holidays_that_is_not_there_keeps_the_bot_from_starting()
    {
        using var scratch = new Scratch();
        var there = scratch.Write("there.ics", "BEGIN:VCALENDAR");

        var (options, faults) = Read(("Holidays", "there.ics,missing.ics")).Locate(scratch.Path);

        options.Tips.Holidays.ShouldBe([there, Path.Combine(scratch.Path, "missing.ics")]);
        faults.ShouldBe([$"MlOpsBot:Tips:Holidays names '{Path.Combine(scratch.Path, "missing.ics")}', which is no file; give calendars (.ics) or lists of dates, with commas between."]);
    }

    private static BotOptionsRead Read(params IEnumerable<(string Name, string Value)> settings) =>
        BotOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(settings.Select(setting => KeyValuePair.Create($"MlOpsBot:Tips:{setting.Name}", (string?)setting.Value))).Build());
}
