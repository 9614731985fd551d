using System.Globalization;

namespace MlOpsBot.Search.Tests;

public sealed class QueryExpanderTests
{
    private const string Documents =
        "mlops engineer; dev ops and data base people; monitoring of models; key performance indicator; own; responsible; governance board; deployment; in time; databank; Devon; rank";

    [Theory]
    [InlineData("engineers monitor", "engin@0 monitor@1")]
    [InlineData("who owns it", "own@1 respons@1*0.9:Synonym")]
    [InlineData("unheard zzzzzz", "")]
    public void A_known_word_becomes_its_stem(string question, string terms) => Expand(question).ShouldBe(terms);

    [Theory]
    [InlineData("ml ops engineer", "mlop@0*0.9:Joined op@1 engin@2")]
    [InlineData("ml-ops", "mlop@0*0.9:Joined op@1")]
    [InlineData("mlops", "mlop@0")]
    [InlineData("data bank", "data@0 databank@0*0.9:Joined")]
    public void Two_words_are_joined_where_the_index_has_them_as_one(string question, string terms) => Expand(question).ShouldBe(terms);

    [Theory]
    [InlineData("devops", "dev@2*0.45:Split op@3*0.45:Split")]
    [InlineData("database engineer", "engin@1 data@3*0.45:Split base@4*0.45:Split")]
    public void An_unknown_word_is_split_into_two_known_ones(string question, string terms) => Expand(question).ShouldBe(terms);

    [Theory]
    [InlineData("engneer", "engin@0*0.8:Spelling")]
    [InlineData("govermence", "govern@0*0.6:Spelling")]
    [InlineData("monitroing modles", "monitor@0*0.8:Spelling model@1*0.8:Spelling")]
    [InlineData("bsae", "base@0*0.8:Spelling")]
    [InlineData("ow", "")]
    [InlineData("devin", "devon@0*0.8:Spelling")]
    public void An_unknown_word_is_read_as_the_nearest_known_one(string question, string terms) => Expand(question).ShouldBe(terms);

    [Fact]
    public void A_misspelled_word_has_the_synonyms_of_the_word_that_was_meant() =>
        Expand("responsibel").ShouldBe("respons@0*0.8:Spelling own@0*0.72:Synonym");

    [Theory]
    [InlineData("kpi", "key@0*0.3:Synonym perform@2*0.3:Synonym indic@3*0.3:Synonym", "kpi, key performance indicator")]
    [InlineData("in charge", "in@0 own@0*0.9:Synonym", "own, in charge")]
    [InlineData("oversees the models", "monitor@0*1:Synonym model@2", "oversee => monitoring")]
    [InlineData("own oversight board", "own@0 govern@1*0.35:Synonym board@2 board@4*0.35:Synonym", "oversight => governance board^0.7")]
    [InlineData("own", "own@0", "own => unknown")]
    [InlineData("governance board", "own@0*1:Synonym", "governance board => own")]
    [InlineData("own", "own@0 in@0*0.45:Synonym time@2*0.45:Synonym", "own, in unknown\nown, in time")]
    [InlineData("own", "own@0 respons@0*0.9:Synonym board@0*0.45:Synonym", "own, responsible, board^0.5\nown, responsible^0.3")]
    public void Synonyms_of_several_words_are_found_and_given(string question, string terms, string rules) =>
        Expand(question, rules).ShouldBe(terms);

    [Fact]
    public void Expansion_into_a_warm_query_allocates_nothing()
    {
        var (expander, _) = Expander("own, responsible\nkpi, key performance indicator");
        var tokens = new TokenBuffer(32);
        var query = new ExpandedQuery();
        Analyzer.Analyze("who owns ml ops governence and the database kpi", tokens);
        Allocation.Of(() => expander.Expand(tokens, query)).ShouldBe(0);
    }

    [Fact]
    public void A_long_letter_is_expanded_as_far_as_there_is_room()
    {
        var (expander, _) = Expander("own, responsible");
        var tokens = new TokenBuffer(20_000);
        var query = new ExpandedQuery(40);
        Analyzer.Analyze(string.Concat(Enumerable.Repeat("own monitoring devops xx governence ", 3_000)), tokens);
        expander.Expand(tokens, query);
        query.Count.ShouldBe(40);
    }

    private static string Expand(string question, string rules = "own, responsible")
    {
        var (expander, terms) = Expander(rules);
        var tokens = new TokenBuffer(32);
        var query = new ExpandedQuery();
        Analyzer.Analyze(question, tokens);
        expander.Expand(tokens, query);
        return string.Join(' ', Enumerable.Range(0, query.Count)
            .OrderBy(i => query.Terms[i].Position).ThenByDescending(i => query.Terms[i].Weight)
            .Select(i => Shown(query, i, terms)));
    }

    private static string Shown(ExpandedQuery query, int i, Dictionary<int, string> terms)
    {
        var term = query.Terms[i];
        var form = query.Form(i) == TermForm.Exact ? "" : string.Create(CultureInfo.InvariantCulture, $"*{term.Weight:0.##}:{query.Form(i)}");
        return $"{terms[term.Term]}@{term.Position}{form}";
    }

    private static (QueryExpander Expander, Dictionary<int, string> Terms) Expander(string rules)
    {
        var builder = new IndexBuilder([new("text")]);
        var words = new TokenBuffer(64);
        Analyzer.Analyze(Documents, words);
        foreach (var document in Documents.Split(';'))
        {
            builder.AddDocument();
            builder.Add(0, document);
        }

        var index = builder.Build();
        var synonyms = SynonymMap.Parse(rules, out var errors);
        errors.ShouldBeEmpty();
        var numbers = Enumerable.Range(0, words.Count).ToArray();
        var spelling = new SpellingDictionary(numbers.Select(i => new SpellingWord(words.Word(i).ToString(), 1)));
        var terms = numbers.Select(i => words.Stem(i).ToString()).Distinct().ToDictionary(stem => index.FindTerm(stem));
        return (new QueryExpander(index, synonyms, spelling), terms);
    }
}
