using System.Collections.Frozen;
using System.Text.RegularExpressions;
using MlOpsBot.Tips.Schedules.Reading;
using NodaTime;
using NodaTime.TimeZones;

namespace MlOpsBot.Tips.Schedules;

/// <summary>Finds time zones by what people call them.</summary>
/// <remarks>Thread-safe. The names are made once, when they are needed first.</remarks>
public static partial class ZoneNames
{
    private static readonly Lazy<FrozenDictionary<string, string>> s_ids = new(() =>
        DateTimeZoneProviders.Tzdb.Ids.ToFrozenDictionary(id => id.ToLowerInvariant(), id => id, StringComparer.Ordinal));

    private static readonly Lazy<FrozenDictionary<string, ZoneFinding>> s_names = new(Names);

    /// <summary>Every name, in lower case.</summary>
    internal static IEnumerable<string> All => s_names.Value.Keys;

    /// <summary>
    /// The id of the zone that somebody means: by its id in any case, by a city, a country that has one zone, a Windows name, an
    /// abbreviation ("CET", "ET") or a distance from UTC ("UTC+2", which has the id <c>UTC+02</c>). Null where nobody can know: "CST" is used in three countries.
    /// </summary>
    public static string? Find(string words)
    {
        ArgumentNullException.ThrowIfNull(words);
        return Look(words)?.Zone;
    }

    /// <summary>The place that a zone's id names: "Berlin", "New York"; null where it names none.</summary>
    public static string? PlaceOf(string zone)
    {
        ArgumentNullException.ThrowIfNull(zone);
        return zone.LastIndexOf('/') is var slash and > 0 && !zone.StartsWith("Etc/", StringComparison.Ordinal) ? zone[(slash + 1)..].Replace('_', ' ') : null;
    }

    /// <summary>What is known of a name; null for nothing at all.</summary>
    internal static ZoneFinding? Look(string words)
    {
        var key = Tokens.Fold(words.Trim().ToLowerInvariant());

        // The old names of the database without a place, such as EST, mean what nobody means by them: EST is Panama.
        if (key.Contains('/') && s_ids.Value.TryGetValue(key.Replace(' ', '_'), out var id))
        {
            return new ZoneFinding(id, null);
        }

        return Offset(key) is { } offset ? new ZoneFinding(offset, null) : s_names.Value.GetValueOrDefault(key.Replace('_', ' ').Replace('-', ' ').Replace(".", "", StringComparison.Ordinal).Replace("(", "", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal));
    }

    /// <summary>The id in its own spelling; null for no id of a zone.</summary>
    internal static string? Id(string lower) => s_ids.Value.GetValueOrDefault(lower) ?? Offset(lower);

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

    private static FrozenDictionary<string, ZoneFinding> Names()
    {
        // What comes later goes before.
        var names = new Dictionary<string, ZoneFinding>(StringComparer.Ordinal);
        var source = TzdbDateTimeZoneSource.Default;
        foreach (var id in DateTimeZoneProviders.Tzdb.Ids.Where(id => PlaceOf(id) is not null).OrderBy(id => source.CanonicalIdMap[id] == id))
        {
            // One letter or a point of the compass is no place.
            if (Tokens.Fold(PlaceOf(id)!.ToLowerInvariant()).Replace('-', ' ') is { Length: > 2 } place && place is not ("north" or "south" or "west" or "east" or "general" or "center" or "act" or "lhi" or "yap"))
            {
                names[place] = new ZoneFinding(id, null);
            }
        }

        foreach (var country in source.ZoneLocations!.GroupBy(location => location.CountryName).Where(zones => zones.Count() == 1))
        {
            names[Tokens.Fold(country.Key.ToLowerInvariant())] = new ZoneFinding(country.Single().ZoneId, null) { IsVague = true };
        }

        foreach (var (windows, id) in source.WindowsMapping.PrimaryMapping)
        {
            names[Tokens.Fold(windows.ToLowerInvariant()).Replace(".", "", StringComparison.Ordinal).Replace('-', ' ').Replace("(", "", StringComparison.Ordinal).Replace(")", "", StringComparison.Ordinal)] = new ZoneFinding(source.CanonicalIdMap[id], null);
        }

        foreach (var (name, id) in ZoneNickNames.Places)
        {
            names[name] = new ZoneFinding(id, null);
        }

        foreach (var (name, id) in ZoneNickNames.Vague)
        {
            names[name] = new ZoneFinding(id, null) { IsVague = true };
        }

        foreach (var (name, places) in ZoneNickNames.Several)
        {
            var shown = name.Length <= 4 && name != "asia" ? name.ToUpperInvariant() : $"{char.ToUpperInvariant(name[0])}{name[1..]}";
            names[name] = new ZoneFinding(null, $"\"{shown}\" may be the time of {places}: say which city.") { IsVague = true };
        }

        return names.ToFrozenDictionary(StringComparer.Ordinal);
    }

    [GeneratedRegex(@"^(utc|gmt)\s?(?<s>[+-])\s?(?<h>[0-9]{1,2})(:?(?<m>[0-9]{2}))?$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex OffsetPattern();
}
