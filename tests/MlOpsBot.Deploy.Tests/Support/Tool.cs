using System.Diagnostics;

namespace MlOpsBot.Deploy.Tests.Support;

/// <summary>A program that was run to its end.</summary>
internal sealed record Tool(int ExitCode, string Output, string Error)
{
    /// <summary>The folder of this project's Node.js packages and scripts.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "MlOpsBot.Deploy.Tests");

    /// <summary>What it printed on standard output, a line each.</summary>
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    /// <summary>Where a program is, or null.</summary>
    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/sbin")
        .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>Skips the test where a program is missing, which tests/run installs where it can.</summary>
    public static void Need(string name) => Assert.SkipUnless(Find(name) is not null, $"{name} is not installed; tests/run installs it on Debian and its kin.");

    /// <summary>Runs a program and waits for its end.</summary>
    public static Task<Tool> RunAsync(string name, params string[] arguments) => RunAsync(name, arguments, input: null);

    /// <summary>Runs a script of the folder <c>Node</c>, with something on standard input; skips the test where its packages are missing.</summary>
    public static async Task<string[]> NodeAsync(string script, string? input, params string[] arguments)
    {
        Need("node");
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(Folder, "node_modules", "kubernetes-models")),
            "The packages of package.json are not installed: run tests/run, or npm install --no-package-lock in tests/MlOpsBot.Deploy.Tests");
        var run = await RunAsync("node", [Path.Combine(Folder, "Node", script), .. arguments], input);
        run.ExitCode.ShouldBe(0, run.Error);
        return run.Lines;
    }

    /// <summary>Runs a program in this project's folder, with something on standard input and more in its environment.</summary>
    public static async Task<Tool> RunAsync(string name, string[] arguments, string? input, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo(name, arguments)
        {
            WorkingDirectory = Folder,
            UseShellExecute = false,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (key, value) in environment)
        {
            start.Environment[key] = value;
        }

        using var process = Process.Start(start)!;
        var stop = TestContext.Current.CancellationToken;
        var (output, error) = (process.StandardOutput.ReadToEndAsync(stop), process.StandardError.ReadToEndAsync(stop));
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(stop);
        return new Tool(process.ExitCode, await output, await error);
    }
}
