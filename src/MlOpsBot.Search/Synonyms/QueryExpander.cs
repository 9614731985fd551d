namespace MlOpsBot.Search;

/// <summary>What a term counts that is not the word of the question itself; each above 0 and at most 1.</summary>
/// <param name="Synonym">A synonym, times its own weight. What a rule puts in the word's place (<c>a =&gt; b</c>) is not weakened by this.</param>
/// <param name="Compound">Two words read as one, or one as two.</param>
/// <param name="NearSpelling">A known word at distance 1 from an unknown one.</param>
/// <param name="FarSpelling">A known word at distance 2 from an unknown one.</param>
public sealed record ExpansionOptions(
    float Synonym = 0.9f, float Compound = 0.9f, float NearSpelling = 0.8f, float FarSpelling = 0.6f)
{
    /// <summary>The customary values.</summary>
    public static ExpansionOptions Default { get; } = new();
}

/// <summary>
/// Makes an index's terms of a question's words: each word's own stem; synonyms, of several words too; neighbours that are
/// one word in the index ("ml ops" for "mlops"); and where the index does not know a word, the two that it is made of, or
/// the known one that it is likely a misspelling of. Immutable and thread safe.
/// </summary>
/// <remarks>
/// A term's <see cref="QueryTerm.Position"/> is the number of its token. Where one token becomes several words, those that have
/// no token of their own have positions after the last token; their weights are shares, so that a concept in many words
/// counts no more than in one.
/// </remarks>
public sealed class QueryExpander
{
    private const int ShortestPart = 2;
    private const int ShortestCertainPart = 3;

    private readonly ITextIndex _index;
    private readonly SynonymMap _synonyms;
    private readonly SpellingDictionary? _spelling;
    private readonly ExpansionOptions _options;

    // For every node of the synonyms' trie the terms of what it stands for, null where the index lacks one of them.
    private readonly int[]?[][] _synonymTerms;

    /// <summary>An expander for an index.</summary>
    /// <param name="index">The index that is going to be searched.</param>
    /// <param name="synonyms">What words stand for.</param>
    /// <param name="spelling">The words of the documents, unstemmed; null for no correction.</param>
    /// <param name="options">What forms count.</param>
    public QueryExpander(ITextIndex index, SynonymMap synonyms, SpellingDictionary? spelling = null, ExpansionOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(index);
        ArgumentNullException.ThrowIfNull(synonyms);
        (_index, _synonyms, _spelling, _options) = (index, synonyms, spelling, options ?? ExpansionOptions.Default);
        _synonymTerms = new int[]?[synonyms.NodeCount][];
        for (var node = 0; node < _synonymTerms.Length; node++)
        {
            _synonymTerms[node] = [.. synonyms.At(node).Select(TermsOf)];
        }
    }

    /// <summary>Expands a question's words into terms, replacing what was there.</summary>
    /// <param name="tokens">The analyzed question.</param>
    /// <param name="query">Receives the terms; words and terms beyond its room are left out.</param>
    public void Expand(TokenBuffer tokens, ExpandedQuery query)
    {
        ArgumentNullException.ThrowIfNull(tokens);
        ArgumentNullException.ThrowIfNull(query);
        query.Clear();
        var words = query.Words.AsSpan(0, Math.Min(tokens.Count, query.Words.Length));
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = Read(tokens.Stem(i), 1, TermForm.Exact);
        }

        var next = tokens.Count + 1;
        var joined = -1;
        for (var i = 0; i < words.Length; i++)
        {
            var whole = i + 1 < words.Length ? Joined(tokens.Word(i), tokens.Word(i + 1)) : -1;
            if (whole >= 0)
            {
                query.Add(new QueryTerm(whole, _options.Compound, i), TermForm.Joined, i);
                joined = i + 1;
            }
            else if (words[i].Term < 0 && words[i].SynonymStem < 0 && joined != i)
            {
                Guess(tokens, i, ref words[i], query, ref next);
            }
        }

