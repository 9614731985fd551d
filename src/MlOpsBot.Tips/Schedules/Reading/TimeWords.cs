using System.Globalization;

namespace MlOpsBot.Tips.Schedules.Reading;

/// <summary>A time that was found. Immutable.</summary>
/// <param name="Time">The time; null where it is none.</param>
/// <param name="Fault">What to ask back; null where there is a time.</param>
/// <param name="End">The piece after it.</param>
internal sealed record TimeFound(SaidTime? Time, string? Fault, int End);

/// <summary>Finds times: 9:30, 0930, 4pm, half past nine, ten to four, noon.</summary>
internal static class TimeWords
{
    /// <summary>The time that begins at a piece; null where none does.</summary>
    public static TimeFound? At(Said said, int at)
    {
        var found = Read(said, at, IsAt(said, at));
        if (found is not { Time: { } time })
        {
            return found;
        }

        // "9 to 10", "9-10", "9 or 10".
        var next = said[found.End].Text;
        if (next is "-" or "to" or "until" or "till" or "til" or "through" or "thru" && Read(said, found.End + 1, isAt: true) is { } last)
        {
            return new TimeFound(null, ScheduleFaults.Spans, last.End);
        }

        return found with { Time = time with { Raw = said.Raw(at, found.End) } };
    }

    private static TimeFound? Read(Said said, int at, bool isAt)
    {
        var start = said.Is(at, "a") && said.Is(at + 1, "quarter", "half") ? at + 1 : at;
        var piece = said[start];
        return piece switch
        {
            { Kind: TokenKind.Clock } => Clock(said, start),
            { Kind: TokenKind.Number } => Past(said, start) ?? Number(said, start, isAt),
            { Kind: TokenKind.Word, Text: "noon" or "midday" } => new TimeFound(new SaidTime(12, 0, TimeForm.Exact, piece.Text), null, start + 1),
            { Kind: TokenKind.Word, Text: "midnight" } => new TimeFound(new SaidTime(0, 0, TimeForm.Exact, piece.Text), null, start + 1),
            { Kind: TokenKind.Word, Text: "half" } => Half(said, start),
            { Kind: TokenKind.Word, Text: "quarter" } => Relative(said, start + 1, 15),
            { Kind: TokenKind.Word } => Past(said, start) ?? Words(said, start, isAt),
            _ => null,
        };
    }

    // Whether what comes was announced as a time.
    private static bool IsAt(Said said, int at)
    {
        var before = at - 1;
        while (said.Is(before, "about", "around", "approximately", "approx", "roughly", "circa", "exactly", "precisely", "sharp"))
        {
            before--;
        }

        return said.Is(before, "at", "@") || before < at - 1;
    }

    private static TimeFound Clock(Said said, int at)
    {
        var raw = said[at].Text;
        var parts = raw.Split(':', '.', 'h');
        if (parts.Length > 3 || parts[0].Length > 2 || parts[1].Length != 2 || (parts.Length == 3 && parts[2] != "00"))
        {
            return new TimeFound(null, ScheduleFaults.NoTime(raw), at + 1);
        }

        var (hour, minute) = (Digits(parts[0]), Digits(parts[1]));
        var form = parts[0][0] == '0' && parts[0].Length == 2 ? TimeForm.Exact : TimeForm.Written;
        return Marked(said, at, at + 1, hour, minute, form);
    }

