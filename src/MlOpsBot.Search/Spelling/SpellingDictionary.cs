using System.Diagnostics.CodeAnalysis;

namespace MlOpsBot.Search;

/// <summary>A word that spelling may correct to.</summary>
/// <param name="Word">The word, as <see cref="TokenBuffer.Word"/> gives it.</param>
/// <param name="Weight">How likely people mean it, among words equally near; any scale.</param>
public readonly record struct SpellingWord(string Word, float Weight);

/// <summary>A word near to one that was looked up.</summary>
/// <param name="Word">Its number in the dictionary, for <see cref="SpellingDictionary.Word"/>.</param>
/// <param name="Distance">How many letters were inserted, deleted, substituted or exchanged with their neighbour.</param>
public readonly record struct SpellingMatch(int Word, int Distance);

/// <summary>
/// Finds the nearest known words to a misspelled one, by Damerau-Levenshtein distance (optimal string alignment).
/// The nearest comes first; among equally near ones those with the same first letter, then the heavier, then the
/// ordinally smaller. A word that begins with another letter counts at distance 1 only. Immutable and thread safe;
/// a look-up allocates nothing.
/// </summary>
/// <remarks>
/// Two words at distance d have a common form after at most d deletions from each; this also holds for their first
/// letters alone. So every word is filed under the hashes of what deletions leave of its first
/// <see cref="PrefixLength"/> letters (29 entries at most, 4 bytes each), and what a look-up finds there is measured.
/// 100,000 words take about 30 MB. The idea is Wolf Garbe's "symmetric delete" (https://github.com/wolfgarbe/SymSpell).
/// </remarks>
[SuppressMessage("Naming", "CA1711", Justification = "It is a dictionary as people know them: words in order.")]
public sealed class SpellingDictionary
{
    /// <summary>The largest distance that can be asked for.</summary>
    public const int MaxDistance = 2;

    private const int PrefixLength = 7;
    private const int MaxForms = 1 + PrefixLength + (PrefixLength * (PrefixLength - 1) / 2);
    private const int SeenSize = 128;

    private readonly string[] _words;
    private readonly float[] _weights;
    private readonly int[] _bucketStarts;
    private readonly int[] _entries;
    private readonly int _shift;

    /// <summary>Builds a dictionary. A word given twice has its larger weight; empty and overlong words are left out.</summary>
    public SpellingDictionary(IEnumerable<SpellingWord> words)
    {
        ArgumentNullException.ThrowIfNull(words);
        var distinct = new SortedDictionary<string, float>(StringComparer.Ordinal);
        foreach (var (word, weight) in words)
        {
            if (word.Length is > 0 and <= EditDistance.MaxLength)
            {
                distinct[word] = distinct.TryGetValue(word, out var known) ? Math.Max(known, weight) : weight;
            }
        }

        _words = [.. distinct.Keys];
        _weights = [.. distinct.Values];

        // About four entries a bucket: a look-up measures few words in vain, and the table stays small.
        var bits = 4;
        while ((1 << bits) < _words.Length * 8L && bits < 22)
        {
            bits++;
        }

        _shift = 32 - bits;
        (_bucketStarts, _entries) = File(1 << bits);
    }

    /// <summary>How many words it holds.</summary>
    public int Count => _words.Length;

    /// <summary>A word by its number; numbers are in ordinal order.</summary>
    public string Word(int number) => _words[number];

    /// <summary>The distance that is worth asking for: none under 4 letters, 1 under 8, then 2.</summary>
    public static int DistanceFor(int wordLength) => wordLength switch
    {
        < 4 => 0,
        < 8 => 1,
        _ => 2,
    };

    /// <summary>Finds the nearest word; false where none is near enough.</summary>
    /// <param name="word">Any word; known ones are found at distance 0.</param>
    /// <param name="maximum">How far it may be, from 0 to <see cref="MaxDistance"/>.</param>
    /// <param name="match">The nearest.</param>
    public bool TryFind(ReadOnlySpan<char> word, int maximum, [MaybeNullWhen(false)] out SpellingMatch match)
    {
        Span<SpellingMatch> one = stackalloc SpellingMatch[1];
        var found = Find(word, maximum, one) == 1;
        match = found ? one[0] : default;
        return found;
    }

