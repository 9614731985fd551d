namespace MlOpsBot.Search;

/// <summary>
/// For every term the documents that have it, ascending, in flat arrays: a posting is an index into
/// <see cref="Documents"/> and <see cref="Impacts"/>. Immutable.
/// </summary>
internal sealed class PostingLists
{
    private readonly int[] _starts;
    private readonly float[] _largestImpacts;
    private readonly int[] _placeStarts;
    private readonly ushort[] _places;

    /// <summary>Turns documents into lists.</summary>
    /// <param name="words">The terms of all documents in the order of their text, with gaps where texts end.</param>
    /// <param name="termCount">How many different terms there are.</param>
    /// <param name="layout">Where the documents and their fields begin.</param>
    /// <param name="saturation">BM25's k1.</param>
    internal PostingLists(ReadOnlySpan<int> words, int termCount, DocumentLayout layout, float saturation)
    {
        _starts = new int[termCount + 1];
        var placeStartOfTerm = new int[termCount + 1];
        CountPostings(words, layout.Starts, _starts, placeStartOfTerm);
        Documents = new int[_starts[termCount]];
        Impacts = new float[_starts[termCount]];
        _placeStarts = new int[_starts[termCount] + 1];
        _places = new ushort[placeStartOfTerm[termCount]];
        Fill(words, layout.Starts, placeStartOfTerm);
        _largestImpacts = new float[termCount];
        for (var term = 0; term < termCount; term++)
        {
            for (var posting = _starts[term]; posting < _starts[term + 1]; posting++)
            {
                var frequency = layout.WeightedFrequency(Documents[posting], Places(posting));
                Impacts[posting] = frequency / (saturation + frequency);
                _largestImpacts[term] = Math.Max(_largestImpacts[term], Impacts[posting]);
            }
        }
    }

    /// <summary>The document of each posting.</summary>
    internal int[] Documents { get; }

    /// <summary>
    /// What each posting adds to a score before the rarity of its term: f / (k1 + f), where f is BM25F's weighted frequency.
    /// It does not depend on the question, so no score computes it again.
    /// </summary>
    internal float[] Impacts { get; }

    /// <summary>The first posting of a term; the last ends where the next term's begin.</summary>
    internal int Start(int term) => _starts[term];

    /// <summary>Where a term's postings end.</summary>
    internal int End(int term) => _starts[term + 1];

    /// <summary>The largest of a term's impacts.</summary>
    internal float LargestImpact(int term) => _largestImpacts[term];

    /// <summary>At which places of its document a posting's term stands, ascending.</summary>
    internal ReadOnlySpan<ushort> Places(int posting) => _places.AsSpan(_placeStarts[posting].._placeStarts[posting + 1]);

    private static void CountPostings(ReadOnlySpan<int> words, ReadOnlySpan<int> documentStarts, Span<int> postings, Span<int> places)
    {
        var last = new int[places.Length];
        Array.Fill(last, -1);
        for (var document = 0; document + 1 < documentStarts.Length; document++)
        {
            foreach (var term in words[documentStarts[document]..documentStarts[document + 1]])
            {
                if (term == IndexBuilder.Gap)
                {
                    continue;
                }

                places[term + 1]++;
                if (last[term] != document)
                {
                    last[term] = document;
                    postings[term + 1]++;
                }
            }
        }

        for (var term = 0; term + 1 < places.Length; term++)
        {
            postings[term + 1] += postings[term];
            places[term + 1] += places[term];
        }
    }

    private void Fill(ReadOnlySpan<int> words, ReadOnlySpan<int> documentStarts, ReadOnlySpan<int> placeStartOfTerm)
    {
        var nextPosting = _starts.AsSpan().ToArray();
        var nextPlace = placeStartOfTerm.ToArray();
        for (var document = 0; document + 1 < documentStarts.Length; document++)
        {
            var start = documentStarts[document];
            for (var i = start; i < documentStarts[document + 1]; i++)
            {
                var term = words[i];
                if (term == IndexBuilder.Gap)
                {
                    continue;
                }

                if (nextPosting[term] == _starts[term] || Documents[nextPosting[term] - 1] != document)
                {
                    Documents[nextPosting[term]] = document;
                    _placeStarts[nextPosting[term]++] = nextPlace[term];
                }

                _places[nextPlace[term]++] = (ushort)(i - start);
            }
        }

        _placeStarts[^1] = _places.Length;
    }
}
