using System.Collections;
using System.Collections.Immutable;
using System.Runtime.InteropServices;
using MlOpsBot.Answers.Language;
using MlOpsBot.Answers.Understanding;
using MlOpsBot.Knowledge;

namespace MlOpsBot.Answers.Evidence;

/// <summary>A phrase that a card can be asked by, as content words.</summary>
/// <param name="Text">As the card has it.</param>
/// <param name="Words">Its content words, each once.</param>
/// <param name="Small">Its words without weight: they decide between phrases that are alike otherwise.</param>
/// <param name="Weight">The sum of the content words' weights.</param>
/// <param name="IsName">Whether it is the card's name or an alias, not just something people ask.</param>
internal sealed record CardPhrase(string Text, ImmutableArray<int> Words, ImmutableArray<int> Small, float Weight, bool IsName)
{
    /// <summary>Whether it sets two things against each other: "DevOps vs MLOps".</summary>
    public bool Compares { get; init; }
}

/// <summary>The words of a phrase, each once.</summary>
/// <param name="Text">The phrase.</param>
/// <param name="Content">Those with weight.</param>
/// <param name="Small">Those without.</param>
internal sealed record AskedPhrase(string Text, int[] Content, int[] Small)
{
    public static AskedPhrase Of(string text, Lexicon lexicon, LexiconBuilder builder)
    {
        var words = builder.Words(text).Distinct().ToLookup(word => (lexicon.CueOf(word) & Cue.Weightless) == Cue.None);
        return new AskedPhrase(text, [.. words[true]], [.. words[false]]);
    }
}

/// <summary>The words of one card, ready to be compared with those of a question. Immutable.</summary>
internal sealed class CardEvidence(Card card, ImmutableArray<CardPhrase> phrases, BitArray phraseWords, BitArray bodyWords)
{
    /// <summary>The card.</summary>
    public Card Card { get; } = card;

    /// <summary>What it can be asked by.</summary>
    public ImmutableArray<CardPhrase> Phrases { get; } = phrases;

    /// <summary>Whether one of its phrases has the word.</summary>
    public bool IsAskedBy(int word) => phraseWords[word];

    /// <summary>Whether the card says the word anywhere.</summary>
    public bool Says(int word) => bodyWords[word];

    /// <summary>Gathers the words of a card.</summary>
    public static CardEvidence Of(Card card, List<AskedPhrase> phrases, WordWeights weights, Lexicon lexicon, LexiconBuilder builder)
    {
        var names = card.Aliases.Length + 1;
        var asked = new BitArray(lexicon.Count);
        var said = new BitArray(lexicon.Count);
        var list = ImmutableArray.CreateBuilder<CardPhrase>(phrases.Count);
        for (var i = 0; i < phrases.Count; i++)
        {
            var (text, words, small) = phrases[i];
            foreach (var word in words)
            {
                asked[word] = true;
            }

            if (words.Length > 0)
            {
                list.Add(new CardPhrase(text, [.. words], [.. small], words.Sum(word => weights[word]), i < names)
                {
                    Compares = words.Concat(small).Any(word => (lexicon.CueOf(word) & Cue.Compare) != Cue.None),
                });
            }
        }

        foreach (var word in CardText.Body(card).SelectMany(builder.Words))
        {
            said[word] = true;
        }

        return new CardEvidence(card, list.ToImmutable(), asked, said);
    }
}

/// <summary>How well a card fits a question.</summary>
/// <param name="Card">Number of the card.</param>
/// <param name="Coverage">Share of the question's weight that the card accounts for, 0 to 1.</param>
/// <param name="Completeness">Share of the best phrase's weight that the question has, 0 to 1.</param>
/// <param name="Mass">Weight of the question's words found in the best phrase: tells "data" alone from "data quality".</param>
/// <param name="Share">Share of the question's weight that this phrase alone accounts for, 0 to 1.</param>
/// <param name="Phrase">Index of that phrase, -1 for none.</param>
/// <param name="Likeness">A small bonus for a name, and for small words in common: decides between equals.</param>
/// <param name="Score">Retrieval score.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Fit(int Card, float Coverage, float Completeness, float Mass, float Share, int Phrase, float Likeness, float Score)
{
    /// <summary>
    /// One figure for both directions: a card has to account for what was asked, and the question for the phrase it is found by.
    /// What the card accounts for all over counts less than what one of its phrases has together.
    /// </summary>
    public float Strength => (Coverage * (0.35f + (0.35f * Completeness) + (0.3f * Share))) + Likeness;

    /// <summary>Whether question and phrase have the same content words.</summary>
    public bool IsExact => Share >= 0.95f && Completeness >= 0.95f;
}
