using System.Diagnostics;
using System.Globalization;
using MlOpsBot.Search;

namespace MlOpsBot.Benchmarks;

/// <summary>
/// What a question costs from its text to the best 10 cards, one thread: analysis, expansion and search, each question timed by itself.
/// </summary>
internal static class SyntheticPercentiles
{
    private const int WarmUp = 3_000;
    private const int Measured = 20_000;

    public static void Run(int[] sizes)
    {
        Console.WriteLine("Synthetic cards of about 100 words, questions of 2 to 6 words, best 10, one thread");
        Console.WriteLine();
        Console.WriteLine("|   cards | vocabulary | build s | index MB | p50 µs | p90 µs | p99 µs | max µs | B/question |");
        Console.WriteLine("|--------:|-----------:|--------:|---------:|-------:|-------:|-------:|-------:|-----------:|");
        foreach (var size in sizes)
        {
            Console.WriteLine(Row(size));
        }
    }

    private static string Row(int size)
    {
        var corpus = new SyntheticCorpus(size);
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var started = Stopwatch.GetTimestamp();
        var index = corpus.BuildIndex();
        var build = Stopwatch.GetElapsedTime(started);
        var memory = GC.GetTotalMemory(forceFullCollection: true) - before;

        var questions = corpus.Questions(WarmUp + Measured);
        var expander = new QueryExpander(index, SynonymMap.Empty);
        var tokens = new TokenBuffer(64);
        var query = new ExpandedQuery();
        var hits = new SearchHit[10];
        var times = new double[Measured];
        var allocated = 0L;
        for (var i = 0; i < questions.Length; i++)
        {
            if (i == WarmUp)
            {
                allocated = GC.GetAllocatedBytesForCurrentThread();
            }

            var start = Stopwatch.GetTimestamp();
            Analyzer.Analyze(questions[i], tokens);
            expander.Expand(tokens, query);
            index.Search(query.Terms, hits);
            if (i >= WarmUp)
            {
                times[i - WarmUp] = Stopwatch.GetElapsedTime(start).TotalMicroseconds;
            }
        }

        allocated = GC.GetAllocatedBytesForCurrentThread() - allocated;
        Array.Sort(times);
        GC.KeepAlive(corpus);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"| {size,7} | {corpus.VocabularySize,10} | {build.TotalSeconds,7:0.00} | {memory / 1e6,8:0.0} | {At(times, 0.5),6:0.0} | {At(times, 0.9),6:0.0} | {At(times, 0.99),6:0.0} | {times[^1],6:0} | {allocated / Measured,10} |");
    }

    private static double At(double[] sorted, double share) => sorted[(int)(share * (sorted.Length - 1))];
}
