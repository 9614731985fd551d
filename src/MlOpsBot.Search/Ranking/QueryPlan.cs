namespace MlOpsBot.Search;

/// <summary>
/// A query laid out for evaluation: its lists of postings, grouped by the place in the question that they stand for.
/// Reused from query to query; one a thread.
/// </summary>
internal sealed class QueryPlan
{
    /// <summary>How many terms of a query count; further ones are left aside.</summary>
    internal const int MaxTerms = 256;

    private readonly int[] _groupStarts = new int[MaxTerms + 1];

    /// <summary>How many lists there are.</summary>
    internal int ListCount { get; private set; }

    /// <summary>How many places of the question have a list.</summary>
    internal int GroupCount { get; private set; }

    /// <summary>The query's term behind each list.</summary>
    internal QueryTerm[] Terms { get; } = new QueryTerm[MaxTerms];

    /// <summary>What an impact in each list is multiplied with: the query's weight and the term's rarity.</summary>
    internal float[] Factors { get; } = new float[MaxTerms];

    /// <summary>Where each list begins.</summary>
    internal int[] Starts { get; } = new int[MaxTerms];

    /// <summary>Up to where each list has been added up.</summary>
    internal int[] Cursors { get; } = new int[MaxTerms];

    /// <summary>Up to where each list has been looked into; ascends with the documents.</summary>
    internal int[] Seekers { get; } = new int[MaxTerms];

    /// <summary>Where each list ends.</summary>
    internal int[] Ends { get; } = new int[MaxTerms];

    /// <summary>The posting of the document in question in each list, -1 where it has none.</summary>
    internal int[] Found { get; } = new int[MaxTerms];

    /// <summary>The list that counts in each group, for the document in question.</summary>
    internal int[] Winners { get; } = new int[MaxTerms];

    /// <summary>The most that each group can give.</summary>
    internal float[] Bounds { get; } = new float[MaxTerms];

    /// <summary>The groups, ascending by what they can give.</summary>
    internal int[] ByBound { get; } = new int[MaxTerms];

    /// <summary>The sum of the bounds of so many of the groups in <see cref="ByBound"/>.</summary>
    internal float[] BoundSums { get; } = new float[MaxTerms + 1];

    /// <summary>The most that neighbours can add to a score.</summary>
    internal float PairBound { get; private set; }

    /// <summary>The lists of a group, from first to before last.</summary>
    internal (int First, int End) Lists(int group) => (_groupStarts[group], _groupStarts[group + 1]);

    /// <summary>Whether a group and the next one stand side by side in the question.</summary>
    internal bool IsPair(int group) =>
        group + 1 < GroupCount && Position(group + 1) == Position(group) + 1;

    /// <summary>The place in the question that a group stands for.</summary>
    internal int Position(int group) => Terms[_groupStarts[group]].Position;

    /// <summary>Lays a query out.</summary>
    internal void Prepare(ReadOnlySpan<QueryTerm> query, PostingLists postings, ReadOnlySpan<float> rarities, float pairWeight)
    {
        SortByPosition(query, rarities.Length);
        GroupCount = 0;
        for (var list = 0; list < ListCount; list++)
        {
            var term = Terms[list];
            Factors[list] = term.Weight * rarities[term.Term];
            Starts[list] = Cursors[list] = Seekers[list] = postings.Start(term.Term);
            Ends[list] = postings.End(term.Term);
            var bound = Factors[list] * postings.LargestImpact(term.Term);
            if (list == 0 || Terms[list - 1].Position != term.Position)
            {
                _groupStarts[GroupCount] = list;
                Bounds[GroupCount++] = bound;
            }
            else
            {
                Bounds[GroupCount - 1] = Math.Max(Bounds[GroupCount - 1], bound);
            }
        }

        _groupStarts[GroupCount] = ListCount;
        SumBounds(pairWeight);
    }

    /// <summary>
    /// Looks a document up in a list and notes its posting in <see cref="Found"/>. From one call to the next, documents ascend.
    /// </summary>
    internal int Seek(int list, int document, ReadOnlySpan<int> documents)
    {
        var posting = FirstFrom(documents, Seekers[list], Ends[list], document);
        Seekers[list] = posting;
        return Found[list] = posting < Ends[list] && documents[posting] == document ? posting : -1;
    }

    /// <summary>The first posting from a place on whose document is not before the given one: galloping, then halving.</summary>
    internal static int FirstFrom(ReadOnlySpan<int> documents, int start, int end, int document)
    {
        var step = 1;
        var low = start;
        while (low + step <= end && documents[low + step - 1] < document)
        {
            low += step;
            step *= 2;
        }

        var high = Math.Min(end, low + step - 1);
        while (low < high)
        {
            var middle = (low + high) / 2;
            if (documents[middle] < document)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }

    // Insertion sorts: queries are short and mostly in order. Equal places keep the caller's order.
    private void SortByPosition(ReadOnlySpan<QueryTerm> query, int termCount)
    {
        ListCount = 0;
        foreach (var term in query)
        {
            if (term.Term < 0 || term.Term >= termCount || !(term.Weight > 0) || ListCount == MaxTerms)
            {
                continue;
            }

            var place = ListCount++;
            while (place > 0 && Terms[place - 1].Position > term.Position)
            {
                Terms[place] = Terms[place - 1];
                place--;
            }

            Terms[place] = term;
        }
    }

    private void SumBounds(float pairWeight)
    {
        PairBound = 0;
        for (var group = 0; group < GroupCount; group++)
        {
            var place = group;
            while (place > 0 && Bounds[ByBound[place - 1]] > Bounds[group])
            {
                ByBound[place] = ByBound[place - 1];
                place--;
            }

            ByBound[place] = group;
            PairBound += IsPair(group) ? pairWeight * Math.Min(Bounds[group], Bounds[group + 1]) : 0;
        }

        BoundSums[0] = 0;
        for (var i = 0; i < GroupCount; i++)
        {
            BoundSums[i + 1] = BoundSums[i] + Bounds[ByBound[i]];
        }
    }
}