    /// <summary>Finds the nearest words, best first, as many as there is room for; returns how many.</summary>
    /// <param name="word">Any word; known ones are found at distance 0.</param>
    /// <param name="maximum">How far they may be, from 0 to <see cref="MaxDistance"/>.</param>
    /// <param name="matches">Receives them; meant for a handful.</param>
    public int Find(ReadOnlySpan<char> word, int maximum, Span<SpellingMatch> matches)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maximum);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(maximum, MaxDistance);
        if (word.Length is 0 or > EditDistance.MaxLength || matches.Length == 0)
        {
            return 0;
        }

        Span<int> buckets = stackalloc int[MaxForms];
        buckets = buckets[..FormBuckets(word, maximum, buckets)];
        Span<int> seen = stackalloc int[SeenSize];
        var count = 0;
        foreach (var bucket in buckets)
        {
            foreach (var candidate in _entries.AsSpan(_bucketStarts[bucket].._bucketStarts[bucket + 1]))
            {
                // Near words turn up in many buckets; most of them are remembered here.
                ref var last = ref seen[candidate % SeenSize];
                if (last != candidate + 1)
                {
                    last = candidate + 1;
                    count = Consider(word, candidate, maximum, matches, count);
                }
            }
        }

        return count;
    }

    private int Consider(ReadOnlySpan<char> word, int candidate, int maximum, Span<SpellingMatch> matches, int count)
    {
        var known = _words[candidate];
        var allowed = known[0] == word[0] ? maximum : Math.Min(maximum, 1);
        if (count == matches.Length)
        {
            allowed = Math.Min(allowed, matches[count - 1].Distance);
        }

        var distance = EditDistance.Bounded(word, known, allowed);
        if (distance > allowed)
        {
            return count;
        }

        var match = new SpellingMatch(candidate, distance);
        var place = count;
        while (place > 0 && IsBetter(match, matches[place - 1], word[0]))
        {
            place--;
        }

        if (place == matches.Length || matches[..count].Contains(match))
        {
            return count;
        }

        count = Math.Min(count + 1, matches.Length);
        matches[place..(count - 1)].CopyTo(matches[(place + 1)..]);
        matches[place] = match;
        return count;
    }

    private bool IsBetter(SpellingMatch left, SpellingMatch right, char first)
    {
        if (left.Distance != right.Distance)
        {
            return left.Distance < right.Distance;
        }

        var leftBeginsAlike = _words[left.Word][0] == first;
        if (leftBeginsAlike != (_words[right.Word][0] == first))
        {
            return leftBeginsAlike;
        }

        var order = _weights[left.Word].CompareTo(_weights[right.Word]);
        return order != 0 ? order > 0 : left.Word < right.Word;
    }

    private (int[] Starts, int[] Entries) File(int bucketCount)
    {
        Span<int> buckets = stackalloc int[MaxForms];
        var starts = new int[bucketCount + 1];
        foreach (var word in _words)
        {
            foreach (var bucket in buckets[..FormBuckets(word, MaxDistance, buckets)])
            {
                starts[bucket + 1]++;
            }
        }

        for (var i = 0; i < bucketCount; i++)
        {
            starts[i + 1] += starts[i];
        }

        var entries = new int[starts[bucketCount]];
        var next = starts.AsSpan(0, bucketCount).ToArray();
        for (var number = 0; number < _words.Length; number++)
        {
            foreach (var bucket in buckets[..FormBuckets(_words[number], MaxDistance, buckets)])
            {
                entries[next[bucket]++] = number;
            }
        }

        return (starts, entries);
    }

    /// <summary>The buckets, each once, of what up to so many deletions leave of a word's first letters.</summary>
    private int FormBuckets(ReadOnlySpan<char> word, int deletions, Span<int> buckets)
    {
        var prefix = word[..Math.Min(word.Length, PrefixLength)];
        buckets[0] = Bucket(prefix, -1, -1);
        var count = 1;
        for (var i = 0; i < prefix.Length && deletions > 0; i++)
        {
            buckets[count++] = Bucket(prefix, i, -1);
            for (var j = i + 1; j < prefix.Length && deletions > 1; j++)
            {
                buckets[count++] = Bucket(prefix, i, j);
            }
        }

        buckets[..count].Sort();
        var distinct = 1;
        for (var i = 1; i < count; i++)
        {
            if (buckets[i] != buckets[distinct - 1])
            {
                buckets[distinct++] = buckets[i];
            }
        }

        return distinct;
    }

    // FNV-1a over the letters that stay, spread by Fibonacci hashing.
    private int Bucket(ReadOnlySpan<char> prefix, int without, int orWithout)
    {
        var hash = 2166136261u;
        for (var i = 0; i < prefix.Length; i++)
        {
            if (i != without && i != orWithout)
            {
                hash = (hash ^ prefix[i]) * 16777619u;
            }
        }

        return (int)((hash * 2654435769u) >> _shift);
    }
}
