using NodaTime;

namespace MlOpsBot.Tips.Schedules;

/// <summary>When a channel gets its tip. Immutable.</summary>
/// <param name="Time">The local time, to the minute.</param>
/// <param name="Days">On which days of the week; never none.</param>
/// <param name="Zone">The time zone's id in the IANA database, such as <c>Europe/Berlin</c>.</param>
public sealed record TipSchedule(LocalTime Time, WeekDays Days, string Zone)
{
    /// <summary>Half past nine on working days: people are there, and the day's meetings have not begun to pile up.</summary>
    public static TipSchedule Default { get; } = new(new LocalTime(9, 30), WeekDays.Working, "Etc/UTC");
}

/// <summary>The part of a schedule that somebody named; null where they left it open. Immutable.</summary>
public sealed record ScheduleWish(LocalTime? Time, WeekDays? Days, string? Zone)
{
    /// <summary>The whole schedule: what was wished for, and the rest from another one.</summary>
    public TipSchedule Or(TipSchedule rest)
    {
        ArgumentNullException.ThrowIfNull(rest);
        return new TipSchedule(Time ?? rest.Time, Days ?? rest.Days, Zone ?? rest.Zone);
    }
}
