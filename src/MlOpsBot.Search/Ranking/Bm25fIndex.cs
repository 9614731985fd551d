using System.Collections.Immutable;

namespace MlOpsBot.Search;

/// <summary>
/// A full-text index ranked by BM25F. Made by <see cref="IndexBuilder"/>; immutable, lock-free, safe to share between
/// threads. A search allocates nothing once its thread has searched before.
/// </summary>
/// <remarks>
/// <para>
/// BM25F (Robertson, Zaragoza, Taylor: "Simple BM25 Extension to Multiple Weighted Fields", CIKM 2004; Robertson, Zaragoza:
/// "The Probabilistic Relevance Framework: BM25 and Beyond", 2009, section 3.6) adds up a term's frequencies over the
/// fields before it saturates them, so that a word in a name and in a body is not counted as two words:
/// </para>
/// <code>
/// f(t, d)  = sum over fields: weight * frequency / (1 - b + b * length / average length)
/// score    = sum over terms:  w(t) * ln(1 + (N - n(t) + 0.5) / (n(t) + 0.5)) * f(t, d) / (k1 + f(t, d))
/// </code>
/// <para>
/// where N is the number of documents, n(t) of those with the term, w(t) the query's weight. The logarithm is Lucene's, which
/// never gets negative. Averages are over the documents that have the field.
/// </para>
/// <para>
/// Of the terms of one <see cref="QueryTerm.Position"/> the one that gives most counts. Where the terms that counted at
/// positions p and p + 1 also stand side by side in the document, f is taken once more, of these places alone, with the
/// smaller of their two factors w(t) * ln(…), times <see cref="RankingOptions.PairWeight"/>. Such a pair never gives more
/// than that part of what the weaker of its two terms gave, which is what keeps the pruning of <see cref="Search"/> exact.
/// </para>
/// </remarks>
public sealed class Bm25fIndex : ITextIndex
{
    [ThreadStatic]
    private static WindowSearch? s_search;

    private readonly ImmutableArray<IndexField> _fields;
    private readonly RankingOptions _options;
    private readonly string[] _terms;
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _numbers;
    private readonly DocumentLayout _layout;
    private readonly PostingLists _postings;
    private readonly Scorer _scorer;
    private readonly float[] _rarities;

    internal Bm25fIndex(
        ImmutableArray<IndexField> fields,
        RankingOptions options,
        string[] terms,
        Dictionary<string, int> numbers,
        DocumentLayout layout,
        PostingLists postings)
    {
        _fields = fields;
        _options = options;
        _terms = terms;
        _numbers = new Dictionary<string, int>(numbers, StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _layout = layout;
        _postings = postings;
        _scorer = new Scorer(layout, postings, options.Saturation, options.PairWeight);
        _rarities = new float[terms.Length];
        for (var term = 0; term < terms.Length; term++)
        {
            var frequency = DocumentFrequency(term);
            _rarities[term] = (float)Math.Log(1 + ((DocumentCount - frequency + 0.5) / (frequency + 0.5)));
        }
    }

    /// <inheritdoc/>
    public int DocumentCount => _layout.DocumentCount;

    private static WindowSearch Scratch => s_search ??= new WindowSearch();

    /// <inheritdoc/>
    /// <remarks>Of a longer query the first 256 terms count; terms that are none of this index are left aside.</remarks>
    public int Search(ReadOnlySpan<QueryTerm> query, Span<SearchHit> hits)
    {
        if (hits.IsEmpty)
        {
            return 0;
        }

        var search = Scratch;
        search.Plan.Prepare(query, _postings, _rarities, _options.PairWeight);
        return search.Run(_postings, _scorer, DocumentCount, hits);
    }

    /// <inheritdoc/>
    public int FindTerm(ReadOnlySpan<char> stem) => _numbers.TryGetValue(stem, out var term) ? term : -1;

    /// <inheritdoc/>
    public int DocumentFrequency(int term) => _postings.End(term) - _postings.Start(term);

    /// <inheritdoc/>
    /// <remarks>The score is the sum of the parts' scores in double precision, rounded once.</remarks>
    public ScoreExplanation Explain(ReadOnlySpan<QueryTerm> query, int document)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(document);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(document, DocumentCount);
        var plan = Scratch.Plan;
        plan.Prepare(query, _postings, _rarities, _options.PairWeight);
        for (var list = 0; list < plan.ListCount; list++)
        {
            plan.Seek(list, document, _postings.Documents);
        }

        var parts = new List<ScorePart>();
        var previous = -1;
        for (var group = 0; group < plan.GroupCount; group++)
        {
            var list = _scorer.Best(plan, group, out var score);
            if (list >= 0)
            {
                parts.Add(Part(plan, list, document, score));
            }

            if (previous >= 0 && list >= 0 && plan.IsPair(group - 1) && _scorer.Pair(plan, document, previous, list) is > 0 and var pair)
            {
                parts.Add(PairPart(plan, previous, list, document, pair));
            }

            previous = list;
        }

        return new ScoreExplanation(_scorer.Score(plan, document, 0), [.. parts.OrderByDescending(part => part.Score)]);
    }

    /// <summary>The same answer as <see cref="Search"/> without leaving anything out: the reference for pruning.</summary>
    internal int SearchEveryDocument(ReadOnlySpan<QueryTerm> query, Span<SearchHit> hits)
    {
        var plan = Scratch.Plan;
        plan.Prepare(query, _postings, _rarities, _options.PairWeight);
        var top = new TopHits(hits);
        for (var document = 0; document < DocumentCount; document++)
        {
            for (var list = 0; list < plan.ListCount; list++)
            {
                plan.Seek(list, document, _postings.Documents);
            }

            var score = _scorer.Score(plan, document, 0);
            if (score > 0)
            {
                top.Offer(new SearchHit(document, score));
            }
        }

        top.Sort();
        return top.Count;
    }

    private ScorePart Part(QueryPlan plan, int list, int document, float score)
    {
        var term = plan.Terms[list];
        return new ScorePart(
            _terms[term.Term],
            term.Position,
            term.Weight,
            _rarities[term.Term],
            Matches(document, _postings.Places(plan.Found[list])),
            score);
    }

    private ScorePart PairPart(QueryPlan plan, int left, int right, int document, float score)
    {
        var first = plan.Terms[left];
        var second = plan.Terms[right];
        var weaker = plan.Factors[left] <= plan.Factors[right] ? first : second;
        var places = new ushort[_postings.Places(plan.Found[left]).Length];
        var count = _scorer.PairPlaces(plan, left, right, places);
        return new ScorePart(
            $"{_terms[first.Term]} {_terms[second.Term]}",
            first.Position,
            weaker.Weight * _options.PairWeight,
            _rarities[weaker.Term],
            Matches(document, places.AsSpan(0, count)),
            score);
    }

    private ImmutableArray<FieldMatch> Matches(int document, ReadOnlySpan<ushort> places)
    {
        var counts = new int[_fields.Length];
        _layout.Count(document, places, counts);
        var matches = ImmutableArray.CreateBuilder<FieldMatch>();
        for (var field = 0; field < counts.Length; field++)
        {
            if (counts[field] > 0)
            {
                matches.Add(new FieldMatch(_fields[field].Name, counts[field], _layout.WeightedFrequency(document, field, counts[field])));
            }
        }

        return matches.ToImmutable();
    }
}
