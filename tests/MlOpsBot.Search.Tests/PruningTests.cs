using System.Collections.Immutable;

namespace MlOpsBot.Search.Tests;

/// <summary>Searching, which leaves out what it can, against scoring every document, and against the formula written down plainly.</summary>
public sealed class PruningTests
{
    private static readonly ImmutableArray<IndexField> Fields = [new("name", 3, 0.4f), new("body", 1, 0.75f)];

    [Theory]
    [InlineData(1, 30, 12, 0.5f)]
    [InlineData(2, 300, 40, 0.5f)]
    [InlineData(3, 9_000, 60, 0.3f)]
    [InlineData(4, 20_000, 400, 0.5f)]
    [InlineData(5, 6_000, 8, 1f)]
    [InlineData(6, 6_000, 200, 0f)]
    public void Leaving_documents_out_changes_no_answer(int seed, int documents, int vocabulary, float pairWeight)
    {
        var random = new Random(seed);
        var index = RandomIndex(random, documents, vocabulary, pairWeight, out _);
        for (var round = 0; round < 150; round++)
        {
            var query = RandomQuery(random, vocabulary);
            var size = random.Next(4) == 0 ? random.Next(1, 200) : random.Next(1, 12);
            var pruned = new SearchHit[size];
            var whole = new SearchHit[size];
            var count = index.Search(query, pruned);
            count.ShouldBe(index.SearchEveryDocument(query, whole));
            pruned.ShouldBe(whole, $"seed {seed}, round {round}");
        }
    }

    [Fact]
    public void Scores_are_those_of_the_formula()
    {
        var random = new Random(77);
        const int vocabulary = 15;
        var index = RandomIndex(random, 60, vocabulary, 0.5f, out var texts);
        for (var round = 0; round < 200; round++)
        {
            var query = RandomQuery(random, vocabulary);
            var hits = new SearchHit[60];
            var count = index.Search(query, hits);
            var expected = texts.Select(text => Formula(texts, text, index, query)).ToArray();
            count.ShouldBe(expected.Count(score => score > 0));
            foreach (var hit in hits.Take(count))
            {
                ((double)hit.Score).ShouldBe(expected[hit.Document], 1e-4);
            }
        }
    }

    [Fact]
    public void The_parts_of_an_explanation_sum_up_to_the_score_exactly()
    {
        var random = new Random(5);
        var index = RandomIndex(random, 500, 30, 0.5f, out _);
        for (var round = 0; round < 200; round++)
        {
            var query = RandomQuery(random, 30);
            var hits = new SearchHit[20];
            var count = index.Search(query, hits);
            foreach (var hit in hits.Take(count))
            {
                var why = index.Explain(query, hit.Document);
                why.Score.ShouldBe(hit.Score);
                why.Parts.Sum(part => part.Score).ShouldBe(hit.Score);
            }
        }
    }

    [Fact]
    public async Task Threads_share_an_index_and_get_the_same_answers()
    {
        var random = new Random(9);
        var index = RandomIndex(random, 9_000, 100, 0.5f, out _);
        var queries = Enumerable.Range(0, 200).Select(_ => RandomQuery(random, 100)).ToArray();
        var expected = queries.Select(query => Search(index, query)).ToArray();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() =>
        {
            for (var i = 0; i < queries.Length; i++)
            {
                var query = (i + (worker * 31)) % queries.Length;
                Search(index, queries[query]).ShouldBe(expected[query]);
                index.Explain(queries[query], query).Score.ShouldBeGreaterThanOrEqualTo(0);
            }
        })));
    }

    [Fact]
    public void A_warm_search_allocates_nothing()
    {
        var random = new Random(9);
        var index = RandomIndex(random, 5_000, 100, 0.5f, out _);
        var queries = Enumerable.Range(0, 50).Select(_ => RandomQuery(random, 100)).ToArray();
        var hits = new SearchHit[10];
        Allocation.Of(() =>
        {
            foreach (var query in queries)
            {
                index.Search(query, hits);
            }
        }).ShouldBe(0);
    }

    private static SearchHit[] Search(Bm25fIndex index, QueryTerm[] query)
    {
        var hits = new SearchHit[10];
        return hits[..index.Search(query, hits)];
    }

    /// <summary>BM25F with pairs as the documentation of the index has it, in the plainest way.</summary>
    private static double Formula(List<string[][]> texts, string[][] text, Bm25fIndex index, QueryTerm[] query)
    {
        double Rarity(int term)
        {
            var frequency = index.DocumentFrequency(term);
            return Math.Log(1 + ((texts.Count - frequency + 0.5) / (frequency + 0.5)));
        }

        double Frequency(Func<string[], int> count) => Enumerable.Range(0, 2).Sum(field =>
        {
            var filled = texts.Where(other => other[field].Length > 0).ToArray();
            var average = filled.Length == 0 ? 1 : filled.Average(other => other[field].Length);
            var b = (double)Fields[field].LengthNormalization;
            return Fields[field].Weight * count(text[field]) / (1 - b + (b * text[field].Length / average));
        });

        double Saturated(double frequency) => frequency / (1.2f + frequency);
        string Word(int term) => Enumerable.Range(0, 1000).Select(i => $"w{i}x").First(word => index.FindTerm(word) == term);

        var places = query.Where(term => term.Term >= 0).GroupBy(term => term.Position).OrderBy(group => group.Key).Select(group =>
            (Position: group.Key, Best: group.Select(term => (Word: Word(term.Term), Factor: term.Weight * Rarity(term.Term)))
                .Select(term => (term.Word, term.Factor, Score: term.Factor * Saturated(Frequency(words => words.Count(word => word == term.Word)))))
                .MaxBy(term => term.Score))).ToArray();
        var sum = places.Sum(place => place.Best.Score);
        foreach (var (left, right) in places.Zip(places.Skip(1)))
        {
            if (left.Position + 1 == right.Position && left.Best.Score > 0 && right.Best.Score > 0)
            {
                var frequency = Frequency(words => words.Zip(words.Skip(1)).Count(pair => pair == (left.Best.Word, right.Best.Word)));
                sum += 0.5 * Math.Min(left.Best.Factor, right.Best.Factor) * Saturated(frequency);
            }
        }

        return sum;
    }

    private static Bm25fIndex RandomIndex(Random random, int documents, int vocabulary, float pairWeight, out List<string[][]> texts)
    {
        var builder = new IndexBuilder(Fields, new RankingOptions(PairWeight: pairWeight));
        texts = [];
        for (var document = 0; document < documents; document++)
        {
            builder.AddDocument();
            string[][] text = [RandomWords(random, random.Next(4), vocabulary), RandomWords(random, random.Next(1, 30), vocabulary)];
            texts.Add(text);
            for (var field = 0; field < 2; field++)
            {
                builder.Add(field, string.Join(' ', text[field]));
            }
        }

        return builder.Build();
    }

    // Squared, so that some words are common and others rare.
    private static string[] RandomWords(Random random, int count, int vocabulary) =>
        [.. Enumerable.Range(0, count).Select(_ => $"w{(int)(random.NextDouble() * random.NextDouble() * vocabulary)}x")];

    private static QueryTerm[] RandomQuery(Random random, int vocabulary)
    {
        var position = 0;
        return [.. Enumerable.Range(0, random.Next(1, 7)).Select(_ =>
        {
            position += random.Next(4) switch { 0 => 0, 3 => 2, _ => 1 };
            return new QueryTerm(random.Next(vocabulary), random.Next(3) == 0 ? 0.6f : 1, position);
        })];
    }
}
