using System.Collections.Immutable;

namespace MlOpsBot.Tips.Schedules.Reading;

/// <summary>Finds what was meant in spite of slips of the fingers.</summary>
internal static class Slips
{
    /// <summary>The words that are nearest to one with a slip, all equally near; none where even those are too far: one change in four letters, two in six.</summary>
    public static ImmutableArray<string> Nearest(string word, IEnumerable<string> words)
    {
        var limit = word.Length switch { < 4 => 0, < 6 => 1, _ => 2 };
        var nearest = ImmutableArray.CreateBuilder<string>();
        foreach (var candidate in words)
        {
            // Who mistypes a word seldom mistypes its first letter; where it differs, one change is all that is believed.
            var distance = Distance(word, candidate) is var changes && changes == 2 && candidate[0] != word[0] ? int.MaxValue : changes;
            if (distance > limit || distance == 0)
            {
                continue;
            }

            if (distance < limit || nearest.Count == 0)
            {
                nearest.Clear();
                limit = distance;
            }

            nearest.Add(candidate);
        }

        return nearest.ToImmutable();
    }

    /// <summary>How many letters were left out, added, changed or swapped with their neighbour (optimal string alignment), up to 3.</summary>
    public static int Distance(string left, string right)
    {
        if (Math.Abs(left.Length - right.Length) > 2 || left.Length > 40 || right.Length > 40)
        {
            return 3;
        }

        Span<int> before = stackalloc int[right.Length + 1];
        Span<int> last = stackalloc int[right.Length + 1];
        Span<int> row = stackalloc int[right.Length + 1];
        for (var column = 0; column <= right.Length; column++)
        {
            last[column] = column;
        }

        for (var line = 1; line <= left.Length; line++)
        {
            row[0] = line;
            for (var column = 1; column <= right.Length; column++)
            {
                var cost = left[line - 1] == right[column - 1] ? 0 : 1;
                row[column] = Math.Min(Math.Min(row[column - 1], last[column]) + 1, last[column - 1] + cost);
                if (line > 1 && column > 1 && left[line - 1] == right[column - 2] && left[line - 2] == right[column - 1])
                {
                    row[column] = Math.Min(row[column], before[column - 2] + 1);
                }
            }

            last.CopyTo(before);
            row.CopyTo(last);
        }

        return Math.Min(3, last[right.Length]);
    }
}
