using System.Globalization;
using System.Text.RegularExpressions;
using NodaTime;

namespace MlOpsBot.Tips.Schedules.Reading;

/// <summary>Reads a day to come.</summary>
/// <param name="today">The day on which it was written.</param>
internal sealed partial class DayParse(LocalDate today)
{
    public const string Examples = "Write a day such as \"5 Jan\", \"2027-01-05\", \"monday\", \"next week\" or \"for 2 weeks\".";

    private const RegexOptions Options = RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture;

    // What each form is called in the patterns: y, m, d are numbers, name is a month, day a day of the week.
    private const string MonthName = "(?<name>jan(uary)?|feb(ruary)?|mar(ch)?|apr(il)?|may|june?|july?|aug(ust)?|sept?(ember)?|oct(ober)?|nov(ember)?|dec(ember)?)";

    /// <summary>Reads it.</summary>
    public DateReading Read(string words)
    {
        var prepared = Tokens.Prepare(words);
        if (Clean(prepared) is not { } text)
        {
            return new DateReading(null, $"I did not understand the day \"{prepared}\". {Examples}");
        }

        return Named(text) ?? Span(text) ?? WeekDay(text) ?? Numbers(text) ?? WithMonth(text) ?? OfMonth(text)
            ?? new DateReading(null, prepared.Length == 0 ? $"Until when? {Examples}" : $"I did not understand the day \"{prepared}\". {Examples}");
    }

    // Lower case, slips corrected, without the words before and after that say nothing; null for a word that may be two days.
    private static string? Clean(string prepared)
    {
        var lower = Tokens.Fold(prepared.ToLowerInvariant()).Replace("'", "", StringComparison.Ordinal);
        var isClear = true;
        lower = LongWord().Replace(lower, match =>
        {
            if (Vocabulary.All.Contains(match.Value))
            {
                return match.Value;
            }

            var nearest = Slips.Nearest(match.Value, Vocabulary.Correctable);
            isClear &= nearest.Where(Vocabulary.Days.ContainsKey).Select(name => Vocabulary.Days[name]).Distinct().Count() < 2;
            return nearest.IsEmpty ? match.Value : nearest[0];
        });
        lower = Before().Replace(lower.Trim(' ', '.', '!', '?', ','), "");
        lower = After().Replace(lower, "").Trim(' ', ',');
        return isClear ? lower : null;
    }

    private DateReading? Named(string text) => text switch
    {
        "today" or "tonight" or "now" => new DateReading(null, $"That is today. {Examples}"),
        "tomorrow" or "tomorrow morning" => Day(today.PlusDays(1)),
        "day after tomorrow" or "after tomorrow" => Day(today.PlusDays(2)),
        "next week" or "end of week" or "end of the week" or "end of this week" or "week end" or "after the weekend" or "after weekend" or "end of the weekend" => Day(today.Next(IsoDayOfWeek.Monday)),
        "weekend" or "this weekend" or "next weekend" when today.DayOfWeek < IsoDayOfWeek.Saturday => Day(today.Next(IsoDayOfWeek.Saturday)),
        "end of next week" or "week after next" => Day(today.Next(IsoDayOfWeek.Monday).PlusWeeks(1)),
        "next month" or "end of month" or "end of the month" or "end of this month" => Day(today.With(DateAdjusters.StartOfMonth).PlusMonths(1)),
        "end of next month" => Day(today.With(DateAdjusters.StartOfMonth).PlusMonths(2)),
        "next year" or "new year" or "new years" or "new years day" or "end of year" or "end of the year" or "end of this year" => Day(new LocalDate(today.Year + 1, 1, 1)),
        _ => null,
    };

