using System.Diagnostics;
using System.Text.Json;

namespace MlOpsBot.Slack.Tests.Conformance;

/// <summary>A script of this folder, run by Node.js with Slack's own packages.</summary>
internal sealed class Node : IDisposable
{
    private readonly Process _process;
    private readonly Task<string> _errors;

    private Node(Process process)
    {
        _process = process;
        _errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    private static string Folder => Path.Combine(Repository.Root, "tests", "MlOpsBot.Slack.Tests");

    public static Node Run(string script, params string[] arguments)
    {
        Directory.Exists(Path.Combine(Folder, "node_modules", "@slack", "web-api"))
            .ShouldBeTrue("Slack's own packages are missing: run tests/run, or npm install --no-package-lock in tests/MlOpsBot.Slack.Tests");
        var start = new ProcessStartInfo("node")
        {
            WorkingDirectory = Folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            UseShellExecute = false,
        };
        foreach (var argument in (string[])[Path.Combine(Folder, "Conformance", script), .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        return new Node(Process.Start(start)!);
    }

    /// <summary>The next JSON object on standard output; what the packages log there is skipped.</summary>
    public async Task<JsonElement> ReadAsync()
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        string? line;
        do
        {
            line = await _process.StandardOutput.ReadLineAsync(limit.Token);
        }
        while (line is not null && !line.StartsWith('{'));
        return line is null ? throw new InvalidOperationException(await _errors) : JsonSerializer.Deserialize<JsonElement>(line);
    }

    /// <summary>The first line that has this property; others are skipped.</summary>
    public async Task<JsonElement> ReadUntilAsync(string property)
    {
        while (true)
        {
            var line = await ReadAsync();
            if (line.TryGetProperty(property, out _))
            {
                return line;
            }
        }
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        if (!_process.WaitForExit(TimeSpan.FromSeconds(2)))
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
