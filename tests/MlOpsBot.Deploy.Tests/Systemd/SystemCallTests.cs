using System.Collections.Immutable;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using MlOpsBot.Deploy.Tests.Container;

namespace MlOpsBot.Deploy.Tests.Systemd;

/// <summary>That the unit forbids nothing that the program does: every system call of a life from start to SIGTERM is compared with its filter.</summary>
public sealed partial class SystemCallTests(Published published)
{
    private const string User = "1654";

    [Fact]
    public async Task The_program_makes_no_system_call_that_the_unit_forbids()
    {
        Tool.Need("strace");
        Tool.Need("systemd-analyze");
        var program = Path.Combine(await published.FolderAsync(), "mlopsbot");
        var folder = Directory.CreateTempSubdirectory("mlopsbot-traced-").FullName;
        try
        {
            if (Environment.IsPrivilegedProcess)
            {
                (await Tool.RunAsync("chown", $"{User}:{User}", folder)).ExitCode.ShouldBe(0);
            }

            var calls = await TraceAsync(program, folder);

            calls.ShouldContain("accept4", "the trace is of the program");
            calls.Except(await AllowedAsync(), StringComparer.Ordinal).ShouldBeEmpty();
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task<ImmutableHashSet<string>> TraceAsync(string program, string folder)
    {
        var trace = Path.Combine(folder, "trace");
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var url = $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";
        listener.Stop();
        string[] asUser = Environment.IsPrivilegedProcess ? ["setpriv", "--reuid", User, "--regid", User, "--clear-groups"] : [];
        var start = new ProcessStartInfo("env", [.. asUser, "strace", "-f", "-qq", "-I2", "-o", trace, program, "serve"]) { WorkingDirectory = folder, UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var (name, value) in ((string Name, string Value)[])
        [
            ("ASPNETCORE_URLS", url), ("DOTNET_ENVIRONMENT", "Production"), ("DOTNET_EnableDiagnostics", "0"), ("MlOpsBot__Storage__DataFolder", Path.Combine(folder, "data")),
            ("MlOpsBot__Shutdown__DrainSeconds", "0"), ("MlOpsBot__Slack__SigningSecret", "5f3b0c8e1d2a"), ("MlOpsBot__Slack__BotToken", "xoxb-1"), ("MlOpsBot__Slack__ApiUrl", "http://127.0.0.1:1/api/"),
        ])
        {
            start.Environment[name] = value;
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await ReadyAsync(new Uri($"{url}/health/ready"), process);
        var traced = (await File.ReadAllTextAsync($"/proc/{process.Id}/task/{process.Id}/children", TestContext.Current.CancellationToken)).Split(' ')[0];
        (await Tool.RunAsync("kill", "-TERM", traced)).ExitCode.ShouldBe(0);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0, await output);
        return [.. File.ReadLines(trace).Select(line => Call().Match(line)).Where(match => match.Success).Select(match => match.Groups["name"].Value)];
    }

    private static async Task ReadyAsync(Uri url, Process process)
    {
        using var client = new HttpClient(new SocketsHttpHandler());
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(120));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            process.HasExited.ShouldBeFalse();
            try
            {
                (await client.GetAsync(url, limit.Token)).Dispose();
                return;
            }
            catch (HttpRequestException)
            {
                await beat.WaitForNextTickAsync(limit.Token);
            }
        }
    }

    // What the filter lets through, by systemd's own lists; "~" takes away.
    private static async Task<ImmutableHashSet<string>> AllowedAsync()
    {
        var sets = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        foreach (var line in (await Tool.RunAsync("systemd-analyze", "syscall-filter", "--no-pager")).Output.Split('\n'))
        {
            if (line.StartsWith('@'))
            {
                sets[line.Trim()] = [];
            }
            else if (line.StartsWith("    ", StringComparison.Ordinal) && line.Trim() is { Length: > 0 } name && name[0] != '#' && sets.Count > 0)
            {
                sets.Values.Last().Add(name);
            }
        }

        var allowed = Members("@default").ToHashSet(StringComparer.Ordinal);
        foreach (var filter in File.ReadLines(Path.Combine(Repository.Root, "deploy", "systemd", "mlopsbot.service")).Where(line => line.StartsWith("SystemCallFilter=", StringComparison.Ordinal)).Select(line => line.Split('=')[1]))
        {
            if (filter[0] == '~')
            {
                allowed.ExceptWith(Members(filter[1..]));
            }
            else
            {
                allowed.UnionWith(Members(filter));
            }
        }

        return [.. allowed];

        IEnumerable<string> Members(string set) => sets[set].SelectMany(name => name[0] == '@' ? Members(name) : [name]);
    }

    [GeneratedRegex(@"^[0-9]+ +(?<name>[a-z0-9_]+)\(", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Call();
}
