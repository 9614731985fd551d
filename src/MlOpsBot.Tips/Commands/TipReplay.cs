using System.Collections.Immutable;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Tips.Holidays;
using MlOpsBot.Tips.Schedules;
using MlOpsBot.Tips.Subscriptions;
using NodaTime;

namespace MlOpsBot.Tips.Commands;

/// <summary>How a local day of a channel compares with its schedule.</summary>
public enum ReplayVerdict
{
    /// <summary>As the schedule wants it: posted, or left out for a reason.</summary>
    AsPlanned,

    /// <summary>Surely not posted, although it should have been.</summary>
    Failed,

    /// <summary>Nobody can tell whether it was posted.</summary>
    Doubtful,

    /// <summary>Its moment is long past, and it still waits.</summary>
    Overdue,

    /// <summary>The schedule has it, and the ledger knows nothing of it.</summary>
    Missing,

    /// <summary>The ledger has it, and the schedule has no tip on that day.</summary>
    Unexpected,
}

/// <summary>A local day of a channel, compared. Immutable.</summary>
/// <param name="Day">The local day.</param>
/// <param name="Verdict">How it compares.</param>
/// <param name="Row">The ledger's row; null where there is none.</param>
public sealed record ReplayedDay(LocalDate Day, ReplayVerdict Verdict, TipDay? Row);

/// <summary>Steps a schedule through days that are past and compares it with the ledger. Reads, and posts nothing. Thread-safe.</summary>
public static class TipReplay
{
    /// <summary>Longer than any attempt takes, with every retry.</summary>
    private static readonly TimeSpan s_overdue = TimeSpan.FromHours(1);

    /// <summary>
    /// Compares a channel's days. What the schedule was before its last change is not known any more: the days up to that one are
    /// taken as the ledger has them, and so are those of a suspension.
    /// </summary>
    /// <param name="subscription">The channel's subscription as it is now.</param>
    /// <param name="rows">The ledger's rows of the channel between the days, in any order.</param>
    /// <param name="from">The first local day.</param>
    /// <param name="to">The last one.</param>
    /// <param name="now">The moment: later days are not compared.</param>
    /// <param name="catchUp">How late a tip may be posted.</param>
    public static ImmutableArray<ReplayedDay> Compare(
        TipSubscription subscription, IEnumerable<TipDay> rows, LocalDate from, LocalDate to, DateTimeOffset now, TimeSpan catchUp)
    {
        ArgumentNullException.ThrowIfNull(subscription);
        ArgumentNullException.ThrowIfNull(rows);
        var days = new SortedDictionary<LocalDate, ReplayedDay>();
        foreach (var row in rows)
        {
            if (LedgerDay.Read(row.Day) is { } day && day >= from && day <= to)
            {
                days[day] = new ReplayedDay(day, Verdict(row, now, catchUp), row);
            }
        }

        if (PlanJson.Read(subscription.Plan) is { } plan && subscription.State == TipState.On)
        {
            Compare(plan, subscription, days, from, to, now, catchUp);
        }

        return [.. days.Values];
    }

    private static void Compare(
        SubscriptionPlan plan, TipSubscription subscription, SortedDictionary<LocalDate, ReplayedDay> days, LocalDate from, LocalDate to, DateTimeOffset now, TimeSpan catchUp)
    {
        var changed = TipCalendar.Tzdb.Today(plan.Schedule.Zone, Instant.FromDateTimeOffset(subscription.ChangedAt));
        var first = changed.PlusDays(1) > from ? changed.PlusDays(1) : from;
        var last = subscription.Suspension is { } suspension ? suspension.Since : now;
        var start = Instant.FromDateTimeOffset(subscription.ChangedAt);
        var wanted = TipDue.Upcoming(plan, LedgerDay.Write(first.PlusDays(-1)), subscription.ChangedAt, HolidayCalendar.None)
            .TakeWhile(day => day.Day <= to && day.At > start && day.At.ToDateTimeOffset() + catchUp < last)
            .Select(day => day.Day)
            .ToHashSet();
        foreach (var day in wanted.Where(day => !days.ContainsKey(day)))
        {
            days[day] = new ReplayedDay(day, ReplayVerdict.Missing, null);
        }

        foreach (var day in days.Values.Where(day => day.Day >= first && day.Verdict == ReplayVerdict.AsPlanned && !plan.Schedule.Days.Includes(day.Day)).ToList())
        {
            days[day.Day] = day with { Verdict = ReplayVerdict.Unexpected };
        }
    }

    private static ReplayVerdict Verdict(TipDay row, DateTimeOffset now, TimeSpan catchUp) => row.State switch
    {
        TipDayState.Failed => ReplayVerdict.Failed,
        TipDayState.Doubtful => ReplayVerdict.Doubtful,
        TipDayState.Planned or TipDayState.Claimed when now - row.DueAt > catchUp + s_overdue => ReplayVerdict.Overdue,
        _ => ReplayVerdict.AsPlanned,
    };
}
