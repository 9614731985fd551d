using System.Collections.Immutable;
using NodaTime;

namespace MlOpsBot.Tips.Holidays;

/// <summary>The days on which no tip is posted anywhere. Immutable.</summary>
public sealed class HolidayCalendar
{
    private readonly ImmutableSortedDictionary<LocalDate, string> _days;

    /// <summary>Makes one.</summary>
    /// <param name="days">The days; of several entries for one day the first names it.</param>
    public HolidayCalendar(IEnumerable<Holiday> days)
    {
        ArgumentNullException.ThrowIfNull(days);
        var builder = ImmutableSortedDictionary.CreateBuilder<LocalDate, string>();
        foreach (var holiday in days)
        {
            builder.TryAdd(holiday.Day, holiday.Name);
        }

        _days = builder.ToImmutable();
    }

    /// <summary>No holidays.</summary>
    public static HolidayCalendar None { get; } = new([]);

    /// <summary>How many days there are.</summary>
    public int Count => _days.Count;

    /// <summary>The days, the earliest first.</summary>
    public IEnumerable<Holiday> Days => _days.Select(pair => new Holiday(pair.Key, pair.Value));

    /// <summary>The name of the holiday on a day; empty for one without a name; null for no holiday.</summary>
    public string? NameOf(LocalDate day) => _days.GetValueOrDefault(day);
}

/// <summary>A day on which no tip is posted. Immutable.</summary>
/// <param name="Day">The day, wherever it is.</param>
/// <param name="Name">What it is called; empty for nothing in particular.</param>
public sealed record Holiday(LocalDate Day, string Name);
