using System.Collections.Immutable;

namespace MlOpsBot.Search.Tests;

public sealed class Bm25fIndexTests
{
    private static readonly ImmutableArray<IndexField> Fields = [new("name", 3, 0.3f), new("aliases", 2, 0.3f), new("body")];

    [Fact]
    public void Documents_come_best_first()
    {
        var index = Index(["|| data data data", "|| data", "|| nothing"]);
        Found(index, "data").ShouldBe([0, 1]);
    }

    [Fact]
    public void A_name_counts_for_more_than_a_mention()
    {
        var index = Index(["Data engineer || builds pipelines", "ML engineer || needs what a data engineer builds from data"]);
        Found(index, "data engineer").ShouldBe([0, 1]);
        Found(index, "ml engineer").ShouldBe([1, 0]);
    }

    [Fact]
    public void Words_side_by_side_count_for_more_than_scattered_ones()
    {
        var index = Index(["|| engineer of the data", "|| the data engineer of", "|| engineer data the of"]);
        Found(index, "data engineer").ShouldBe([1, 0, 2]);
    }

    [Fact]
    public void Neighbours_in_the_question_alone_make_a_pair()
    {
        var index = Index(["|| data engineer", "|| engineer data"]);
        var data = index.FindTerm("data");
        var engineer = index.FindTerm("engin");
        var hits = new SearchHit[2];
        index.Search([new(data, 1, 0), new(engineer, 1, 2)], hits);
        hits[0].Score.ShouldBe(hits[1].Score);
        index.Search([new(engineer, 1, 1), new(data, 1, 0)], hits);
        hits[0].Document.ShouldBe(0);
        hits[0].Score.ShouldBeGreaterThan(hits[1].Score);
    }

    [Fact]
    public void Texts_of_one_field_are_no_neighbours()
    {
        var builder = new IndexBuilder(Fields);
        builder.AddDocument();
        builder.Add(1, "data");
        builder.Add(1, "engineer");
        builder.AddDocument();
        builder.Add(1, "data engineer");
        var index = builder.Build();
        Found(index, "data engineer").ShouldBe([1, 0]);
        index.Explain(Query(index, "data engineer"), 0).Parts.Count.ShouldBe(2);
    }

    [Fact]
    public void Of_alternatives_for_one_place_the_best_counts_once()
    {
        var index = Index(["|| model", "|| algorithm", "|| model algorithm", "|| other"]);
        var model = index.FindTerm("model");
        var algorithm = index.FindTerm("algorithm");
        var both = index.Explain([new(model, 1, 0), new(algorithm, 0.5f, 0)], 2);
        both.Parts.ShouldHaveSingleItem().Term.ShouldBe("model");
        both.Score.ShouldBe(index.Explain([new(model, 1, 0)], 2).Score);
        index.Explain([new(model, 1, 0), new(algorithm, 0.5f, 0)], 1).Parts.ShouldHaveSingleItem().Weight.ShouldBe(0.5f);
    }

    [Fact]
    public void Ties_go_to_the_lower_number()
    {
        var index = Index([.. Enumerable.Repeat("|| same words", 40)]);
        var hits = new SearchHit[5];
        index.Search(Query(index, "same words"), hits).ShouldBe(5);
        hits.Select(hit => hit.Document).ShouldBe([0, 1, 2, 3, 4]);
    }

    [Fact]
    public void Fewer_hits_are_written_where_fewer_documents_match()
    {
        var index = Index(["|| a", "|| b"]);
        index.Search(Query(index, "a"), new SearchHit[10]).ShouldBe(1);
        index.Search(Query(index, "a"), []).ShouldBe(0);
        index.Search([], new SearchHit[10]).ShouldBe(0);
        index.FindTerm("c").ShouldBe(-1);
        index.DocumentFrequency(index.FindTerm("a")).ShouldBe(1);
    }

    [Fact]
    public void Terms_that_are_none_are_left_aside()
    {
        var index = Index(["|| a", "|| b"]);
        index.Search([new(-1, 1, 0), new(99, 1, 0), new(0, 0, 0), new(0, float.NaN, 1), new(0, -1, 2)], new SearchHit[10]).ShouldBe(0);
    }