    // "2 weeks", "a month", "ten days".
    private DateReading? Span(string text)
    {
        if (SpanPattern().Match(text) is not { Success: true } match)
        {
            return null;
        }

        var number = match.Groups["n"].Value switch
        {
            "" or "a" or "an" or "one" or "another" => 1,
            "couple" or "couple of" or "a couple" or "a couple of" => 2,
            var word when Vocabulary.Numbers.TryGetValue(word, out var value) => value,
            var digits when int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var value) => value,
            _ => -1,
        };
        return (number, match.Groups["unit"].Value) switch
        {
            ( < 0, _) => new DateReading(null, $"For how many exactly? {Examples}"),
            (0, _) => new DateReading(null, $"That is today. {Examples}"),
            (_, "hour" or "minute") => new DateReading(null, $"A pause is counted in days. {Examples}"),
            ( > DayReader.MostDays, _) => Far(),
            (_, "day") => Day(today.PlusDays(number)),
            (_, "week") => Day(today.PlusWeeks(number)),
            (_, "fortnight") => Day(today.PlusWeeks(2 * number)),
            (_, "month") => Day(today.PlusMonths(number)),
            _ => Day(today.PlusYears(number)),
        };
    }

    // "monday", "next friday", "monday next week".
    private DateReading? WeekDay(string text)
    {
        if (WeekDayPattern().Match(text) is not { Success: true } match || !IsDay(match.Groups["day"].Value, out var day))
        {
            return null;
        }

        return match.Groups["next"].Success
            ? Day(today.Next(IsoDayOfWeek.Monday).PlusDays((int)day - 1))
            : Day(today.Next(day));
    }

    // 2027-01-05, 5.1., 5/1.
    private DateReading? Numbers(string text)
    {
        if (YearFirst().Match(text) is { Success: true } iso)
        {
            return Date(Number(iso, "y"), Number(iso, "m")!.Value, Number(iso, "d")!.Value);
        }

        if (Dotted().Match(text) is { Success: true } dotted)
        {
            return Date(Year(dotted), Number(dotted, "m")!.Value, Number(dotted, "d")!.Value);
        }

        if (Slashed().Match(text) is not { Success: true } slashed)
        {
            return null;
        }

        var (first, second, year) = (Number(slashed, "a")!.Value, Number(slashed, "b")!.Value, Year(slashed));
        return (first, second) switch
        {
            ( > 12, _) => Date(year, second, first),
            (_, > 12) => Date(year, first, second),
            _ when first == second => Date(year, first, first),
            _ when first == 0 || second == 0 => NoSuchDay(text),
            _ => new DateReading(null, $"\"{text}\" may be {first} {Short(second)} or {second} {Short(first)}. Write it with the month's name."),
        };
    }

    // "5 jan", "the 5th of january 2027", "jan 5", "tuesday, 5 jan", "january".
    private DateReading? WithMonth(string text)
    {
        var match = DayFirst().Match(text) is { Success: true } dayFirst ? dayFirst : MonthFirst().Match(text);
        if (!match.Success)
        {
            return null;
        }

        var isEnd = match.Groups["end"].Success;
        var month = Array.FindIndex([.. Vocabulary.Months], name => name.StartsWith(match.Groups["name"].Value[..3], StringComparison.Ordinal)) + 1;
        var reading = Date(Year(match), month, Number(match, "d") ?? 1);
        if (isEnd && Number(match, "d") is null)
        {
            // The end of a month that has begun is this year's.
            var first = Year(match) is { } year ? new LocalDate(year, month, 1) : new LocalDate(today.Year, month, 1) is var own && own.PlusMonths(1) > today ? own : own.PlusYears(1);
            return Day(first.PlusMonths(1));
        }

        return reading.Day is { } day && match.Groups["day"] is { Success: true } named && IsDay(named.Value, out var weekDay) && day.DayOfWeek != weekDay
            ? new DateReading(null, $"{ScheduleWords.Say(day)} is a {day.DayOfWeek}, not a {weekDay}. Which of the two is it?")
            : reading;
    }

    // "the 15th".
    private DateReading? OfMonth(string text)
    {
        if (OrdinalPattern().Match(text) is not { Success: true } match)
        {
            return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out _) ? new DateReading(null, $"{text} of what: days, or a date? {Examples}") : null;
        }

        var number = Number(match, "d")!.Value;
        if (number is < 1 or > 31)
        {
            return NoSuchDay(text);
        }

        for (var month = today.With(DateAdjusters.StartOfMonth); ; month = month.PlusMonths(1))
        {
            if (number <= CalendarSystem.Iso.GetDaysInMonth(month.Year, month.Month) && month.PlusDays(number - 1) is var day && day > today)
            {
                return Day(day);
            }
        }
    }

    private DateReading Date(int? year, int month, int day)
    {
        if (month is < 1 or > 12 || day is < 1 or > 31 || day > CalendarSystem.Iso.GetDaysInMonth(2028, month))
        {
            return NoSuchDay(month is >= 1 and <= 12 ? $"{day} {Short(month)}" : $"month {month}");
        }

        if (year is { } named)
        {
            return named is < 1900 or > 9000 || day > CalendarSystem.Iso.GetDaysInMonth(named, month) ? NoSuchDay($"{day} {Short(month)} {named}") : Day(new LocalDate(named, month, day));
        }

        for (var next = today.Year; ; next++)
        {
            if (day <= CalendarSystem.Iso.GetDaysInMonth(next, month) && new LocalDate(next, month, day) is var date && date > today)
            {
                return Day(date);
            }
        }
    }

    private DateReading Day(LocalDate day) =>
        day == today ? new DateReading(null, $"That is today. {Examples}")
        : day < today ? new DateReading(null, $"{ScheduleWords.Say(day)} is over. {Examples}")
        : Period.DaysBetween(today, day) > DayReader.MostDays ? Far()
        : new DateReading(day, null);

    private static DateReading Far() => new(null, "That is more than two years away. Say a nearer day, or \"tips off\" to stop.");

    private static DateReading NoSuchDay(string what) => new(null, $"There is no {what}. {Examples}");

    private static string Short(int month) => CultureInfo.InvariantCulture.DateTimeFormat.GetAbbreviatedMonthName(month);

    private static bool IsDay(string text, out IsoDayOfWeek day) => Vocabulary.Days.TryGetValue(text, out day) || (text.Length == 2 && Vocabulary.ShortDays.TryGetValue(text, out day));

    private static int? Year(Match match) => Number(match, "y") is { } year ? year < 100 ? 2000 + year : year : null;

    private static int? Number(Match match, string group) => match.Groups[group] is { Success: true } found ? int.Parse(found.ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture) : null;

    [GeneratedRegex("[a-z]{4,}", Options, 1000)]
    private static partial Regex LongWord();

    [GeneratedRegex(@"^((until|till|til|to|on|from|for|the|in|by|again|back|pause|resume|begin|start|at|up|its|it|is|about|after(?= (the )?(\d|(mon|tues|wednes|thurs|fri|satur|sun)day)))\s+)+", Options, 1000)]
    private static partial Regex Before();

    [GeneratedRegex(@"(\s+(please|pls|thanks|thank you|again|from now|from today|inclusive|or so|then|comes))+$", Options, 1000)]
    private static partial Regex After();

    [GeneratedRegex(@"^(?<n>\d{1,6}|an?( couple( of)?)?|another|one|couple( of)?|a few|few|some|several|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty)[\s-]*(work(ing)? |business )?(?<unit>minute|hour|day|week|fortnight|month|year)s?$", Options, 1000)]
    private static partial Regex SpanPattern();

    [GeneratedRegex(@"^((?<next>next) |this |coming |following )?(?<day>[a-z]{2,10})(?<next> next week|,? next week| of next week)?$", Options, 1000)]
    private static partial Regex WeekDayPattern();

    [GeneratedRegex(@"^(?<y>\d{4})[-/.](?<m>\d{1,2})[-/.](?<d>\d{1,2})$", Options, 1000)]
    private static partial Regex YearFirst();

    [GeneratedRegex(@"^(?<d>\d{1,2})\.\s?(?<m>\d{1,2})\.?(\s?(?<y>\d{4}|\d{2}))?$", Options, 1000)]
    private static partial Regex Dotted();

    [GeneratedRegex(@"^(?<a>\d{1,2})[-/](?<b>\d{1,2})([-/](?<y>\d{4}|\d{2}))?$", Options, 1000)]
    private static partial Regex Slashed();

    [GeneratedRegex(@"^((?<day>[a-z]{2,10}),? (the )?)?(?<d>\d{1,2})(st|nd|rd|th|\.)?[\s-]*(of )?" + MonthName + @"\.?[\s,-]*(?<y>\d{4})?$", Options, 1000)]
    private static partial Regex DayFirst();

    [GeneratedRegex(@"^((?<day>[a-z]{2,10}),? )?(?<end>end of )?" + MonthName + @"\.?([\s-]*(the )?(?<d>\d{1,2})(st|nd|rd|th)?)?(?!\d)[\s,]*(?<y>\d{4})?$", Options, 1000)]
    private static partial Regex MonthFirst();

    [GeneratedRegex(@"^(?<d>\d{1,2})(st|nd|rd|th)( of (the|this|next) month)?$", Options, 1000)]
    private static partial Regex OrdinalPattern();
}
