using NodaTime;

namespace MlOpsBot.Tips.Schedules.Reading;

/// <summary>Days that were found. Immutable.</summary>
/// <param name="Days">The days; none where it cannot be told which.</param>
/// <param name="Fault">What to ask back; null where there are days.</param>
/// <param name="End">The piece after them.</param>
internal sealed record DaysFound(WeekDays Days, string? Fault, int End)
{
    /// <summary>Whether it is "every day", which gives way to days that are named.</summary>
    public bool IsWeak { get; init; }
}

/// <summary>Finds days of the week: mon, mondays, mo-fr, monday through thursday, weekdays, every day.</summary>
internal static class DayWords
{
    /// <summary>The days that begin at a piece; null where none do.</summary>
    public static DaysFound? At(Said said, int at) => Range(said, at) ?? Group(said, at) ?? EveryDay(said, at);

    private static DaysFound? Range(Said said, int at)
    {
        var isBetween = said.Is(at, "between");
        var first = isBetween || said.Is(at, "from") ? at + 1 : at;
        if (said.Is(first, "t", "s") && HasNeighbour(said, first))
        {
            var either = said.Is(first, "t") ? "Tuesday or Thursday: write tue or thu" : "Saturday or Sunday: write sat or sun";
            return new DaysFound(WeekDays.None, $"\"{said.Raw(first, first + 1)}\" may be {either}.", first + 1);
        }

        if (Day(said, first) is not { } from)
        {
            return null;
        }

        var next = said.Is(first + 1, ".") ? first + 2 : first + 1;
        var isRange = said.Is(next, "-", "to", "through", "thru", "until", "till", "til") || (isBetween && said.Is(next, "and"));
        var second = said.Is(next, "-") && said.Is(next + 1, ">") ? next + 2 : next + 1;
        if (isRange && Day(said, second) is { } to)
        {
            return from == to
                ? new DaysFound(WeekDays.None, $"From {from} to {to}: is that one day, or all? Say \"{from.ToString().ToLowerInvariant()}s\" or \"every day\".", second + 1)
                : new DaysFound(WeekDayArithmetic.Range(from, to), null, said.Is(second + 1, ".") ? second + 2 : second + 1);
        }

        return first == at ? new DaysFound(WeekDayArithmetic.Of(from), null, next) : null;
    }

    private static IsoDayOfWeek? Day(Said said, int at)
    {
        var piece = said[at];
        if (piece.Kind != TokenKind.Word)
        {
            return null;
        }

        if (Vocabulary.Days.TryGetValue(piece.Text, out var day))
        {
            return day;
        }

        return Vocabulary.ShortDays.TryGetValue(piece.Text, out var shortDay) && (piece.Text is not ("we" or "m" or "w" or "f") || HasNeighbour(said, at)) ? shortDay : null;
    }

    // "we" and single letters are days in lists alone.
    private static bool HasNeighbour(Said said, int at) => IsList(said, at - 1, at - 2) || IsList(said, at + 1, at + 2);

    private static bool IsList(Said said, int sign, int other)
        => said.Is(sign, "-", ",", "/", "&", "+", "and")
        && said[other].Kind == TokenKind.Word
        && (Vocabulary.ShortDays.ContainsKey(said[other].Text) || Vocabulary.Days.ContainsKey(said[other].Text) || said.Is(other, "t", "s"));

    private static DaysFound? Group(Said said, int at)
    {
        if (said[at].Kind == TokenKind.Word && Vocabulary.Groups.TryGetValue(said[at].Text, out var days))
        {
            return new DaysFound(days, null, at + 1);
        }

        if (said[at].Kind == TokenKind.Word && Vocabulary.Working.Contains(said[at].Text))
        {
            var next = said.Is(at + 1, "-") ? at + 2 : at + 1;
            if (said.Is(next, "day", "days") || (said.Is(next, "week") && !said.Is(at, "week")))
            {
                return new DaysFound(WeekDays.Working, null, next + 1);
            }

            if (said.Is(at, "week") && said.Is(next, "end", "ends"))
            {
                return new DaysFound(WeekDays.Weekend, null, next + 1);
            }
        }

        return null;
    }

    private static DaysFound? EveryDay(Said said, int at)
    {
        int? end = said[at].Text switch
        {
            "daily" or "everyday" => at + 1,
            "every" or "each" or "all" or "any" or "per" when said.Is(at + 1, "day", "days") => at + 2,
            "every" when said.Is(at + 1, "single") && said.Is(at + 2, "day") => at + 3,
            "all" or "whole" when said.Is(at + 1, "week") => at + 2,

            // The part of the day is read by itself.
            "every" or "each" when Vocabulary.Parts.ContainsKey(said[at + 1].Text) || said.Is(at + 1, "noon", "midnight") => at + 1,
            _ => null,
        };
        return said[at].Kind == TokenKind.Word && end is { } last ? new DaysFound(WeekDays.All, null, last) { IsWeak = true } : null;
    }
}
