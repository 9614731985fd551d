using BenchmarkDotNet.Running;
using MlOpsBot.Benchmarks;

// "answers" and "synthetic [documents …]" print percentiles; anything else goes to BenchmarkDotNet (try "--filter *" or "--list flat").
if (args is ["synthetic", .. var sizes])
{
    SyntheticPercentiles.Run(sizes.Length == 0 ? [10_000, 100_000] : [.. sizes.Select(int.Parse)]);
    return 0;
}

if (args is ["answers"])
{
    AnswerPercentiles.Run();
    return 0;
}

BenchmarkSwitcher.FromAssembly(typeof(SyntheticCorpus).Assembly).Run(args);
return 0;
