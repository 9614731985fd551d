using System.Collections.Immutable;
using System.Text;
using NodaTime;
using NodaTime.Text;

namespace MlOpsBot.Tips.Holidays;

/// <summary>
/// All-day events of a calendar file, by RFC 5545: folded lines, DTSTART and DTEND of type DATE (the end is the day after), DURATION in days, rules
/// that come every year, RDATE and EXDATE, changed and cancelled occurrences. Events with a time of day are no holidays, and are said.
/// </summary>
internal static class CalendarFile
{
    private const int LongestEvent = 366;

    // Five hundred years of holidays, or two hundred calendars of eighty.
    private const int MostDays = 20_000;

    private static readonly LocalDatePattern s_date = LocalDatePattern.CreateWithInvariantCulture("uuuuMMdd");

    public static ImmutableArray<Holiday> Read(string text, HolidayFindings findings)
    {
        var events = new List<CalendarEvent>();
        var open = new Stack<string>();
        CalendarEvent? current = null;
        var (sawCalendar, last) = (false, 1);
        foreach (var line in Lines(text))
        {
            last = line.Number;
            if (line.Name == "BEGIN")
            {
                var component = line.Value.Trim().ToUpperInvariant();
                sawCalendar |= component == "VCALENDAR";
                current = component == "VEVENT" ? new CalendarEvent(line.Number) : current;
                open.Push(component);
            }
            else if (line.Name == "END")
            {
                if (!open.TryPop(out var component) || !component.Equals(line.Value.Trim(), StringComparison.OrdinalIgnoreCase))
                {
                    return findings.Unusable<Holiday>(line.Number, $"END:{line.Value.Trim()} ends what did not begin; export the calendar again.");
                }

                if (component == "VEVENT" && current is not null)
                {
                    events.Add(current);
                    current = null;
                }
            }
            else if (current is not null && open.Peek() == "VEVENT")
            {
                current.Lines.Add(line);
            }
        }

        // What is being written is read again; until then the last whole one counts.
        return !sawCalendar ? findings.Unusable<Holiday>(1, "The file is no calendar: there is no BEGIN:VCALENDAR in it.")
            : open.Count > 0 ? findings.Unusable<Holiday>(last, $"The file is cut off: END:{open.Peek()} is missing. Export the calendar again.")
            : Expand(events, findings);
    }

    private static ImmutableArray<Holiday> Expand(List<CalendarEvent> events, HolidayFindings findings)
    {
        var days = new List<(string Uid, LocalDate Start, Holiday Holiday)>();
        var changed = new List<(string Uid, LocalDate Start)>();
        foreach (var calendarEvent in events)
        {
            if (Read(calendarEvent, findings) is not { } read)
            {
                continue;
            }

            if (read.Replaces is { } replaced)
            {
                changed.Add((read.Uid, replaced));
            }

            // An occurrence that was changed has no place of its own to be replaced at.
            days.AddRange(read.Days.Select(day => (read.Replaces is null ? read.Uid : "", day.Start, day.Holiday)));
            if (days.Count > MostDays)
            {
                return findings.Unusable<Holiday>(calendarEvent.Number, $"Up to here the calendar comes to more than {MostDays} days off; export holidays alone.");
            }
        }

        var gone = changed.ToHashSet();
        return [.. days.Where(day => day.Uid.Length == 0 || !gone.Contains((day.Uid, day.Start))).Select(day => day.Holiday)];
    }

    private static EventRead? Read(CalendarEvent calendarEvent, HolidayFindings findings)
    {
        var name = Unescape(calendarEvent.Value("SUMMARY") ?? "");
        var shown = name.Length == 0 ? "An event" : $"'{name}'";
        var uid = calendarEvent.Value("UID") ?? "";
        var replaces = calendarEvent.Line("RECURRENCE-ID") is { } recurrence ? Date(recurrence.Value) : null;
        if (string.Equals(calendarEvent.Value("STATUS")?.Trim(), "CANCELLED", StringComparison.OrdinalIgnoreCase))
        {
            return replaces is null ? null : new EventRead(uid, replaces, []);
        }

        if (calendarEvent.Line("DTSTART") is not { } begins)
        {
            findings.Warn(calendarEvent.Number, $"{shown} has no DTSTART; it does not count.");
            return null;
        }

        if (begins.Value.Contains('T', StringComparison.OrdinalIgnoreCase))
        {
            findings.Warn(begins.Number, $"{shown} is at a time of day; all-day events alone are holidays.");
            return replaces is null ? null : new EventRead(uid, replaces, []);
        }

        if (Date(begins.Value) is not { } start)
        {
            findings.Warn(begins.Number, $"There is no day {begins.Value.Trim()}; {shown} does not count.");
            return null;
        }

        if (Length(calendarEvent, start, shown, findings) is not { } length)
        {
            return null;
        }

        var starts = new List<LocalDate> { start };
        if (calendarEvent.Line("RRULE") is { } rule)
        {
            if (YearlyRule.Read(rule.Value) is { } yearly)
            {
                starts.AddRange(yearly.From(start));
            }
            else
            {
                findings.Warn(rule.Number, $"{shown} repeats in a way that is not understood ({rule.Value.Trim()}); its first day alone counts. Rules that come every year are understood.");
            }
        }

        starts.AddRange(Dates(calendarEvent, "RDATE", shown, findings));
        var excepted = Dates(calendarEvent, "EXDATE", shown, findings).ToHashSet();
        return new EventRead(uid, replaces, [
            .. starts.Distinct().Where(first => !excepted.Contains(first))
                .SelectMany(first => Enumerable.Range(0, length).Select(day => (first, new Holiday(first.PlusDays(day), name))))]);
    }