    [Fact]
    public void An_empty_index_answers_nothing()
    {
        var index = new IndexBuilder(Fields).Build();
        index.DocumentCount.ShouldBe(0);
        index.Search([new(0, 1, 0)], new SearchHit[3]).ShouldBe(0);
        Should.Throw<ArgumentOutOfRangeException>(() => index.Explain([], 0));
    }

    [Fact]
    public void A_builder_goes_on_and_leaves_what_it_built_alone()
    {
        var builder = new IndexBuilder(Fields);
        builder.AddDocument();
        builder.Add(2, "first");
        var one = builder.Build();
        builder.AddDocument();
        builder.Add(2, "first second");
        var two = builder.Build();
        one.DocumentCount.ShouldBe(1);
        one.FindTerm("second").ShouldBe(-1);
        Found(two, "second first").ShouldBe([1, 0]);
    }

    [Fact]
    public void A_document_of_more_words_than_can_be_numbered_is_cut()
    {
        var builder = new IndexBuilder(Fields);
        builder.AddDocument();
        var tokens = new TokenBuffer(70_000);
        Analyzer.Analyze(string.Concat(Enumerable.Repeat("a ", 65_000)), tokens);
        builder.Add(0, tokens);
        builder.Add(1, tokens);
        builder.Add(2, "last");
        builder.AddDocument();
        builder.Add(0, "a b");
        var index = builder.Build();
        Found(index, "a").ShouldBe([0, 1]);
        index.Explain(Query(index, "a"), 0).Parts[0].Fields.Sum(field => field.Frequency).ShouldBe(IndexBuilder.MaxDocumentWords - 1);
        index.DocumentFrequency(index.FindTerm("last")).ShouldBe(0);
    }

    [Fact]
    public void Wrong_use_of_the_builder_is_refused()
    {
        Should.Throw<ArgumentException>(() => new IndexBuilder([]));
        Should.Throw<ArgumentException>(() => new IndexBuilder([new("a", 0)]));
        Should.Throw<ArgumentException>(() => new IndexBuilder([new("a", 1, 1.5f)]));
        Should.Throw<ArgumentException>(() => new IndexBuilder(Fields, new RankingOptions(0)));
        Should.Throw<ArgumentException>(() => new IndexBuilder(Fields, new RankingOptions(1, 2)));
        Should.Throw<InvalidOperationException>(() => new IndexBuilder(Fields).Add(0, "text"));
    }

    [Fact]
    public void An_explanation_shows_every_word_and_field_that_counted()
    {
        var index = Index(["Data engineer | data plumber | the data engineer moves data", "Other || words"]);
        var why = index.Explain(Query(index, "data engineer"), 0);
        why.Parts.Select(part => part.Term).ShouldBe(["data", "engin", "data engin"], ignoreOrder: true);
        why.Parts.Select(part => part.Score).ShouldBeInOrder(SortDirection.Descending);
        var data = why.Parts.Single(part => part.Term == "data");
        data.Fields.Select(field => (field.Field, field.Frequency)).ShouldBe([("name", 1), ("aliases", 1), ("body", 2)]);
        why.Parts.Single(part => part.Term == "data engin").Fields.Select(field => (field.Field, field.Frequency))
            .ShouldBe([("name", 1), ("body", 1)]);
        var weighted = data.Fields.Sum(field => field.WeightedFrequency);
        data.Score.ShouldBe(data.Weight * data.InverseDocumentFrequency * weighted / (1.2f + weighted), 1e-5);
    }

    private static int[] Found(Bm25fIndex index, string question)
    {
        var hits = new SearchHit[10];
        var count = index.Search(Query(index, question), hits);
        return [.. hits.Take(count).Select(hit => hit.Document)];
    }

    private static QueryTerm[] Query(Bm25fIndex index, string question)
    {
        var tokens = new TokenBuffer(32);
        Analyzer.Analyze(question, tokens);
        return [.. Enumerable.Range(0, tokens.Count).Select(i => new QueryTerm(index.FindTerm(tokens.Stem(i)), 1, i))];
    }

    /// <summary>An index of documents written as "name | alias | body".</summary>
    private static Bm25fIndex Index(string[] documents)
    {
        var builder = new IndexBuilder(Fields);
        foreach (var document in documents)
        {
            builder.AddDocument();
            var texts = document.Split('|');
            for (var field = 0; field < texts.Length; field++)
            {
                builder.Add(field, texts[field]);
            }
        }

        return builder.Build();
    }
}
