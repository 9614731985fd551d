using System.Text.RegularExpressions;

namespace MlOpsBot.Observability.Tests.Documents;

/// <summary>What a PromQL expression asks for, as far as names go. Immutable.</summary>
internal sealed partial record Expression(string Text)
{
    /// <summary>Each selector: the series' name, and the labels that it names.</summary>
    public IEnumerable<(string Series, string[] Labels)> Selectors => Selector().Matches(Grouping().Replace(Text, ""))
        .Select(match => (match.Groups["name"].Value, LabelName().Matches(match.Groups["labels"].Value).Select(label => label.Groups["name"].Value).ToArray()));

    /// <summary>The labels that results are told apart by.</summary>
    public IEnumerable<string> By => Grouping().Matches(Text).SelectMany(match => match.Groups["labels"].Value.Split(',', StringSplitOptions.TrimEntries));

    /// <summary>The expression as Prometheus reads it: Grafana puts values in the place of its variables.</summary>
    public string Plain => Text.Replace("$__rate_interval", "5m", StringComparison.Ordinal).Replace("$__range", "6h", StringComparison.Ordinal);

    [GeneratedRegex("""(?<name>\b(?:mlopsbot|dotnet|http|kestrel)_[a-z0-9_]+)(?:\{(?<labels>[^}]*)\})?""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Selector();

    [GeneratedRegex("""(?<name>[a-z_]+)\s*(?:=~|!~|!=|=)\s*"[^"]*" """, RegexOptions.ExplicitCapture | RegexOptions.IgnorePatternWhitespace, 1000)]
    private static partial Regex LabelName();

    [GeneratedRegex("""\bby\s*\((?<labels>[^)]*)\)""", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Grouping();
}
