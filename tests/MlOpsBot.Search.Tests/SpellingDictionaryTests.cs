namespace MlOpsBot.Search.Tests;

public sealed class SpellingDictionaryTests
{
    private static readonly string[] Vocabulary =
        ["monitoring", "monitor", "model", "modal", "mode", "engineer", "engine", "data", "date", "pipeline", "governance", "scientist", "mlops", "devops"];

    [Theory]
    [InlineData("monitorng", 2, "monitoring", 1)]
    [InlineData("mointoring", 2, "monitoring", 1)]
    [InlineData("enginner", 2, "engineer", 1)]
    [InlineData("govermence", 2, "governance", 2)]
    [InlineData("lmops", 1, "mlops", 1)]
    [InlineData("nodel", 1, "model", 1)]
    [InlineData("data", 0, "data", 0)]
    [InlineData("piepline", 2, "pipeline", 1)]
    public void The_nearest_word_is_found(string word, int maximum, string expected, int distance)
    {
        var dictionary = Dictionary(Vocabulary);
        dictionary.TryFind(word, maximum, out var match).ShouldBeTrue();
        dictionary.Word(match.Word).ShouldBe(expected);
        match.Distance.ShouldBe(distance);
    }

    [Theory]
    [InlineData("kubernetes", 2)]
    [InlineData("xodell", 2)]
    [InlineData("", 2)]
    [InlineData("dat", 0)]
    public void What_is_too_far_is_not_found(string word, int maximum) =>
        Dictionary(Vocabulary).TryFind(word, maximum, out _).ShouldBeFalse();

    [Fact]
    public void Equally_near_words_come_by_first_letter_then_weight_then_ordinally()
    {
        var dictionary = new SpellingDictionary([new("made", 1), new("mode", 5), new("mole", 1), new("lode", 90), new("mine", 9)]);
        var matches = new SpellingMatch[8];
        var count = dictionary.Find("mdoe", 2, matches);
        matches[..count].Select(match => dictionary.Word(match.Word)).ShouldBe(["mode", "mine", "made", "mole"]);
        count = dictionary.Find("mude", 2, matches.AsSpan(0, 2));
        matches[..count].Select(match => dictionary.Word(match.Word)).ShouldBe(["mode", "made"]);
        dictionary.Find("ode", 1, matches).ShouldBe(2);
        matches[..2].Select(match => dictionary.Word(match.Word)).ShouldBe(["lode", "mode"]);
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(3, 0)]
    [InlineData(4, 1)]
    [InlineData(7, 1)]
    [InlineData(8, 2)]
    [InlineData(60, 2)]
    public void Short_words_are_trusted(int length, int distance) => SpellingDictionary.DistanceFor(length).ShouldBe(distance);

    [Fact]
    public void It_finds_what_measuring_every_word_finds()
    {
        // Few letters, so that near words abound and deletions collide.
        var random = new Random(42);
        for (var round = 0; round < 40; round++)
        {
            var words = Enumerable.Range(0, 120).Select(_ => RandomWord(random, 12)).Where(word => word.Length > 0).ToArray();
            var weights = words.Distinct().ToDictionary(word => word, _ => (float)random.Next(3));
            var dictionary = new SpellingDictionary(words.Select(word => new SpellingWord(word, weights[word])));
            for (var query = 0; query < 60; query++)
            {
                var word = RandomWord(random, 12);
                for (var maximum = 0; maximum <= 2; maximum++)
                {
                    var matches = new SpellingMatch[random.Next(1, 7)];
                    var count = dictionary.Find(word, maximum, matches);
                    var found = matches[..count].Select(match => (dictionary.Word(match.Word), match.Distance));
                    var expected = word.Length == 0 ? [] : weights
                        .Select(entry => (Word: entry.Key, Distance: Reference(word, entry.Key), Weight: entry.Value))
                        .Where(entry => entry.Distance <= (entry.Word[0] == word[0] ? maximum : Math.Min(1, maximum)))
                        .OrderBy(entry => entry.Distance).ThenBy(entry => entry.Word[0] == word[0] ? 0 : 1)
                        .ThenByDescending(entry => entry.Weight).ThenBy(entry => entry.Word, StringComparer.Ordinal)
                        .Take(matches.Length).Select(entry => (entry.Word, entry.Distance));
                    found.ShouldBe(expected, $"{word} within {maximum}");
                }
            }
        }
    }

    [Fact]
    public void A_look_up_allocates_nothing()
    {
        var dictionary = Dictionary(Vocabulary);
        Allocation.Of(() => dictionary.TryFind("govermence", 2, out _)).ShouldBe(0);
    }

    [Fact]
    public void Overlong_words_are_neither_kept_nor_looked_up()
    {
        var dictionary = Dictionary([new string('a', 65), "b"]);
        dictionary.Count.ShouldBe(1);
        dictionary.TryFind(new string('a', 100_000), 2, out _).ShouldBeFalse();
    }

    private static SpellingDictionary Dictionary(IEnumerable<string> words) => new(words.Select(word => new SpellingWord(word, 1)));

    private static string RandomWord(Random random, int longest) =>
        string.Concat(Enumerable.Range(0, random.Next(longest + 1)).Select(_ => "abc"[random.Next(3)]));

    /// <summary>Optimal string alignment, the whole table, as in the textbook.</summary>
    private static int Reference(string left, string right)
    {
        var table = new int[left.Length + 1, right.Length + 1];
        for (var i = 0; i <= left.Length; i++)
        {
            for (var j = 0; j <= right.Length; j++)
            {
                if (i == 0 || j == 0)
                {
                    table[i, j] = i + j;
                    continue;
                }

                var cost = left[i - 1] == right[j - 1] ? 0 : 1;
                table[i, j] = Math.Min(Math.Min(table[i - 1, j] + 1, table[i, j - 1] + 1), table[i - 1, j - 1] + cost);
                if (i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1])
                {
                    table[i, j] = Math.Min(table[i, j], table[i - 2, j - 2] + 1);
                }
            }
        }

        return table[left.Length, right.Length];
    }
}
