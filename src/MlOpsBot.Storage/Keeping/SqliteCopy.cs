using Microsoft.Data.Sqlite;
using MlOpsBot.Storage.Databases;

namespace MlOpsBot.Storage.Keeping;

/// <summary>A SQLite file that nobody works on: a backup that is being made or put back.</summary>
internal sealed class SqliteCopy : IAsyncDisposable
{
    private readonly SqliteConnection _connection;
    private readonly string _path;

    private SqliteCopy(SqliteConnection connection, string path) => (_connection, _path) = (connection, path);

    /// <summary>Opens it to look at it and to mark it.</summary>
    public static async Task<SqliteCopy> OpenAsync(string path, CancellationToken cancellation)
    {
        var connection = Connect(path);
        try
        {
            await connection.OpenAsync(cancellation);
            SqliteDatabase.Execute(connection, "PRAGMA journal_mode = DELETE; PRAGMA synchronous = FULL;");
            return new SqliteCopy(connection, path);
        }
        catch (SqliteException exception)
        {
            await connection.DisposeAsync();
            throw Fault(exception, path);
        }
    }

    /// <summary>Copies a store as it is at one moment, which may be in use.</summary>
    public static async Task MakeAsync(string store, string copy, CancellationToken cancellation)
    {
        await using var connection = Connect(store);
        try
        {
            await connection.OpenAsync(cancellation);
            OwnedFile.Create(copy);
            SqliteDatabase.CopyTo(connection, copy);
        }
        catch (SqliteException exception)
        {
            throw Fault(exception, exception.SqliteErrorCode == SQLitePCL.raw.SQLITE_FULL ? copy : store);
        }
    }

    /// <summary>Does something to it; what SQLite finds wrong is a <see cref="StorageException"/>.</summary>
    public async Task<T> RunAsync<T>(Func<Session, Task<T>> work, CancellationToken cancellation)
    {
        try
        {
            return await work(new Session(_connection, null, cancellation, Session.NoLimit));
        }
        catch (SqliteException exception)
        {
            throw Fault(exception, _path);
        }
    }

    /// <summary>Reads all of it, and fails where something is wrong.</summary>
    public async Task ConfirmWholeAsync(CancellationToken cancellation)
    {
        if (await RunAsync(session => session.QuerySingleOrDefaultAsync<string>("PRAGMA integrity_check(1)"), cancellation) is not "ok")
        {
            throw new StorageException(StorageFailure.Corrupt, $"{_path} is damaged: it does not pass SQLite's own check. Take another backup.");
        }
    }

    /// <summary>How many rows each table has, by name.</summary>
    public Task<IReadOnlyList<(string Name, long Rows)>> CountAsync(CancellationToken cancellation)
        => RunAsync(StoreCensus.CountAsync, cancellation);

    public ValueTask DisposeAsync() => _connection.DisposeAsync();

    private static SqliteConnection Connect(string path)
        => SqliteLibrary.Connect(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadWrite, Pooling = false }.ToString());

    private static StorageException Fault(SqliteException exception, string path) => exception.SqliteErrorCode switch
    {
        SQLitePCL.raw.SQLITE_CORRUPT or SQLitePCL.raw.SQLITE_NOTADB => new(StorageFailure.Corrupt, $"{path} is damaged or no database.", exception),
        SQLitePCL.raw.SQLITE_ERROR => new(StorageFailure.Misconfigured, $"{path} is no store of this bot.", exception),
        _ => SqliteFaults.Translate(exception, path) ?? new StorageException(StorageFailure.Misconfigured, $"{path} cannot be used: {exception.Message}", exception),
    };
}
