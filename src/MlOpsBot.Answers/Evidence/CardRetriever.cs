using System.Runtime.InteropServices;
using MlOpsBot.Answers.Understanding;
using MlOpsBot.Knowledge;
using MlOpsBot.Search;

namespace MlOpsBot.Answers.Evidence;

/// <summary>A word of a question as evidence.</summary>
/// <param name="Id">Its number in the lexicon, or -1.</param>
/// <param name="Weight">How much of the question it is.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct EvidenceWord(int Id, float Weight);

/// <summary>Which words of a question count.</summary>
internal enum EvidenceScope
{
    /// <summary>All of them.</summary>
    All,

    /// <summary>Those that are not the name of a role.</summary>
    OutsideMentions,
}

/// <summary>
/// Finds the cards that a question may be about: the full-text index proposes, and each proposal is weighed by how
/// much of the question it accounts for. Immutable and thread safe; allocates nothing.
/// </summary>
internal sealed class CardRetriever
{
    /// <summary>Cards that are weighed for one question.</summary>
    public const int MaxCandidates = 16;

    /// <summary>What it counts when a card says the word but is not asked by it.</summary>
    private const float SaidStrength = 0.6f;

    /// <summary>More than small words in common, or a name, can add to a phrase.</summary>
    private const float MostLikeness = 0.03f;

    private readonly Lexicon _lexicon;
    private readonly ITextIndex _index;
    private readonly CardEvidence[] _cards;
    private readonly WordWeights _weights;
    private readonly QueryExpander _expander;
    private readonly Synonyms _synonyms;

    public CardRetriever(KnowledgeBase knowledge, Lexicon lexicon, LexiconBuilder builder)
    {
        _lexicon = lexicon;
        _synonyms = Synonyms.Build(knowledge.Synonyms, lexicon, builder);
        var cards = knowledge.Cards.ToList();
        var phrases = cards.ConvertAll(card => CardText.Phrases(card).Select(phrase => AskedPhrase.Of(phrase, lexicon, builder)).ToList());
        _weights = new WordWeights(lexicon, phrases.ConvertAll(list => list.SelectMany(phrase => phrase.Content).Distinct()));
        _cards = [.. cards.Select((card, number) => CardEvidence.Of(card, phrases[number], _weights, lexicon, builder))];
        _index = CardIndex.Build(cards);
        _expander = new QueryExpander(_index, SynonymMap.Parse(knowledge.Synonyms, out _));
    }

    /// <summary>The words it knows.</summary>
    public Lexicon Lexicon => _lexicon;

    /// <summary>The card of that number: roles first, then activities, then topics.</summary>
    public CardEvidence this[int card] => _cards[card];

    /// <summary>Whether the field lives on the word.</summary>
    public bool IsAnchor(int word) => _weights.IsAnchor(word);

    /// <summary>Weight of a word of a question.</summary>
    public float WeightOf(Word word) => _weights.Of(word);

    /// <summary>Whether any card says the word.</summary>
    public bool IsSaid(int word) => _lexicon.IsSaid(word);

    /// <summary>How the index comes to its score for a card, for all words of the question being read.</summary>
    public ScoreExplanation ExplainScore(Workspace workspace, int card)
    {
        var (words, _) = Gather(workspace.Reading, EvidenceScope.All, workspace.Evidence);
        Expand(workspace.Evidence.AsSpan(0, words), workspace);
        return _index.Explain(workspace.Query.Terms, card);
    }

    /// <summary>Weighs the cards that the index proposes for a question, strongest fit first.</summary>
    /// <returns>How many of the workspace's fits are filled.</returns>
    public int Retrieve(Workspace workspace, EvidenceScope scope)
    {
        if (workspace.TryRecall(scope, out var kept))
        {
            return kept;
        }

        var reading = workspace.Reading;
        var (words, total) = Gather(reading, scope, workspace.Evidence);
        if (total <= 0)
        {
            return workspace.Keep(scope, 0);
        }

        var evidence = workspace.Evidence.AsSpan(0, words);
        Expand(evidence, workspace);
        var found = _index.Search(workspace.Query.Terms, workspace.Hits);
        var marks = workspace.Marks(_lexicon.Count);
        Mark(evidence, reading, marks);
        for (var i = 0; i < found; i++)
        {
            workspace.Fits[i] = Weigh(workspace.Hits[i], evidence, total, marks);
        }

        Unmark(evidence, reading, marks);
        workspace.Fits.AsSpan(0, found).Sort(static (first, second) => second.Strength != first.Strength
            ? second.Strength.CompareTo(first.Strength)
            : second.Score.CompareTo(first.Score));
        return workspace.Keep(scope, found);
    }

