namespace MlOpsBot.Search;

/// <summary>
/// Damerau-Levenshtein distance in its form of optimal string alignment: how many letters must be inserted, deleted,
/// substituted or exchanged with their neighbour, where no stretch is edited twice. Counted in UTF-16 units.
/// </summary>
internal static class EditDistance
{
    /// <summary>Words longer than this are not compared.</summary>
    internal const int MaxLength = 64;

    /// <summary>The distance, or <paramref name="maximum"/> + 1 where it is larger.</summary>
    internal static int Bounded(ReadOnlySpan<char> left, ReadOnlySpan<char> right, int maximum)
    {
        var beyond = maximum + 1;
        if (Math.Abs(left.Length - right.Length) > maximum || left.Length > MaxLength || right.Length > MaxLength)
        {
            return beyond;
        }

        // Equal ends change nothing, and most pairs that come here differ in one place.
        var prefix = left.CommonPrefixLength(right);
        left = left[prefix..];
        right = right[prefix..];
        while (left.Length > 0 && right.Length > 0 && left[^1] == right[^1])
        {
            left = left[..^1];
            right = right[..^1];
        }

        return left.Length == 0 || right.Length == 0
            ? Math.Min(beyond, left.Length + right.Length)
            : Align(left, right, beyond);
    }

    // Three rows of the table of Wagner and Fischer, of which only the cells near the diagonal can stay within the bound.
    private static int Align(ReadOnlySpan<char> left, ReadOnlySpan<char> right, int beyond)
    {
        var width = right.Length + 1;
        Span<byte> cells = stackalloc byte[3 * (MaxLength + 1)];
        var before = cells[..width];
        var previous = cells.Slice(width, width);
        var current = cells.Slice(2 * width, width);
        for (var j = 0; j < width; j++)
        {
            previous[j] = (byte)Math.Min(j, beyond);
        }

        for (var i = 1; i <= left.Length; i++)
        {
            current.Fill((byte)beyond);
            if (i < beyond)
            {
                current[0] = (byte)i;
            }

            var best = current[0];
            var last = Math.Min(right.Length, i + beyond - 1);
            for (var j = Math.Max(1, i - beyond + 1); j <= last; j++)
            {
                var cost = left[i - 1] == right[j - 1] ? 0 : 1;
                var distance = Math.Min(Math.Min(previous[j] + 1, current[j - 1] + 1), previous[j - 1] + cost);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    distance = Math.Min(distance, before[j - 2] + 1);
                }

                current[j] = (byte)Math.Min(distance, beyond);
                best = Math.Min(best, current[j]);
            }

            if (best >= beyond)
            {
                // A transposition reaches over a row; but where it could, a deletion would have left a cell in this row.
                return beyond;
            }

            var free = before;
            before = previous;
            previous = current;
            current = free;
        }

        return previous[right.Length];
    }
}
