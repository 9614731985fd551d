using System.Collections.Immutable;
using MlOpsBot.Tips;
using MlOpsBot.Tips.Schedules;

namespace MlOpsBot.Configuration;

/// <summary>The section <c>MlOpsBot:Tips</c>.</summary>
internal static class TipsSection
{
    private const string Default = "Default";

    public static TipsOptions Read(OptionReader reader)
    {
        var defaults = new TipsOptions();
        reader.Default("Enabled", defaults.IsEnabled);
        return new TipsOptions
        {
            IsEnabled = reader.YesOrNo("Enabled") ?? defaults.IsEnabled,
            CatchUp = TimeSpan.FromMinutes(reader.Number("CatchUpMinutes", 0, 1_440, (int)defaults.CatchUp.TotalMinutes)),
            Spread = TimeSpan.FromSeconds(reader.Number("SpreadSeconds", 0, 59, (int)defaults.Spread.TotalSeconds)),
            Holidays = reader.Texts("Holidays"),
            Default = Schedule(reader, defaults.Default),
            WhoMayChange = reader.Choice("WhoMayChange", defaults.WhoMayChange),
            Workers = reader.Number("Workers", 1, 256, defaults.Workers),
            Lease = TimeSpan.FromSeconds(reader.Number("LeaseSeconds", 2, 600, (int)defaults.Lease.TotalSeconds)),
        };
    }

    /// <summary>The files of holidays by their full paths, and a fault for each that is not there: a misspelt one would let tips be posted on Christmas Day.</summary>
    public static (TipsOptions Options, ImmutableArray<string> Faults) Locate(TipsOptions options, string workingDirectory)
    {
        ImmutableArray<string> paths = [.. options.Holidays.Select(path => Path.GetFullPath(path, workingDirectory))];
        return (
            options with { Holidays = paths },
            [.. paths.Where(path => !File.Exists(path)).Select(path => $"{BotOptions.Section}:Tips:Holidays names '{path}', which is no file; give calendars (.ics) or lists of dates, with commas between.")]);
    }

    private static TipSchedule Schedule(OptionReader reader, TipSchedule otherwise)
    {
        if (reader.Text(Default) is not { } text)
        {
            return otherwise;
        }

        var reading = ScheduleReader.Read(text);
        if (reading.Wish is { } wish)
        {
            return wish.Or(otherwise);
        }

        reader.Fault(Default, $"is '{text}'. {reading.Fault}");
        return otherwise;
    }
}
