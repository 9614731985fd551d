using System.Collections.Immutable;
using MlOpsBot.Tips.Holidays;
using MlOpsBot.Tips.Schedules;
using NodaTime;

namespace MlOpsBot.Diagnosis;

/// <summary>Whether the files of holidays can be read, what in them is not understood, and whether there is a day ahead in them.</summary>
internal sealed class HolidaysCheck(ImmutableArray<string> paths, TimeProvider clock) : ICheck
{
    public string Name => "holidays";

    public async Task<ImmutableArray<Diagnosed>> RunAsync(CancellationToken cancellation)
    {
        var findings = ImmutableArray.CreateBuilder<Diagnosed>();
        foreach (var path in paths)
        {
            try
            {
                findings.AddRange(Look(path, HolidayFile.Read(await File.ReadAllTextAsync(path, cancellation), path)));
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                findings.Add(Diagnosed.Fault(Name, FindingCode.HolidaysUnreadable, $"{path} cannot be read: {exception.Message}", "Until it can, no day in it counts as a holiday."));
            }
        }

        return findings.ToImmutable();
    }

    private IEnumerable<Diagnosed> Look(string path, HolidayFileReading reading)
    {
        if (!reading.IsUsable)
        {
            yield return Diagnosed.Fault(Name, FindingCode.HolidaysUnreadable, reading.Findings.First(finding => finding.Severity == Knowledge.FindingSeverity.Error).ToString(), "Until it is put right, no day in it counts as a holiday.");
            yield break;
        }

        var today = LocalDate.FromDateTime(clock.GetUtcNow().UtcDateTime);
        var next = reading.Days.FirstOrDefault(holiday => holiday.Day >= today);
        yield return next is null
            ? Diagnosed.Warning(Name, FindingCode.HolidaysOver, $"{path}: {Count(reading.Days.Length, "day")}, and all of them are over.", "Add this year's, or export the calendar again.")
            : Diagnosed.Ok(Name, $"{path}: {Count(reading.Days.Length, "day")}; the next is {ScheduleWords.Say(next.Day)}{(next.Name.Length > 0 ? $", {next.Name}" : "")}.");
        if (!reading.Findings.IsEmpty)
        {
            yield return Diagnosed.Warning(Name, FindingCode.HolidaysLines, $"{Count(reading.Findings.Length, "line")} of it {(reading.Findings.Length == 1 ? "does" : "do")} not count, the first: {reading.Findings[0]}");
        }
    }

    private static string Count(int number, string one) => $"{number} {one}{(number == 1 ? "" : "s")}";
}
