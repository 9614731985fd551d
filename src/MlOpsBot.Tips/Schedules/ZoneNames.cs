using System.Collections.Frozen;
using System.Text.RegularExpressions;
using NodaTime;
using NodaTime.TimeZones;

namespace MlOpsBot.Tips.Schedules;

/// <summary>Finds time zones by what people call them.</summary>
/// <remarks>Thread-safe.</remarks>
public static partial class ZoneNames
{
    private static readonly Lazy<FrozenDictionary<string, string>> s_ids = new(() =>
        DateTimeZoneProviders.Tzdb.Ids.ToFrozenDictionary(id => id.ToLowerInvariant(), id => id, StringComparer.Ordinal));

    private static readonly Lazy<FrozenDictionary<string, string>> s_names = new(Names);

    /// <summary>
    /// The id of the zone that somebody means: by its id in any case, by a city, a country that has one zone, a Windows name, an
    /// abbreviation or a distance from UTC. Null where nobody can know.
    /// </summary>
    public static string? Find(string words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var key = words.Trim().ToLowerInvariant();
        return s_ids.Value.GetValueOrDefault(key.Replace(' ', '_'))
            ?? Offset(key)
            ?? s_names.Value.GetValueOrDefault(key.Replace('_', ' '));
    }

    /// <summary>The place that a zone's id names: "Berlin", "New York"; null where it names none.</summary>
    public static string? PlaceOf(string zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return zone.LastIndexOf('/') is var slash and > 0 && !zone.StartsWith("Etc/", StringComparison.Ordinal) ? zone[(slash + 1)..].Replace('_', ' ') : null;
    }

    private static string? Offset(string key)
    {
        if (OffsetPattern().Match(key) is not { Success: true } match)
        {
            return null;
        }

        var hours = int.Parse(match.Groups["h"].ValueSpan);
        var minutes = match.Groups["m"] is { Success: true } group ? int.Parse(group.ValueSpan) : 0;
        if (hours > 14 || minutes > 59 || (hours == 14 && minutes > 0))
        {
            return null;
        }

        return (hours, minutes) switch
        {
            (0, 0) => "Etc/UTC",
            (_, 0) => $"UTC{match.Groups["s"].Value}{hours:00}",
            _ => $"UTC{match.Groups["s"].Value}{hours:00}:{minutes:00}",
        };
    }

    private static FrozenDictionary<string, string> Names()
    {
        var names = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var id in DateTimeZoneProviders.Tzdb.Ids)
        {
            if (PlaceOf(id) is { } place)
            {
                names.TryAdd(place.ToLowerInvariant(), id);
            }
        }

        foreach (var (windows, id) in TzdbDateTimeZoneSource.Default.WindowsMapping.PrimaryMapping)
        {
            names[windows.ToLowerInvariant()] = id;
        }

        (string, string)[] usual =
        [
            ("utc", "Etc/UTC"), ("z", "Etc/UTC"), ("gmt", "Etc/GMT"), ("cet", "Europe/Brussels"), ("cest", "Europe/Brussels"), ("est", "America/New_York"), ("edt", "America/New_York"),
            ("et", "America/New_York"), ("pst", "America/Los_Angeles"), ("pdt", "America/Los_Angeles"), ("pt", "America/Los_Angeles"),
        ];
        foreach (var (name, id) in usual)
        {
            names[name] = id;
        }

        return names.ToFrozenDictionary(StringComparer.Ordinal);
    }

    [GeneratedRegex(@"^(utc|gmt)\s*(?<s>[+-])\s*(?<h>\d{1,2})(:?(?<m>\d{2}))?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OffsetPattern();
}
