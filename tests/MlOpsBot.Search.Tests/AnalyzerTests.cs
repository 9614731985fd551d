namespace MlOpsBot.Search.Tests;

public sealed class AnalyzerTests
{
    [Theory]
    [InlineData("The quick (\"brown\") fox can't jump 32.3 feet, right?", "the quick brown fox can't jump 32.3 feet right")]
    [InlineData("who owns model-monitoring", "who owns model monitoring")]
    [InlineData("ci/cd", "ci cd")]
    [InlineData("1,000 and 3.5 and 10:30", "1,000 and 3.5 and 10 30")]
    [InlineData("k8s v2.0", "k8s v2.0")]
    [InlineData("A3b 3a", "a3b 3a")]
    [InlineData("«l'amour» d’or", "l'amour d'or")]
    [InlineData("ひら カタカナ 漢字", "ひ ら カタカナ 漢 字")]
    [InlineData("한국어 русский Ελλάς", "한국어 русскии ελλασ")]
    [InlineData("שלום צה\"ל", "שלום צה\"ל")]
    [InlineData("א'_a Bא\"ב\"ב א\" a\"b", "א a bא\"ב\"ב א a b")]
    [InlineData("🙂 🇩🇪 👩‍💻 … --- !!", "")]
    [InlineData("", "")]
    public void Words_end_where_the_annex_puts_boundaries(string text, string words) => Words(text).ShouldBe(words);

    [Theory]
    [InlineData("model_monitoring note:retraining mlops.Who node.js", "model monitoring note retraining mlops who node js")]
    [InlineData("e.g. the U.S. or Ph.D.", "e.g the u.s or ph.d")]
    [InlineData("__init__ ___ ：a：", "init a")]
    public void Low_lines_colons_and_full_stops_between_words_divide(string text, string words) => Words(text).ShouldBe(words);

    [Theory]
    [InlineData("ＭＬＯｐｓ 𝐌𝐋 ﬁle ①", "mlops ml file")]
    [InlineData("Résumé RE\u0301SUME\u0301 naïve STRASSE Straße", "resume resume naive strasse strasse")]
    [InlineData("ΣΊΣΥΦΟΣ σίσυφος", "σισυφοσ σισυφοσ")]
    [InlineData("ml\u200Bops ml\u00ADops ml\u200Dops ml\u0000ops ml\u2060ops \uFEFFmlops m\u0336l\u0336o\u0336p\u0336s\u0336", "mlops mlops mlops mlops mlops mlops mlops")]
    [InlineData("1\uFE0F\u20E3", "1")]
    [InlineData("\u3164\u115F", "")]
    public void Letters_that_look_alike_to_people_are_one(string text, string words) => Words(text).ShouldBe(words);

    [Theory]
    [InlineData("the engineer's job, the engineers' jobs, THE ENGINEER’S", "the engineer job the engineers jobs the engineer")]
    [InlineData("what's it's don't we're", "what it don't we're")]
    public void English_possessives_go(string text, string words) => Words(text).ShouldBe(words);

    [Fact]
    public void A_token_knows_its_stem_and_where_it_stands()
    {
        var tokens = new TokenBuffer(16);
        Analyzer.Analyze("Who’s… monitoring  𝐌𝐋 models_now?", tokens);
        tokens.Count.ShouldBe(5);
        tokens.Stem(1).ToString().ShouldBe("monitor");
        tokens.Source(0).ShouldBe(0..5);
        tokens.Source(1).ShouldBe(7..17);
        tokens.Source(2).ShouldBe(19..23);
        tokens.Source(3).ShouldBe(24..30);
        tokens.Source(4).ShouldBe(31..34);
    }

    [Fact]
    public void A_full_buffer_ends_the_analysis()
    {
        var tokens = new TokenBuffer(3);
        Analyzer.Analyze("one two three four", tokens);
        tokens.Count.ShouldBe(3);
        Analyzer.Analyze("five", tokens);
        tokens.Count.ShouldBe(1);
        tokens.Word(0).ToString().ShouldBe("five");
    }

