using System.Collections.Immutable;

namespace MlOpsBot.Diagnosis;

/// <summary>Whether this machine knows time zones and when their clocks change.</summary>
internal sealed class TimeZoneCheck(TimeProvider clock) : ICheck
{
    private const string Remedy = "Install the package tzdata, or have the container bring /usr/share/zoneinfo.";

    // One zone each north and south of the equator that has changed its clocks twice a year for decades.
    private static readonly ImmutableArray<string> s_zones = ["Europe/Berlin", "America/New_York", "Australia/Sydney"];

    public string Name => "time zones";

    public Task<ImmutableArray<Diagnosed>> RunAsync(CancellationToken cancellation)
    {
        string[] missing = [.. s_zones.Where(zone => !Knows(zone))];
        return Task.FromResult<ImmutableArray<Diagnosed>>(
        [
            missing.Length == 0
                ? Diagnosed.Ok(Name, $"Their data is there; local is {clock.LocalTimeZone.Id}.")
                : Diagnosed.Warning(Name, $"Their data is missing: nothing is known of {string.Join(", ", missing)}.", Remedy),
        ]);
    }

    private bool Knows(string zone)
    {
        var year = clock.GetUtcNow().Year;
        return TimeZoneInfo.TryFindSystemTimeZoneById(zone, out var found)
            && found.GetUtcOffset(new DateTime(year, 1, 15, 0, 0, 0, DateTimeKind.Utc)) != found.GetUtcOffset(new DateTime(year, 7, 15, 0, 0, 0, DateTimeKind.Utc));
    }
}
