using System.Globalization;
using System.Text;
using MlOpsBot.Observability.Tests.Collecting;

namespace MlOpsBot.Observability.Tests.Documents;

/// <summary>A row of the page's table of metrics. Immutable.</summary>
internal sealed record DocumentedMetric(string Name, string Prometheus, string Type, string Unit, IReadOnlyList<string> Attributes, string What)
{
    private const string Page = "deploy/observability/README.md";

    public static IReadOnlyList<DocumentedMetric> All() =>
    [
        .. File.ReadLines(Path.Combine(Repository.Root, Page))
            .Where(static line => line.StartsWith("| `mlopsbot.", StringComparison.Ordinal))
            .Select(static line => line.Split('|', StringSplitOptions.TrimEntries)[1..^1])
            .Select(static cell => new DocumentedMetric(
                cell[0].Trim('`'), cell[1].Trim('`'), cell[2], cell[3].Trim('`'), [.. cell[4].Split(", ", StringSplitOptions.RemoveEmptyEntries).Select(static name => name.Trim('`'))], cell[5])),
    ];

    /// <summary>The row that a metric should have.</summary>
    public static string RowOf(ReceivedMetric metric)
    {
        var attributes = metric.Points.SelectMany(static point => point.Attributes.Keys).Distinct().Order(StringComparer.Ordinal).Select(static name => $"`{name}`");
        var unit = metric.Unit.Length == 0 ? "" : $"`{metric.Unit}`";
        return $"| `{metric.Name}` | `{PrometheusNames.Of(metric.Name, metric.Unit, metric.Type)}` | {metric.Type} | {unit} | {string.Join(", ", attributes)} | {metric.Description} |";
    }

    public override string ToString() => new StringBuilder()
        .Append(CultureInfo.InvariantCulture, $"| `{Name}` | `{Prometheus}` | {Type} | `{Unit}` | {string.Join(", ", Attributes.Select(static name => $"`{name}`"))} | {What} |").ToString();
}

/// <summary>
/// The names that OTLP's metrics get in Prometheus
/// (https://opentelemetry.io/docs/specs/otel/compatibility/prometheus_and_openmetrics/#otlp-metric-points-to-prometheus).
/// </summary>
internal static class PrometheusNames
{
    public static string Of(string name, string unit, string type)
    {
        var suffix = unit switch { "s" => "seconds", "d" => "days", "By" => "bytes", "1" when type == "gauge" => "ratio", _ => "" };
        var plain = name.Replace('.', '_');
        plain = suffix.Length == 0 || plain.EndsWith($"_{suffix}", StringComparison.Ordinal) ? plain : $"{plain}_{suffix}";
        return type == "counter" ? $"{plain}_total" : plain;
    }

    /// <summary>The names under which a metric's series are asked for.</summary>
    public static IEnumerable<string> SeriesOf(string prometheus, string type)
        => type == "histogram" ? [$"{prometheus}_bucket", $"{prometheus}_sum", $"{prometheus}_count"] : [prometheus];
}
