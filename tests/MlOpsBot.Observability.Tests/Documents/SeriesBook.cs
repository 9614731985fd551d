using MlOpsBot.Observability.Tests.Collecting;

namespace MlOpsBot.Observability.Tests.Documents;

/// <summary>The series that Prometheus makes of what arrived, with their labels. Immutable.</summary>
internal sealed class SeriesBook
{
    private readonly Dictionary<string, HashSet<string>> _labels = new(StringComparer.Ordinal);

    public SeriesBook(IEnumerable<ReceivedMetric> metrics)
    {
        foreach (var metric in metrics)
        {
            var name = PrometheusNames.Of(metric.Name, metric.Unit, metric.Type);
            foreach (var series in PrometheusNames.SeriesOf(name, metric.Type))
            {
                _labels[series] = [.. metric.Points.SelectMany(point => point.Attributes.Keys).Select(label => label.Replace('.', '_')), "job", "instance"];
                if (series.EndsWith("_bucket", StringComparison.Ordinal))
                {
                    _labels[series].Add("le");
                }
            }
        }
    }

    /// <summary>What an expression asks for that is not there; empty where all is.</summary>
    public IEnumerable<string> MissingIn(Expression expression)
    {
        var selectors = expression.Selectors.ToList();
        if (selectors.Count == 0)
        {
            yield return $"no series of ours in {expression.Text}";
        }

        foreach (var (series, labels) in selectors)
        {
            if (!_labels.TryGetValue(series, out var known))
            {
                yield return $"series {series} in {expression.Text}";
                continue;
            }

            foreach (var label in labels.Where(label => !known.Contains(label)))
            {
                yield return $"label {label} of {series} in {expression.Text}";
            }

            foreach (var label in expression.By.Where(label => !known.Contains(label)))
            {
                yield return $"label {label}, by which {series} is told apart, in {expression.Text}";
            }
        }
    }
}
