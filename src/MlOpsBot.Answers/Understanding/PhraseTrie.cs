using System.Collections.Frozen;

namespace MlOpsBot.Answers.Understanding;

/// <summary>
/// Finds the longest known phrase at a place in a row of word numbers. Immutable once frozen, allocation-free, thread safe.
/// </summary>
/// <typeparam name="T">What a phrase stands for.</typeparam>
internal sealed class PhraseTrie<T>
    where T : class
{
    private readonly FrozenDictionary<long, int> _edges;
    private readonly T?[] _values;

    private PhraseTrie(FrozenDictionary<long, int> edges, T?[] values)
    {
        _edges = edges;
        _values = values;
    }

    /// <summary>The longest phrase that begins at a place.</summary>
    /// <param name="words">Word numbers, below 0 for unknown words.</param>
    /// <param name="start">Where the phrase has to begin.</param>
    /// <param name="value">What it stands for, or null where none begins there.</param>
    /// <returns>How many words it has, 0 for none.</returns>
    public int Longest(ReadOnlySpan<int> words, int start, out T? value)
    {
        value = null;
        var (node, length) = (0, 0);
        for (var i = start; i < words.Length && words[i] >= 0; i++)
        {
            if (!_edges.TryGetValue(Edge(node, words[i]), out node))
            {
                break;
            }

            if (_values[node] is { } found)
            {
                value = found;
                length = i - start + 1;
            }
        }

        return length;
    }

    private static long Edge(int node, int word) => ((long)node << 32) | (uint)word;

    /// <summary>Collects phrases.</summary>
    internal sealed class Builder
    {
        private readonly Dictionary<long, int> _edges = [];
        private readonly List<T?> _values = [null];

        /// <summary>Adds a phrase; where it is there already, <paramref name="merge"/> says what it stands for then.</summary>
        public void Add(ReadOnlySpan<int> words, T value, Func<T, T, T> merge)
        {
            var node = 0;
            foreach (var word in words)
            {
                if (!_edges.TryGetValue(Edge(node, word), out var next))
                {
                    next = _values.Count;
                    _values.Add(null);
                    _edges.Add(Edge(node, word), next);
                }

                node = next;
            }

            if (node > 0)
            {
                _values[node] = _values[node] is { } present ? merge(present, value) : value;
            }
        }

        /// <summary>Makes it immutable.</summary>
        public PhraseTrie<T> Freeze() => new(_edges.ToFrozenDictionary(), [.. _values]);
    }
}
