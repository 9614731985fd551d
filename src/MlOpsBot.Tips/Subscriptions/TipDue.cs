using System.Globalization;
using MlOpsBot.Tips.Holidays;
using MlOpsBot.Tips.Schedules;
using NodaTime;

namespace MlOpsBot.Tips.Subscriptions;

/// <summary>A day of a plan that is still to come. Immutable.</summary>
/// <param name="Day">The local day.</param>
/// <param name="At">The moment that the schedule means.</param>
/// <param name="Skipped">Why nothing will be posted, in a few words; null where a tip will be.</param>
public sealed record UpcomingDay(LocalDate Day, Instant At, string? Skipped);

/// <summary>What days a plan has, which of them get no tip and why, and when the next one is due.</summary>
/// <remarks>Thread-safe. Days and zones are those of <see cref="TipCalendar.Tzdb"/>.</remarks>
public static class TipDue
{
    /// <summary>
    /// When the next local day of a plan is to be planned: <see cref="Storage.Tips.TipSubscription.NextDue"/> of a subscription that is on. Holidays
    /// and pauses do not move it, as their days have rows in the ledger too. Null where there is none: the zone is unknown.
    /// </summary>
    /// <param name="plan">The plan.</param>
    /// <param name="lastDay">The latest local day with a row, as the ledger writes it; null for none.</param>
    /// <param name="now">Only later moments count.</param>
    public static DateTimeOffset? Next(SubscriptionPlan plan, string? lastDay, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(plan);
        return TipCalendar.Tzdb.From(plan.Schedule, Instant.FromDateTimeOffset(now), LedgerDay.Read(lastDay)).FirstOrDefault()?.At.ToDateTimeOffset();
    }

    /// <summary>The days to come, the earliest first, without end; those without a tip say why.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="lastDay">The latest local day with a row, as the ledger writes it; null for none.</param>
    /// <param name="now">Only later moments count.</param>
    /// <param name="holidays">The holidays.</param>
    public static IEnumerable<UpcomingDay> Upcoming(SubscriptionPlan plan, string? lastDay, DateTimeOffset now, HolidayCalendar holidays)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(holidays);
        return TipCalendar.Tzdb.From(plan.Schedule, Instant.FromDateTimeOffset(now), LedgerDay.Read(lastDay))
            .Select(occurrence => new UpcomingDay(occurrence.Day, occurrence.At, WhyNot(plan, occurrence.Day, holidays)));
    }

    /// <summary>Why a plan has no tip on a local day of its schedule: "Holiday: Christmas Day", "Paused until Tue 5 Jan 2027"; null where it has one.</summary>
    public static string? WhyNot(SubscriptionPlan plan, LocalDate day, HolidayCalendar holidays)
    {
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(holidays);
        if (plan.IsPaused && (plan.PausedUntil is not { } until || day < until))
        {
            return plan.PausedUntil is { } end ? string.Create(CultureInfo.InvariantCulture, $"Paused until {ScheduleWords.Say(end)}") : "Paused";
        }

        if (plan.Skipped.Contains(day))
        {
            return "Left out on request";
        }

        return holidays.NameOf(day) is { } name ? (name.Length == 0 ? "Holiday" : $"Holiday: {name}") : null;
    }
}
