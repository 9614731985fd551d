using System.Collections.Immutable;

namespace MlOpsBot.Observability.Tests.Collecting;

/// <summary>A metric as it arrived. Immutable.</summary>
/// <param name="Scope">The meter's name.</param>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it measures.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Type"><c>counter</c>, <c>gauge</c> or <c>histogram</c>.</param>
/// <param name="Points">Its values.</param>
internal sealed record ReceivedMetric(string Scope, string Name, string Description, string Unit, string Type, ImmutableArray<ReceivedPoint> Points)
{
    /// <summary>Reads an <c>ExportMetricsServiceRequest</c>.</summary>
    public static IEnumerable<ReceivedMetric> Read(byte[] request) =>
        from resource in Wire.Read(request).All(1)
        from scope in resource.Fields.All(2)
        from metric in scope.Fields.All(2)
        select Of(scope.Fields.All(1).First().Fields.TextOf(1), metric.Fields);

    private static ReceivedMetric Of(string scope, IReadOnlyList<WireField> metric)
    {
        var data = metric.First(field => field.Number is 5 or 7 or 9 or 10);
        var type = data.Number switch { 5 => "gauge", 7 => data.Fields.All(3).FirstOrDefault().Bits == 1 ? "counter" : "gauge", _ => "histogram" };
        var attributes = data.Number is 9 or 10 ? 9 : 7;
        return new ReceivedMetric(scope, metric.TextOf(1), metric.TextOf(2), metric.TextOf(3), type, [.. data.Fields.All(1).Select(point => ReceivedPoint.Of(point.Fields, attributes))]);
    }
}

/// <summary>A value of a metric, of a histogram its sum. Immutable.</summary>
internal sealed record ReceivedPoint(IReadOnlyDictionary<string, string> Attributes, double Value)
{
    public static ReceivedPoint Of(IReadOnlyList<WireField> point, int attributes)
    {
        var value = point.FirstOrDefault(field => attributes == 9 ? field.Number == 5 : field.Number is 4 or 6);
        return new ReceivedPoint(point.Attributes(attributes), value.Number == 6 ? (long)value.Bits : value.Double);
    }
}

/// <summary>A span as it arrived. Immutable.</summary>
internal sealed record ReceivedSpan(string Scope, string Name, string Trace, string Id, string Parent, IReadOnlyDictionary<string, string> Attributes)
{
    /// <summary>Reads an <c>ExportTraceServiceRequest</c>.</summary>
    public static IEnumerable<ReceivedSpan> Read(byte[] request) =>
        from resource in Wire.Read(request).All(1)
        from scope in resource.Fields.All(2)
        from span in scope.Fields.All(2)
        let fields = span.Fields
        select new ReceivedSpan(
            scope.Fields.All(1).First().Fields.TextOf(1),
            fields.TextOf(5),
            fields.All(1).First().Hex,
            fields.All(2).First().Hex,
            fields.All(4).FirstOrDefault().Hex,
            fields.Attributes(9));
}
