using NodaTime;
using NodaTime.TimeZones;

namespace MlOpsBot.Tips.Schedules;

/// <summary>A local day of a schedule, and the moment that it means. Immutable.</summary>
/// <param name="Day">The local day.</param>
/// <param name="At">The moment.</param>
public sealed record Occurrence(LocalDate Day, Instant At);

/// <summary>
/// Turns schedules into moments. Where clocks are set forward over the schedule's time, the moment is the one right after the gap;
/// where they are set back and the time comes twice, it is the first of the two. A local day that a zone left out, or whose moment
/// would fall onto another local day, has none.
/// </summary>
/// <remarks>Thread-safe. Time zones are those of the given provider: NodaTime's own data, not the machine's.</remarks>
public sealed class TipCalendar
{
    private static readonly ZoneLocalMappingResolver s_resolver = Resolvers.CreateMappingResolver(Resolvers.ReturnEarlier, Resolvers.ReturnStartOfIntervalAfter);

    private readonly IDateTimeZoneProvider _zones;

    /// <summary>Makes one.</summary>
    /// <param name="zones">The time zones, such as <see cref="DateTimeZoneProviders.Tzdb"/>.</param>
    public TipCalendar(IDateTimeZoneProvider zones)
    {
        ArgumentNullException.ThrowIfNull(zones);
        _zones = zones;
    }

    /// <summary>With the time zones of NodaTime's package.</summary>
    public static TipCalendar Tzdb { get; } = new(DateTimeZoneProviders.Tzdb);

    /// <summary>Whether there is such a zone; by its exact id.</summary>
    public bool Knows(string zone) => _zones.GetZoneOrNull(zone) is not null;

    /// <summary>The local day of a zone at a moment; UTC's where the zone is unknown.</summary>
    public LocalDate Today(string zone, Instant now) => now.InZone(_zones.GetZoneOrNull(zone) ?? DateTimeZone.Utc).Date;

    /// <summary>The local date and time of a zone at a moment; UTC's where the zone is unknown.</summary>
    public LocalDateTime Local(string zone, Instant now) => now.InZone(_zones.GetZoneOrNull(zone) ?? DateTimeZone.Utc).LocalDateTime;

    /// <summary>The moment that a schedule means on a local day, whatever day of the week it is; null where there is none, or the zone is unknown.</summary>
    public Instant? At(TipSchedule schedule, LocalDate day)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return _zones.GetZoneOrNull(schedule.Zone) is { } zone ? At(schedule.Time, day, zone) : null;
    }

    /// <summary>The schedule's days after a moment, the earliest first, without end; none where the zone is unknown.</summary>
    /// <param name="schedule">The schedule.</param>
    /// <param name="after">Moments up to and including this one are left out.</param>
    /// <param name="afterDay">Local days up to and including this one are left out too; null for no such bound.</param>
    public IEnumerable<Occurrence> From(TipSchedule schedule, Instant after, LocalDate? afterDay = null)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        return _zones.GetZoneOrNull(schedule.Zone) is { } zone && schedule.Days != WeekDays.None ? From(schedule, zone, after, afterDay) : [];
    }

    private static IEnumerable<Occurrence> From(TipSchedule schedule, DateTimeZone zone, Instant after, LocalDate? afterDay)
    {
        // No zone's offset has ever moved by more than a day.
        var day = after.InZone(zone).Date.PlusDays(-1);
        if (afterDay is { } bound && bound >= day)
        {
            day = bound.PlusDays(1);
        }

        for (; ; day = day.PlusDays(1))
        {
            if (schedule.Days.Includes(day) && At(schedule.Time, day, zone) is { } at && at > after)
            {
                yield return new Occurrence(day, at);
            }
        }
    }

    private static Instant? At(LocalTime time, LocalDate day, DateTimeZone zone)
    {
        var moment = zone.ResolveLocal(day + time, s_resolver);
        return moment.Date == day ? moment.ToInstant() : null;
    }
}
