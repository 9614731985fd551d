namespace MlOpsBot.Search;

/// <summary>
/// The words of one text, in storage that is reused: analysis into a warm buffer allocates nothing.
/// Not thread safe; rent one per question.
/// </summary>
public sealed class TokenBuffer
{
    private Entry[] _entries;
    private char[] _characters = new char[1024];
    private int _used;

    /// <summary>A buffer for at most so many words.</summary>
    /// <remarks>Room is taken as it is needed, and kept.</remarks>
    public TokenBuffer(int capacity)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(capacity);
        Capacity = capacity;
        _entries = new Entry[Math.Min(capacity, 64)];
    }

    /// <summary>How many words it can take.</summary>
    public int Capacity { get; }

    /// <summary>How many words it holds.</summary>
    public int Count { get; private set; }

    /// <summary>A word, normalized and folded, possessive removed, not stemmed.</summary>
    public ReadOnlySpan<char> Word(int index) => _characters.AsSpan(_entries[index].WordStart, _entries[index].WordLength);

    /// <summary>The word's stem.</summary>
    public ReadOnlySpan<char> Stem(int index) => _characters.AsSpan(_entries[index].StemStart, _entries[index].StemLength);

    /// <summary>Where the word stands in the text.</summary>
    public Range Source(int index) => _entries[index].Start..(_entries[index].Start + _entries[index].Length);

    /// <summary>Empties it.</summary>
    public void Clear()
    {
        Count = 0;
        _used = 0;
    }

    /// <summary>Adds a word with its stem and place; false where the buffer is full.</summary>
    public bool TryAdd(ReadOnlySpan<char> word, ReadOnlySpan<char> stem, int start, int length)
    {
        if (Count == Capacity)
        {
            return false;
        }

        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, Math.Min(Capacity, _entries.Length * 2));
        }

        if (_used + word.Length + stem.Length > _characters.Length)
        {
            Array.Resize(ref _characters, Math.Max(_characters.Length * 2, _used + word.Length + stem.Length));
        }

        word.CopyTo(_characters.AsSpan(_used));
        stem.CopyTo(_characters.AsSpan(_used + word.Length));
        _entries[Count++] = new Entry(_used, word.Length, _used + word.Length, stem.Length, start, length);
        _used += word.Length + stem.Length;
        return true;
    }

    private readonly record struct Entry(int WordStart, int WordLength, int StemStart, int StemLength, int Start, int Length);
}
