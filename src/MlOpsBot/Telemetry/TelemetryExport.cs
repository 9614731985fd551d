using MlOpsBot.Chat.Measuring;
using MlOpsBot.Serving;
using MlOpsBot.Storage.Measuring;
using MlOpsBot.Teams.Requests;
using MlOpsBot.Tips.Measuring;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace MlOpsBot.Telemetry;

/// <summary>
/// Sends metrics and traces to the collector. The one type that knows OpenTelemetry's packages: where nothing is exported it is never
/// touched, and they are never loaded. Thread-safe.
/// </summary>
internal sealed class TelemetryExport : IDisposable
{
    // A stop waits for the last export for no longer than this, with the collector away too.
    private const int PatienceMilliseconds = 3_000;

    private readonly MeterProvider? _meters;
    private readonly TracerProvider? _tracers;

    private TelemetryExport(MeterProvider? meters, TracerProvider? tracers)
    {
        _meters = meters;
        _tracers = tracers;
    }

    /// <summary>Begins to export.</summary>
    /// <param name="options">Where to, and how.</param>
    /// <param name="log">Where an operator reads that the collector is away.</param>
    public static TelemetryExport Start(TelemetryOptions options, ILogger log)
    {
        var resource = ResourceOf(options);
        return new TelemetryExport(options.Metrics is { } metrics ? Meters(options, metrics, resource, log) : null, options.Traces is { } traces ? Tracers(options, traces, resource, log) : null);
    }

    /// <summary>Sends what is left, and ends.</summary>
    public void Stop()
    {
        Parallel.Invoke(() => _tracers?.Shutdown(PatienceMilliseconds), () => _meters?.Shutdown(PatienceMilliseconds));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _tracers?.Dispose();
        _meters?.Dispose();
    }

    private static MeterProvider Meters(TelemetryOptions options, Uri address, ResourceBuilder resource, ILogger log)
    {
        var interval = (int)options.Interval.TotalMilliseconds;
        return Sdk.CreateMeterProviderBuilder()
            .SetResourceBuilder(resource)
            .AddMeter(BotGauges.Name, ChatMeter.Name, StoreMeter.Name, TipMeter.Name, TeamsMeter.Name)
            .AddMeter("System.Runtime", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel")
            .AddReader(new PeriodicExportingMetricReader(new OtlpMetricExporter(OtlpOptions(options, address, log)), interval, Math.Min(interval, 10_000)))
            .Build();
    }

    private static TracerProvider Tracers(TelemetryOptions options, Uri address, ResourceBuilder resource, ILogger log) =>
        Sdk.CreateTracerProviderBuilder()
            .SetResourceBuilder(resource)
            .AddSource(ChatMeter.Name, StoreMeter.Name, TipMeter.Name)

            // By the trace's id alone, so that a receipt and the work that follows it elsewhere are kept or left together.
            .SetSampler(new TraceIdRatioBasedSampler(options.SampleRatio))
            .AddProcessor(new BatchActivityExportProcessor(new OtlpTraceExporter(OtlpOptions(options, address, log))))
            .Build();

    private static OtlpExporterOptions OtlpOptions(TelemetryOptions options, Uri address, ILogger log) => new()
    {
        Endpoint = address,
        Protocol = options.Protocol == TelemetryProtocol.Grpc ? OtlpExportProtocol.Grpc : OtlpExportProtocol.HttpProtobuf,
        Headers = options.Headers?.Reveal(),
        TimeoutMilliseconds = 10_000,
        HttpClientFactory = () => new HttpClient(new CollectorWatch(address, log)) { Timeout = TimeSpan.FromSeconds(10) },
    };

    private static ResourceBuilder ResourceOf(TelemetryOptions options) => ResourceBuilder.CreateEmpty()
        .AddAttributes(options.Attributes.Select(static pair => KeyValuePair.Create(pair.Key, (object)pair.Value)))
        .AddService(
            options.ServiceName,
            serviceVersion: ProgramVersion.Text,
            autoGenerateServiceInstanceId: false,
            serviceInstanceId: options.Instance)
        .AddTelemetrySdk();
}