    private static TimeFound Number(Said said, int at, bool isAt)
    {
        var digits = said[at].Text;
        if (digits.Length is 3 or 4)
        {
            var (clockHour, clockMinute) = (Digits(digits[..^2]), Digits(digits[^2..]));
            var end = said.Is(at + 1, "h", "hrs", "hours", "uhr") ? at + 2 : at + 1;
            if (clockHour == 20 && clockMinute is > 23 and < 50 && !isAt && end == at + 1)
            {
                return new TimeFound(null, $"Is \"{digits}\" a time? Write {digits[..2]}:{digits[2..]}.", end);
            }

            return Marked(said, at, end, clockHour, clockMinute, digits[0] == '0' || end > at + 1 ? TimeForm.Exact : TimeForm.Written);
        }

        if (digits.Length > 4)
        {
            return new TimeFound(null, ScheduleFaults.NoTime(digits), at + 1);
        }

        var hour = Digits(digits);
        if (said.Is(at + 1, "noon", "midday", "midnight") && hour == 12)
        {
            return Read(said, at + 1, isAt) ?? new TimeFound(null, ScheduleFaults.NoTime(digits), at + 1);
        }

        if (said[at + 1] is { Kind: TokenKind.Number, Text: { Length: 2 } minutes } && hour < 24)
        {
            return Digits(minutes) % 15 == 0 && Digits(minutes) < 60 && said[at].End < said[at + 1].Start
                ? Marked(said, at, at + 2, hour, Digits(minutes), digits[0] == '0' ? TimeForm.Exact : TimeForm.Written)
                : new TimeFound(null, $"I cannot tell which time \"{said.Raw(at, at + 2)}\" is. {ScheduleFaults.WriteTime}", at + 2);
        }

        if (said.Is(at + 1, ",") && said.IsGlued(at + 1) && said.IsGlued(at + 2) && said[at + 2] is { Kind: TokenKind.Number, Text.Length: 2 })
        {
            return new TimeFound(null, $"I cannot tell which time \"{said.Raw(at, at + 3)}\" is. {ScheduleFaults.WriteTime}", at + 3);
        }

        if (said.Is(at + 1, "oclock", "h", "hrs", "uhr") || (said.Is(at + 1, "o") && said.Is(at + 2, "clock")))
        {
            return Marked(said, at, said.Is(at + 1, "o") ? at + 3 : at + 2, hour, 0, TimeForm.Spoken);
        }

        if (hour is > 12 and < 24 && !isAt && Mark(said, at + 1) is null)
        {
            return new TimeFound(null, $"Is \"{digits}\" a time? Write {hour}:00.", at + 1);
        }

        return Marked(said, at, at + 1, hour, 0, isAt ? TimeForm.Spoken : TimeForm.Bare);
    }

    // "nine", "nine thirty", "sixteen hundred", "ten oh five".
    private static TimeFound? Words(Said said, int at, bool isAt)
    {
        if (!Vocabulary.Numbers.TryGetValue(said[at].Text, out var hour) || hour > 20)
        {
            return null;
        }

        if (hour == 20 && Vocabulary.Numbers.TryGetValue(said[at + 1].Text, out var more) && more is > 0 and < 4)
        {
            // "twenty one thirty".
            (hour, at) = (20 + more, at + 1);
        }

        var (minute, end) = Minutes(said, at + 1);
        if (end > at + 1)
        {
            return hour == 0 ? null : Marked(said, at, end, hour, minute, TimeForm.Spoken);
        }

        if (said.Is(at + 1, "oclock") || (said.Is(at + 1, "o") && said.Is(at + 2, "clock")))
        {
            return Marked(said, at, said.Is(at + 1, "o") ? at + 3 : at + 2, hour, 0, TimeForm.Spoken);
        }

        if (Mark(said, at + 1) is not null)
        {
            return Marked(said, at, at + 1, hour, 0, TimeForm.Spoken);
        }

        // "one tip", "one a day".
        return hour == 0 || (hour == 1 && !isAt) ? null : Marked(said, at, at + 1, hour, 0, isAt ? TimeForm.Spoken : TimeForm.Bare);
    }

    private static (int Minute, int End) Minutes(Said said, int at)
    {
        // "nine-thirty".
        if (said.Is(at, "-") && said.IsGlued(at) && said.IsGlued(at + 1) && Minutes(said, at + 1) is var joined && joined.End > at + 1)
        {
            return joined;
        }

        if (said.Is(at, "hundred"))
        {
            return (0, said.Is(at + 1, "hours") ? at + 2 : at + 1);
        }

        if (said.Is(at, "oh", "o", "zero") && Vocabulary.Numbers.TryGetValue(said[at + 1].Text, out var one) && one is > 0 and < 10)
        {
            return (one, at + 2);
        }

        if (said[at] is { Kind: TokenKind.Number, Text: { Length: 2 } digits } && Digits(digits) < 60)
        {
            return (Digits(digits), at + 1);
        }

        if (!Vocabulary.Numbers.TryGetValue(said[at].Text, out var minute) || minute < 10)
        {
            return (0, at);
        }

        return minute >= 20 && Vocabulary.Numbers.TryGetValue(said[at + (said.Is(at + 1, "-") ? 2 : 1)].Text, out var rest) && rest is > 0 and < 10
            ? (minute + rest, at + (said.Is(at + 1, "-") ? 3 : 2))
            : (minute, at + 1);
    }

    private static TimeFound? Half(Said said, int at)
    {
        var next = said.Is(at + 1, "-") ? at + 2 : at + 1;
        if (said.Is(next, "past", "after"))
        {
            return Relative(said, at + 1, 30);
        }

        // British: 9:30. German and Dutch: 8:30.
        return Hour(said, next) is var (hour, end) && end > next
            ? new TimeFound(null, $"Is \"{said.Raw(at, end)}\" {ScheduleWords.SayTime(new NodaTime.LocalTime((hour + 23) % 24, 30))} or {ScheduleWords.SayTime(new NodaTime.LocalTime(hour % 24, 30))}? {ScheduleFaults.WriteTime}", end)
            : null;
    }

