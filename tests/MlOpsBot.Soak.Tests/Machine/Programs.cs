using System.Diagnostics;
using System.Globalization;

namespace MlOpsBot.Soak.Tests.Machine;

/// <summary>
/// Starts programs that outlive a test's patience: what they say goes to a file, they run on the cores that <c>SOAK_CORES</c> names, and
/// their ids are written to the file that <c>SOAK_PIDS</c> names, so that a script can end them where this process was ended.
/// </summary>
internal static class Programs
{
    private static readonly Lock s_gate = new();

    /// <summary>Starts a program.</summary>
    /// <param name="log">Where what it says is appended.</param>
    /// <param name="environment">Further variables of its environment.</param>
    /// <param name="command">The program and its arguments.</param>
    public static Process Start(string log, IEnumerable<KeyValuePair<string, string?>> environment, params IEnumerable<string> command)
    {
        var start = new ProcessStartInfo("/bin/sh") { UseShellExecute = false, WorkingDirectory = Path.GetTempPath() };
        foreach (var argument in (string[])["-c", "exec \"$@\" >>\"$SOAK_LOG\" 2>&1 </dev/null", "sh", .. OnCores(), .. command])
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["SOAK_LOG"] = log;
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        Remember(process.Id);
        return process;
    }

    /// <summary>Runs a program to its end; fails where it does.</summary>
    public static async Task RunAsync(string log, params string[] command)
    {
        using var process = Start(log, [], command);
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, string.Join(' ', command));
    }

    /// <summary>Sends a signal to one process.</summary>
    public static void Signal(Process process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private static string[] OnCores() => Environment.GetEnvironmentVariable("SOAK_CORES") is { Length: > 0 } cores ? ["taskset", "-c", cores] : [];

    private static void Remember(int id)
    {
        if (Environment.GetEnvironmentVariable("SOAK_PIDS") is { Length: > 0 } file)
        {
            lock (s_gate)
            {
                File.AppendAllText(file, string.Create(CultureInfo.InvariantCulture, $"{id}\n"));
            }
        }
    }
}
