using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace MlOpsBot.Deploy.Tests.Container;

/// <summary>
/// The published program as the container starts it: the image's user, environment, command and folders; nothing to be written but
/// the data and /tmp; no capability, no way to get one; first process of its own; neither shell nor any other program.
/// </summary>
internal sealed class Sandbox : IAsyncDisposable
{
    private readonly Process _process;
    private readonly Task _reading;
    private readonly string[] _surroundings;
    private readonly string _data;
    private readonly string _secrets;
    private readonly Socket _supervisor;
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private readonly ConcurrentQueue<string> _output = [];

    private Sandbox(Process process, string[] surroundings, Uri url, string data, string secrets, Socket supervisor)
    {
        (_process, _surroundings, Url, _data, _secrets, _supervisor) = (process, surroundings, url, data, secrets, supervisor);
        _reading = Task.WhenAll(ReadAsync(process.StandardOutput), ReadAsync(process.StandardError));
    }

    public Uri Url { get; }

    public string Output => string.Join('\n', _output);

    public TimeSpan UntilReady { get; private set; }

    /// <summary>The program's own process, as this machine counts.</summary>
    public int Program => Find(_process.Id);

    /// <summary>Whatever it has written to its data folder.</summary>
    public IEnumerable<string> Data => Directory.EnumerateFiles(_data).Select(file => Path.GetFileName(file));

