using System.Collections.Frozen;
using System.Collections.Immutable;
using MlOpsBot.Knowledge;
using MlOpsBot.Search;
using MlOpsBot.Tips.Choosing;

namespace MlOpsBot.Chat.Tips;

/// <summary>
/// Finds cards by words of their names. A topic is wider than a question: whoever writes "governance" wants everything with it, where
/// an answer would have to ask back which. Thread-safe.
/// </summary>
internal static class TopicWords
{
    /// <summary>What is found in the texts of more tips than this is no topic but a common word.</summary>
    private const int MostMentions = 8;

    private static readonly FrozenSet<string> s_common = FrozenSet.Create(
        StringComparer.OrdinalIgnoreCase,
        "the", "of", "and", "a", "an", "in", "on", "for", "to", "how", "what", "is", "are", "with", "vs", "or", "at", "who", "does", "do", "it", "by", "from", "about", "all", "tips", "stuff", "things");

    /// <summary>Cards with tips that have a name with all of the words; empty where there are none.</summary>
    public static ImmutableArray<string> Named(KnowledgeBase knowledge, string piece)
    {
        var words = Of(piece);
        return words.Length == 0
            ? []
            : [.. knowledge.Cards.Where(card => NamesOf(card).Any(name => AllIn(words, name)) && HasTips(knowledge, card)).Select(card => card.Slug)];
    }

    /// <summary>Cards of the tips that mention all of the words; empty where there are none, or so many that the words mean nothing.</summary>
    public static ImmutableArray<string> Mentioned(KnowledgeBase knowledge, string piece)
    {
        var words = Of(piece);
        if (words.Length == 0 || words.All(word => word.Length < 5))
        {
            return [];
        }

        var tips = knowledge.Tips.Where(tip => AllIn(words, Of($"{tip.Title} {tip.Text}"))).ToList();
        return tips.Count > MostMentions ? [] : [.. tips.Select(tip => tip.Card).Distinct(StringComparer.Ordinal)];
    }

    /// <summary>The words with the likeliest mistakes mended; null where that is none.</summary>
    public static string? Mended(KnowledgeBase knowledge, string piece)
    {
        var words = Of(piece);
        var known = new SpellingDictionary(knowledge.Cards.SelectMany(NamesOf).SelectMany(name => name).Distinct(StringComparer.Ordinal).Select(word => new SpellingWord(word, 1)));
        var mended = words.Select(word => known.TryFind(word, SpellingDictionary.DistanceFor(word.Length), out var match) ? known.Word(match.Word) : word).ToArray();
        return mended.SequenceEqual(words) ? null : string.Join(' ', mended);
    }

    private static bool HasTips(KnowledgeBase knowledge, Card card) => !TipChooser.Of(knowledge, [card.Slug]).IsEmpty;

    private static IEnumerable<string[]> NamesOf(Card card) => card.Aliases.Prepend(card.Slug).Prepend(card.Name).Select(Of);

    private static string[] Of(string text) =>
    [
        .. new string([.. text.Select(letter => char.IsLetterOrDigit(letter) ? char.ToLowerInvariant(letter) : ' ')])
            .Split(' ', StringSplitOptions.RemoveEmptyEntries)
            .Where(word => word.Length > 1 && !s_common.Contains(word))
            .Distinct(StringComparer.Ordinal),
    ];

    private static bool AllIn(string[] words, string[] text) => words.All(word => text.Any(other => Fits(word, other)));

    /// <summary>"Engineering" fits "engineer", "salaries" "salary", "science" "scientist".</summary>
    private static bool Fits(string word, string other)
    {
        if (word == other || word + "s" == other || other + "s" == word)
        {
            return true;
        }

        var common = word.AsSpan().CommonPrefixLength(other);
        return common >= 5 && common >= Math.Min(word.Length, other.Length) - 2;
    }
}
