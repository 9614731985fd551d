using System.Runtime.CompilerServices;
using Microsoft.Data.Sqlite;
using MlOpsBot.Storage.Databases;
using MlOpsBot.Storage.Migrations;

namespace MlOpsBot.Storage.Moving;

/// <summary>A SQLite store that nobody else has open, nor can open, until it is disposed of. Read, and otherwise left as it is.</summary>
internal sealed class MoveSource : IAsyncDisposable
{
    private const int PatienceSeconds = 2;

    private readonly SqliteConnection _connection;
    private readonly string _path;

    private MoveSource(SqliteConnection connection, string path)
    {
        _connection = connection;
        _path = path;
    }

    public string Description => $"SQLite {_connection.ServerVersion} at {_path}";

    public string Path => _path;

    /// <summary>Takes the file for itself, after bringing it to this program's schema where it is of an older one.</summary>
    public static async Task<MoveSource> OpenAsync(StorageOptions options, TimeProvider time, CancellationToken cancellation)
    {
        var path = System.IO.Path.Combine(System.IO.Path.GetFullPath(options.DataFolder), StorageOptions.FileName);
        if (!File.Exists(path))
        {
            throw new StorageException(StorageFailure.Misconfigured, $"There is no store to move: {path} does not exist. Name the folder of the bot's data.");
        }

        var source = await TakeAsync(path, cancellation);
        try
        {
            if (await source.VersionAsync(cancellation) == Migration.All.Length)
            {
                return source;
            }
        }
        catch
        {
            await source.DisposeAsync();
            throw;
        }

        await source.DisposeAsync();
        await using (var database = await SqliteDatabase.OpenAsync(options, cancellation))
        {
            await new Migrator(database, Migration.All, time).ApplyAsync(cancellation);
        }

        return await TakeAsync(path, cancellation);
    }

    /// <summary>The tables' names, without the one that is about the schema itself.</summary>
    public Task<IReadOnlyList<string>> TablesAsync(CancellationToken cancellation) => SessionOf(cancellation).QueryAsync<string>(
        @"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name NOT IN ('schema_version', 'store_mark') ORDER BY name");

    public Task<IReadOnlyList<string>> ColumnsAsync(string table, CancellationToken cancellation)
        => SessionOf(cancellation).QueryAsync<string>("SELECT name FROM pragma_table_info(@Table) ORDER BY cid", new { Table = table });

    /// <summary>The highest number that a table has ever given to a row; 0 for none. Numbers of rows that are gone are not given again.</summary>
    public Task<long> HighestNumberAsync(string table, CancellationToken cancellation)
        => SessionOf(cancellation).QuerySingleOrDefaultAsync<long>("SELECT seq FROM sqlite_sequence WHERE name = @Table", new { Table = table });

    /// <summary>A table's rows. The array is the same for each row.</summary>
    public async IAsyncEnumerable<object?[]> ReadAsync(
        string table, IReadOnlyList<string> columns, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = _connection.CreateCommand();
        command.CommandText = $"SELECT {string.Join(", ", columns.Select(column => $"\"{column}\""))} FROM \"{table}\"";
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var values = new object?[columns.Count];
        while (await reader.ReadAsync(cancellation))
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = reader.GetValue(i) switch
                {
                    DBNull => null,
                    string text => text.Stored(),
                    var other => other,
                };
            }

            yield return values;
        }
    }

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    /// <summary>Takes the file for itself; refused while anybody else has it open.</summary>
    public static async Task<MoveSource> TakeAsync(string path, CancellationToken cancellation)
    {
        var connection = SqliteLibrary.Connect(new SqliteConnectionStringBuilder
        {
            DataSource = path,
            Mode = SqliteOpenMode.ReadWrite,
            Pooling = false,
            DefaultTimeout = PatienceSeconds,
        }.ToString());
        try
        {
            await connection.OpenAsync(cancellation);

            // Leaving the write-ahead log takes that nobody else has the file open, idle or not (https://www.sqlite.org/wal.html).
            SqliteDatabase.Execute(connection, "PRAGMA locking_mode = EXCLUSIVE;");
            SqliteDatabase.Execute(connection, "PRAGMA journal_mode = DELETE;");
            SqliteDatabase.Execute(connection, "BEGIN EXCLUSIVE;");
            return new MoveSource(connection, path);
        }
        catch (SqliteException exception)
        {
            await connection.DisposeAsync();
            throw SqliteFaults.Translate(exception, path) is { Failure: not (StorageFailure.Busy or StorageFailure.Unforeseen) } fault
                ? fault
                : new StorageException(StorageFailure.Busy, $"The store {path} is in use. Stop the bot, and move it then.", exception);
        }
    }

    /// <summary>The schema's version.</summary>
    private async Task<long> VersionAsync(CancellationToken cancellation)
    {
        try
        {
            var version = await SessionOf(cancellation).QuerySingleOrDefaultAsync<long?>("SELECT MAX(version) FROM schema_version") ?? 0;
            return version <= Migration.All.Length
                ? version
                : throw new StorageException(
                    StorageFailure.NewerThanProgram,
                    $"{Description} has schema version {version}, and this program knows up to version {Migration.All.Length}. Move it with the newer program that changed it.");
        }
        catch (SqliteException exception)
        {
            throw SqliteFaults.Translate(exception, _path) is { Failure: not StorageFailure.Unforeseen } fault
                ? fault
                : new StorageException(StorageFailure.Misconfigured, $"{_path} is no store of this bot. Name the folder of the bot's data.", exception);
        }
    }

    private Session SessionOf(CancellationToken cancellation) => new(_connection, null, cancellation);
}
