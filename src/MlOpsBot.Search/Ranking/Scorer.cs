using System.Buffers;

namespace MlOpsBot.Search;

/// <summary>The score of one document, the same for searching and for explaining. Immutable and thread safe.</summary>
internal sealed class Scorer(DocumentLayout layout, PostingLists postings, float saturation, float pairWeight)
{
    // What rounding may do to a bound, with much to spare.
    private const double Slack = 1.0001;

    private const int PlacesOnStack = 256;

    /// <summary>The part of its weaker term that a pair can add.</summary>
    internal float PairWeight => pairWeight;

    /// <summary>The list of a group that gives most for the document that was sought, -1 for none; and what it gives.</summary>
    internal int Best(QueryPlan plan, int group, out float score)
    {
        var best = -1;
        score = 0;
        var (first, end) = plan.Lists(group);
        for (var list = first; list < end; list++)
        {
            if (plan.Found[list] >= 0 && plan.Factors[list] * postings.Impacts[plan.Found[list]] is var given && given > score)
            {
                best = list;
                score = given;
            }
        }

        return best;
    }

    /// <summary>
    /// The score of a document that was sought in every list, or 0 where it cannot exceed the threshold.
    /// </summary>
    internal float Score(QueryPlan plan, int document, float threshold)
    {
        var lists = plan.Winners.AsSpan(0, plan.GroupCount);
        double sum = 0;
        double most = 0;
        var before = 0f;
        for (var group = 0; group < lists.Length; group++)
        {
            lists[group] = Best(plan, group, out var score);
            sum += score;
            most += group > 0 && plan.IsPair(group - 1) ? Math.Min(before, score) : 0;
            before = score;
        }

        if ((sum + (pairWeight * most)) * Slack <= threshold)
        {
            return 0;
        }

        // Looking at places is the dear part: only for documents that words side by side could bring in.
        for (var group = 0; most > 0 && group + 1 < lists.Length; group++)
        {
            if (lists[group] >= 0 && lists[group + 1] >= 0 && plan.IsPair(group))
            {
                sum += Pair(plan, document, lists[group], lists[group + 1]);
            }
        }

        return (float)sum;
    }

    /// <summary>What it adds that the terms of two lists stand side by side in the document that was sought.</summary>
    internal float Pair(QueryPlan plan, int document, int left, int right)
    {
        var most = postings.Places(plan.Found[left]).Length;
        var rented = most > PlacesOnStack ? ArrayPool<ushort>.Shared.Rent(most) : null;
        Span<ushort> places = rented ?? stackalloc ushort[PlacesOnStack];
        var count = PairPlaces(plan, left, right, places);
        var frequency = count == 0 ? 0 : layout.WeightedFrequency(document, places[..count]);
        if (rented is not null)
        {
            ArrayPool<ushort>.Shared.Return(rented);
        }

        return pairWeight * Math.Min(plan.Factors[left], plan.Factors[right]) * (frequency / (saturation + frequency));
    }

    /// <summary>The places at which the left term stands right before the right one.</summary>
    internal int PairPlaces(QueryPlan plan, int left, int right, Span<ushort> places)
    {
        var lefts = postings.Places(plan.Found[left]);
        var rights = postings.Places(plan.Found[right]);
        var count = 0;
        var j = 0;
        foreach (var place in lefts)
        {
            while (j < rights.Length && rights[j] <= place)
            {
                j++;
            }

            if (j == rights.Length)
            {
                break;
            }

            if (rights[j] == place + 1)
            {
                places[count++] = place;
            }
        }

        return count;
    }
}
