using NodaTime;

namespace MlOpsBot.Tips.Tests.Subscriptions.Simulation;

/// <summary>
/// What a zone's clock on the wall shows, minute by minute: every minute of UTC is walked through, and the first at which the clock shows a
/// local minute is written down. Of the time zone's rules nothing is used but the offset at a moment.
/// </summary>
internal sealed class LocalMinutes
{
    private readonly long _firstLocal;
    private readonly int[] _first;

    public LocalMinutes(DateTimeZone zone, Instant from, Instant to)
    {
        var minutes = (int)(to - from).TotalMinutes;
        var spare = 2 * 24 * 60;
        From = from;
        _firstLocal = Minute(from.InUtc().LocalDateTime) - spare;
        _first = new int[minutes + (2 * spare)];
        Array.Fill(_first, -1);
        var last = zone.GetUtcOffset(from).Seconds;
        for (var minute = 0; minute < minutes; minute++)
        {
            var offset = zone.GetUtcOffset(from + Duration.FromMinutes(minute)).Seconds;
            if (offset % 60 != 0)
            {
                throw new InvalidOperationException($"{zone.Id} has an offset that is no whole minute.");
            }

            Gaps += offset > last ? 1 : 0;
            Overlaps += offset < last ? 1 : 0;
            last = offset;
            var local = minute + spare + (offset / 60);
            if (_first[local] < 0)
            {
                _first[local] = minute;
            }
        }
    }

    public Instant From { get; }

    public int Gaps { get; }

    public int Overlaps { get; }

    /// <summary>The minute of UTC, from the beginning, that a local day and time mean: when the clock shows it first, or else the first that it shows after it on that day.</summary>
    public int? Find(LocalDate day, LocalTime time)
    {
        var wanted = Minute(day + time) - _firstLocal;
        var end = Minute(day.PlusDays(1).AtMidnight()) - _firstLocal;
        for (var local = wanted; local < end && local >= 0 && local < _first.Length; local++)
        {
            if (_first[local] >= 0)
            {
                return _first[local];
            }
        }

        return null;
    }

    private static long Minute(LocalDateTime local) => (long)Period.Between(new LocalDateTime(1970, 1, 1, 0, 0), local, PeriodUnits.Minutes).Minutes;
}
