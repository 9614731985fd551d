using MlOpsBot.Answers.Understanding;
using MlOpsBot.Search;

namespace MlOpsBot.Answers.Evidence;

/// <summary>Single words that may stand for each other, by number, with how well. Immutable and thread safe.</summary>
internal sealed class Synonyms
{
    /// <summary>The word itself fits a little better than its best synonym.</summary>
    private const float Literal = 0.9f;

    private readonly EvidenceWord[][] _byWord;

    private Synonyms(EvidenceWord[][] byWord) => _byWord = byWord;

    /// <summary>The words that may stand for a word, with the share of its weight that each carries.</summary>
    public ReadOnlySpan<EvidenceWord> Of(int word) => _byWord[word];

    /// <summary>Reads the groups of <c>synonyms.txt</c>; phrases of several words were rewritten when the words were read.</summary>
    public static Synonyms Build(string rules, Lexicon lexicon, LexiconBuilder builder)
    {
        var byWord = new List<EvidenceWord>?[lexicon.Count];
        foreach (var rule in SynonymRule.ParseFile(rules, out _).Where(rule => !rule.Replaces))
        {
            var members = rule.Targets
                .Select(member => (Word: builder.SingleWord(member.Stems), member.Weight))
                .Where(member => member.Word >= 0)
                .ToList();
            foreach (var (from, fromWeight) in members)
            {
                foreach (var (to, toWeight) in members.Where(to => to.Word != from))
                {
                    (byWord[from] ??= []).Add(new EvidenceWord(to, Literal * Math.Min(fromWeight, toWeight)));
                }
            }
        }

        return new Synonyms([.. byWord.Select(list => list is null ? [] : list.GroupBy(word => word.Id).Select(same => same.MaxBy(word => word.Weight)).ToArray())]);
    }
}
