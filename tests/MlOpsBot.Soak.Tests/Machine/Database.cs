using System.Globalization;
using Npgsql;

namespace MlOpsBot.Soak.Tests.Machine;

/// <summary>
/// A PostgreSQL server of a run's own, reached by a socket in its own folder, that can be restarted under load. Needs Debian's package
/// <c>postgresql</c>.
/// </summary>
internal sealed class Database : IAsyncDisposable
{
    private readonly string _folder;
    private readonly string _programs;

    private Database(string folder, string programs)
    {
        _folder = folder;
        _programs = programs;
    }

    public string ConnectionString => $"Host={_folder};Username=postgres;Database=bot;Maximum Pool Size=20";

    private string Data => Path.Combine(_folder, "data");

    private string Log => Path.Combine(_folder, "log");

    /// <summary>The folder of PostgreSQL's programs; null where it is not installed.</summary>
    public static string? FindPrograms()
    {
        const string Root = "/usr/lib/postgresql";
        return Directory.Exists(Root)
            ? Directory.GetDirectories(Root).Select(folder => Path.Combine(folder, "bin"))
                .Where(bin => File.Exists(Path.Combine(bin, "initdb")))
                .MaxBy(bin => int.Parse(Path.GetFileName(Path.GetDirectoryName(bin)!), CultureInfo.InvariantCulture))
            : null;
    }

    /// <summary>Starts one with an empty database.</summary>
    public static async Task<Database> StartAsync(string programs)
    {
        var database = new Database(Directory.CreateTempSubdirectory("soak-pg-").FullName, programs);
        if (Environment.IsPrivilegedProcess)
        {
            // The server refuses to run as root.
            await Programs.RunAsync("/dev/null", "chown", "postgres", database._folder);
        }

        await database.RunAsync("initdb", "-D", database.Data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync");
        await database.UpAsync();
        await database.ExecuteAsync("CREATE DATABASE bot", "postgres");
        return database;
    }

    /// <summary>Stops the server, <c>fast</c> or <c>immediate</c> (as a crash), and starts it again.</summary>
    public async Task RestartAsync(string mode, TimeSpan down)
    {
        await RunAsync("pg_ctl", "-D", Data, "-m", mode, "-w", "-s", "stop");
        await Task.Delay(down);
        await UpAsync();
    }

    /// <summary>Ends every connection of the bots, as a proxy in between or an administrator does.</summary>
    public Task TerminateConnectionsAsync() => ExecuteAsync("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'bot' AND pid <> pg_backend_pid()", "bot");

    /// <summary>How many connections the bots have.</summary>
    public async Task<long> CountConnectionsAsync() => await ScalarAsync("SELECT COUNT(*) FROM pg_stat_activity WHERE datname = 'bot' AND pid <> pg_backend_pid()");

    /// <summary>One number out of the bots' database.</summary>
    public async Task<long> ScalarAsync(string query)
    {
        await using var connection = new NpgsqlConnection($"{ConnectionString};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(query, connection);
        return Convert.ToInt64(await command.ExecuteScalarAsync(), CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        await RunAsync("pg_ctl", "-D", Data, "-m", "immediate", "-w", "-s", "stop");
        Directory.Delete(_folder, recursive: true);
    }

    private Task UpAsync() => RunAsync(
        "pg_ctl", "-D", Data, "-l", Log, "-o", $"-k {_folder} -F -c listen_addresses= -c max_connections=100", "-w", "-s", "start");

    private async Task ExecuteAsync(string statement, string database)
    {
        await using var connection = new NpgsqlConnection($"Host={_folder};Username=postgres;Database={database};Pooling=false");
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(statement, connection);
        await command.ExecuteNonQueryAsync();
    }

    private Task RunAsync(string program, params string[] arguments)
    {
        var path = Path.Combine(_programs, program);
        return Environment.IsPrivilegedProcess
            ? Programs.RunAsync("/dev/null", ["runuser", "-u", "postgres", "--", path, .. arguments])
            : Programs.RunAsync("/dev/null", [path, .. arguments]);
    }
}
