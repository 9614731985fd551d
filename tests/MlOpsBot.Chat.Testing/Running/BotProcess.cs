using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace MlOpsBot.Chat.Testing;

/// <summary>The real program, <c>mlopsbot serve</c>, in a process of its own that can be killed.</summary>
internal sealed class BotProcess : IAsyncDisposable
{
    /// <summary>Within a second, and much longer on a machine that is busy with others.</summary>
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(120);

    private readonly Process _process;
    private readonly Task _reading;
    private readonly ConcurrentQueue<string> _output = [];
    private bool _isDisposed;

    private BotProcess(Process process, Uri url)
    {
        _process = process;
        Url = url;
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
    }

    public Uri Url { get; }

    public IReadOnlyCollection<string> Output => _output;

    public bool HasExited => _process.HasExited;

    /// <summary>How much memory it takes now, in bytes.</summary>
    public long Memory
    {
        get
        {
            _process.Refresh();
            return _process.WorkingSet64;
        }
    }

    /// <summary>How many threads it has now.</summary>
    public int Threads
    {
        get
        {
            _process.Refresh();
            return _process.Threads.Count;
        }
    }

    /// <summary>How much processor time it has used.</summary>
    public TimeSpan ProcessorTime
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>A port that is free now.</summary>
    public static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>Starts the program and waits until it says that it is ready.</summary>
    /// <param name="configuration">Options by their names, with colons.</param>
    /// <param name="knowledge">The folder to answer from; null for the shipped one.</param>
    /// <param name="port">Where it listens.</param>
    /// <param name="environment">Further variables of its environment.</param>
    public static async Task<BotProcess> StartAsync(
        IReadOnlyDictionary<string, string?> configuration, string? knowledge, int port, params (string Name, string Value)[] environment)
    {
        var bot = Begin(configuration, knowledge, port, environment);
        try
        {
            await bot.ReadyAsync();
            return bot;
        }
        catch
        {
            await bot.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the program, and does not wait for anything.</summary>
    /// <param name="configuration">Options by their names, with colons.</param>
    /// <param name="knowledge">The folder to answer from; null for the shipped one.</param>
    /// <param name="port">Where it will listen.</param>
    /// <param name="environment">Further variables of its environment, above the others.</param>
    public static BotProcess Begin(
        IReadOnlyDictionary<string, string?> configuration, string? knowledge, int port, params (string Name, string Value)[] environment)
    {
        var start = new ProcessStartInfo("dotnet") { UseShellExecute = false, RedirectStandardInput = true, RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = Repository.Root };
        foreach (var argument in (string[])[Path.Combine(AppContext.BaseDirectory, "mlopsbot.dll"), "serve", "--knowledge", knowledge ?? Repository.Knowledge])
        {
            start.ArgumentList.Add(argument);
        }

        foreach (var (name, value) in configuration)
        {
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        }

        start.Environment.Remove("urls");
        start.Environment["ASPNETCORE_URLS"] = $"http://127.0.0.1:{port}";
        start.Environment["DOTNET_ENVIRONMENT"] = "Production";
        start.Environment["Logging__Console__LogLevel__Default"] = "Warning";

        // One garbage-collected heap and quick compilation: the process lives for seconds.
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_TieredPGO"] = "0";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return new BotProcess(Process.Start(start)!, new Uri($"http://127.0.0.1:{port}"));
    }

    /// <summary>Tells it to stop, like an orchestrator (SIGTERM).</summary>
    public void Terminate() => Signal("TERM");

    /// <summary>Tells it to read its settings anew (SIGHUP); it is no terminal's program, which that would end.</summary>
    public void HangUp() => Signal("HUP");

    /// <summary>Waits until it has ended by itself; its exit code.</summary>
    public async Task<int> ExitAsync(TimeSpan within)
    {
        await _process.WaitForExitAsync(TestContext.Current.CancellationToken).WaitAsync(within, TestContext.Current.CancellationToken);
        await _reading;
        return _process.ExitCode;
    }

    /// <summary>Ends it at once, like a power cut (SIGKILL), and waits until it is gone.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public async ValueTask DisposeAsync()
    {
        // Also where another could not be started in its place.
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        await _process.WaitForExitAsync();
        await _reading;
        _process.Dispose();
    }

    private void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        kill.WaitForExit();
    }

    private async Task ReadyAsync()
    {
        using var client = new HttpClient(new SocketsHttpHandler());
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(LongestStart);
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(30));
        while (true)
        {
            _process.HasExited.ShouldBeFalse(string.Join('\n', _output));
            try
            {
                using var response = await client.GetAsync(new Uri(Url, "health/live"), limit.Token);
                return;
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }

            await beat.WaitForNextTickAsync(limit.Token);
        }
    }

    private async Task ReadAsync(StreamReader reader)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            _output.Enqueue(line);
        }
    }
}
