using System.Numerics;

namespace MlOpsBot.Search;

/// <summary>
/// Finds the best documents without scoring all. Scratch space of one thread.
/// </summary>
/// <remarks>
/// MaxScore (Turtle, Flood: "Query evaluation: strategies and optimizations", 1995) over windows of documents: once k
/// documents are found, the common words, whose bounds together do not reach the worst of the k, cannot bring a document in
/// by themselves. Only the lists of the other, essential words are read through, added up for a window at a time in
/// an array that stays in the processor's first cache; the common words are looked up for the few documents that
/// could still make it. Those are then scored for good, so that what is found does not depend on what was left out.
/// </remarks>
internal sealed class WindowSearch
{
    private const int WindowSize = 4096;

    // What rounding may do to a bound, with much to spare.
    private const float Slack = 0.9999f;

    private readonly float[] _sums = new float[WindowSize];
    private readonly float[] _best = new float[WindowSize];

    internal QueryPlan Plan { get; } = new();

    /// <summary>Writes the best hits for the plan that was prepared, best first, and returns how many.</summary>
    internal int Run(PostingLists postings, Scorer scorer, int documentCount, Span<SearchHit> hits)
    {
        var top = new TopHits(hits);
        var optional = 0;
        while (true)
        {
            var limit = Limit(scorer, top.Threshold);
            while (optional < Plan.GroupCount && Plan.BoundSums[optional + 1] <= limit)
            {
                optional++;
            }

            var start = NextDocument(postings, optional);
            if (start == int.MaxValue)
            {
                break;
            }

            var length = Math.Min(WindowSize, documentCount - start);
            AddUp(postings, optional, start, length);
            Collect(postings, scorer, optional, start, length, ref top);
        }

        top.Sort();
        return top.Count;
    }

    /// <summary>What the terms of a document must give, neighbours aside, for its score to exceed the threshold.</summary>
    private float Limit(Scorer scorer, float threshold) =>
        Slack * Math.Max(threshold / (1 + scorer.PairWeight), threshold - Plan.PairBound);

    private int NextDocument(PostingLists postings, int optional)
    {
        var next = int.MaxValue;
        for (var i = optional; i < Plan.GroupCount; i++)
        {
            var (first, end) = Plan.Lists(Plan.ByBound[i]);
            for (var list = first; list < end; list++)
            {
                if (Plan.Cursors[list] < Plan.Ends[list])
                {
                    next = Math.Min(next, postings.Documents[Plan.Cursors[list]]);
                }
            }
        }

        return next;
    }

    private void AddUp(PostingLists postings, int optional, int start, int length)
    {
        Array.Clear(_sums, 0, length);
        for (var i = optional; i < Plan.GroupCount; i++)
        {
            var (first, end) = Plan.Lists(Plan.ByBound[i]);
            for (var list = first; list < end; list++)
            {
                var from = Plan.Cursors[list];
                Plan.Seekers[list] = Math.Max(Plan.Seekers[list], from);
                Plan.Cursors[list] = QueryPlan.FirstFrom(postings.Documents, from, Plan.Ends[list], start + length);
                if (end - first == 1)
                {
                    Add(postings, list, from, start);
                }
                else
                {
                    Raise(postings, list, from, start);
                }
            }

            if (end - first > 1)
            {
                AddRaised(postings, first, end, start);
            }
        }
    }

    private void Add(PostingLists postings, int list, int from, int start)
    {
        var count = Plan.Cursors[list] - from;
        var documents = postings.Documents.AsSpan(from, count);
        var impacts = postings.Impacts.AsSpan(from, count);
        var factor = Plan.Factors[list];
        var sums = _sums;
        for (var i = 0; i < documents.Length && i < impacts.Length; i++)
        {
            sums[documents[i] - start] += factor * impacts[i];
        }
    }

    private void Raise(PostingLists postings, int list, int from, int start)
    {
        for (var posting = from; posting < Plan.Cursors[list]; posting++)
        {
            ref var best = ref _best[postings.Documents[posting] - start];
            best = Math.Max(best, Plan.Factors[list] * postings.Impacts[posting]);
        }
    }

    private void AddRaised(PostingLists postings, int first, int end, int start)
    {
        for (var list = first; list < end; list++)
        {
            // Back over what was just read; a document of two lists is added with the first and is 0 for the second.
            for (var posting = Plan.Cursors[list] - 1; posting >= Plan.Starts[list] && postings.Documents[posting] >= start; posting--)
            {
                var place = postings.Documents[posting] - start;
                _sums[place] += _best[place];
                _best[place] = 0;
            }
        }
    }

    private void Collect(PostingLists postings, Scorer scorer, int optional, int start, int length, ref TopHits top)
    {
        var sums = _sums.AsSpan(0, length);
        var least = Math.Max(0, Limit(scorer, top.Threshold) - Plan.BoundSums[optional]);
        var block = Vector<float>.Count;
        var i = 0;
        while (i < sums.Length)
        {
            if (i + block <= sums.Length && Vector.LessThanOrEqualAll(new Vector<float>(sums.Slice(i, block)), new Vector<float>(least)))
            {
                i += block;
                continue;
            }

            var blockEnd = Math.Min(i + block, sums.Length);
            for (; i < blockEnd; i++)
            {
                if (sums[i] > least && TryTake(postings, scorer, optional, start + i, sums[i], ref top))
                {
                    least = Math.Max(0, Limit(scorer, top.Threshold) - Plan.BoundSums[optional]);
                }
            }
        }
    }

    private bool TryTake(PostingLists postings, Scorer scorer, int optional, int document, float sum, ref TopHits top)
    {
        var limit = Limit(scorer, top.Threshold);
        for (var i = optional - 1; i >= 0; i--)
        {
            if (sum + Plan.BoundSums[i + 1] <= limit)
            {
                return false;
            }

            sum += Seek(postings, Plan.ByBound[i], document);
        }

        if (sum <= limit)
        {
            return false;
        }

        for (var i = optional; i < Plan.GroupCount; i++)
        {
            Seek(postings, Plan.ByBound[i], document);
        }

        var score = scorer.Score(Plan, document, top.Threshold);
        if (score <= top.Threshold)
        {
            return false;
        }

        top.Offer(new SearchHit(document, score));
        return true;
    }

    /// <summary>Looks a document up in the lists of a group; returns the most that one of them gives.</summary>
    private float Seek(PostingLists postings, int group, int document)
    {
        var best = 0f;
        var (first, end) = Plan.Lists(group);
        for (var list = first; list < end; list++)
        {
            var posting = Plan.Seek(list, document, postings.Documents);
            if (posting >= 0)
            {
                best = Math.Max(best, Plan.Factors[list] * postings.Impacts[posting]);
            }
        }

        return best;
    }
}
