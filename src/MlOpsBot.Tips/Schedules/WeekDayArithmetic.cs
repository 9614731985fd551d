using System.Numerics;
using NodaTime;

namespace MlOpsBot.Tips.Schedules;

/// <summary>Days of the week as sets.</summary>
public static class WeekDayArithmetic
{
    /// <summary>Whether a date's day of the week is among them.</summary>
    public static bool Includes(this WeekDays days, LocalDate date) => (days & Of(date.DayOfWeek)) != WeekDays.None;

    /// <summary>How many they are.</summary>
    public static int Count(this WeekDays days) => BitOperations.PopCount((uint)(days & WeekDays.All));

    /// <summary>Each, from Monday on.</summary>
    public static IEnumerable<IsoDayOfWeek> Each(this WeekDays days)
    {
        for (var day = IsoDayOfWeek.Monday; day <= IsoDayOfWeek.Sunday; day++)
        {
            if ((days & Of(day)) != WeekDays.None)
            {
                yield return day;
            }
        }
    }

    /// <summary>A day of the week as a set of one.</summary>
    public static WeekDays Of(IsoDayOfWeek day) => day is >= IsoDayOfWeek.Monday and <= IsoDayOfWeek.Sunday ? (WeekDays)(1 << ((int)day - 1)) : WeekDays.None;

    /// <summary>From one day to another, both among them, over the end of the week where they must.</summary>
    public static WeekDays Range(IsoDayOfWeek first, IsoDayOfWeek last)
    {
        var days = Of(first);
        for (var day = first; day != last;)
        {
            day = day == IsoDayOfWeek.Sunday ? IsoDayOfWeek.Monday : day + 1;
            days |= Of(day);
        }

        return days;
    }
}