    // "20 past nine", "ten minutes to four", "twenty-five past".
    private static TimeFound? Past(Said said, int at)
    {
        int minutes, next;
        if (said[at].Kind == TokenKind.Number)
        {
            (minutes, next) = (said[at].Text.Length < 3 ? Digits(said[at].Text) : 0, at + 1);
        }
        else if (Vocabulary.Numbers.TryGetValue(said[at].Text, out minutes))
        {
            next = at + 1;
            var unit = said.Is(next, "-") ? next + 1 : next;
            if (minutes >= 20 && Vocabulary.Numbers.TryGetValue(said[unit].Text, out var rest) && rest is > 0 and < 10)
            {
                (minutes, next) = (minutes + rest, unit + 1);
            }
        }
        else
        {
            return null;
        }

        var saysMinutes = said.Is(next, "minutes", "minute", "mins", "min");
        var found = minutes is > 0 and < 60 ? Relative(said, saysMinutes ? next + 1 : next, minutes) : null;
        return found is { Time.Shift: < 0 } && !saysMinutes && said[at].Kind == TokenKind.Number && minutes <= 12 && found.Time.Hour > minutes
            ? new TimeFound(null, ScheduleFaults.Spans, found.End)
            : found;
    }

    // At "past" or "to".
    private static TimeFound? Relative(Said said, int at, int minutes)
    {
        var next = said.Is(at, "-") ? at + 1 : at;
        var isPast = said.Is(next, "past", "after");
        var (hour, end) = Hour(said, next + 1);
        if ((!isPast && !said.Is(next, "to", "of", "before", "till", "til")) || end == next + 1)
        {
            return null;
        }

        var named = said.Is(next + 1, "noon", "midday", "midnight");
        var found = Marked(said, at, end, hour, isPast ? minutes : 0, named ? TimeForm.Exact : TimeForm.Spoken);
        return found.Time is { } time && !isPast ? found with { Time = time with { Shift = -minutes } } : found;
    }

    private static (int Hour, int End) Hour(Said said, int at) => said[at] switch
    {
        { Kind: TokenKind.Number, Text.Length: < 3 } piece => (Digits(piece.Text), said.Is(at + 1, "oclock") ? at + 2 : at + 1),
        { Kind: TokenKind.Word, Text: "noon" or "midday" } => (12, at + 1),
        { Kind: TokenKind.Word, Text: "midnight" } => (0, at + 1),
        { Kind: TokenKind.Word } piece when Vocabulary.Numbers.TryGetValue(piece.Text, out var hour) && hour is > 0 and <= 12 => (hour, said.Is(at + 1, "oclock") ? at + 2 : at + 1),
        _ => (0, at),
    };

    // With am or pm behind it, or without.
    private static TimeFound Marked(Said said, int at, int end, int hour, int minute, TimeForm form)
    {
        var mark = Mark(said, end);
        var last = mark?.End ?? end;
        var raw = said.Raw(at, last);
        if (hour == 24 && minute == 0 && mark is null)
        {
            return new TimeFound(null, $"\"{raw}\" is the next day's 00:00. Write 00:00, and the day on which it is.", last);
        }

        if (hour > 23 || minute > 59 || mark is { IsAfternoon: false } && hour > 12 || mark is { IsAfternoon: true } && hour == 0)
        {
            return new TimeFound(null, ScheduleFaults.NoTime(raw), last);
        }

        if (mark is null)
        {
            return new TimeFound(new SaidTime(hour, minute, form, raw), null, last);
        }

        var exact = (mark.Value.IsAfternoon, hour) switch
        {
            (false, 12) => 0,
            (true, < 12) => hour + 12,
            _ => hour,
        };
        return new TimeFound(new SaidTime(exact, minute, TimeForm.Exact, raw) { Note = hour == 12 ? $"I took \"{raw}\" to be {(exact == 0 ? "midnight" : "noon")}." : null }, null, last);
    }

    private static (bool IsAfternoon, int End)? Mark(Said said, int at) => said[at].Text switch
    {
        "am" => (false, at + 1),
        "pm" => (true, at + 1),
        "a" when said.Is(at + 1, "m") => (false, at + 2),
        "p" when said.Is(at + 1, "m") => (true, at + 2),
        "a" when said.IsGlued(at) => (false, at + 1),
        "p" when said.IsGlued(at) => (true, at + 1),
        _ => null,
    };

    private static int Digits(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);
}
