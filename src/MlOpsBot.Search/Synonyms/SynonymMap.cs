using System.Collections.Immutable;

namespace MlOpsBot.Search;

/// <summary>What a word or phrase may stand for.</summary>
/// <param name="Stems">The stems of its words.</param>
/// <param name="Weight">What a match counts against the word itself: above 0, at most 1.</param>
/// <param name="Replaces">Whether it is read instead of the word (<c>a =&gt; b</c>) or beside it (<c>a, b</c>).</param>
public sealed record Synonym(ImmutableArray<string> Stems, float Weight, bool Replaces);

/// <summary>A line of a synonym file that cannot be used.</summary>
/// <param name="Line">Its number, from 1.</param>
/// <param name="Message">What is wrong and what to do.</param>
public sealed record SynonymError(int Line, string Message);

/// <summary>
/// Words and phrases that mean the same, looked up by the stems of a question's words. Immutable and thread safe.
/// </summary>
/// <remarks>
/// Read from Solr's format (https://solr.apache.org/guide/solr/latest/indexing-guide/filters.html#synonym-graph-filter), one
/// rule a line: <c>a, b, c</c> makes equal; <c>a, b =&gt; c, d</c> reads a or b as c or d; a phrase has several words;
/// <c>b^0.7</c> weakens what stands for another word; a sign after a backslash stands for itself; <c>#</c> at the start of
/// a line or after a space begins a comment. Rules do not chain.
/// </remarks>
public sealed class SynonymMap
{
    /// <summary>How many words a phrase may have.</summary>
    public const int MaxPhraseWords = 8;

    private readonly Dictionary<string, int> _stems = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly Dictionary<(int Node, int Stem), int> _edges = [];
    private readonly List<List<Synonym>> _nodes = [[]];

    private SynonymMap() => _lookup = _stems.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <summary>No synonyms.</summary>
    public static SynonymMap Empty { get; } = new();

    /// <summary>How many nodes the trie has; the root is 0.</summary>
    internal int NodeCount => _nodes.Count;

    /// <summary>Reads synonyms; lines that are wrong are reported and left out.</summary>
    /// <param name="text">The whole file.</param>
    /// <param name="errors">Every wrong line, in order.</param>
    public static SynonymMap Parse(string text, out ImmutableArray<SynonymError> errors)
    {
        var map = new SynonymMap();
        foreach (var rule in SynonymRule.ParseFile(text, out errors))
        {
            map.Add(rule);
        }

        return map;
    }

    /// <summary>What a word or phrase may stand for; empty where no rule has it.</summary>
    /// <param name="stems">The stems of its words.</param>
    public IReadOnlyList<Synonym> Find(params ReadOnlySpan<string> stems)
    {
        var node = 0;
        foreach (var stem in stems)
        {
            node = Follow(node, StemNumber(stem));
        }

        return node < 0 ? [] : At(node);
    }

    /// <summary>The number of a stem that some rule begins or goes on with, or -1.</summary>
    internal int StemNumber(ReadOnlySpan<char> stem) => _lookup.TryGetValue(stem, out var number) ? number : -1;

    /// <summary>The node reached from another by a stem, or -1.</summary>
    internal int Follow(int node, int stem) => _edges.TryGetValue((node, stem), out var next) ? next : -1;

    /// <summary>What the phrase that ends at a node may stand for.</summary>
    internal IReadOnlyList<Synonym> At(int node) => _nodes[node];

    private void Add(SynonymRule rule)
    {
        foreach (var source in rule.Sources)
        {
            var synonyms = _nodes[Node(source)];
            foreach (var target in rule.Targets)
            {
                if (rule.Replaces || !target.Stems.SequenceEqual(source))
                {
                    AddStronger(synonyms, new Synonym(target.Stems, target.Weight, rule.Replaces));
                }
            }
        }
    }

    private static void AddStronger(List<Synonym> synonyms, Synonym synonym)
    {
        var known = synonyms.FindIndex(other => other.Stems.SequenceEqual(synonym.Stems));
        if (known < 0)
        {
            synonyms.Add(synonym);
        }
        else if (synonyms[known].Weight < synonym.Weight)
        {
            synonyms[known] = synonym;
        }
    }

    private int Node(ImmutableArray<string> stems)
    {
        var node = 0;
        foreach (var stem in stems)
        {
            if (!_stems.TryGetValue(stem, out var number))
            {
                _stems.Add(stem, number = _stems.Count);
            }

            if (!_edges.TryGetValue((node, number), out var next))
            {
                _edges.Add((node, number), next = _nodes.Count);
                _nodes.Add([]);
            }

            node = next;
        }

        return node;
    }
}
