using System.Globalization;
using System.IO.Compression;
using System.Numerics;
using MlOpsBot.Search.Unicode;

namespace MlOpsBot.Search.Tests;

/// <summary>
/// Analysis and ranking against Lucene 8, by the golden file that tests/lucene/oracle.sh writes. The file carries the cards
/// that it was made from, so that editing knowledge changes nothing here.
/// </summary>
public sealed class LuceneTests
{
    private static readonly string[] Lines = [.. Read()];

    [Fact]
    public void Cards_have_the_words_that_Lucene_finds()
    {
        var cards = Cards();
        cards.Count.ShouldBeGreaterThanOrEqualTo(60);
        cards.Sum(card => card.Tokens.Count).ShouldBeGreaterThan(10_000);
        var words = Lines.Where(line => line[0] == 'W').Select(line => line[2..]);
        cards.Select(card => Join(card.Tokens, (tokens, i) => tokens.Word(i).ToString())).ShouldBe(words);
    }

    [Fact]
    public void Cards_have_the_stems_that_Lucene_makes()
    {
        var stems = Lines.Where(line => line[0] == 'S').Select(line => line[2..]);
        Cards().Select(card => Join(card.Tokens, (tokens, i) => tokens.Stem(i).ToString())).ShouldBe(stems);
    }

    [Fact]
    public void Random_texts_have_the_word_boundaries_that_Lucene_finds()
    {
        var texts = Lines.Where(line => line[0] == 'B').Select(line => line.Split('\t')).ToArray();
        texts.Length.ShouldBeGreaterThanOrEqualTo(1_000);
        foreach (var text in texts)
        {
            var found = new List<string>();
            var words = new Words(text[1]);
            while (words.MoveNext())
            {
                found.Add(text[1].Substring(words.Start, words.Length));
            }

            string.Join('\u001F', found).ShouldBe(text[2], text[1]);
        }
    }

    [Fact]
    public void Cards_score_as_in_Lucene()
    {
        var builder = new IndexBuilder([new("text", 1, 0.75f)], new RankingOptions(1.2f, 0)) { LengthRounding = AsStoredInOneByte };
        foreach (var (_, tokens) in Cards())
        {
            builder.AddDocument();
            builder.Add(0, tokens);
        }

        var index = builder.Build();
        var compared = 0;
        QueryTerm[] query = [];
        var rank = 0;
        var hits = new SearchHit[20];
        foreach (var line in Lines.Select(line => line.Split('\t')).Where(line => line[0] is "Q" or "H"))
        {
            if (line[0] == "Q")
            {
                query = Query(index, line[1]);
                index.Search(query, hits);
                rank = 0;
                continue;
            }

            var expected = float.Parse(line[2], CultureInfo.InvariantCulture);
            var card = int.Parse(line[1], CultureInfo.InvariantCulture);
            index.Explain(query, card).Score.ShouldBe(expected, expected * 2e-6f);
            hits[rank++].Score.ShouldBe(expected, expected * 2e-6f);
            compared++;
        }

        compared.ShouldBeGreaterThanOrEqualTo(300);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(39, 39)]
    [InlineData(40, 40)]
    [InlineData(41, 40)]
    [InlineData(42, 42)]
    [InlineData(300, 280)]
    public void Lengths_are_rounded_as_Lucene_stores_them(int length, int stored) => AsStoredInOneByte(length).ShouldBe(stored);

    /// <summary>
    /// Lucene's SmallFloat.intToByte4 and back: lengths below 24 as they are, larger ones less 24 with four significant bits.
    /// </summary>
    private static int AsStoredInOneByte(int length)
    {
        const int exact = 24;
        if (length < exact)
        {
            return length;
        }

        var rest = (uint)(length - exact);
        var surplus = Math.Max(0, 32 - BitOperations.LeadingZeroCount(rest) - 4);
        return exact + (int)((rest >> surplus) << surplus);
    }

    private static QueryTerm[] Query(Bm25fIndex index, string question)
    {
        var tokens = new TokenBuffer(64);
        Analyzer.Analyze(question, tokens);
        return [.. Enumerable.Range(0, tokens.Count).Select(i => new QueryTerm(index.FindTerm(tokens.Stem(i)), 1, i))];
    }

    private static List<(string Text, TokenBuffer Tokens)> Cards() =>
        [.. Lines.Where(line => line[0] == 'D').Select(line => Unescape(line[2..])).Select(text =>
        {
            var tokens = new TokenBuffer(10_000);
            Analyzer.Analyze(text, tokens);
            return (text, tokens);
        })];

    private static string Unescape(string text) =>
        text.Replace("\\\\", "\0", StringComparison.Ordinal).Replace("\\n", "\n", StringComparison.Ordinal)
            .Replace("\\t", "\t", StringComparison.Ordinal).Replace('\0', '\\');

    private static string Join(TokenBuffer tokens, Func<TokenBuffer, int, string> part) =>
        string.Join(' ', Enumerable.Range(0, tokens.Count).Select(i => part(tokens, i)));

    private static IEnumerable<string> Read()
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "golden", "lucene.txt.gz"));
        using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            yield return line;
        }
    }
}
