using System.Collections.Immutable;
using System.Globalization;

namespace MlOpsBot.Tips.Schedules.Reading;

/// <summary>How often, where that was said in a way that needs days beside it. Immutable.</summary>
/// <param name="Times">On how many days of a week.</param>
/// <param name="End">The piece after it.</param>
internal sealed record OftenFound(int Times, int End);

/// <summary>What people ask for that no schedule here can be: hourly, every second Monday, the first of the month, tomorrow.</summary>
internal static class Refusals
{
    private static readonly ImmutableHashSet<string> s_regions =
        ["africa", "america", "antarctica", "arctic", "asia", "atlantic", "australia", "brazil", "canada", "chile", "etc", "europe", "indian", "mexico", "pacific", "us"];

    /// <summary>What to ask back about what begins at a piece; null where it is nothing to be refused.</summary>
    /// <param name="said">What was said.</param>
    /// <param name="at">The piece.</param>
    /// <param name="end">The piece after what is refused.</param>
    public static string? At(Said said, int at, out int end)
    {
        end = at + 1;
        var piece = said[at];
        return piece.Kind switch
        {
            TokenKind.Date => piece.Text == "24/7" ? ScheduleFaults.OnceADay : ScheduleFaults.Dates,
            TokenKind.Ordinal => Ordinal(said, at),
            TokenKind.Number => Month(said, at + 1, bare: true) ? ScheduleFaults.Dates : Counted(said, at),
            TokenKind.Word => Word(said, at, ref end),
            _ => null,
        };
    }

    /// <summary>"Twice a week", "3 days a week", "weekly"; null for none of those.</summary>
    public static OftenFound? Often(Said said, int at)
    {
        if (said.Is(at, "weekly"))
        {
            return new OftenFound(1, at + 1);
        }

        if (said.Is(at, "every", "each") && said.Is(at + 1, "week"))
        {
            return new OftenFound(1, at + 2);
        }

        var (times, next) = Times(said, at);
        if (times == 0)
        {
            return null;
        }

        next = said.Is(next, "/") ? next + 1 : next;
        var unit = said.Is(next, "a", "per", "each", "every") ? next + 1 : next;
        return said.Is(unit, "week", "weekly") ? new OftenFound(times, unit + 1) : null;
    }

    /// <summary>"Once a day": a word for daily, which gives way to days that are named; where it ends.</summary>
    public static int? OnceADay(Said said, int at)
    {
        if (!said.Is(at, "once", "one"))
        {
            return null;
        }

        var next = said.Is(at + 1, "time", "tip") ? at + 2 : at + 1;
        return said.Is(next, "a", "per", "each", "every") && said.Is(next + 1, "day") ? next + 2 : said.Is(next, "daily") ? next + 1 : null;
    }

    private static string? Word(Said said, int at, ref int end)
    {
        if (said.Is(at, "every", "each"))
        {
            return Every(said, at, ref end);
        }

        if (s_regions.Contains(said[at].Text) && said.Is(at + 1, "/") && said[at + 2].Kind == TokenKind.Word && !Vocabulary.Days.ContainsKey(said[at + 2].Text))
        {
            end = at + 3;
            while (said.Is(end, "/") || said.IsGlued(end))
            {
                end++;
            }

            return ScheduleFaults.NoZone(said.Raw(at, end), ZoneSlips.Nearest(said[end - 1].Text));
        }

        if (said.Is(at, "utc", "gmt") && said.Is(at + 1, "+", "-") && said[at + 2].Kind is TokenKind.Number or TokenKind.Clock && said.IsGlued(at + 1) && said.IsGlued(at + 2))
        {
            end = at + 3;
            return ScheduleFaults.NoZone(said.Raw(at, end), []);
        }

        return said[at].Text switch
        {
            "hourly" or "minutely" => ScheduleFaults.OnceADay,
            "alternate" or "alternating" or "biweekly" or "fortnightly" or "fortnight" or "bimonthly" => ScheduleFaults.Counting,
            "bi" when said.Is(at + 1, "weekly") || said.Is(at + 2, "weekly") => ScheduleFaults.Counting,
            "monthly" or "month" or "months" or "quarterly" or "yearly" or "annually" or "year" or "years" => ScheduleFaults.Months,
            "today" or "tonight" or "tonite" or "tomorrow" or "now" or "immediately" or "asap" => ScheduleFaults.Now,
            "next" => ScheduleFaults.Later,
            "since" => ScheduleFaults.Later,
            "start" or "starts" or "starting" or "begin" or "begins" or "beginning" when IsDay(said, said.Is(at + 1, "on", "from", "next", "in") ? at + 2 : at + 1) => ScheduleFaults.Later,
            "start" or "starts" or "starting" or "begin" or "begins" or "beginning" when said.Is(at + 1, "next", "tomorrow") => ScheduleFaults.Later,
            "from" when IsDay(said, at + 1) && DayWords.At(said, at) is null => ScheduleFaults.Later,
            "from" or "between" when TimeWords.At(said, at + 1) is not null => ScheduleFaults.Spans,
            "until" or "till" or "til" => ScheduleFaults.Until,
            "holiday" or "holidays" => ScheduleFaults.Holidays,
            "before" or "after" => ScheduleFaults.Spans,
            "first" or "last" or "second" or "third" or "fourth" or "fifth" when IsDay(said, at + 1) || said.Is(at + 1, "day", "of") => ScheduleFaults.Months,
            "random" or "randomly" => ScheduleFaults.Unknown(said.Raw(at, at + 1)),
            "twice" or "thrice" => Counted(said, at),
            "or" or "either" => "I need to know which. Name all the days that you want and one time, such as \"mon,thu 9:30\".",
            _ when Month(said, at, bare: false) => ScheduleFaults.Dates,
            _ => Counted(said, at),
        };
    }

