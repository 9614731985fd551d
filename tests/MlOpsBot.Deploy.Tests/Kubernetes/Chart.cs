using System.Collections.Immutable;
using System.Text.Json.Nodes;

namespace MlOpsBot.Deploy.Tests.Kubernetes;

/// <summary>The chart, rendered as helm does by Go's own template engine; see render.go.</summary>
public sealed class Chart : IAsyncLifetime
{
    private readonly string _program = Path.Combine(Directory.CreateTempSubdirectory("mlopsbot-chart-").FullName, "render");
    private string? _missing;

    internal static string Folder { get; } = Path.Combine(Repository.Root, "deploy", "helm", "mlopsbot");

    internal static ImmutableArray<string> Examples { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "deploy", "helm", "examples"), "*.yaml").Order(StringComparer.Ordinal)];

    public async ValueTask InitializeAsync()
    {
        if (Tool.Find("go") is null || !Directory.Exists("/usr/share/gocode/src/github.com/Masterminds/sprig"))
        {
            _missing = "Go with sprig is not installed (Debian: golang-go golang-github-masterminds-sprig-dev golang-k8s-sigs-yaml-dev); tests/run installs it where it can.";
            return;
        }

        var built = await Tool.RunAsync(
            "go",
            ["build", "-o", _program, Path.Combine(Tool.Folder, "Helm", "render.go")],
            input: null,
            ("GO111MODULE", "off"), ("GOPATH", "/usr/share/gocode"), ("GOFLAGS", ""));
        built.ExitCode.ShouldBe(0, built.Error);
    }

    public ValueTask DisposeAsync()
    {
        Directory.Delete(Path.GetDirectoryName(_program)!, recursive: true);
        return ValueTask.CompletedTask;
    }

    /// <summary>The objects that come of values files.</summary>
    internal async Task<ImmutableArray<JsonObject>> RenderAsync(params string[] files)
    {
        var run = await RunAsync(files);
        run.ExitCode.ShouldBe(0, run.Error);
        return YamlFile.Parse(run.Output);
    }

    /// <summary>The one line with which values are refused, without the way to it through the templates.</summary>
    internal async Task<string> RefusalAsync(params string[] files)
    {
        var run = await RunAsync(files);
        run.ExitCode.ShouldBe(1, run.Output);
        run.Output.ShouldBeEmpty();
        return run.Error[(run.Error.LastIndexOf("error calling fail: ", StringComparison.Ordinal) + "error calling fail: ".Length)..].Trim();
    }

    /// <summary>What follows an installation on the screen.</summary>
    internal async Task<string> NotesAsync(string file) => (await RunAsync([file], "--notes")).Output;

    /// <summary>The values that templates see.</summary>
    internal async Task<string> ValuesAsync(params string[] files) => (await RunAsync(files, "--values")).Output;

    private Task<Tool> RunAsync(string[] files, params string[] more)
    {
        Assert.SkipWhen(_missing is not null, _missing ?? "");
        return Tool.RunAsync(_program, [Folder, .. files.SelectMany(file => (string[])["-f", file]), "--name", "prod", "--namespace", "bots", .. more]);
    }
}
