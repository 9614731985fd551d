using MlOpsBot.Tips.Schedules;
using MlOpsBot.Tips.Subscriptions;
using NodaTime;

namespace MlOpsBot.Tips.Tests.Subscriptions;

public sealed class PlanJsonTests
{
    private static readonly SubscriptionPlan s_full = new(new TipSchedule(new LocalTime(16, 5), WeekDays.Monday | WeekDays.Friday, "Asia/Kathmandu"))
    {
        Topics = [new TipTopic("data \"engineering\"", ["data-engineer", "data-quality"]), new TipTopic("Größe", [])],
        IsPaused = true,
        PausedUntil = new LocalDate(2027, 1, 5),
        Skipped = [new LocalDate(2026, 12, 1), new LocalDate(2028, 2, 29)],
    };

    [Fact]
    public void What_is_written_is_read_back_the_same() => PlanJson.Write(PlanJson.Read(PlanJson.Write(s_full))!).ShouldBe(PlanJson.Write(s_full));

    [Fact]
    public void Every_part_of_a_plan_is_kept()
    {
        var read = PlanJson.Read(PlanJson.Write(s_full)).ShouldNotBeNull();

        read.Schedule.ShouldBe(s_full.Schedule);
        read.Topics.Select(topic => topic.Label).ShouldBe(["data \"engineering\"", "Größe"]);
        read.Topics[0].Cards.ShouldBe(["data-engineer", "data-quality"]);
        read.Topics[1].Cards.ShouldBeEmpty();
        read.IsPaused.ShouldBeTrue();
        read.PausedUntil.ShouldBe(s_full.PausedUntil);
        read.Skipped.ShouldBe(s_full.Skipped);
    }

    [Fact]
    public void What_older_programs_left_out_has_its_default()
    {
        var read = PlanJson.Read("""{"time":"09:30","days":31,"zone":"Europe/Berlin"}""").ShouldNotBeNull();

        read.Schedule.ShouldBe(new TipSchedule(new LocalTime(9, 30), WeekDays.Working, "Europe/Berlin"));
        read.Topics.ShouldBeEmpty();
        read.IsPaused.ShouldBeFalse();
        read.PausedUntil.ShouldBeNull();
        read.Skipped.ShouldBeEmpty();
    }

    [Fact]
    public void What_newer_programs_add_is_passed_over()
        => PlanJson.Read("""{"time":"09:30","days":31,"zone":"Europe/Berlin","mood":{"x":[1]},"skipped":["soon",7,"2026-12-01"],"topics":[3,{"label":"a","cards":["b",4]}]}""")
            .ShouldNotBeNull().Skipped.ShouldBe([new LocalDate(2026, 12, 1)]);

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("[]")]
    [InlineData("null")]
    [InlineData("{}")]
    [InlineData("""{"time":"9.30","days":31,"zone":"Europe/Berlin"}""")]
    [InlineData("""{"time":"09:30","days":0,"zone":"Europe/Berlin"}""")]
    [InlineData("""{"time":"09:30","days":128,"zone":"Europe/Berlin"}""")]
    [InlineData("""{"time":"09:30","days":1.5,"zone":"Europe/Berlin"}""")]
    [InlineData("""{"time":"09:30","days":31,"zone":""}""")]
    public void What_is_no_plan_is_none(string text) => PlanJson.Read(text).ShouldBeNull();
}
