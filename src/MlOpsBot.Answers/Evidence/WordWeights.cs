using MlOpsBot.Answers.Language;
using MlOpsBot.Answers.Understanding;

namespace MlOpsBot.Answers.Evidence;

/// <summary>
/// How much each word of the lexicon counts as evidence. Rarer words weigh more: ln(1 + N/n) over the N cards, n of which are
/// asked by the word, scaled to 1 for a word of one card. Immutable and thread safe.
/// </summary>
internal sealed class WordWeights
{
    /// <summary>A word that no card says: it counts in full against every card.</summary>
    private const float ForeignWeight = 1f;

    /// <summary>A word that some card says, but none is asked by.</summary>
    private const float BodyWeight = 0.8f;

    /// <summary>"Role", "job", "does": nearly every question about roles has one, whatever it is about.</summary>
    private const float WorkWeight = 0.15f;

    /// <summary>"Why", "difference": tell a question for reasons, or for what differs, from one for the thing itself.</summary>
    private const float ReasonWeight = 0.3f;

    /// <summary>"Owns", "handles", "who": the shape of the question, hardly its subject; a share of what the word would weigh.</summary>
    private const float OwnWeight = 0.2f;

    private readonly float[] _weights;
    private readonly bool[] _anchors;

    /// <summary>Weighs the words.</summary>
    /// <param name="lexicon">The words.</param>
    /// <param name="asked">Card by card, the words it is asked by, each once.</param>
    public WordWeights(Lexicon lexicon, List<IEnumerable<int>> asked)
    {
        var frequency = new int[lexicon.Count];
        foreach (var word in asked.SelectMany(words => words))
        {
            frequency[word]++;
        }

        _weights = new float[lexicon.Count];
        _anchors = new bool[lexicon.Count];
        for (var word = 0; word < _weights.Length; word++)
        {
            var weight = frequency[word] > 0
                ? (float)(Math.Log(1 + ((double)asked.Count / frequency[word])) / Math.Log(1 + asked.Count))
                : lexicon.IsSaid(word) ? BodyWeight : ForeignWeight;
            var cue = lexicon.CueOf(word);
            _anchors[word] = frequency[word] * 12 >= asked.Count && (cue & ~Cue.Grade) == Cue.None;
            _weights[word] = (cue & Cue.Weightless) != Cue.None ? 0 : Shaped(weight, cue);
        }
    }

    /// <summary>Weight of a word by itself.</summary>
    public float this[int word] => _weights[word];

    /// <summary>Whether the field lives on the word: at least one card in twelve is asked by it.</summary>
    public bool IsAnchor(int word) => _anchors[word];

    /// <summary>Weight of a word of a question.</summary>
    public float Of(Word word)
    {
        if (!word.IsContent || (word.InPhrase && word.Has(Cue.Help | Cue.Greet | Cue.Thanks)))
        {
            return 0;
        }

        var weight = word.Id < 0 ? ForeignWeight : _weights[word.Id];
        return Shaped(weight, word.Cues);
    }

    /// <summary>What is left of a weight where the word is part of a question's shape.</summary>
    private static float Shaped(float weight, Cue cues) =>
        (cues & (Cue.Who | Cue.Own | Cue.Ask)) != Cue.None ? weight * OwnWeight
        : (cues & (Cue.Reason | Cue.Compare)) != Cue.None ? Math.Min(weight, ReasonWeight)
        : (cues & Cue.Work) != Cue.None ? Math.Min(weight, WorkWeight)
        : weight;
}
