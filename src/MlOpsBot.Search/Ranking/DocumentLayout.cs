namespace MlOpsBot.Search;

/// <summary>Which places of a document belong to which field, and what an occurrence counts there. Immutable.</summary>
internal sealed class DocumentLayout
{
    private readonly int _fields;
    private readonly ushort[] _ends;
    private readonly float[] _scales;

    /// <summary>Takes the layout over.</summary>
    /// <param name="fields">How many fields a document has.</param>
    /// <param name="ends">For every document and field, where it ends in the sequence of all words.</param>
    /// <param name="scales">For every document and field, what an occurrence counts.</param>
    internal DocumentLayout(int fields, ReadOnlySpan<int> ends, float[] scales)
    {
        _fields = fields;
        _scales = scales;
        _ends = new ushort[ends.Length];
        Starts = new int[(ends.Length / fields) + 1];
        for (var i = 0; i < ends.Length; i++)
        {
            _ends[i] = (ushort)(ends[i] - Starts[i / fields]);
            Starts[(i / fields) + 1] = ends[i];
        }
    }

    internal int DocumentCount => Starts.Length - 1;

    /// <summary>Where the documents begin in the sequence of all words, and where the last ends.</summary>
    internal int[] Starts { get; }

    /// <summary>How often each field holds one of these places; the places ascend.</summary>
    internal void Count(int document, ReadOnlySpan<ushort> places, Span<int> counts)
    {
        counts.Clear();
        var ends = _ends.AsSpan(document * _fields, _fields);
        var field = 0;
        foreach (var place in places)
        {
            while (place >= ends[field])
            {
                field++;
            }

            counts[field]++;
        }
    }

    /// <summary>What so many occurrences in a field of a document count.</summary>
    internal float WeightedFrequency(int document, int field, int count) => count * _scales[(document * _fields) + field];

    /// <summary>What occurrences at these places count together: the frequency of BM25F.</summary>
    internal float WeightedFrequency(int document, ReadOnlySpan<ushort> places)
    {
        var ends = _ends.AsSpan(document * _fields, _fields);
        var scales = _scales.AsSpan(document * _fields, _fields);
        var sum = 0f;
        var next = 0;
        for (var field = 0; next < places.Length; field++)
        {
            var first = next;
            while (next < places.Length && places[next] < ends[field])
            {
                next++;
            }

            sum += (next - first) * scales[field];
        }

        return sum;
    }
}
