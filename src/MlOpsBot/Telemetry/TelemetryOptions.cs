using System.Collections.Immutable;
using MlOpsBot.Storage.Secrets;

namespace MlOpsBot.Telemetry;

/// <summary>How metrics and traces travel to the collector.</summary>
public enum TelemetryProtocol
{
    /// <summary>OTLP over gRPC, usually port 4317.</summary>
    Grpc,

    /// <summary>OTLP over HTTP with Protocol Buffers, usually port 4318, at <c>/v1/metrics</c> and <c>/v1/traces</c>.</summary>
    HttpProtobuf,
}

/// <summary>
/// Where metrics and traces go: the section <c>MlOpsBot:Telemetry</c>, and where that leaves something open the variables that every
/// program with OpenTelemetry knows (https://opentelemetry.io/docs/specs/otel/protocol/exporter/). Nowhere unless an address is given.
/// Immutable.
/// </summary>
public sealed record TelemetryOptions
{
    /// <summary>Where metrics go; null: nowhere.</summary>
    public Uri? Metrics { get; init; }

    /// <summary>Where traces go; null: nowhere.</summary>
    public Uri? Traces { get; init; }

    /// <summary>How they travel. Not said, gRPC to port 4317 and HTTP to any other.</summary>
    public TelemetryProtocol Protocol { get; init; } = TelemetryProtocol.HttpProtobuf;

    /// <summary>Headers of every request, as <c>name=value</c> with commas between; they usually hold a key.</summary>
    public Secret? Headers { get; init; }

    /// <summary>Time between two exports of metrics, 1 second to 1 hour. A minute unless set.</summary>
    public TimeSpan Interval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How much of all traces is kept, 0 to 1. All unless set.</summary>
    public double SampleRatio { get; init; } = 1;

    /// <summary>The service's name. <c>mlopsbot</c> unless set.</summary>
    public string ServiceName { get; init; } = "mlopsbot";

    /// <summary>What tells replicas apart, and stays the same when one starts again. The machine's name unless set.</summary>
    public string Instance { get; init; } = Environment.MachineName;

    /// <summary>What else is said of the service, from <c>OTEL_RESOURCE_ATTRIBUTES</c>.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Attributes { get; init; } = [];

    /// <summary>Whether anything is exported.</summary>
    public bool IsOn => Metrics is not null || Traces is not null;
}
