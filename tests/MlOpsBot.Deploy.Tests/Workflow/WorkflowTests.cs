using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace MlOpsBot.Deploy.Tests.Workflow;

/// <summary>The workflow that builds, tests and publishes.</summary>
public sealed partial class WorkflowTests
{
    private static string Location { get; } = Path.Combine(Repository.Root, ".github", "workflows", "build.yml");

    private static JsonObject Workflow { get; } = YamlFile.Read(".github", "workflows", "build.yml").Single();

    [Fact]
    public async Task Githubs_own_parser_takes_it() => (await Tool.NodeAsync("workflow.mjs", input: null, Location)).ShouldBeEmpty();

    [Fact]
    public async Task A_misspelt_name_in_an_expression_is_found()
    {
        using var scratch = new Scratch();
        var text = await File.ReadAllTextAsync(Location, TestContext.Current.CancellationToken);
        var wrong = scratch.Write("build.yml", text.Replace("vars.IMAGE_REPOSITORY }}", "varz.IMAGE_REPOSITORY }}", StringComparison.Ordinal));

        (await Tool.NodeAsync("workflow.mjs", input: null, wrong)).ShouldContain(line => line.Contains("varz", StringComparison.Ordinal));
    }

    [Fact]
    public void Every_action_is_pinned_to_what_was_looked_at()
    {
        var uses = File.ReadLines(Location).Where(line => line.Contains("uses:", StringComparison.Ordinal)).Select(line => line[(line.IndexOf("uses:", StringComparison.Ordinal) + 5)..].Trim()).ToList();

        uses.ShouldNotBeEmpty();
        uses.ShouldAllBe(action => Pinned().IsMatch(action));
        Pinned().IsMatch("actions/checkout@v4").ShouldBeFalse();
    }

    [Fact]
    public void It_may_read_and_only_publishing_may_write()
    {
        Workflow["permissions"]!.ToJsonString().ShouldBe("""{"contents":"read"}""");
        var writing = Jobs().Where(job => job.Value!["permissions"]?.AsObject().Any(entry => entry.Value!.ToString() == "write") == true).ToList();

        writing.Select(job => job.Key).ShouldBe(["publish", "image"]);
        writing.ShouldAllBe(job => job.Value!["if"]!.ToString().Contains("refs/tags/v", StringComparison.Ordinal) && job.Value["needs"]!.ToString() == "test");
        Steps().Where(step => step["uses"]?.ToString().StartsWith("actions/checkout", StringComparison.Ordinal) == true)
            .ShouldAllBe(step => step["with"]!["persist-credentials"]!.ToString() == "false");
    }

    [Fact]
    public async Task Its_commands_are_commands_and_name_files_that_are_there()
    {
        foreach (var command in Steps().Select(step => step["run"]?.ToString()).OfType<string>())
        {
            (await Tool.RunAsync("bash", ["-n"], command)).ExitCode.ShouldBe(0, command);
            foreach (var path in OurPaths().Matches(command).Select(match => match.Value))
            {
                Path.Exists(Path.Combine(Repository.Root, path)).ShouldBeTrue(path);
            }

            // What comes from outside reaches a shell as a variable, never as part of the command.
            command.ShouldNotContain("${{");
        }
    }

    [Fact]
    public void It_names_no_registry() =>
        File.ReadAllText(Location).ShouldNotMatch(@"\b(docker\.io|ghcr\.io|quay\.io|azurecr\.io|mcr\.microsoft\.com|gcr\.io)\b");

    private static JsonObject Jobs() => Workflow["jobs"]!.AsObject();

    private static IEnumerable<JsonNode> Steps() => Jobs().SelectMany(job => job.Value!["steps"]!.AsArray()).Select(step => step!);

    [GeneratedRegex("^[a-z-]+/[a-z-]+@[0-9a-f]{40} # v[0-9]+\\.[0-9]+\\.[0-9]+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pinned();

    [GeneratedRegex(@"(?<=[\s""])(\.ci|src|deploy)/[\w/.-]*\w", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OurPaths();
}
