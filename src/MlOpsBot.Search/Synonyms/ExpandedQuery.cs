namespace MlOpsBot.Search;

/// <summary>Through which form a word of the question became a term of the index.</summary>
public enum TermForm
{
    /// <summary>The word itself, or another form with the same stem.</summary>
    Exact,

    /// <summary>A synonym.</summary>
    Synonym,

    /// <summary>Two words of the question that are one in the index: "ml ops".</summary>
    Joined,

    /// <summary>One word of the question that is two in the index: "devops" for "dev ops".</summary>
    Split,

    /// <summary>A known word that the unknown one is taken for a misspelling of.</summary>
    Spelling,
}

/// <summary>
/// The terms of a question, in storage that is reused: filling a warm one allocates nothing. Not thread safe; one a thread.
/// </summary>
public sealed class ExpandedQuery
{
    private readonly QueryTerm[] _terms;
    private readonly TermForm[] _forms;
    private readonly int[] _tokens;

    /// <summary>Room for so many terms, above 0; what does not fit is left out, so twice the words of a long question is enough.</summary>
    public ExpandedQuery(int capacity = 256)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(capacity);
        _terms = new QueryTerm[capacity];
        _forms = new TermForm[capacity];
        _tokens = new int[capacity];
        Words = new WordReading[capacity];
    }

    /// <summary>The terms, for <see cref="ITextIndex.Search"/>.</summary>
    public ReadOnlySpan<QueryTerm> Terms => _terms.AsSpan(0, Count);

    /// <summary>How many terms there are.</summary>
    public int Count { get; private set; }

    internal WordReading[] Words { get; }

    /// <summary>Through which form a term came in.</summary>
    public TermForm Form(int term) => _forms[term];

    /// <summary>The token that a term stands for, or the first of several.</summary>
    public int Token(int term) => _tokens[term];

    internal void Clear() => Count = 0;

    /// <summary>Adds a term, or strengthens it where the place has it already.</summary>
    internal void Add(QueryTerm term, TermForm form, int token)
    {
        var place = Count;
        for (var i = Count - 1; i >= 0; i--)
        {
            if (_terms[i].Term == term.Term && _terms[i].Position == term.Position)
            {
                place = i;
                break;
            }
        }

        if (place == _terms.Length || (place < Count && _terms[place].Weight >= term.Weight))
        {
            return;
        }

        Count = Math.Max(Count, place + 1);
        (_terms[place], _forms[place], _tokens[place]) = (term, form, token);
    }

    /// <summary>How one word of the question is read.</summary>
    internal record struct WordReading(int Term, int SynonymStem, float Weight, TermForm Form, bool IsReplaced);
}