    private (int Words, float Total) Gather(Reading reading, EvidenceScope scope, EvidenceWord[] evidence)
    {
        var (count, total) = (0, 0f);
        foreach (ref readonly var word in reading.Words)
        {
            if (scope == EvidenceScope.OutsideMentions && word.Mention >= 0 && reading.Mentions[word.Mention].Strength > NameStrength.Discipline)
            {
                continue;
            }

            var weight = WeightOf(word);
            if (weight > 0 && !Seen(evidence.AsSpan(0, count), word.Id))
            {
                evidence[count++] = new EvidenceWord(word.Id, weight);
                total += weight;
            }
        }

        return (count, total);
    }

    private static bool Seen(ReadOnlySpan<EvidenceWord> evidence, int id)
    {
        foreach (ref readonly var word in evidence)
        {
            if (id >= 0 && word.Id == id)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Hands the words that count over to the index's own expansion, which adds synonyms and compounds.</summary>
    private void Expand(ReadOnlySpan<EvidenceWord> evidence, Workspace workspace)
    {
        workspace.Subject.Clear();
        foreach (ref readonly var word in evidence)
        {
            if (word.Id >= 0)
            {
                workspace.Subject.TryAdd(_lexicon.Text(word.Id), _lexicon.Stem(word.Id), 0, 0);
            }
        }

        _expander.Expand(workspace.Subject, workspace.Query);
    }

    private void Mark(ReadOnlySpan<EvidenceWord> evidence, Reading reading, float[] marks)
    {
        foreach (var id in reading.Ids)
        {
            if (id >= 0 && _weights[id] == 0)
            {
                marks[id] = 1;
            }
        }

        foreach (ref readonly var word in evidence)
        {
            if (word.Id < 0)
            {
                continue;
            }

            marks[word.Id] = Marked(word.Id, 1);
            foreach (ref readonly var synonym in _synonyms.Of(word.Id))
            {
                marks[synonym.Id] = Math.Max(marks[synonym.Id], Marked(synonym.Id, synonym.Weight));
            }
        }
    }

    // A word's mark is what it adds to a phrase that has it: its weight, or for a small word, which has none, itself.
    private float Marked(int id, float strength) => _weights[id] > 0 ? strength * _weights[id] : strength;

    private void Unmark(ReadOnlySpan<EvidenceWord> evidence, Reading reading, float[] marks)
    {
        foreach (var id in reading.Ids)
        {
            if (id >= 0)
            {
                marks[id] = 0;
            }
        }

        foreach (ref readonly var word in evidence)
        {
            if (word.Id < 0)
            {
                continue;
            }

            marks[word.Id] = 0;
            foreach (ref readonly var synonym in _synonyms.Of(word.Id))
            {
                marks[synonym.Id] = 0;
            }
        }
    }

    private Fit Weigh(SearchHit hit, ReadOnlySpan<EvidenceWord> evidence, float total, float[] marks)
    {
        var card = _cards[hit.Document];
        var (best, bestPhrase, bestMass, bestWhole, likeness) = (0f, -1, 0f, 0f, 0f);
        for (var i = 0; i < card.Phrases.Length; i++)
        {
            var phrase = card.Phrases[i];
            var mass = 0f;
            foreach (var word in phrase.Words)
            {
                mass += marks[word];
            }

            // What a phrase has in common with the question, by the weight of both (Dice's coefficient).
            var dice = 2 * mass / (phrase.Weight + total);
            if (mass <= 0 || dice + MostLikeness <= best)
            {
                continue;
            }

            var bonus = Likeness(phrase, marks);
            var alike = dice + bonus;
            if (alike > best)
            {
                (best, bestPhrase, bestMass, bestWhole, likeness) = (alike, i, mass, phrase.Weight, bonus);
            }
        }

        return new Fit(
            hit.Document, Cover(card, evidence) / total, bestWhole > 0 ? bestMass / bestWhole : 0, bestMass, Math.Min(1, bestMass / total), bestPhrase, likeness, hit.Score);
    }

    private static float Likeness(CardPhrase phrase, float[] marks)
    {
        const float name = 0.02f;
        var common = 0f;
        foreach (var word in phrase.Small)
        {
            common += marks[word];
        }

        return phrase.IsName
            ? name * ((common + 1) / (phrase.Small.Length + 1))
            : MostLikeness * common / (phrase.Small.Length + 1);
    }

    private float Cover(CardEvidence card, ReadOnlySpan<EvidenceWord> evidence)
    {
        var covered = 0f;
        foreach (ref readonly var word in evidence)
        {
            if (word.Id < 0)
            {
                continue;
            }

            var strength = Strength(card, word.Id);
            foreach (ref readonly var synonym in _synonyms.Of(word.Id))
            {
                if (strength < synonym.Weight)
                {
                    strength = Math.Max(strength, synonym.Weight * Strength(card, synonym.Id));
                }
            }

            covered += word.Weight * strength;
        }

        return covered;
    }

    private static float Strength(CardEvidence card, int word) => card.IsAskedBy(word) ? 1 : card.Says(word) ? SaidStrength : 0;
}
