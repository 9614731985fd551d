using System.Globalization;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Tips.Commands;
using MlOpsBot.Tips.Schedules;
using MlOpsBot.Tips.Subscriptions;
using NodaTime;

namespace MlOpsBot.Tips.Tests.Commands;

/// <summary>Days that are past, compared with the schedule.</summary>
public sealed class ReplayTests
{
    private static readonly DateTimeOffset s_changed = Moment("2026-03-02T09:00:00Z");

    private static readonly TipSubscription s_subscription =
        new TipSubscription(new WorkspaceKey("slack", "T1"), "C1", PlanJson.Write(new SubscriptionPlan(TipSchedule.Default)), "ada", TipState.On, null) with
        {
            Version = 1,
            ChangedAt = s_changed,
        };

    [Fact]
    public void Days_that_were_posted_or_left_out_are_as_planned()
        => Replay([Row(3, TipDayState.Posted), Row(4, TipDayState.Skipped), Row(5, TipDayState.Posted), Row(6, TipDayState.Posted)])
            .ShouldBe(["3 AsPlanned", "4 AsPlanned", "5 AsPlanned", "6 AsPlanned"]);

    [Fact]
    public void Days_without_a_row_are_missing_and_those_off_the_schedule_unexpected()
        => Replay([Row(3, TipDayState.Posted), Row(5, TipDayState.Failed), Row(6, TipDayState.Doubtful), Row(7, TipDayState.Posted)])
            .ShouldBe(["3 AsPlanned", "4 Missing", "5 Failed", "6 Doubtful", "7 Unexpected"]);

    [Fact]
    public void What_waits_long_past_its_moment_is_overdue()
        => Replay([Row(3, TipDayState.Planned), Row(4, TipDayState.Claimed), Row(5, TipDayState.Posted), Row(6, TipDayState.Posted)])
            .ShouldBe(["3 Overdue", "4 Overdue", "5 AsPlanned", "6 AsPlanned"]);

    [Fact]
    public void Nothing_is_missing_before_the_last_change_nor_after_a_suspension_nor_where_tips_are_off()
    {
        Replay([], s_subscription with { Suspension = new Suspension("is_archived", Moment("2026-03-04T09:30:00Z")) }).ShouldBe(["3 Missing"]);
        Replay([], s_subscription with { ChangedAt = Moment("2026-03-05T12:00:00Z") }).ShouldBe(["6 Missing"]);
        Replay([Row(3, TipDayState.Posted)], s_subscription with { State = TipState.Off }).ShouldBe(["3 AsPlanned"]);
    }

    [Fact]
    public void A_day_within_the_time_for_catching_up_is_not_missed_yet()
        => TipReplay.Compare(s_subscription, [], new LocalDate(2026, 3, 1), new LocalDate(2026, 3, 31), Moment("2026-03-03T10:00:00Z"), TimeSpan.FromHours(3)).ShouldBeEmpty();

    private static IEnumerable<string> Replay(IEnumerable<TipDay> rows, TipSubscription? subscription = null)
        => TipReplay.Compare(subscription ?? s_subscription, rows, new LocalDate(2026, 3, 1), new LocalDate(2026, 3, 31), Moment("2026-03-08T12:00:00Z"), TimeSpan.FromHours(3))
            .Select(day => $"{day.Day.Day} {day.Verdict}");

    private static TipDay Row(int day, TipDayState state)
        => new(s_subscription.Workspace, "C1", $"2026-03-{day:00}", Moment($"2026-03-{day:00}T09:30:00Z"), state, $"d{day}");

    private static DateTimeOffset Moment(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
