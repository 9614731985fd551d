using System.Collections.Immutable;
using System.Globalization;
using MlOpsBot.Storage.Secrets;
using MlOpsBot.Telemetry;

namespace MlOpsBot.Configuration;

/// <summary>The section <c>MlOpsBot:Telemetry</c>, above OpenTelemetry's own variables.</summary>
internal static class TelemetrySection
{
    private const string Endpoint = "Endpoint";
    private const string HeadersName = "Headers";
    private const int GrpcPort = 4317;

    public static TelemetryOptions Read(OptionReader reader, IConfiguration configuration)
    {
        var standard = new StandardVariables(configuration, reader);
        var defaults = new TelemetryOptions();
        var own = Address(reader.Text(Endpoint), what => reader.Fault(Endpoint, what));
        var shared = own ?? standard.Address("OTEL_EXPORTER_OTLP_ENDPOINT");
        var (metrics, traces) = own is not null ? (own, own) : (standard.Address("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT"), standard.Address("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT"));
        var protocol = reader.IsGiven("Protocol") ? reader.Choice("Protocol", defaults.Protocol) : standard.Protocol() ?? Usual(shared ?? metrics ?? traces);
        var ratio = Ratio(reader) ?? standard.SampleRatio();
        var isOff = standard.IsOff();
        var options = new TelemetryOptions
        {
            Metrics = isOff || standard.IsNone("OTEL_METRICS_EXPORTER") ? null : Of(own is null ? metrics : null, shared, protocol, "v1/metrics"),
            Traces = isOff || ratio == 0 || standard.IsNone("OTEL_TRACES_EXPORTER") ? null : Of(own is null ? traces : null, shared, protocol, "v1/traces"),
            Protocol = protocol,
            Headers = Headers(reader) ?? standard.Headers(),
            Interval = TimeSpan.FromSeconds(reader.Number("IntervalSeconds", 1, 3_600, standard.IntervalSeconds() ?? (int)defaults.Interval.TotalSeconds)),
            SampleRatio = ratio ?? defaults.SampleRatio,
            ServiceName = reader.Text("ServiceName") ?? standard.ServiceName() ?? defaults.ServiceName,
            Instance = reader.Text("Instance") ?? standard.Attribute("service.instance.id") ?? defaults.Instance,
            Attributes = standard.Attributes(),
        };
        if (options.Headers is not null && new[] { options.Metrics, options.Traces }.Any(address => address is { Scheme: "http", IsLoopback: false }))
        {
            reader.Fault(HeadersName, "would travel where everybody on the way can read them; give an https address as Endpoint, or a collector on this machine.");
        }

        return options;
    }

    /// <summary>An address without user, query and fragment; null where it is left out or wrong.</summary>
    internal static Uri? Address(string? text, Action<string> fault)
    {
        if (text is null)
        {
            return null;
        }

        if (Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && (uri.Scheme == Uri.UriSchemeHttps || uri.Scheme == Uri.UriSchemeHttp)
            && uri.Query.Length == 0 && uri.Fragment.Length == 0 && uri.UserInfo.Length == 0)
        {
            return uri;
        }

        // What stands before an @ may be a password, and a query may hold a key.
        var shown = text.AsSpan().ContainsAny("@?#") ? "no such address" : $"'{text}'";
        fault($"is {shown}; give the collector's address without user and query, such as http://collector:{GrpcPort}.");
        return null;
    }

    private static TelemetryProtocol Usual(Uri? address) => address?.Port == GrpcPort ? TelemetryProtocol.Grpc : TelemetryProtocol.HttpProtobuf;

    // The shared address is a base, the signal's own is used as it stands.
    private static Uri? Of(Uri? own, Uri? shared, TelemetryProtocol protocol, string path)
        => own ?? (shared is null || protocol == TelemetryProtocol.Grpc ? shared : new Uri($"{shared.AbsoluteUri.TrimEnd('/')}/{path}"));

