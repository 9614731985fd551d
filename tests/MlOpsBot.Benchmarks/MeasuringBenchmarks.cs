using BenchmarkDotNet.Attributes;
using MlOpsBot.Answers;
using MlOpsBot.Chat.Measuring;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace MlOpsBot.Benchmarks;

/// <summary>What an answered question pays for being counted, while nobody listens and while OpenTelemetry does.</summary>
[MemoryDiagnoser]
public class MeasuringBenchmarks
{
    private static readonly TimeSpan s_took = TimeSpan.FromMicroseconds(40);
    private static readonly TimeSpan s_delivered = TimeSpan.FromMilliseconds(12);

    private MeterProvider? _provider;

    /// <summary>Whether metrics are exported.</summary>
    [Params(false, true)]
    public bool IsExported { get; set; }

    [GlobalSetup]
    public void Listen() => _provider = IsExported
        ? Sdk.CreateMeterProviderBuilder().AddMeter(ChatMeter.Name).AddReader(new BaseExportingMetricReader(new Nowhere())).Build()
        : null;

    [GlobalCleanup]
    public void Close() => _provider?.Dispose();

    [Benchmark]
    public void Answered() => ChatMeter.Answered("slack", AnswerKind.Role, s_took, s_delivered);

    private sealed class Nowhere : BaseExporter<Metric>
    {
        public override ExportResult Export(in Batch<Metric> batch) => ExportResult.Success;
    }
}
