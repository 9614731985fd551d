using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace MlOpsBot.Tips.Schedules;

/// <summary>Schedules, days and moments in the words that people are told. What it says of a schedule is understood by <see cref="ScheduleReader"/> as the same schedule.</summary>
public static class ScheduleWords
{
    private static readonly CultureInfo s_english = CultureInfo.InvariantCulture;
    private static readonly LocalTimePattern s_time = LocalTimePattern.Create("HH:mm", s_english);
    private static readonly LocalDatePattern s_day = LocalDatePattern.Create("ddd d MMM", s_english);
    private static readonly LocalDatePattern s_dayOfYear = LocalDatePattern.Create("ddd d MMM uuuu", s_english);

    /// <summary>A schedule: "every weekday at 09:30, Berlin time (Europe/Berlin)".</summary>
    public static string Say(TipSchedule schedule)
    {
        ArgumentNullException.ThrowIfNull(schedule);
        var zone = SayZone(schedule.Zone);
        return $"{SayDays(schedule.Days)} at {SayTime(schedule.Time)}{(zone.Contains(' ') ? ", " : " ")}{zone}";
    }

    /// <summary>A day of this year or the next: "Mon 23 Nov"; with the year where it is not that of the other day.</summary>
    /// <param name="day">The day.</param>
    /// <param name="today">The day on which it is said; null says the year.</param>
    public static string Say(LocalDate day, LocalDate? today = null) => (today?.Year == day.Year ? s_day : s_dayOfYear).Format(day);

    /// <summary>A local day and time: "Mon 23 Nov, 09:30".</summary>
    /// <param name="moment">The moment.</param>
    /// <param name="today">The day on which it is said; null says the year.</param>
    public static string Say(LocalDateTime moment, LocalDate? today = null) => $"{Say(moment.Date, today)}, {SayTime(moment.TimeOfDay)}";

    /// <summary>A time: "09:30".</summary>
    public static string SayTime(LocalTime time) => s_time.Format(time);

    /// <summary>Days of the week: "every weekday", "every Monday, Wednesday and Friday", "Monday to Thursday", "every day except Sunday".</summary>
    public static string SayDays(WeekDays days) => days switch
    {
        WeekDays.All => "every day",
        WeekDays.Working => "every weekday",
        WeekDays.None => "on no day",
        _ when Run(days) is { } run => $"{run.First} to {run.Last}",
        _ when days.Count() == 6 => $"every day except {(WeekDays.All & ~days).Each().Single()}",
        _ => $"every {List([.. days.Each().Select(day => day.ToString())])}",
    };

    /// <summary>A zone: "Berlin time (Europe/Berlin)", "UTC", "UTC+02".</summary>
    public static string SayZone(string zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return zone switch
        {
            "Etc/UTC" => "UTC",
            "Etc/GMT" => "GMT",
            _ when ZoneNames.PlaceOf(zone) is { } place => $"{place} time ({zone})",
            _ when zone.StartsWith("UTC", StringComparison.Ordinal) && zone.Length > 3 => zone,
            _ => $"{zone} time ({zone})",
        };
    }

    // Monday to Thursday, Tuesday to Thursday: three days and more in a row.
    private static (IsoDayOfWeek First, IsoDayOfWeek Last)? Run(WeekDays days)
    {
        var each = days.Each().ToArray();
        return each.Length is > 2 and < 6 && each[^1] - each[0] == each.Length - 1 ? (each[0], each[^1]) : null;
    }

    /// <summary>Several things: "a", "a and b", "a, b and c".</summary>
    internal static string List(IReadOnlyList<string> things, string last = "and") => things.Count switch
    {
        0 => "",
        1 => things[0],
        _ => $"{string.Join(", ", things.Take(things.Count - 1))} {last} {things[^1]}",
    };
}
