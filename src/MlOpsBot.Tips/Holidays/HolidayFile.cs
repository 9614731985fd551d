using System.Collections.Immutable;
using System.Text.RegularExpressions;
using MlOpsBot.Knowledge;
using NodaTime.Text;

namespace MlOpsBot.Tips.Holidays;

/// <summary>What a file of holidays holds. Immutable.</summary>
/// <param name="Days">The days that were understood, as they stand in the file.</param>
/// <param name="Findings">What was not, and what to do about it. An error: the file says nothing that can be used.</param>
public sealed record HolidayFileReading(ImmutableArray<Holiday> Days, ImmutableArray<Finding> Findings);

/// <summary>Reads files of holidays: calendars (<c>.ics</c>) and lists of dates.</summary>
public static partial class HolidayFile
{
    /// <summary>Reads one.</summary>
    /// <param name="text">What it holds.</param>
    /// <param name="fileName">Its name, for findings, and to tell calendars from lists.</param>
    public static HolidayFileReading Read(string text, string fileName)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(fileName);
        return ReadList(text, fileName);
    }

    private static HolidayFileReading ReadList(string text, string fileName)
    {
        var (days, findings) = (ImmutableArray.CreateBuilder<Holiday>(), ImmutableArray.CreateBuilder<Finding>());
        var number = 0;
        foreach (var line in text.Split('\n'))
        {
            number++;
            var match = LinePattern().Match(line);
            if (!match.Success)
            {
                if (line.Trim() is { Length: > 0 } rest && rest[0] != '#')
                {
                    findings.Add(new Finding(new FileLocation(fileName, number), FindingSeverity.Warning, $"'{rest}' is not understood; write a date and a name, such as 2026-12-25 Christmas Day."));
                }
            }
            else if (LocalDatePattern.Iso.Parse(match.Groups["date"].Value).TryGetValue(default, out var day))
            {
                days.Add(new Holiday(day, match.Groups["name"].Value.Trim()));
            }
            else
            {
                findings.Add(new Finding(new FileLocation(fileName, number), FindingSeverity.Warning, $"There is no {match.Groups["date"].Value}."));
            }
        }

        return new HolidayFileReading(days.ToImmutable(), findings.ToImmutable());
    }

    [GeneratedRegex(@"^\s*(-\s+)?(?<date>\d{4}-\d{2}-\d{2})\b[:,;]?\s*(?<name>[^#]*)", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex LinePattern();
}
