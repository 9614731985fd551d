using System.Diagnostics;
using System.Globalization;
using MlOpsBot.Storage.Tests.Support;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresCluster))]

namespace MlOpsBot.Storage.Tests.Support;

/// <summary>
/// A private PostgreSQL server for one run of the tests, reached by a socket in its own temporary folder, gone afterwards.
/// Needs Debian's package <c>postgresql</c> (only its programs, not its service); without it the tests that need it are skipped.
/// </summary>
public sealed class PostgresCluster : IAsyncDisposable
{
    public const string Absent = "PostgreSQL's programs are not installed (Debian: apt-get install postgresql); the store is tested on SQLite alone.";

    private readonly SemaphoreSlim _starting = new(1);
    private string? _folder;
    private string? _programs;
    private int _databases;

    /// <summary>A new, empty database's connection string; skips the test where PostgreSQL is absent.</summary>
    public async Task<string> CreateDatabaseAsync()
    {
        await StartAsync();
        var name = string.Create(CultureInfo.InvariantCulture, $"bot{Interlocked.Increment(ref _databases)}");
        await using var connection = new NpgsqlConnection(ConnectionString("postgres"));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"CREATE DATABASE {name}", connection);
        await command.ExecuteNonQueryAsync();
        return ConnectionString(name);
    }

    public async ValueTask DisposeAsync()
    {
        _starting.Dispose();
        if (_folder is not null)
        {
            NpgsqlConnection.ClearAllPools();
            await RunAsync("pg_ctl", "-D", Path.Combine(_folder, "data"), "-m", "immediate", "-w", "-s", "stop");
            Directory.Delete(_folder, recursive: true);
        }
    }

    internal static string? FindPrograms()
    {
        const string Root = "/usr/lib/postgresql";
        return Directory.Exists(Root)
            ? Directory.GetDirectories(Root).Select(folder => Path.Combine(folder, "bin"))
                .Where(bin => File.Exists(Path.Combine(bin, "initdb")))
                .MaxBy(bin => int.Parse(Path.GetFileName(Path.GetDirectoryName(bin)!), CultureInfo.InvariantCulture))
            : null;
    }

    private string ConnectionString(string database) => $"Host={_folder};Username=postgres;Database={database};Maximum Pool Size=20";

    private async Task StartAsync()
    {
        await _starting.WaitAsync();
        try
        {
            if (_folder is not null)
            {
                return;
            }

            _programs = FindPrograms();
            Assert.SkipWhen(_programs is null, Absent);
            var folder = Directory.CreateTempSubdirectory("bot-pg-").FullName;
            if (Environment.IsPrivilegedProcess)
            {
                // The server refuses to run as root.
                await RunProgramAsync("chown", "postgres", folder);
            }

            var data = Path.Combine(folder, "data");
            // A language's order of texts, not the bytes': what the store takes for granted it has to ask for. Needs version 15.
            await RunAsync("initdb", "-D", data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--locale-provider=icu", "--icu-locale=en-US", "--no-sync");
            var settings = $"-k {folder} -F -c listen_addresses= -c max_connections=200";
            await RunAsync("pg_ctl", "-D", data, "-l", Path.Combine(folder, "log"), "-o", settings, "-w", "-s", "start");
            _folder = folder;
        }
        finally
        {
            _starting.Release();
        }
    }

    private Task RunAsync(string program, params string[] arguments) => RunAsOwnerAsync(Path.Combine(_programs!, program), arguments);

    /// <summary>Runs one of PostgreSQL's programs as whoever may.</summary>
    internal static Task RunAsOwnerAsync(string path, params string[] arguments) => Environment.IsPrivilegedProcess
        ? RunProgramAsync("runuser", ["-u", "postgres", "--", path, .. arguments])
        : RunProgramAsync(path, arguments);

    internal static async Task RunProgramAsync(string program, params string[] arguments)
    {
        // Into a file's place, not a pipe: the server would keep a pipe open for as long as it runs.
        var start = new ProcessStartInfo("/bin/sh") { WorkingDirectory = "/" };
        foreach (var argument in (string[])["-c", "exec \"$@\" >/dev/null 2>&1 </dev/null", "sh", program, .. arguments])
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0, $"{program} {string.Join(' ', arguments)}");
    }
}