    [Fact]
    public void An_endless_word_is_cut()
    {
        var tokens = new TokenBuffer(3);
        Analyzer.Analyze(new string('a', 100_000) + " b", tokens);
        tokens.Word(0).Length.ShouldBe(Analyzer.MaxWordLength);
        tokens.Word(1).ToString().ShouldBe("b");
        Analyzer.Analyze(string.Concat(Enumerable.Repeat("𝔸", 1000)), tokens);
        tokens.Word(0).ToString().ShouldBe(new string('a', Analyzer.MaxWordLength / 2));
        Analyzer.Analyze("x" + string.Concat(Enumerable.Repeat("𠮷", 1000)), tokens);
        tokens.Count.ShouldBe(3);
    }

    public static TheoryData<string, string> HostileTexts => new()
    {
        { "accents without end", "a" + new string('\u0301', 100_000) },
        { "half pairs", string.Concat(Enumerable.Repeat("a\uD800 \uDC00b\uDC00\uD800", 15_000)) },
        { "quotes between letters", string.Concat(Enumerable.Repeat("a'\u0301", 33_000)) },
        { "letters that stand for phrases", new string('\uFDFA', 100_000) },
        { "control characters", string.Concat(Enumerable.Range(0, 100_000).Select(i => (char)(i % 32))) },
        { "right to left", string.Concat(Enumerable.Repeat("\u202Eאב\u202C ", 20_000)) },
        { "every character", string.Concat(Enumerable.Range(0, 0x10000).Select(i => (char)i)) },
        { "Hebrew quotes", string.Concat(Enumerable.Repeat("א'\"", 33_000)) },
        { "low lines", new string('_', 100_000) },
        { "marks of every kind", string.Concat(Enumerable.Repeat("a\u0345\u0300\u20E3\uFE0F\u05B0", 16_000)) },
    };

    [Theory]
    [MemberData(nameof(HostileTexts))]
    public void Any_text_is_analyzed_without_harm(string name, string text)
    {
        name.ShouldNotBeEmpty();
        var tokens = new TokenBuffer(100_000);
        Analyzer.Analyze(text, tokens);
        for (var i = 0; i < tokens.Count; i++)
        {
            tokens.Word(i).Length.ShouldBeInRange(1, 256);
            tokens.Stem(i).Length.ShouldBeLessThanOrEqualTo(tokens.Word(i).Length);
            tokens.Source(i).End.Value.ShouldBeLessThanOrEqualTo(text.Length);
        }
    }

    [Fact]
    public void Random_texts_are_analyzed_without_harm_and_analysis_of_a_word_is_stable()
    {
        var random = new Random(7);
        var tokens = new TokenBuffer(256);
        var again = new TokenBuffer(256);
        for (var round = 0; round < 20_000; round++)
        {
            var text = string.Create(random.Next(40), random, (span, source) =>
            {
                foreach (ref var character in span)
                {
                    character = source.Next(3) switch
                    {
                        0 => (char)source.Next(0x10000),
                        1 => (char)source.Next(0x300),
                        _ => "abc.:,'_\u0301\u200D\uD835\uDC00 "[source.Next(13)],
                    };
                }
            });
            Analyzer.Analyze(text, tokens);
            for (var i = 0; i < tokens.Count; i++)
            {
                var word = tokens.Word(i).ToString();
                Analyzer.Analyze(word, again);
                again.Count.ShouldBeGreaterThan(0, $"{word} of {text}");
            }
        }
    }

    [Fact]
    public void A_text_beyond_the_bound_is_read_up_to_it()
    {
        var tokens = new TokenBuffer(10);
        Analyzer.Analyze(new string(' ', Analyzer.MaxTextLength - 3) + "inside outside", tokens);
        Words(tokens).ShouldBe("ins");
    }

    [Fact]
    public void Analysis_of_a_plain_question_into_a_warm_buffer_allocates_nothing()
    {
        var tokens = new TokenBuffer(64);
        const string question = "Who owns the data engineers' model monitoring, and what’s ci/cd?";
        Allocation.Of(() => Analyzer.Analyze(question, tokens)).ShouldBe(0);
    }

    private static string Words(string text)
    {
        var tokens = new TokenBuffer(64);
        Analyzer.Analyze(text, tokens);
        return Words(tokens);
    }

    private static string Words(TokenBuffer tokens) =>
        string.Join(' ', Enumerable.Range(0, tokens.Count).Select(i => tokens.Word(i).ToString()));
}