    private static string? Every(Said said, int at, ref int end)
    {
        var second = said[at + 1];
        if (said.Is(at + 1, "other", "second", "third", "fourth", "fifth", "alternate") || second.Kind == TokenKind.Ordinal)
        {
            end = at + 3;
            return ScheduleFaults.Counting;
        }

        if (second.Kind == TokenKind.Number || Vocabulary.Numbers.ContainsKey(second.Text) || said.Is(at + 1, "few", "couple"))
        {
            if (said.Is(at + 2, "hour", "hours", "minute", "minutes", "min", "mins", "h"))
            {
                end = at + 3;
                return ScheduleFaults.OnceADay;
            }

            if (said.Is(at + 2, "day", "days", "week", "weeks", "month", "months", "workdays", "weekdays", "mondays", "fridays"))
            {
                end = at + 3;
                return ScheduleFaults.Counting;
            }
        }

        if (said.Is(at + 1, "hour", "minute", "second", "half", "quarter") && !said.Is(at + 2, "past", "to", "after"))
        {
            end = at + 2;
            return ScheduleFaults.OnceADay;
        }

        if (said.Is(at + 1, "month", "year", "quarter"))
        {
            end = at + 2;
            return ScheduleFaults.Months;
        }

        return null;
    }

    // "Twice a day", "3 times", "2 hours".
    private static string? Counted(Said said, int at)
    {
        var (times, next) = Times(said, at);
        if (times > 1)
        {
            var unit = said.Is(next, "a", "per", "each", "every", "/") ? next + 1 : next;
            return said.Is(unit, "day", "daily", "hour", "morning") ? ScheduleFaults.OnceADay
                : said.Is(unit, "month", "year") ? ScheduleFaults.Months
                : said.Is(unit, "week", "weekly") ? null
                : ScheduleFaults.WhichDays;
        }

        return said[at].Kind == TokenKind.Number && said.Is(at + 1, "hours", "minutes", "mins") && said[at].Text.Length < 3 && !said.Is(at + 2, "past", "to", "after", "before")
            ? ScheduleFaults.OnceADay
            : null;
    }

    private static (int Times, int End) Times(Said said, int at)
    {
        if (said.Is(at, "once", "twice", "thrice"))
        {
            return (said[at].Text switch { "once" => 1, "twice" => 2, _ => 3 }, at + 1);
        }

        var number = said[at].Kind == TokenKind.Number && int.TryParse(said[at].Text, NumberStyles.None, CultureInfo.InvariantCulture, out var digits) ? digits
            : said[at].Kind == TokenKind.Word && Vocabulary.Numbers.TryGetValue(said[at].Text, out var word) ? word : 0;
        if (number is > 0 and < 8 && said.Is(at + 1, "a", "per") && said.Is(at + 2, "week"))
        {
            return (number, at + 1);
        }

        return number > 0 && (said.Is(at + 1, "times", "time", "x", "tips", "posts") || (said.Is(at + 1, "day", "days") && said.Is(at + 2, "a", "per", "each", "every") && said.Is(at + 3, "week")))
            ? (number, at + 2)
            : (0, at);
    }

    private static string? Ordinal(Said said, int at) => IsDay(said, at + 1) || said.Is(at + 1, "day", "of", "") || Month(said, at + 1, bare: true) ? ScheduleFaults.Months : ScheduleFaults.Dates;

    // "may", "mar" and the like are months beside a number alone.
    private static bool Month(Said said, int at, bool bare)
    {
        var text = said[at].Text;
        var isMonth = said[at].Kind == TokenKind.Word && (text == "sept" || Vocabulary.Months.Any(month => month == text || month[..3] == text));
        return isMonth && (bare || (text.Length > 3 && text != "may" && text != "march") || said[at + 1].Kind is TokenKind.Number or TokenKind.Ordinal);
    }

    private static bool IsDay(Said said, int at) => said[at].Kind == TokenKind.Date || (said[at].Kind == TokenKind.Word && (Vocabulary.Days.ContainsKey(said[at].Text) || Vocabulary.ShortDays.ContainsKey(said[at].Text) || said.Is(at, "tomorrow")));
}