    // In days; one without an end.
    private static int? Length(CalendarEvent calendarEvent, LocalDate start, string shown, HolidayFindings findings)
    {
        var length = 1;
        if (calendarEvent.Line("DTEND") is { } ends)
        {
            if (Date(ends.Value) is not { } end)
            {
                findings.Warn(ends.Number, $"The end {ends.Value.Trim()} of {shown} is no day; its first day alone counts.");
                return 1;
            }

            // Some programs write the same day for both.
            length = Math.Max(1, Period.DaysBetween(start, end));
        }
        else if (calendarEvent.Line("DURATION") is { } duration)
        {
            if (PeriodPattern.Roundtrip.Parse(duration.Value.Trim().TrimStart('+')).TryGetValue(Period.Zero, out var written)
                && written is { HasTimeComponent: false, Years: 0, Months: 0, Weeks: >= 0 and < 10_000, Days: >= 0 and < 10_000 }
                && (7 * written.Weeks) + written.Days is > 0 and var days)
            {
                length = days;
            }
            else
            {
                findings.Warn(duration.Number, $"The length {duration.Value.Trim()} of {shown} is not understood; its first day alone counts.");
            }
        }

        if (length <= LongestEvent)
        {
            return length;
        }

        findings.Warn(calendarEvent.Number, $"{shown} is longer than a year; it does not count.");
        return null;
    }

    private static IEnumerable<LocalDate> Dates(CalendarEvent calendarEvent, string property, string shown, HolidayFindings findings)
    {
        foreach (var line in calendarEvent.Lines.Where(line => line.Name == property))
        {
            foreach (var value in line.Value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
            {
                if (Date(value) is { } date)
                {
                    yield return date;
                }
                else
                {
                    findings.Warn(line.Number, $"{property} of {shown} has {value}, which is no day.");
                }
            }
        }
    }

    // The day of a time too: some programs write EXDATE and RECURRENCE-ID of all-day events with midnight.
    private static LocalDate? Date(string value)
    {
        var text = value.Trim();
        return s_date.Parse(text.Length > 8 && text[8] is 'T' or 't' ? text[..8] : text).TryGetValue(default, out var date) && date.Year <= YearlyRule.LastYear ? date : null;
    }

    // RFC 5545, 3.1: a line that begins with a blank goes on with the one before.
    private static IEnumerable<CalendarLine> Lines(string text)
    {
        var (number, first) = (0, 0);
        var whole = new StringBuilder();
        foreach (var raw in text.Split('\n').Append(""))
        {
            number++;
            var line = raw.TrimEnd('\r');
            if (line.Length > 0 && line[0] is ' ' or '\t')
            {
                whole.Append(line, 1, line.Length - 1);
                continue;
            }

            if (CalendarLine.Of(whole.ToString(), first) is { } read)
            {
                yield return read;
            }

            whole.Clear().Append(line);
            first = number;
        }
    }

    // RFC 5545, 3.3.11.
    private static string Unescape(string text)
    {
        var plain = new StringBuilder(text.Length);
        for (var at = 0; at < text.Length; at++)
        {
            plain.Append(text[at] == '\\' && at + 1 < text.Length ? text[++at] is 'n' or 'N' ? ' ' : text[at] : text[at]);
        }

        return plain.ToString().Trim();
    }

    private sealed record EventRead(string Uid, LocalDate? Replaces, ImmutableArray<(LocalDate Start, Holiday Holiday)> Days);

    private sealed record CalendarEvent(int Number)
    {
        public List<CalendarLine> Lines { get; } = [];

        public CalendarLine? Line(string name) => Lines.FirstOrDefault(line => line.Name == name);

        public string? Value(string name) => Line(name)?.Value;
    }
}
