using System.Collections.Immutable;
using MlOpsBot.Knowledge;

namespace MlOpsBot.Tips.Holidays;

/// <summary>What a file of holidays holds. Immutable.</summary>
/// <param name="Days">The days that were understood, the earliest first.</param>
/// <param name="Findings">What was not, and what to do about it. With an error the file says nothing that can be relied on: it is empty, cut off, or something else.</param>
public sealed record HolidayFileReading(ImmutableArray<Holiday> Days, ImmutableArray<Finding> Findings)
{
    /// <summary>Whether the days may be used.</summary>
    public bool IsUsable => !Findings.Any(finding => finding.Severity == FindingSeverity.Error);
}

/// <summary>
/// Reads files of holidays: calendars as programs export them (<c>.ics</c>, RFC 5545) and lists of dates ("2026-12-25 Christmas Day").
/// What is not understood is said with its line, never passed over.
/// </summary>
public static class HolidayFile
{
    /// <summary>Bytes of a file, and characters of a text, that are read at most: a country's holidays of ten years are some 50 KB.</summary>
    public const int Most = 2 * 1024 * 1024;

    /// <summary>Reads one.</summary>
    /// <param name="text">What it holds.</param>
    /// <param name="fileName">Its name, for findings, and to tell calendars from lists.</param>
    public static HolidayFileReading Read(string text, string fileName)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentNullException.ThrowIfNull(fileName);
        var findings = new HolidayFindings(fileName);
        text = text.TrimStart('\ufeff');
        var isCalendar = fileName.EndsWith(".ics", StringComparison.OrdinalIgnoreCase) || text.StartsWith("BEGIN:VCALENDAR", StringComparison.OrdinalIgnoreCase);
        var days = text.Length > Most ? findings.Unusable<Holiday>(1, $"The file has more than {Most / 1024} KB; export holidays alone.")
            : string.IsNullOrWhiteSpace(text) ? findings.Unusable<Holiday>(1, "The file is empty.")
            : isCalendar ? CalendarFile.Read(text, findings)
            : HolidayList.Read(text, findings);
        return new HolidayFileReading([.. days.Distinct().OrderBy(holiday => holiday.Day)], findings.All);
    }
}

/// <summary>Collects what is wrong with a file.</summary>
internal sealed class HolidayFindings(string fileName)
{
    private readonly ImmutableArray<Finding>.Builder _all = ImmutableArray.CreateBuilder<Finding>();

    /// <summary>Everything so far.</summary>
    public ImmutableArray<Finding> All => [.. _all.OrderBy(finding => finding.Location.Line)];

    /// <summary>Something that does not count, and the rest does.</summary>
    public void Warn(int line, string message) => _all.Add(new Finding(new FileLocation(fileName, line), FindingSeverity.Warning, message));

    /// <summary>Something that makes the whole file useless.</summary>
    public ImmutableArray<T> Unusable<T>(int line, string message)
    {
        _all.Add(new Finding(new FileLocation(fileName, line), FindingSeverity.Error, message));
        return [];
    }
}
