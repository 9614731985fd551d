using BenchmarkDotNet.Attributes;
using MlOpsBot.Search;

namespace MlOpsBot.Benchmarks;

/// <summary>Means over many questions on synthetic cards.</summary>
[MemoryDiagnoser]
public class SyntheticBenchmarks
{
    private readonly TokenBuffer _tokens = new(64);
    private readonly ExpandedQuery _query = new();
    private readonly SearchHit[] _hits = new SearchHit[10];
    private Bm25fIndex _index = null!;
    private QueryExpander _expander = null!;
    private string[] _questions = [];
    private int _next;

    [Params(10_000, 100_000)]
    public int Cards { get; set; }

    [GlobalSetup]
    public void Build()
    {
        var corpus = new SyntheticCorpus(Cards);
        _index = corpus.BuildIndex();
        _expander = new QueryExpander(_index, SynonymMap.Empty);
        _questions = corpus.Questions(4096);
    }

    [Benchmark]
    public int Ask()
    {
        Analyzer.Analyze(_questions[_next++ % _questions.Length], _tokens);
        _expander.Expand(_tokens, _query);
        return _index.Search(_query.Terms, _hits);
    }
}