    /// <summary>Starts it and waits until it is ready.</summary>
    /// <param name="published">The published program.</param>
    /// <param name="secrets">Files of the secrets' folder.</param>
    /// <param name="environment">What an operator sets, beside the image's.</param>
    public static async Task<Sandbox> StartAsync(string published, IReadOnlyDictionary<string, string> secrets, IReadOnlyDictionary<string, string> environment)
    {
        var file = Containerfile.Read();
        var (data, folder, port) = (Owned(file), Owned(file), FreePort());

        // As a cluster mounts them: each a link into a folder that is exchanged as a whole.
        Directory.CreateDirectory(Path.Combine(folder, "..version"));
        File.CreateSymbolicLink(Path.Combine(folder, "..data"), "..version");
        foreach (var (name, value) in secrets)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "..version", name), value);
            File.CreateSymbolicLink(Path.Combine(folder, name), Path.Combine("..data", name));
        }

        var supervisor = new Socket(AddressFamily.Unix, SocketType.Dgram, ProtocolType.Unspecified);
        supervisor.Bind(new UnixDomainSocketEndPoint(Path.Combine(folder, "..notify")));
        File.SetUnixFileMode(Path.Combine(folder, "..notify"), (UnixFileMode)0x1FF);
        var all = Base.Concat(file.Environment).Concat(environment)
            .Append(new("MlOpsBot__SecretsFolder", "/run/secrets")).Append(new("MlOpsBot__Port", port.ToString(CultureInfo.InvariantCulture)))
            .Append(new("NOTIFY_SOCKET", "/run/secrets/..notify"));
        string[] surroundings = [.. AsUser(file), "bwrap", .. Walls(published, data, folder, file), .. all.SelectMany(variable => (string[])["--setenv", variable.Key, variable.Value])];
        var start = new ProcessStartInfo("env", [.. surroundings, .. file.Command])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var sandbox = new Sandbox(Process.Start(start)!, surroundings, new Uri($"http://127.0.0.1:{port}"), data, folder, supervisor);
        await sandbox.ReadyAsync();
        return sandbox;
    }

    /// <summary>Whether this machine lets anybody make such a sandbox; why not, where it does not.</summary>
    public static async Task<string?> MissingAsync()
    {
        if (Tool.Find("bwrap") is null)
        {
            return "bubblewrap is not installed; tests/run installs it on Debian and its kin.";
        }

        var run = await Tool.RunAsync("bwrap", "--unshare-user", "--unshare-pid", "--ro-bind", "/", "/", "true");
        return run.ExitCode == 0 ? null : $"This machine lets nobody make namespaces: {run.Error.Trim()}";
    }

    /// <summary>Runs another program in the same surroundings, as a container engine runs a health check.</summary>
    public Task<Tool> ExecuteAsync(params string[] command) => Tool.RunAsync("env", [.. _surroundings, .. command]);

    /// <summary>The next thing that it tells whoever supervises it.</summary>
    public async Task<string> ToldAsync()
    {
        var buffer = new byte[256];
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        return Encoding.UTF8.GetString(buffer, 0, await _supervisor.ReceiveAsync(buffer, limit.Token));
    }

    /// <summary>Sends SIGTERM, and gives the exit code and how long it took.</summary>
    public async Task<(int Code, TimeSpan Took)> StopAsync()
    {
        var begin = _clock.Elapsed;
        Kill(Program, 15).ShouldBe(0);
        using var limit = new CancellationTokenSource(Grace.Needed * 3);
        await _process.WaitForExitAsync(limit.Token);
        return (_process.ExitCode, _clock.Elapsed - begin);
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        await _reading;
        _process.Dispose();
        _supervisor.Dispose();
        Directory.Delete(_data, recursive: true);
        Directory.Delete(_secrets, recursive: true);
    }

    // What the base image sets.
    private static IEnumerable<KeyValuePair<string, string>> Base =>
    [
        new("ASPNETCORE_HTTP_PORTS", "8080"), new("DOTNET_RUNNING_IN_CONTAINER", "true"), new("APP_UID", "1654"), new("DOTNET_ROOT", "/usr/share/dotnet"),
    ];

    // Root becomes the image's user; anybody else stays who they are, which is not root either.
    private static string[] AsUser(Containerfile file)
    {
        var ids = file.Only("USER").Arguments.Split(':');
        return Environment.IsPrivilegedProcess
            ? ["setpriv", "--reuid", ids[0], "--regid", ids[1], "--clear-groups", "--no-new-privs", "--bounding-set=-all"]
            : [];
    }

    private static IEnumerable<string> Walls(string published, string data, string secrets, Containerfile file)
    {
        var dotnet = Path.GetFullPath(Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));
        yield return "--unshare-user";
        yield return "--unshare-pid";
        yield return "--unshare-ipc";
        yield return "--unshare-uts";
        yield return "--as-pid-1";
        yield return "--die-with-parent";
        yield return "--clearenv";

        // The folders that the image has, and no other: libraries, the runtime, time zones, certificates.
        foreach (var (from, to) in new[]
        {
            ("/usr/lib", "/usr/lib"), ("/usr/lib64", "/usr/lib64"), ("/usr/share/zoneinfo", "/usr/share/zoneinfo"), ("/etc/ssl", "/etc/ssl"),
            (Path.Combine(dotnet, "host"), "/usr/share/dotnet/host"), (Path.Combine(dotnet, "shared"), "/usr/share/dotnet/shared"),
            (published, "/app"), (secrets, "/run/secrets"),
        })
        {
            foreach (var argument in (string[])["--ro-bind-try", from, to])
            {
                yield return argument;
            }
        }

        foreach (var argument in (string[])
            ["--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64", "--bind", data, "/data", "--tmpfs", "/tmp", "--proc", "/proc", "--dev", "/dev", "--remount-ro", "/", "--chdir", file.Only("WORKDIR").Arguments])
        {
            yield return argument;
        }
    }

    private static string Owned(Containerfile file)
    {
        var folder = Directory.CreateTempSubdirectory("mlopsbot-owned-").FullName;
        if (Environment.IsPrivilegedProcess)
        {
            using var chown = Process.Start("chown", [file.Only("USER").Arguments, folder]);
            chown.WaitForExit();
        }

        return folder;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    // The last of the only children: setpriv becomes bwrap, whose child is the program.
    private static int Find(int process)
    {
        var children = File.ReadAllText($"/proc/{process}/task/{process}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return children is [var only] ? Find(int.Parse(only, CultureInfo.InvariantCulture)) : process;
    }

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Kill(int process, int signal);

    private async Task ReadyAsync()
    {
        using var client = new HttpClient(new SocketsHttpHandler());
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(60));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (true)
        {
            _process.HasExited.ShouldBeFalse(Output);
            try
            {
                using var response = await client.GetAsync(new Uri(Url, "health/ready"), limit.Token);
                response.StatusCode.ShouldBe(HttpStatusCode.OK);
                UntilReady = _clock.Elapsed;
                return;
            }
            catch (HttpRequestException)
            {
                await beat.WaitForNextTickAsync(limit.Token);
            }
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