        AddSynonyms(words, query, ref next);
        for (var i = 0; i < words.Length; i++)
        {
            if (words[i].Term >= 0 && !words[i].IsReplaced)
            {
                query.Add(new QueryTerm(words[i].Term, words[i].Weight, i), words[i].Form, i);
            }
        }
    }

    private ExpandedQuery.WordReading Read(ReadOnlySpan<char> stem, float weight, TermForm form) =>
        new(_index.FindTerm(stem), _synonyms.StemNumber(stem), weight, form, IsReplaced: false);

    private int[]? TermsOf(Synonym synonym)
    {
        int[] terms = [.. synonym.Stems.Select(stem => _index.FindTerm(stem))];
        return Array.IndexOf(terms, -1) < 0 ? terms : null;
    }

    private int Joined(ReadOnlySpan<char> left, ReadOnlySpan<char> right)
    {
        if (left.Length + right.Length > Analyzer.MaxWordLength)
        {
            return -1;
        }

        Span<char> word = stackalloc char[Analyzer.MaxWordLength];
        left.CopyTo(word);
        right.CopyTo(word[left.Length..]);
        return FindTermOf(word[..(left.Length + right.Length)]);
    }

    private int FindTermOf(ReadOnlySpan<char> word)
    {
        Span<char> stem = stackalloc char[Analyzer.MaxWordLength];
        return _index.FindTerm(stem[..SnowballEnglishStemmer.Stem(word, stem)]);
    }

    /// <summary>Reads a word that the index does not know: as two that it does know, or as a misspelling.</summary>
    private void Guess(TokenBuffer tokens, int token, ref ExpandedQuery.WordReading reading, ExpandedQuery query, ref int next)
    {
        var word = tokens.Word(token);
        if (word.Length > Analyzer.MaxWordLength)
        {
            return;
        }

        // Two good words are likelier than one wrong letter; that an ending such as "al" is a word, less so.
        var split = Split(word, out var left, out var right);
        if (split < ShortestCertainPart && TryCorrect(word, out var corrected))
        {
            reading = corrected;
        }
        else if (split > 0)
        {
            var weight = _options.Compound / 2;
            query.Add(new QueryTerm(left, weight, next++), TermForm.Split, token);
            query.Add(new QueryTerm(right, weight, next++), TermForm.Split, token);
            next++;
        }
    }

    private bool TryCorrect(ReadOnlySpan<char> word, out ExpandedQuery.WordReading reading)
    {
        reading = default;
        if (_spelling?.TryFind(word, SpellingDictionary.DistanceFor(word.Length), out var match) is not true)
        {
            return false;
        }

        var known = _spelling.Word(match.Word);
        Span<char> stem = stackalloc char[known.Length];
        var weight = match.Distance > 1 ? _options.FarSpelling : _options.NearSpelling;
        reading = Read(stem[..SnowballEnglishStemmer.Stem(known, stem)], weight, TermForm.Spelling);
        return reading.Term >= 0 || reading.SynonymStem >= 0;
    }

    /// <summary>The most even split into two known words: the length of its shorter part, 0 for none.</summary>
    private int Split(ReadOnlySpan<char> word, out int left, out int right)
    {
        (left, right) = (-1, -1);
        for (var shorter = word.Length / 2; shorter >= ShortestPart; shorter--)
        {
            if (IsSplit(word, word.Length - shorter, ref left, ref right) || IsSplit(word, shorter, ref left, ref right))
            {
                return shorter;
            }
        }

        return 0;
    }

    private bool IsSplit(ReadOnlySpan<char> word, int at, ref int left, ref int right)
    {
        left = FindTermOf(word[..at]);
        right = left < 0 ? -1 : FindTermOf(word[at..]);
        return right >= 0;
    }

    private void AddSynonyms(Span<ExpandedQuery.WordReading> words, ExpandedQuery query, ref int next)
    {
        for (var start = 0; start < words.Length; start++)
        {
            var node = 0;
            var weight = 1f;
            for (var end = start; end < words.Length; end++)
            {
                node = _synonyms.Follow(node, words[end].SynonymStem);
                if (node < 0)
                {
                    break;
                }

                weight = Math.Min(weight, words[end].Weight);
                AddSynonymsAt(node, start, words[start..(end + 1)], weight, query, ref next);
            }
        }
    }

    private void AddSynonymsAt(int node, int start, Span<ExpandedQuery.WordReading> source, float weight, ExpandedQuery query, ref int next)
    {
        var synonyms = _synonyms.At(node);
        for (var i = 0; i < synonyms.Count; i++)
        {
            if (_synonymTerms[node][i] is not { } terms)
            {
                continue;
            }

            if (synonyms[i].Replaces)
            {
                foreach (ref var word in source)
                {
                    word.IsReplaced = true;
                }
            }

            var whole = weight * synonyms[i].Weight * (synonyms[i].Replaces ? 1 : _options.Synonym);
            AddPhrase(terms, start, source.Length, whole, query, ref next);
        }
    }

    private static void AddPhrase(int[] terms, int start, int sourceLength, float weight, ExpandedQuery query, ref int next)
    {
        var share = terms.Length > sourceLength ? weight * sourceLength / terms.Length : weight;
        for (var i = 0; i < terms.Length; i++)
        {
            var position = i < sourceLength ? start + i : next++;
            query.Add(new QueryTerm(terms[i], share, position), TermForm.Synonym, start + Math.Min(i, sourceLength - 1));
        }

        next += terms.Length > sourceLength ? 1 : 0;
    }
}
