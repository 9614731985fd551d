using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using MlOpsBot.Knowledge;
using MlOpsBot.Search;

namespace MlOpsBot.Teams.Extending;

/// <summary>
/// Finds cards by the beginning of a name, while somebody is still typing it. Made once for a knowledge base; immutable and
/// thread-safe.
/// </summary>
internal sealed class NameSearch
{
    /// <summary>Words of a query that are looked at: no name has more.</summary>
    private const int MostWords = 12;

    private static readonly ConditionalWeakTable<KnowledgeBase, NameSearch> s_kept = [];

    private readonly ImmutableArray<Entry> _entries;

    private NameSearch(KnowledgeBase knowledge) => _entries = [.. knowledge.Cards.Select(EntryOf)];

    /// <summary>The names of a knowledge base.</summary>
    public static NameSearch Of(KnowledgeBase knowledge) => s_kept.GetValue(knowledge, static knowledge => new NameSearch(knowledge));

    /// <summary>The cards of which a name begins as was typed, or has words that do; best first.</summary>
    /// <param name="typed">Any text.</param>
    public ImmutableArray<FoundCard> Find(string typed)
    {
        var words = WordsOf(typed);
        return words.Length == 0
            ? []
            :
            [
                .. _entries
                    .Select(entry => new FoundCard(entry.Card, entry.Names.Min(name => Fit(name, words))))
                    .Where(static found => found.Fit != NameFit.None)
                    .OrderBy(static found => found.Fit)
                    .ThenBy(static found => found.Card.Kind)
                    .ThenBy(static found => found.Card.Name, StringComparer.Ordinal),
            ];
    }

    private static NameFit Fit(in SpokenName name, ImmutableArray<string> words)
    {
        if (Begins(name.Words, words))
        {
            var isWhole = name.Words.Length == words.Length && name.Words[^1] == words[^1];
            return isWhole ? NameFit.Whole : name.IsMain ? NameFit.Beginning : NameFit.BeginningOfAlias;
        }

        return HoldsAll(name.Words, words) ? name.IsMain ? NameFit.Words : NameFit.WordsOfAlias : NameFit.None;
    }

    // The last word may still be typed.
    private static bool Begins(ImmutableArray<string> name, ImmutableArray<string> words)
        => words.Length <= name.Length
            && name.AsSpan(0, words.Length - 1).SequenceEqual(words.AsSpan(0, words.Length - 1))
            && name[words.Length - 1].StartsWith(words[^1], StringComparison.Ordinal);

    private static bool HoldsAll(ImmutableArray<string> name, ImmutableArray<string> words)
    {
        foreach (var word in words)
        {
            if (!name.Any(part => part.StartsWith(word, StringComparison.Ordinal)))
            {
                return false;
            }
        }

        return true;
    }

    private static Entry EntryOf(Card card)
    {
        var others = card.Aliases.Concat(card is RoleCard role ? role.Abbreviations : []);
        return new Entry(card, [new SpokenName(WordsOf(card.Name), IsMain: true), .. others.Select(static name => new SpokenName(WordsOf(name), IsMain: false)).Where(static name => name.Words.Length > 0)]);
    }

    // As the index reads them: without case, accents and signs.
    private static ImmutableArray<string> WordsOf(string text)
    {
        var tokens = new TokenBuffer(MostWords);
        Analyzer.Analyze(text, tokens);
        var words = ImmutableArray.CreateBuilder<string>(tokens.Count);
        for (var i = 0; i < tokens.Count; i++)
        {
            words.Add(tokens.Word(i).ToString());
        }

        return words.ToImmutable();
    }

    private readonly record struct SpokenName(ImmutableArray<string> Words, bool IsMain);

    private sealed record Entry(Card Card, ImmutableArray<SpokenName> Names);
}

/// <summary>A card that was found by its name. Immutable.</summary>
/// <param name="Card">The card.</param>
/// <param name="Fit">How well.</param>
internal readonly record struct FoundCard(Card Card, NameFit Fit);

/// <summary>How well a name fits what was typed, best first.</summary>
internal enum NameFit
{
    /// <summary>It is just that: the name, an alias or an abbreviation.</summary>
    Whole,

    /// <summary>The name begins so.</summary>
    Beginning,

    /// <summary>An alias or an abbreviation begins so.</summary>
    BeginningOfAlias,

    /// <summary>Every word begins one of the name's.</summary>
    Words,

    /// <summary>Every word begins one of an alias's.</summary>
    WordsOfAlias,

    /// <summary>It does not.</summary>
    None,
}
