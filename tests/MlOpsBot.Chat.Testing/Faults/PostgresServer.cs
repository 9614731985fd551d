using MlOpsBot.Storage.Tests.Support;
using Npgsql;

namespace MlOpsBot.Chat.Testing;

/// <summary>A PostgreSQL server of a test's own, which the test may stop, kill, fill and promote. Skips the test where PostgreSQL is not installed.</summary>
internal sealed class PostgresServer : IAsyncDisposable
{
    /// <summary>The role that the bot has, and its database.</summary>
    public const string Bot = "bot";

    /// <summary>Its password.</summary>
    public const string Password = "first";

    private readonly string _programs;
    private readonly string _settings;
    private bool _isRunning;

    private PostgresServer(string programs, string folder)
    {
        _programs = programs;
        Folder = folder;
        _settings = $"-k {folder} -c listen_addresses= -c max_connections=40 -c synchronous_standby_names=";
    }

    /// <summary>Where its socket is.</summary>
    public string Folder { get; }

    /// <summary>Its socket.</summary>
    public string Socket => Path.Combine(Folder, ".s.PGSQL.5432");

    private string Data => Path.Combine(Folder, "data");

    /// <summary>Makes a server with the bot's role and database.</summary>
    /// <param name="tablespace">A folder for the database, such as one that can be filled; null for the server's own.</param>
    public static async Task<PostgresServer> StartAsync(string? tablespace = null)
    {
        var server = await MakeAsync();
        await server.RunAsync("initdb", "-D", server.Data, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync");
        await File.WriteAllTextAsync(Path.Combine(server.Data, "pg_hba.conf"), "local all bot scram-sha-256\nlocal all all trust\nlocal replication all trust\n");
        await server.StartAgainAsync();
        await server.ExecuteAsync($"CREATE ROLE {Bot} LOGIN PASSWORD '{Password}'");
        if (tablespace is not null)
        {
            await PostgresCluster.RunProgramAsync("chown", "postgres", tablespace);
            await server.ExecuteAsync($"CREATE TABLESPACE small LOCATION '{tablespace}'");
        }

        await server.ExecuteAsync($"CREATE DATABASE {Bot} OWNER {Bot}{(tablespace is null ? "" : " TABLESPACE small")}");
        return server;
    }

    /// <summary>Makes a standby that has everything this server has acknowledged.</summary>
    public async Task<PostgresServer> StandbyAsync()
    {
        var standby = await MakeAsync();
        await standby.RunAsync("pg_basebackup", "-D", standby.Data, "-R", "-X", "stream", "-c", "fast", "-d", $"host={Folder} user=postgres application_name=standby");
        await standby.StartAgainAsync();
        await StopAsync("fast");
        await StartAgainAsync("-c synchronous_standby_names=standby");
        return standby;
    }

    /// <summary>Makes a standby the primary.</summary>
    public Task PromoteAsync() => RunAsync("pg_ctl", "-D", Data, "-w", "-s", "promote");

    /// <summary>Stops it: <c>fast</c> in an orderly way, <c>immediate</c> like a crash.</summary>
    public async Task StopAsync(string mode)
    {
        _isRunning = false;
        await RunAsync("pg_ctl", "-D", Data, "-m", mode, "-w", "-s", "stop");
    }

    public Task StartAgainAsync() => StartAgainAsync("");

    /// <summary>The bot's connection string, by the socket, with further settings.</summary>
    public string Connection(string further) => $"Host={Folder};Username={Bot};Password={Password};Database={Bot};{further}";

    /// <summary>Runs statements as the server's administrator.</summary>
    public async Task ExecuteAsync(string sql, string database = "postgres")
    {
        await using var connection = await OpenAsync(database);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>A connection of the administrator's.</summary>
    public async Task<NpgsqlConnection> OpenAsync(string database = "postgres")
    {
        var connection = new NpgsqlConnection($"Host={Folder};Username=postgres;Database={database};Pooling=false");
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>Cuts all of the bot's connections.</summary>
    public Task CutAsync() => ExecuteAsync($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{Bot}'");

    public async ValueTask DisposeAsync()
    {
        if (_isRunning)
        {
            await StopAsync("immediate");
        }

        Directory.Delete(Folder, recursive: true);
    }

    private static async Task<PostgresServer> MakeAsync()
    {
        var programs = PostgresCluster.FindPrograms();
        Assert.SkipWhen(programs is null, PostgresCluster.Absent);
        var folder = Directory.CreateTempSubdirectory("bot-pg-").FullName;
        if (Environment.IsPrivilegedProcess)
        {
            await PostgresCluster.RunProgramAsync("chown", "postgres", folder);
        }

        return new PostgresServer(programs!, folder);
    }

    private async Task StartAgainAsync(string further)
    {
        await RunAsync("pg_ctl", "-D", Data, "-l", Path.Combine(Folder, "log"), "-o", $"{_settings} {further}", "-w", "-s", "start");
        _isRunning = true;
    }

    private Task RunAsync(string program, params string[] arguments) => PostgresCluster.RunAsOwnerAsync(Path.Combine(_programs, program), arguments);
}