    private static double? Ratio(OptionReader reader)
    {
        const string name = "SampleRatio";
        if (reader.Text(name) is not { } text)
        {
            return null;
        }

        if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var ratio) && ratio is >= 0 and <= 1)
        {
            return ratio;
        }

        reader.Fault(name, $"is '{text}'; give a number from 0 (no traces) to 1 (all of them).");
        return null;
    }

    private static Secret? Headers(OptionReader reader)
    {
        reader.Hide(HeadersName);
        if (reader.Text(HeadersName) is not { } text)
        {
            return null;
        }

        if (StandardVariables.IsListOfPairs(text))
        {
            return new Secret(text);
        }

        reader.Fault(HeadersName, "is no list of headers; give name=value, with commas between several.");
        return null;
    }
}

/// <summary>The variables by which every program with OpenTelemetry is told where to export, and how.</summary>
/// <param name="configuration">The environment, among others.</param>
/// <param name="reader">Where faults go.</param>
internal sealed class StandardVariables(IConfiguration configuration, OptionReader reader)
{
    public static bool IsListOfPairs(string text) => text.Split(',').All(pair => pair.IndexOf('=', StringComparison.Ordinal) > 0);

    public Uri? Address(string name) => TelemetrySection.Address(Text(name), what => Fault(name, what));

    public bool IsOff() => string.Equals(Text("OTEL_SDK_DISABLED"), "true", StringComparison.OrdinalIgnoreCase);

    public bool IsNone(string name) => string.Equals(Text(name), "none", StringComparison.OrdinalIgnoreCase);

    public TelemetryProtocol? Protocol()
    {
        const string name = "OTEL_EXPORTER_OTLP_PROTOCOL";
        switch (Text(name))
        {
            case null:
                return null;
            case "grpc":
                return TelemetryProtocol.Grpc;
            case "http/protobuf":
                return TelemetryProtocol.HttpProtobuf;
            case var other:
                Fault(name, $"is '{other}'; give grpc or http/protobuf.");
                return null;
        }
    }

    public Secret? Headers()
    {
        const string name = "OTEL_EXPORTER_OTLP_HEADERS";
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (IsListOfPairs(text))
        {
            return new Secret(text);
        }

        Fault(name, "is no list of headers; give name=value, with commas between several.");
        return null;
    }

    public int? IntervalSeconds()
    {
        const string name = "OTEL_METRIC_EXPORT_INTERVAL";
        if (Text(name) is not { } text)
        {
            return null;
        }

        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var milliseconds) && milliseconds is >= 1_000 and <= 3_600_000)
        {
            return milliseconds / 1_000;
        }

        Fault(name, $"is '{text}'; give milliseconds from 1000 to 3600000.");
        return null;
    }

    public double? SampleRatio()
    {
        const string name = "OTEL_TRACES_SAMPLER_ARG";
        switch (Text("OTEL_TRACES_SAMPLER"))
        {
            case "always_off" or "parentbased_always_off":
                return 0;
            case "traceidratio" or "parentbased_traceidratio" when Text(name) is { } text:
                if (double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var ratio) && ratio is >= 0 and <= 1)
                {
                    return ratio;
                }

                Fault(name, $"is '{text}'; give a number from 0 to 1.");
                return null;
            default:
                return null;
        }
    }

    public string? ServiceName() => Text("OTEL_SERVICE_NAME") ?? Attribute("service.name");

    public string? Attribute(string name) => Attributes().FirstOrDefault(pair => pair.Key == name).Value;

    /// <summary>What is said of the service; what cannot be read is left out, as the specification asks.</summary>
    public ImmutableArray<KeyValuePair<string, string>> Attributes() =>
    [
        .. (Text("OTEL_RESOURCE_ATTRIBUTES") ?? "").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(static pair => pair.Split('=', 2, StringSplitOptions.TrimEntries))
            .Where(static pair => pair is [{ Length: > 0 }, _])
            .Select(static pair => KeyValuePair.Create(pair[0], Uri.UnescapeDataString(pair[1]))),
    ];

    private string? Text(string name) => string.IsNullOrWhiteSpace(configuration[name]) ? null : configuration[name]!.Trim();

    private void Fault(string name, string what) => reader.Fault($"{name} {what}");
}
