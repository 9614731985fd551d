using System.Collections.Immutable;
using System.Runtime.InteropServices;

namespace MlOpsBot.Search;

/// <summary>
/// Collects documents and makes an index of them. Not thread safe; the index that comes out is.
/// Documents are added one after the other: <see cref="AddDocument"/>, then its texts.
/// </summary>
public sealed class IndexBuilder
{
    /// <summary>How many words of a document can be found; further ones are left aside.</summary>
    public const int MaxDocumentWords = ushort.MaxValue;

    internal const int Gap = -1;

    private readonly RankingOptions _options;
    private readonly Dictionary<string, int> _numbers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _lookup;
    private readonly List<string> _terms = [];

    // Documents one after the other, in each of them the fields one after the other; the terms in the order of the text.
    private readonly List<int> _words = [];
    private readonly List<int> _fieldEnds = [];
    private readonly List<int>[] _open;
    private TokenBuffer? _tokens;
    private int _documents;

    /// <summary>A builder for documents with these fields.</summary>
    /// <exception cref="ArgumentException">No field, or a value outside its range.</exception>
    public IndexBuilder(ImmutableArray<IndexField> fields, RankingOptions? options = null)
    {
        _options = options ?? RankingOptions.Default;
        if (fields.IsDefaultOrEmpty || fields.Any(field => !(field.Weight > 0) || field.LengthNormalization is not (>= 0 and <= 1)))
        {
            throw new ArgumentException("An index has fields with a weight above 0 and a length normalization from 0 to 1.", nameof(fields));
        }

        if (!(_options.Saturation > 0) || _options.PairWeight is not (>= 0 and <= 1))
        {
            throw new ArgumentException("Saturation is above 0, the weight of a pair from 0 to 1.", nameof(options));
        }

        Fields = fields;
        _lookup = _numbers.GetAlternateLookup<ReadOnlySpan<char>>();
        _open = [.. fields.Select(_ => new List<int>())];
    }

    internal ImmutableArray<IndexField> Fields { get; }

    /// <summary>What a field's length is taken for; references that store lengths coarsely are compared with by this.</summary>
    internal Func<int, int>? LengthRounding { get; init; }

    /// <summary>Begins the next document and returns its number, from 0.</summary>
    public int AddDocument()
    {
        Close();
        return _documents++;
    }

    /// <summary>Adds a text to a field of the current document; words of two texts are never neighbours.</summary>
    /// <param name="field">The field's place in the list that the builder was made with.</param>
    /// <param name="text">Plain text.</param>
    public void Add(int field, ReadOnlySpan<char> text)
    {
        _tokens ??= new TokenBuffer(MaxDocumentWords);
        Analyzer.Analyze(text, _tokens);
        Add(field, _tokens);
    }

    /// <summary>Adds analyzed text to a field of the current document; words of two texts are never neighbours.</summary>
    /// <param name="field">The field's place in the list that the builder was made with.</param>
    /// <param name="tokens">The words, of which the stems are indexed.</param>
    public void Add(int field, TokenBuffer tokens)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        if (_documents == 0)
        {
            throw new InvalidOperationException($"{nameof(AddDocument)} begins a document; no text comes before it.");
        }

        var words = _open[field];
        if (words.Count > 0)
        {
            words.Add(Gap);
        }

        for (var i = 0; i < tokens.Count; i++)
        {
            words.Add(Number(tokens.Stem(i)));
        }
    }

    /// <summary>Makes the index. The builder can go on collecting and make another.</summary>
    public Bm25fIndex Build()
    {
        Close();
        var layout = new DocumentLayout(Fields.Length, CollectionsMarshal.AsSpan(_fieldEnds), FieldScales());
        var postings = new PostingLists(CollectionsMarshal.AsSpan(_words), _terms.Count, layout, _options.Saturation);
        return new Bm25fIndex(Fields, _options, [.. _terms], _numbers, layout, postings);
    }

    private int Number(ReadOnlySpan<char> stem)
    {
        if (!_lookup.TryGetValue(stem, out var number))
        {
            number = _terms.Count;
            var term = stem.ToString();
            _terms.Add(term);
            _numbers.Add(term, number);
        }

        return number;
    }

    private void Close()
    {
        if (_fieldEnds.Count == _documents * Fields.Length)
        {
            return;
        }

        var start = _words.Count;
        foreach (var words in _open)
        {
            // A document's places are numbered in 16 bits.
            var room = MaxDocumentWords - (_words.Count - start);
            if (words.Count > 0 && _words.Count > start && room-- > 0)
            {
                _words.Add(Gap);
            }

            _words.AddRange(CollectionsMarshal.AsSpan(words)[..Math.Clamp(room, 0, words.Count)]);
            _fieldEnds.Add(_words.Count);
            words.Clear();
        }
    }

    /// <summary>For every document and field, what an occurrence there counts: weight over BM25's length normalization.</summary>
    private float[] FieldScales()
    {
        var lengths = new int[_fieldEnds.Count];
        var totals = new long[Fields.Length];
        var filled = new int[Fields.Length];
        var start = 0;
        for (var i = 0; i < lengths.Length; i++)
        {
            foreach (var word in CollectionsMarshal.AsSpan(_words)[start.._fieldEnds[i]])
            {
                lengths[i] += word == Gap ? 0 : 1;
            }

            start = _fieldEnds[i];
            totals[i % Fields.Length] += lengths[i];
            filled[i % Fields.Length] += lengths[i] > 0 ? 1 : 0;
        }

        var scales = new float[lengths.Length];
        for (var i = 0; i < lengths.Length; i++)
        {
            var field = Fields[i % Fields.Length];
            var average = filled[i % Fields.Length] == 0 ? 1 : (double)totals[i % Fields.Length] / filled[i % Fields.Length];
            var length = LengthRounding?.Invoke(lengths[i]) ?? lengths[i];
            scales[i] = (float)(field.Weight / (1 - field.LengthNormalization + (field.LengthNormalization * length / average)));
        }

        return scales;
    }
}
