namespace MlOpsBot.Search;

/// <summary>The best hits so far, as a binary heap with the worst on top, in the caller's own storage.</summary>
internal ref struct TopHits(Span<SearchHit> hits)
{
    private readonly Span<SearchHit> _hits = hits;

    internal int Count { get; private set; }

    /// <summary>What a document must exceed to get in, given that documents are offered in ascending order.</summary>
    internal readonly float Threshold => Count < _hits.Length ? 0 : _hits[0].Score;

    /// <summary>Takes a hit in if it is among the best.</summary>
    internal void Offer(SearchHit hit)
    {
        if (Count < _hits.Length)
        {
            _hits[Count] = hit;
            Rise(Count++);
        }
        else if (IsWorse(_hits[0], hit))
        {
            _hits[0] = hit;
            Sink(Count);
        }
    }

    /// <summary>Puts the hits in order, best first, which ends the heap.</summary>
    internal readonly void Sort()
    {
        for (var end = Count - 1; end > 0; end--)
        {
            (_hits[0], _hits[end]) = (_hits[end], _hits[0]);
            Sink(end);
        }
    }

    private static bool IsWorse(SearchHit left, SearchHit right) =>
        left.Score < right.Score || (left.Score == right.Score && left.Document > right.Document);

    private readonly void Rise(int place)
    {
        while (place > 0)
        {
            var parent = (place - 1) / 2;
            if (!IsWorse(_hits[place], _hits[parent]))
            {
                return;
            }

            (_hits[place], _hits[parent]) = (_hits[parent], _hits[place]);
            place = parent;
        }
    }

    private readonly void Sink(int end)
    {
        var place = 0;
        while (true)
        {
            var child = (2 * place) + 1;
            if (child >= end)
            {
                return;
            }

            if (child + 1 < end && IsWorse(_hits[child + 1], _hits[child]))
            {
                child++;
            }

            if (!IsWorse(_hits[child], _hits[place]))
            {
                return;
            }

            (_hits[place], _hits[child]) = (_hits[child], _hits[place]);
            place = child;
        }
    }
}
