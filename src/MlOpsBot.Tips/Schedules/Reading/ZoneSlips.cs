using System.Collections.Frozen;
using System.Collections.Immutable;

namespace MlOpsBot.Tips.Schedules.Reading;

/// <summary>Names of zones that are near to what was written. They are offered, not taken: a city is easily another city.</summary>
internal static class ZoneSlips
{
    private static readonly Lazy<ImmutableArray<string>> s_places = new(() => [.. ZoneNames.All.Where(name => name.Length > 3 && ZoneNames.Look(name) is { Zone: not null, IsVague: false }).Order(StringComparer.Ordinal)]);

    private static readonly Lazy<FrozenSet<string>> s_words = new(() => ZoneNames.All.SelectMany(name => name.Split([' ', '-'])).ToFrozenSet(StringComparer.Ordinal));

    /// <summary>Whether a word belongs to a zone's name.</summary>
    public static bool IsWord(string word) => s_words.Value.Contains(word);

    /// <summary>At most two names of places that are near to a word, as they are written.</summary>
    public static ImmutableArray<string> Nearest(string word) =>
        [.. Slips.Nearest(word.Replace('_', ' '), s_places.Value).Take(2).Select(Capitals)];

    private static string Capitals(string name) => string.Join(' ', name.Split(' ').Select(word => word.Length == 0 ? word : $"{char.ToUpperInvariant(word[0])}{word[1..]}"));
}
