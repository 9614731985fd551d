using System.IO.Compression;

namespace MlOpsBot.Search.Tests;

public sealed class SnowballEnglishStemmerTests
{
    [Fact]
    public void Every_word_form_gets_the_stem_that_the_reference_implementation_gives()
    {
        using var file = File.OpenRead(Path.Combine(AppContext.BaseDirectory, "golden", "stems.txt.gz"));
        using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        var differences = new List<string>();
        var count = 0;
        while (reader.ReadLine() is { } line)
        {
            var word = line[..line.IndexOf('\t', StringComparison.Ordinal)];
            var expected = line[(word.Length + 1)..];
            var given = Stem(word);
            if (given != expected)
            {
                differences.Add($"{word}: {expected} expected, {given} given");
            }

            count++;
        }

        differences.ShouldBeEmpty();
        count.ShouldBeGreaterThanOrEqualTo(20_000);
    }

    [Theory]
    [InlineData("skies", "sky")]
    [InlineData("news", "news")]
    [InlineData("generalization", "general")]
    [InlineData("communism", "communism")]
    [InlineData("succeeds", "succeed")]
    [InlineData("monitoring", "monitor")]
    [InlineData("hoping", "hope")]
    [InlineData("say", "say")]
    [InlineData("engineers'", "engin")]
    [InlineData("'tis", "tis")]
    [InlineData("ml", "ml")]
    [InlineData("", "")]
    [InlineData("naïve", "naïv")]
    public void Exceptions_and_edges_follow_the_published_description(string word, string stem) => Stem(word).ShouldBe(stem);

    [Fact]
    public void Words_made_of_any_letters_never_fail_and_never_grow()
    {
        var random = new Random(20260101);
        const string letters = "aeiouystlnedgicmbrw'Yxé";
        for (var i = 0; i < 200_000; i++)
        {
            var word = string.Create(random.Next(12), random, (span, source) =>
            {
                foreach (ref var letter in span)
                {
                    letter = letters[source.Next(letters.Length)];
                }
            });
            Stem(word).Length.ShouldBeLessThanOrEqualTo(word.Length);
        }
    }

    [Fact]
    public void Too_little_room_is_refused() =>
        Should.Throw<ArgumentException>(() => SnowballEnglishStemmer.Stem("monitoring", new char[3]));

    private static string Stem(string word)
    {
        var stem = new char[word.Length];
        return new string(stem, 0, SnowballEnglishStemmer.Stem(word, stem));
    }
}
