using MlOpsBot.Observability.Tests.Documents;
using YamlDotNet.RepresentationModel;

namespace MlOpsBot.Observability.Tests;

/// <summary>The alert rules: Prometheus reads them, each fires when it should, and each leads to a remedy.</summary>
public sealed class AlertTests(ObservedDay day)
{
    private static readonly string s_folder = Path.Combine(Repository.Root, "deploy", "observability");
    private static readonly string s_rules = Path.Combine(s_folder, "prometheus", "alerts.yaml");

    [Fact]
    public async Task Prometheus_reads_them() => (await Promtool.FaultAsync("check", "rules", s_rules)).ShouldBeNull();

    [Fact]
    public async Task Each_fires_when_it_should_and_not_otherwise()
    {
        var tests = Path.Combine(s_folder, "prometheus", "alerts-test.yaml");
        (await Promtool.FaultAsync("test", "rules", tests)).ShouldBeNull();
        var text = await File.ReadAllTextAsync(tests, TestContext.Current.CancellationToken);
        foreach (var alert in Alerts().Select(alert => Text(alert, "alert")))
        {
            text.ShouldContain($"- name: {alert}, as it should be told");
            text.ShouldContain($"- name: {alert}, all well");
        }
    }

    [Fact]
    public void Each_asks_for_series_and_labels_that_arrive()
    {
        var book = new SeriesBook(day.Metrics);
        Alerts().SelectMany(alert => book.MissingIn(new Expression(Text(alert, "expr")))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Each_says_how_bad_it_is_and_where_the_remedy_stands()
    {
        var page = await File.ReadAllTextAsync(Path.Combine(s_folder, "README.md"), TestContext.Current.CancellationToken);
        foreach (var alert in Alerts())
        {
            var name = Text(alert, "alert");
            Text(alert, "for").ShouldNotBeEmpty(name);
            Text((YamlMappingNode)alert["labels"], "severity").ShouldBeOneOf("critical", "warning", "info");
            var annotations = (YamlMappingNode)alert["annotations"];
            Text(annotations, "summary").ShouldNotBeEmpty(name);
            Text(annotations, "description").Length.ShouldBeGreaterThan(40, name);
            var link = Text(annotations, "runbook").Split('#');
            link[0].ShouldBe("deploy/observability/README.md");
            page.Split('\n').ShouldContain(line => line.Equals($"### {link[1]}", StringComparison.OrdinalIgnoreCase), name);
        }
    }

    private static IEnumerable<YamlMappingNode> Alerts()
    {
        var yaml = new YamlStream();
        using var reader = new StreamReader(s_rules);
        yaml.Load(reader);
        return ((YamlSequenceNode)yaml.Documents[0].RootNode["groups"]).SelectMany(group => ((YamlSequenceNode)group["rules"]).Cast<YamlMappingNode>());
    }

    private static string Text(YamlMappingNode node, string key) => ((YamlScalarNode)node[key]).Value ?? "";
}
