using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MlOpsBot.Soak.Tests.Machine;

/// <summary>What one replica takes at a moment. Immutable.</summary>
/// <param name="Memory">Resident, in bytes.</param>
/// <param name="Handles">Open files and sockets.</param>
/// <param name="Threads">Threads.</param>
internal sealed record Footprint(long Memory, int Handles, int Threads);

/// <summary>The real program in a process of its own, as an orchestrator sees it.</summary>
internal sealed class Replica : IAsyncDisposable
{
    private readonly Process _process;

    private Replica(string name, Process process, Uri url)
    {
        Name = name;
        _process = process;
        Url = url;
        StartedAt = TimeProvider.System.GetUtcNow();
    }

    public string Name { get; }

    public Uri Url { get; }

    public DateTimeOffset StartedAt { get; }

    /// <summary>Starts the program; it is ready when its balancer finds it so.</summary>
    /// <param name="name">Of the replica and its log.</param>
    /// <param name="program">The published program, or a <c>.dll</c> for <c>dotnet</c>.</param>
    /// <param name="options">Options by their names, with colons.</param>
    /// <param name="knowledge">The folder to answer from.</param>
    /// <param name="logs">The folder of logs.</param>
    public static Replica Start(string name, string program, IReadOnlyDictionary<string, string?> options, string knowledge, string logs)
    {
        var port = FreePort();
        var environment = options.ToDictionary(option => option.Key.Replace(":", "__", StringComparison.Ordinal), option => option.Value, StringComparer.Ordinal);
        environment["ASPNETCORE_URLS"] = string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");
        environment["DOTNET_ENVIRONMENT"] = "Production";
        environment["MlOpsBot__Storage__ReplicaName"] = name;
        string[] command = program.EndsWith(".dll", StringComparison.Ordinal) ? ["dotnet", program] : [program];
        var process = Programs.Start(Path.Combine(logs, $"{name}.log"), environment, [.. command, "serve", "--knowledge", knowledge]);
        return new Replica(name, process, new Uri(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}")));
    }

    public bool HasExited => _process.HasExited;

    /// <summary>What it takes now; null where it has just ended.</summary>
    public Footprint? Look()
    {
        try
        {
            _process.Refresh();
            return new Footprint(_process.WorkingSet64, Directory.GetFiles($"/proc/{_process.Id}/fd").Length, _process.Threads.Count);
        }
        catch (Exception exception) when (exception is InvalidOperationException or IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Tells it to stop, and waits until it has; its exit code and how long that took.</summary>
    public async Task<(int ExitCode, TimeSpan Took)> TerminateAsync(TimeSpan within)
    {
        var begin = Stopwatch.GetTimestamp();
        Programs.Signal(_process, "TERM");
        await _process.WaitForExitAsync().WaitAsync(within);
        return (_process.ExitCode, Stopwatch.GetElapsedTime(begin));
    }

    /// <summary>Ends it at once, like a power cut.</summary>
    public async Task KillAsync()
    {
        Programs.Signal(_process, "KILL");
        await _process.WaitForExitAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            await KillAsync();
        }

        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
