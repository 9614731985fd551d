using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using MlOpsBot.Observability.Tests.Documents;

namespace MlOpsBot.Observability.Tests;

/// <summary>The dashboard, as far as it can be judged without Grafana: its shape, its layout, and what it asks for.</summary>
public sealed partial class DashboardTests(ObservedDay day)
{
    private static readonly JsonElement s_dashboard = JsonDocument.Parse(File.ReadAllText(Path.Combine(Repository.Root, "deploy", "observability", "grafana", "mlopsbot.json"))).RootElement;

    private static IEnumerable<JsonElement> Panels => s_dashboard.GetProperty("panels").EnumerateArray();

    private static IEnumerable<JsonElement> Targets => Panels.Where(static panel => panel.TryGetProperty("targets", out _)).SelectMany(static panel => panel.GetProperty("targets").EnumerateArray());

    private static IEnumerable<string> Expressions =>
        [.. Targets.Select(static target => target.GetProperty("expr").GetString()!), .. s_dashboard.GetProperty("annotations").GetProperty("list").EnumerateArray().Select(static note => note.GetProperty("expr").GetString()!)];

    [Fact]
    public void Each_panel_has_an_id_of_its_own_a_title_a_description_and_its_source()
    {
        Panels.Select(panel => panel.GetProperty("id").GetInt32()).ShouldBeUnique();
        foreach (var panel in Panels.Where(panel => panel.GetProperty("type").GetString() != "row"))
        {
            panel.GetProperty("title").GetString().ShouldNotBeNullOrEmpty();
            panel.GetProperty("description").GetString().ShouldNotBeNullOrEmpty();
            panel.GetProperty("datasource").GetProperty("uid").GetString().ShouldBe("${datasource}");
            panel.GetProperty("type").GetString().ShouldBeOneOf("stat", "timeseries", "table");
            panel.GetProperty("targets").EnumerateArray().Select(target => target.GetProperty("refId").GetString()).ShouldBeUnique();
        }
    }

    [Fact]
    public void Panels_lie_side_by_side_within_the_grid()
    {
        var taken = new Dictionary<(int X, int Y), string>();
        foreach (var panel in Panels)
        {
            var grid = panel.GetProperty("gridPos");
            var (x, y, w, h) = (grid.GetProperty("x").GetInt32(), grid.GetProperty("y").GetInt32(), grid.GetProperty("w").GetInt32(), grid.GetProperty("h").GetInt32());
            (x + w).ShouldBeLessThanOrEqualTo(24);
            foreach (var cell in Enumerable.Range(x, w).SelectMany(column => Enumerable.Range(y, h).Select(line => (column, line))))
            {
                taken.TryAdd(cell, panel.GetProperty("title").GetString()!).ShouldBeTrue($"{panel.GetProperty("title")} lies on {taken[cell]}");
            }
        }

        // No gap: each line of the grid is begun by something.
        Enumerable.Range(0, taken.Keys.Max(cell => cell.Y)).ShouldAllBe(line => taken.ContainsKey(new(0, line)));
    }

    [Fact]
    public void Every_variable_that_is_used_is_there()
    {
        var there = s_dashboard.GetProperty("templating").GetProperty("list").EnumerateArray().Select(variable => variable.GetProperty("name").GetString()!).ToHashSet(StringComparer.Ordinal);
        var used = Variable().Matches(s_dashboard.GetRawText()).Select(match => match.Groups["name"].Value).Where(name => !name.StartsWith("__", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal);
        used.ShouldBe(there, ignoreOrder: true);
        s_dashboard.GetProperty("templating").GetProperty("list")[0].GetProperty("type").GetString().ShouldBe("datasource");
    }

    [Fact]
    public void It_asks_for_series_and_labels_that_arrive_and_shows_those_it_tells_apart()
    {
        var book = new SeriesBook(day.Metrics);
        Expressions.SelectMany(expression => book.MissingIn(new Expression(expression))).ShouldBeEmpty();
        foreach (var target in Targets)
        {
            var by = new Expression(target.GetProperty("expr").GetString()!).By.ToHashSet(StringComparer.Ordinal);
            Legend().Matches(target.GetProperty("legendFormat").GetString()!).Select(match => match.Groups["name"].Value).Where(name => !by.Contains(name))
                .ShouldBeEmpty(target.GetProperty("expr").GetString());
        }
    }

    [Fact]
    public void Every_documented_metric_is_on_it()
    {
        var all = string.Join('\n', Expressions);
        DocumentedMetric.All().Select(metric => metric.Prometheus).Where(name => !all.Contains(name, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Prometheus_reads_each_of_its_expressions()
    {
        using var scratch = new Scratch();
        var rules = new StringBuilder("groups:\n- name: dashboard\n  rules:\n");
        var number = 0;
        foreach (var expression in Expressions)
        {
            rules.Append("  - record: panel_").Append(++number).Append("\n    expr: '").Append(new Expression(expression).Plain.Replace("'", "''", StringComparison.Ordinal)).Append("'\n");
        }

        var file = Path.Combine(scratch.Path, "dashboard.yaml");
        await File.WriteAllTextAsync(file, rules.ToString(), TestContext.Current.CancellationToken);
        (await Promtool.FaultAsync("check", "rules", file)).ShouldBeNull();
    }

    [GeneratedRegex(@"\$\{?(?<name>[A-Za-z_]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Variable();

    [GeneratedRegex(@"\{\{(?<name>[a-z_]+)\}\}", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Legend();
}
