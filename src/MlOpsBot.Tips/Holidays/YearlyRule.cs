using System.Collections.Immutable;
using System.Globalization;
using NodaTime;
using NodaTime.Text;

namespace MlOpsBot.Tips.Holidays;

/// <summary>
/// A rule that comes every year (RFC 5545, 3.3.10): on the same date, on dates of months, or on days of the week of months, such as the
/// fourth Thursday in November. A date that a year does not have, 29 February, has none that year.
/// </summary>
internal sealed record YearlyRule
{
    /// <summary>Rules without an end are followed up to this year, and no date is later.</summary>
    public const int LastYear = 2100;

    private static readonly LocalDatePattern s_date = LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd");

    private int Interval { get; init; } = 1;

    private int? Count { get; init; }

    private LocalDate? Until { get; init; }

    private ImmutableArray<int> Months { get; init; } = [];

    private ImmutableArray<int> MonthDays { get; init; } = [];

    private ImmutableArray<(int Nth, IsoDayOfWeek Day)> WeekDays { get; init; } = [];

    /// <summary>The rule; null where it comes in another way than every year, or in parts that are not understood.</summary>
    public static YearlyRule? Read(string text)
    {
        var (rule, isYearly) = (new YearlyRule(), false);
        foreach (var part in text.Trim().ToUpperInvariant().Split(';', StringSplitOptions.RemoveEmptyEntries))
        {
            var pair = part.Split('=', 2, StringSplitOptions.TrimEntries);
            if (pair.Length < 2)
            {
                return null;
            }

            var (name, value) = (pair[0], pair[1]);
            var next = name switch
            {
                "FREQ" => value == "YEARLY" ? rule : null,
                "INTERVAL" => Numbers(value, 1, 400) is [var interval] ? rule with { Interval = interval } : null,
                "COUNT" => Numbers(value, 1, 10_000) is [var count] ? rule with { Count = count } : null,
                "UNTIL" => s_date.Parse(value.Length > 8 ? value[..8] : value).TryGetValue(default, out var until) ? rule with { Until = until } : null,
                "BYMONTH" => Numbers(value, 1, 12) is { IsEmpty: false } months ? rule with { Months = months } : null,
                "BYMONTHDAY" => Numbers(value, -31, 31) is { IsEmpty: false } days && !days.Contains(0) ? rule with { MonthDays = days } : null,
                "BYDAY" => Days(value) is { IsEmpty: false } weekDays ? rule with { WeekDays = weekDays } : null,
                "WKST" => rule,
                _ => null,
            };
            if (next is null)
            {
                return null;
            }

            (rule, isYearly) = (next, isYearly || name == "FREQ");
        }

        // Days of the week without a month count weeks of the year, and with dates they filter them; holidays do neither.
        return isYearly && (rule.WeekDays.IsEmpty || (!rule.Months.IsEmpty && rule.MonthDays.IsEmpty)) ? rule : null;
    }

    /// <summary>The days on which it begins, the first included, in order.</summary>
    public IEnumerable<LocalDate> From(LocalDate first)
    {
        var count = 0;
        for (var year = first.Year; year <= LastYear; year += Interval)
        {
            foreach (var day in Of(year, first).Where(day => day >= first).Distinct().Order())
            {
                if (++count > Count || day > Until)
                {
                    yield break;
                }

                yield return day;
            }
        }
    }

    private IEnumerable<LocalDate> Of(int year, LocalDate first)
    {
        foreach (var month in Months.IsEmpty ? [first.Month] : Months)
        {
            var length = CalendarSystem.Iso.GetDaysInMonth(year, month);
            var days = WeekDays.IsEmpty
                ? (MonthDays.IsEmpty ? [first.Day] : MonthDays).Select(day => day > 0 ? day : length + 1 + day)
                : WeekDays.SelectMany(IEnumerable<int> (weekDay) => OfMonth(year, month, length, weekDay));
            foreach (var day in days.Where(day => day >= 1 && day <= length))
            {
                yield return new LocalDate(year, month, day);
            }
        }
    }

    private static int[] OfMonth(int year, int month, int length, (int Nth, IsoDayOfWeek Day) weekDay)
    {
        int[] all = [.. Enumerable.Range(1, length).Where(day => new LocalDate(year, month, day).DayOfWeek == weekDay.Day)];
        var index = weekDay.Nth > 0 ? weekDay.Nth - 1 : all.Length + weekDay.Nth;
        return weekDay.Nth == 0 ? all
            : index >= 0 && index < all.Length ? [all[index]]
            : [];
    }

    private static ImmutableArray<int> Numbers(string text, int least, int most)
    {
        var numbers = ImmutableArray.CreateBuilder<int>();
        foreach (var part in text.Split(','))
        {
            if (!int.TryParse(part, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) || number < least || number > most)
            {
                return [];
            }

            numbers.Add(number);
        }

        return numbers.ToImmutable();
    }

    private static ImmutableArray<(int Nth, IsoDayOfWeek Day)> Days(string text)
    {
        var days = ImmutableArray.CreateBuilder<(int, IsoDayOfWeek)>();
        foreach (var part in text.Split(',', StringSplitOptions.TrimEntries))
        {
            var day = part.Length < 2 ? -1 : Array.IndexOf(["MO", "TU", "WE", "TH", "FR", "SA", "SU"], part[^2..]);
            var nth = 0;
            if (day < 0 || (part.Length > 2 && (!int.TryParse(part[..^2], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out nth) || nth is 0 or < -5 or > 5)))
            {
                return [];
            }

            days.Add((nth, (IsoDayOfWeek)(day + 1)));
        }

        return days.ToImmutable();
    }
}
