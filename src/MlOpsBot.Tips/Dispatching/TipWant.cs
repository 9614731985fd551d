using System.Globalization;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Tips.Holidays;
using MlOpsBot.Tips.Subscriptions;
using NodaTime;

namespace MlOpsBot.Tips.Dispatching;

/// <summary>Whether a planned tip is still wanted when its moment has come: people change their minds in between, and programs stand still.</summary>
internal static class TipWant
{
    /// <summary>How every reason begins that is about lateness.</summary>
    public const string TooLate = "Too late";

    /// <summary>From when on a tip says that it is late: what happens within is the spread, a busy minute, a restart.</summary>
    private static readonly TimeSpan s_late = TimeSpan.FromMinutes(15);

    /// <summary>Why a day's tip is not to be posted any more, in a few words; null if it is.</summary>
    public static string? WhyNot(TipSubscription? subscription, TipDay day, HolidayCalendar holidays)
    {
        if (subscription is null or { State: TipState.Off })
        {
            return "Switched off";
        }

        if (subscription.Suspension is { } suspension)
        {
            return $"Suspended: {suspension.Reason}";
        }

        return PlanJson.Read(subscription.Plan) is { } plan && LedgerDay.Read(day.Day) is { } local
            ? TipDue.WhyNot(plan, local, holidays)
            : "The plan cannot be read";
    }

    /// <summary>Why a day's tip is too late to be posted; null if it is not.</summary>
    public static string? WhyTooLate(TipDay day, TimeSpan catchUp, DateTimeOffset now)
        => now - day.DueAt > catchUp ? $"{TooLate}: due {Hours(now - day.DueAt)} before" : null;

    /// <summary>What is said on top of a tip that comes late; null where it does not.</summary>
    public static string? NoticeOf(SubscriptionPlan plan, TipDay day, DateTimeOffset now)
    {
        if (now - day.DueAt < s_late)
        {
            return null;
        }

        var zone = DateTimeZoneProviders.Tzdb.GetZoneOrNull(plan.Schedule.Zone) ?? DateTimeZone.Utc;
        var due = Instant.FromDateTimeOffset(day.DueAt).InZone(zone);
        return string.Create(CultureInfo.InvariantCulture, $"This one comes late: it was due at {due:HH:mm}.");
    }

    private static string Hours(TimeSpan late) => string.Create(CultureInfo.InvariantCulture, $"{(int)late.TotalHours} h {late.Minutes} min");
}
