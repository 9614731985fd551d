using BenchmarkDotNet.Attributes;
using MlOpsBot.Search;

namespace MlOpsBot.Benchmarks;

/// <summary>Analysis of a question.</summary>
[MemoryDiagnoser]
public class AnalysisBenchmarks
{
    private readonly TokenBuffer _tokens = new(20_000);
    private readonly string _long = string.Concat(Enumerable.Repeat("Who owns model monitoring, and what’s the data engineer's part in it? ", 1430));
    private readonly string _accents = "a" + new string('\u0301', 100_000);

    [Benchmark(Baseline = true)]
    public int Question() => Analyze("who owns model monitoring in production?");

    [Benchmark]
    public int QuestionWithAccents() => Analyze("Où est le résumé du propriétaire?");

    [Benchmark]
    public int Letter100000Characters() => Analyze(_long);

    [Benchmark]
    public int OneLetterWith100000Accents() => Analyze(_accents);

    private int Analyze(string text)
    {
        Analyzer.Analyze(text, _tokens);
        return _tokens.Count;
    }
}

/// <summary>Looking a misspelled word up.</summary>
[MemoryDiagnoser]
public class SpellingBenchmarks
{
    private readonly string[] _misspelled = new string[1024];
    private SpellingDictionary _dictionary = null!;
    private int _next;

    [Params(5_000, 60_000)]
    public int Words { get; set; }

    [GlobalSetup]
    public void Build()
    {
        var random = new Random(1);
        var words = new string[Words];
        for (var i = 0; i < words.Length; i++)
        {
            words[i] = string.Concat(Enumerable.Range(0, random.Next(2, 5)).Select(_ => Syllable(random)));
        }

        _dictionary = new SpellingDictionary(words.Select(word => new SpellingWord(word, 1)));
        for (var i = 0; i < _misspelled.Length; i++)
        {
            var word = words[random.Next(words.Length)];
            _misspelled[i] = word.Remove(random.Next(word.Length), 1);
        }
    }

    [Benchmark]
    public bool Find()
    {
        var word = _misspelled[_next++ % _misspelled.Length];
        return _dictionary.TryFind(word, SpellingDictionary.DistanceFor(word.Length), out _);
    }

    // Common beginnings and endings, as English has them, so that words crowd.
    private static string Syllable(Random random)
    {
        string[] syllables = ["con", "in", "re", "ment", "tion", "al", "pro", "ed", "ing", "er", "ta", "mo", "del", "lo", "ver", "ic", "de", "ap", "ob", "su", "fi", "ne", "gra", "ph", "is", "at", "ut", "en", "ac", "ur"];
        return syllables[random.Next(syllables.Length)];
    }
}
