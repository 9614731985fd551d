using System.Collections.Frozen;
using MlOpsBot.Answers.Language;
using MlOpsBot.Search;

namespace MlOpsBot.Answers.Understanding;

/// <summary>
/// Every word that the cards, their names and the cues use, by number, with what is known of it.
/// Built once for a snapshot of the knowledge; immutable and thread safe.
/// </summary>
internal sealed class Lexicon
{
    private static readonly string[] JoiningWords = ["and", "or", "vs", "versus"];

    private readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _byStem;
    private readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _byForm;
    private readonly FrozenDictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> _byCompound;
    private readonly SpellingDictionary _spelling;
    private readonly int[] _spellingStems;
    private readonly FrozenSet<string>.AlternateLookup<ReadOnlySpan<char>> _forms;
    private readonly string[] _texts;
    private readonly string[] _indexStems;
    private readonly Cue[] _cues;
    private readonly bool[] _said;
    private readonly bool[] _named;
    private readonly int[] _joining;
    private readonly SpellingDictionary _nameSpelling;

    internal Lexicon(
        Dictionary<string, int> stems,
        Dictionary<string, int> exact,
        Dictionary<string, int> compounds,
        IReadOnlyList<(string Word, int Stem, int Weight)> spellings,
        Cue[] cues,
        bool[] said,
        PhraseTrie<int[]> rewrites,
        PhraseTrie<CuePhrase> cuePhrases,
        PhraseTrie<Name> names)
    {
        _byForm = exact.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _byStem = stems.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _byCompound = compounds.ToFrozenDictionary(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _spelling = new SpellingDictionary(spellings.Select(entry => new SpellingWord(entry.Word, entry.Weight)));
        _forms = spellings.Select(entry => entry.Word).ToFrozenSet(StringComparer.Ordinal).GetAlternateLookup<ReadOnlySpan<char>>();
        _spellingStems = [.. spellings.Select(entry => entry.Stem)];
        _texts = new string[stems.Count];
        foreach (var (text, number) in stems)
        {
            _texts[number] = text.TrimStart(CueList.Exact);
        }

        _indexStems = [.. _texts];
        var tokens = new TokenBuffer(1);
        foreach (var (word, number) in exact)
        {
            Analyzer.Analyze(word, tokens);
            _indexStems[number] = tokens.Stem(0).ToString();
        }

        _nameSpelling = new SpellingDictionary(compounds.Keys.Where(word => word.Length >= 4).Order(StringComparer.Ordinal).Select(word => new SpellingWord(word, 1)));
        _named = new bool[stems.Count];
        foreach (var number in compounds.Values)
        {
            _named[number] = true;
        }

        _joining = FindWords(JoiningWords);
        _cues = cues;
        _said = said;
        Rewrites = rewrites;
        CuePhrases = cuePhrases;
        Names = names;
    }

    /// <summary>How many words it knows.</summary>
    public int Count => _texts.Length;

    /// <summary>Phrases that are read as others: "machine learning" as "ml".</summary>
    public PhraseTrie<int[]> Rewrites { get; }

    /// <summary>Cues of several words.</summary>
    public PhraseTrie<CuePhrase> CuePhrases { get; }

    /// <summary>Names of roles.</summary>
    public PhraseTrie<Name> Names { get; }

    /// <summary>The number of a word, or -1.</summary>
    /// <param name="word">The word as typed, folded.</param>
    /// <param name="stem">Its stem.</param>
    public int Find(ReadOnlySpan<char> word, ReadOnlySpan<char> stem) =>
        _byForm.TryGetValue(word, out var exact) ? exact : _byStem.TryGetValue(stem, out var number) ? number : -1;

    /// <summary>The number of a word as it is written, or -1; for words that the program itself looks for.</summary>
    public int FindWord(string word)
    {
        var tokens = new TokenBuffer(1);
        Analyzer.Analyze(word, tokens);
        return tokens.Count == 1 ? Find(tokens.Word(0), tokens.Stem(0)) : -1;
    }

    /// <summary>The numbers of those of the words that it knows.</summary>
    public int[] FindWords(params string[] words) => [.. words.Select(FindWord).Where(number => number >= 0)];

    /// <summary>The number of a word that stands in a name, by its letters as written, or -1; for gluing and splitting.</summary>
    public int FindCompound(ReadOnlySpan<char> letters) => _byCompound.TryGetValue(letters, out var number) ? number : -1;

    /// <summary>The number of the word that a mistyped one was meant to be, or -1.</summary>
    /// <param name="word">A word that is not known as typed.</param>
    /// <param name="form">The word that was meant, as the cards or cues write it.</param>
    public int Correct(ReadOnlySpan<char> word, out string? form)
    {
        // One slip in a short word, two in a long one: more would turn other words into ours.
        var allowed = word.Length >= 8 ? 2 : word.Length >= 4 ? 1 : 0;
        form = null;
        if (allowed > 0 && !EnglishWords.Contains(word) && _spelling.TryFind(word, allowed, out var match))
        {
            form = _spelling.Word(match.Word);
            return _spellingStems[match.Word];
        }

        return -1;
    }

    /// <summary>
    /// The same for a word whose stem is known by chance: "analyt" is no form of "analytics" that anybody writes, but a slip of "analyst".
    /// </summary>
    /// <param name="word">The word as typed.</param>
    /// <param name="stem">The number its stem has.</param>
    /// <param name="form">The word that was meant.</param>
    public int CorrectStray(ReadOnlySpan<char> word, int stem, out string? form)
    {
        form = null;
        if (word.Length < 4 || _forms.Contains(word) || Correct(word, out form) is not (>= 0 and var number) || number == stem)
        {
            return -1;
        }

        return _named[number] ? number : -1;
    }

    /// <summary>The same for a word whose neighbours vouch for the correction: two slips from six letters on, and English words, too.</summary>
    public int CorrectInContext(ReadOnlySpan<char> word, out string? form)
    {
        form = null;
        if (word.Length < 4 || !_nameSpelling.TryFind(word, word.Length >= 6 ? 2 : 1, out var match))
        {
            return -1;
        }

        form = _nameSpelling.Word(match.Word);
        return _byCompound.TryGetValue(form, out var number) ? number : -1;
    }

    /// <summary>Whether the cards or the cues write a word just so.</summary>
    public bool IsForm(ReadOnlySpan<char> word) => _forms.Contains(word);

    /// <summary>Whether the word stands between two roles that share a noun: "and", "or", "vs".</summary>
    public bool Joins(int word) => _joining.AsSpan().Contains(word);

    /// <summary>The stem that the index has a word by.</summary>
    public string Stem(int word) => _indexStems[word];

    /// <summary>A word's stem, or the word itself where only this form of it counts.</summary>
    public string Text(int word) => _texts[word];

    /// <summary>What the word tells by itself.</summary>
    public Cue CueOf(int word) => _cues[word];

    /// <summary>Whether a card says the word, in a name, a phrase or its body.</summary>
    public bool IsSaid(int word) => _said[word];
}

/// <summary>A cue of several words.</summary>
/// <param name="Cue">Its classes.</param>
internal sealed record CuePhrase(Cue Cue);
