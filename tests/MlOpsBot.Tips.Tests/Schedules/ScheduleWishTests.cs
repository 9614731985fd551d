using MlOpsBot.Tips.Schedules;
using NodaTime;

namespace MlOpsBot.Tips.Tests.Schedules;

public sealed class ScheduleWishTests
{
    [Fact]
    public void What_was_left_open_is_taken_from_another_schedule()
        => new ScheduleWish(new LocalTime(16, 0), Days: null, Zone: null).Or(TipSchedule.Default)
            .ShouldBe(new TipSchedule(new LocalTime(16, 0), WeekDays.Working, "Etc/UTC"));
}
