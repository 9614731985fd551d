using System.Diagnostics;

namespace MlOpsBot.Observability.Tests.Documents;

/// <summary>Prometheus' own tool, from Debian's package <c>prometheus</c>.</summary>
internal static class Promtool
{
    /// <summary>Runs it; its whole output where it found something wrong, else null.</summary>
    public static async Task<string?> FaultAsync(params string[] arguments)
    {
        if (!OperatingSystem.IsLinux() || !File.Exists("/usr/bin/promtool"))
        {
            Assert.Skip("promtool is missing; bash tests/run installs it.");
        }

        using var process = Process.Start(new ProcessStartInfo("/usr/bin/promtool", arguments) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return process.ExitCode == 0 ? null : await output + await error;
    }
}
