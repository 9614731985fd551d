using System.Collections.Immutable;
using System.Globalization;
using MlOpsBot.Tips.Schedules;
using NodaTime;
using NodaTime.TimeZones;

namespace MlOpsBot.Diagnosis;

/// <summary>
/// Which version of the time zone database the program has, and how old it is: schedules of tips are reckoned by it, not by the machine's.
/// Zones change their rules with little notice, so a version of some years ago is wrong somewhere.
/// </summary>
internal sealed class TimeZoneCheck(TimeProvider clock) : ICheck
{
    /// <summary>How many years old the data may be: the year in their name is that of their release.</summary>
    public const int MostYears = 2;

    private const string Update = "Update the program: the data come with it, from the package NodaTime.";

    public string Name => "time zones";

    public Task<ImmutableArray<Diagnosed>> RunAsync(CancellationToken cancellation)
    {
        var source = TzdbDateTimeZoneSource.Default;
        var version = source.TzdbVersion;
        var now = Instant.FromDateTimeOffset(clock.GetUtcNow());
        var text = $"The database is {version}, from NodaTime's package, with {DateTimeZoneProviders.Tzdb.Ids.Count} zones. "
            + $"In Berlin it is {ScheduleWords.Say(TipCalendar.Tzdb.Local("Europe/Berlin", now))}, in New York {ScheduleWords.Say(TipCalendar.Tzdb.Local("America/New_York", now))}.";
        var isOld = version.Length >= 4 && int.TryParse(version.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year)
            && clock.GetUtcNow().Year - year > MostYears;
        return Task.FromResult<ImmutableArray<Diagnosed>>([isOld ? Diagnosed.Warning(Name, FindingCode.TimeZonesOld, $"{text} That is an old one.", Update) : Diagnosed.Ok(Name, text)]);
    }
}
