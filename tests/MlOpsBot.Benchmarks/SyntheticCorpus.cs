using MlOpsBot.Search;

namespace MlOpsBot.Benchmarks;

/// <summary>
/// Made-up cards: a name of 3 words and a body of about 100, drawn from a vocabulary by Zipf's law (exponent 1), and questions of
/// 2 to 6 words drawn by the same law, so that common words meet as they do in language. The same seed gives the same corpus.
/// </summary>
internal sealed class SyntheticCorpus
{
    private const int NameWords = 3;
    private const int BodyWords = 100;
    private const string Consonants = "bcdfgklmnprtvz";
    private const string Vowels = "aiou";

    private readonly string[] _vocabulary;
    private readonly double[] _cumulated;
    private readonly Random _random;

    public SyntheticCorpus(int cards, int seed = 1)
    {
        _random = new Random(seed);

        // Heaps' law, roughly: vocabularies grow with the root of the text.
        _vocabulary = [.. Enumerable.Range(0, (int)(60 * Math.Sqrt(cards * 10.0))).Select(Spell)];
        _cumulated = new double[_vocabulary.Length];
        var sum = 0.0;
        for (var rank = 0; rank < _vocabulary.Length; rank++)
        {
            _cumulated[rank] = sum += 1.0 / (rank + 1);
        }

        Cards = [.. Enumerable.Range(0, cards).Select(_ => (Words(NameWords), Words(_random.Next(BodyWords / 2, (BodyWords * 3 / 2) + 1))))];
    }

    public IReadOnlyList<(string Name, string Body)> Cards { get; }

    public int VocabularySize => _vocabulary.Length;

    public string[] Questions(int count) => [.. Enumerable.Range(0, count).Select(_ => Words(_random.Next(2, 7)))];

    public Bm25fIndex BuildIndex()
    {
        var builder = new IndexBuilder([new("name", 3, 0.3f), new("body")]);
        var tokens = new TokenBuffer(512);
        foreach (var (name, body) in Cards)
        {
            builder.AddDocument();
            Analyzer.Analyze(name, tokens);
            builder.Add(0, tokens);
            Analyzer.Analyze(body, tokens);
            builder.Add(1, tokens);
        }

        return builder.Build();
    }

    private string Words(int count) => string.Join(' ', Enumerable.Range(0, count).Select(_ => Word()));

    private string Word()
    {
        var place = Array.BinarySearch(_cumulated, _random.NextDouble() * _cumulated[^1]);
        return _vocabulary[Math.Min(place < 0 ? ~place : place, _vocabulary.Length - 1)];
    }

    /// <summary>A word of open syllables for a number: different for each, and its own stem, nearly always.</summary>
    private static string Spell(int number)
    {
        var word = new System.Text.StringBuilder();
        do
        {
            word.Append(Consonants[number % Consonants.Length]);
            number /= Consonants.Length;
            word.Append(Vowels[number % Vowels.Length]);
            number /= Vowels.Length;
        }
        while (number > 0);
        return word.Append('k').ToString();
    }
}
