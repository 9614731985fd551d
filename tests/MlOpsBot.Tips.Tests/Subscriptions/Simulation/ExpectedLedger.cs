using MlOpsBot.Tips.Schedules;
using MlOpsBot.Tips.Subscriptions;
using NodaTime;

namespace MlOpsBot.Tips.Tests.Subscriptions.Simulation;

/// <summary>
/// What the ledger must hold, said once more in other words and without the code that it judges: each local day of the two years is looked at, by
/// the zone's walked minutes.
/// </summary>
internal sealed class ExpectedLedger(IReadOnlyDictionary<string, LocalMinutes> zones, IReadOnlySet<LocalDate> holidays, SimulatedClock clock, int catchUpMinutes, LocalDate first, LocalDate last)
{
    public Dictionary<LocalDate, SimulatedDay> Of(SimulatedSubscription subscription)
    {
        var ledger = new Dictionary<LocalDate, SimulatedDay>();
        var lastDay = LocalDate.MinIsoValue;
        for (var index = 0; index < subscription.Plans.Length; index++)
        {
            var (orderedAt, plan) = subscription.Plans[index];
            if (clock.FirstFrom(orderedAt) is not { } from)
            {
                break;
            }

            var until = index + 1 < subscription.Plans.Length ? clock.FirstFrom(subscription.Plans[index + 1].Minute) ?? int.MaxValue : int.MaxValue;
            var zone = zones[plan.Schedule.Zone];
            for (var day = first; day <= last; day = day.PlusDays(1))
            {
                if (IsOn(plan.Schedule.Days, day.DayOfWeek) && day > lastDay && zone.Find(day, plan.Schedule.Time) is { } due && due > from && clock.FirstFrom(due) is { } planned && planned <= until)
                {
                    var isFollowed = Later(plan, zone, day) is { } next && next <= planned;
                    ledger.Add(day, new SimulatedDay(due, planned, WhyNot(plan, day, due, planned, isFollowed)));
                }
            }

            lastDay = ledger.Count == 0 ? lastDay : ledger.Keys.Max();
        }

        return ledger;
    }

    private string? WhyNot(SubscriptionPlan plan, LocalDate day, int due, int planned, bool isFollowed)
        => plan.IsPaused && (plan.PausedUntil is null || day.CompareTo(plan.PausedUntil.Value) < 0) ? "paused"
        : plan.Skipped.Contains(day) ? "left out"
        : holidays.Contains(day) ? "holiday"
        : planned - due > catchUpMinutes || isFollowed ? "too late"
        : null;

    private int? Later(SubscriptionPlan plan, LocalMinutes zone, LocalDate day)
    {
        for (var next = day.PlusDays(1); next <= last; next = next.PlusDays(1))
        {
            if (IsOn(plan.Schedule.Days, next.DayOfWeek) && zone.Find(next, plan.Schedule.Time) is { } due)
            {
                return due;
            }
        }

        return null;
    }

    private static bool IsOn(WeekDays days, IsoDayOfWeek day) => day switch
    {
        IsoDayOfWeek.Monday => days.HasFlag(WeekDays.Monday),
        IsoDayOfWeek.Tuesday => days.HasFlag(WeekDays.Tuesday),
        IsoDayOfWeek.Wednesday => days.HasFlag(WeekDays.Wednesday),
        IsoDayOfWeek.Thursday => days.HasFlag(WeekDays.Thursday),
        IsoDayOfWeek.Friday => days.HasFlag(WeekDays.Friday),
        IsoDayOfWeek.Saturday => days.HasFlag(WeekDays.Saturday),
        _ => days.HasFlag(WeekDays.Sunday),
    };
}
