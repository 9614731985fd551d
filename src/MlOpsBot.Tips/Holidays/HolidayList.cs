using System.Collections.Immutable;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.Text;

namespace MlOpsBot.Tips.Holidays;

/// <summary>
/// Lists of dates, one a line: a date and, if there is one, a name ("2026-12-25 Christmas Day"); from one day to another
/// ("2026-12-24 to 2026-12-31 Company closed"); as YAML's lists and mappings write them, or with commas; # begins a comment.
/// </summary>
internal static partial class HolidayList
{
    private const string Example = "write a date and a name, such as 2026-12-25 Christmas Day";

    private const int LongestSpan = 366;

    public static ImmutableArray<Holiday> Read(string text, HolidayFindings findings)
    {
        var days = ImmutableArray.CreateBuilder<Holiday>();
        var (number, firstOfLast) = (0, 0);
        foreach (var raw in text.Split('\n'))
        {
            number++;
            var line = Comment().Replace(raw, "").Trim();
            if (line.Length == 0 || line is "---" or "..." or "[]" || (line.EndsWith(':') && Heading().IsMatch(line)))
            {
                continue;
            }

            // YAML's "- date: …" with "name: …" below.
            if (Name().Match(line) is { Success: true } name && firstOfLast < days.Count)
            {
                for (var index = firstOfLast; index < days.Count; index++)
                {
                    days[index] = days[index] with { Name = Unquote(name.Groups["name"].Value) };
                }

                continue;
            }

            if (Entry().Match(line) is not { Success: true } match)
            {
                findings.Warn(number, $"'{Short(line)}' is not understood; {Example}.");
                continue;
            }

            if (Day(match, "from") is not { } from || (match.Groups["to"].Success && Day(match, "to") is null))
            {
                findings.Warn(number, $"'{Short(line)}' has a date that there is not; look at the month and the day.");
                continue;
            }

            var to = Day(match, "to") ?? from;
            if (to < from || Period.DaysBetween(from, to) >= LongestSpan)
            {
                findings.Warn(number, $"'{Short(line)}' {(to < from ? "ends before it begins" : "is longer than a year")}; it does not count.");
                continue;
            }

            firstOfLast = days.Count;
            for (var day = from; day <= to; day = day.PlusDays(1))
            {
                days.Add(new Holiday(day, Unquote(match.Groups["name"].Value)));
            }
        }

        return days.Count == 0 ? findings.Unusable<Holiday>(1, $"There is no date in the file; {Example}, one a line.") : days.ToImmutable();
    }

    private static LocalDate? Day(Match match, string group)
        => match.Groups[group] is { Success: true } found && LocalDatePattern.Iso.Parse(found.Value).TryGetValue(default, out var day) && day.Year <= YearlyRule.LastYear
            ? day
            : null;

    private static string Unquote(string name)
    {
        var trimmed = name.Trim();
        return trimmed.Length > 1 && trimmed[0] is '"' or '\'' && trimmed[^1] == trimmed[0] ? trimmed[1..^1].Trim() : trimmed;
    }

    private static string Short(string line) => line.Length <= 60 ? line : $"{line[..60]}…";

    // A # that is part of a word is none.
    [GeneratedRegex(@"(^|\s)#.*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Comment();

    [GeneratedRegex(@"^[A-Za-z_ ]+:$", RegexOptions.CultureInvariant, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"^(name|title|summary)\s*:\s*(?<name>.+)$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Name();

    [GeneratedRegex(
        @"^(-\s+)?((date|day|start)\s*:\s*)?[""']?(?<from>\d{4}-\d{2}-\d{2})(?!\d)[""']?(\s*(to|until|\.\.\.?|–|/)\s*(?<to>\d{4}-\d{2}-\d{2})(?!\d))?\s*[:,;]?\s*(?<name>.*)$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase,
        1000)]
    private static partial Regex Entry();
}
