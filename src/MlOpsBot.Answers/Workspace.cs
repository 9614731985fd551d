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
    public const int MaxTokens = 1024;

    [ThreadStatic]
    private static Workspace? t_current;

    private readonly (Fit[] Fits, int Version, int Found)[] _retrieved =
        [.. Enum.GetValues<EvidenceScope>().Select(_ => (new Fit[CardRetriever.MaxCandidates], -1, 0))];

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

    /// <summary>How well the cards fit that were retrieved last, strongest first.</summary>
    public Fit[] Fits { get; private set; } = [];

    /// <summary>The question's words as evidence.</summary>
    public EvidenceWord[] Evidence { get; } = new EvidenceWord[Reading.MaxWords];

    /// <summary>Turns to the fits of a scope; tells whether they are those of the question being read, and how many.</summary>
    public bool TryRecall(EvidenceScope scope, out int found)
    {
        ref readonly var kept = ref _retrieved[(int)scope];
        Fits = kept.Fits;
        found = kept.Found;
        return kept.Version == Reading.Version;
    }

    /// <summary>Keeps the fits of a scope for the question being read, as several rules ask for them.</summary>
    public int Keep(EvidenceScope scope, int found)
    {
        _retrieved[(int)scope] = (Fits, Reading.Version, found);
        return found;
    }

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
