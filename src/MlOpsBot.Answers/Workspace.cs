using MlOpsBot.Answers.Evidence;
using MlOpsBot.Answers.Understanding;
using MlOpsBot.Search;

namespace MlOpsBot.Answers;

/// <summary>
/// The working storage of one question, kept by each thread and used again: a warm thread answers without allocating any of it.
/// </summary>
internal sealed class Workspace
{
    /// <summary>Typed words that are read of one message; a long letter's question stands within them.</summary>
    public const int MaxTokens = 2048;

    [ThreadStatic]
    private static Workspace? t_current;

    private float[] _marks = [];

    /// <summary>This thread's workspace.</summary>
    public static Workspace Current => t_current ??= new Workspace();

    /// <summary>The words as typed.</summary>
    public TokenBuffer Tokens { get; } = new(MaxTokens);

    /// <summary>The words as read.</summary>
    public Reading Reading { get; } = new();

    /// <summary>The words that the index is asked for.</summary>
    public TokenBuffer Subject { get; } = new(Reading.MaxWords);

    /// <summary>Those words with their synonyms, as the index's terms.</summary>
    public ExpandedQuery Query { get; } = new();

    /// <summary>What the index found.</summary>
    public SearchHit[] Hits { get; } = new SearchHit[CardRetriever.MaxCandidates];

    /// <summary>How well the found cards fit.</summary>
    public Fit[] Fits { get; } = new Fit[CardRetriever.MaxCandidates];

    /// <summary>The question's words as evidence.</summary>
    public EvidenceWord[] Evidence { get; } = new EvidenceWord[Reading.MaxWords];

    /// <summary>One place for each word of the lexicon, all zero between uses.</summary>
    public float[] Marks(int words)
    {
        if (_marks.Length < words)
        {
            _marks = new float[words];
        }

        return _marks;
    }
}
