using System.Globalization;
using Microsoft.Data.Sqlite;

namespace MlOpsBot.Storage.Databases;

/// <summary>
/// One SQLite file: many readers, one writer. Everything written is on the disk before its task completes
/// (<c>synchronous=FULL</c>): an event may be acknowledged then.
/// </summary>
internal sealed class SqliteDatabase : IDatabase
{
    // https://www.sqlite.org/rescode.html#corrupt
    private const int CorruptCode = 11;
    private const int InterruptCode = 9;

    private const string Journal = "PRAGMA journal_mode = WAL;";
    private const string WriterPragmas = " PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON;";

    private readonly string _path;
    private readonly SqliteFiles _files;
    private readonly SqliteWriter _writer;
    private readonly string _pragmas;
    private readonly string _readerPragmas;
    private readonly string _connectionString;
    private SqliteConnection _writing;
    private volatile StorageException? _lost;

    private SqliteDatabase(string path, SqliteConnection writing, string connectionString, string pragmas, IReadOnlyList<string> warnings)
    {
        _path = path;
        _files = new SqliteFiles(path);
        _writing = writing;
        _connectionString = connectionString;
        _pragmas = pragmas + WriterPragmas;
        _readerPragmas = pragmas + " PRAGMA query_only = ON;";
        _writer = new SqliteWriter(writing, AfterCommit);
        Warnings = warnings;
        Description = $"SQLite {writing.ServerVersion} at {path}";
    }

    public string Description { get; }

    public IReadOnlyList<string> Warnings { get; }

    public SqlDialect Dialect { get; } = new(
        LockRow: "", SkipLocked: "", RowId: "rowid", Identity: "INTEGER PRIMARY KEY AUTOINCREMENT", Bytes: "BLOB", TakeTurn: null, PostgresLine: "-- ",
        HasTable: "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = @Name");

    /// <summary>The file.</summary>
    public string FilePath => _path;

    /// <summary>The connection that writes, for tests that spoil it.</summary>
    internal SqliteConnection Writing => _writing;

    public static async Task<SqliteDatabase> OpenAsync(StorageOptions options, CancellationToken cancellation)
    {
        var folder = Path.GetFullPath(options.DataFolder);
        var path = Path.Combine(folder, StorageOptions.FileName);
        var warnings = new List<string>();
        if (SqliteLibrary.Load() is { } warning)
        {
            warnings.Add(warning);
        }

        CreateFolder(folder, path);
        SqliteRescue.RefuseEmpty(path);
        var milliseconds = ((long)options.BusyTimeout.TotalMilliseconds).ToString(CultureInfo.InvariantCulture);
        var pragmas = $"PRAGMA busy_timeout = {milliseconds};";
        var connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = path,
            DefaultTimeout = Math.Max(1, (int)Math.Ceiling(options.BusyTimeout.TotalSeconds)),
        }.ToString();

        var writing = SqliteLibrary.Connect(connectionString);
        try
        {
            await writing.OpenAsync(cancellation);
            Execute(writing, pragmas + WriterPragmas);
            if (Scalar(writing, Journal) is not "wal")
            {
                warnings.Add($"The file system of {path} does not allow SQLite's write-ahead log; use a local disk for Storage:DataFolder.");
            }

            return new SqliteDatabase(path, writing, connectionString, pragmas, warnings);
        }
        catch (SqliteException exception)
        {
            Close(writing);
            throw SqliteFaults.Translate(exception, path) ?? (Exception)exception;
        }
    }

    public async Task<T> ReadAsync<T>(Func<Session, Task<T>> work, CancellationToken cancellation)
    {
        await ConfirmAsync(cancellation);
        try
        {
            // Pooled: a reader's pragmas may be another reader's, never the writer's, which stays open.
            await using var connection = SqliteLibrary.Connect(_connectionString + ";Mode=ReadWrite");
            await connection.OpenAsync(cancellation);
            Execute(connection, _readerPragmas);
            return await work(new Session(connection, null, cancellation));
        }
        catch (SqliteException exception) when (SqliteFaults.Translate(exception, _path) is not null)
        {
            throw Kept(SqliteFaults.Translate(exception, _path)!);
        }
    }

    public async Task<T> WriteAsync<T>(Func<Session, Task<T>> work, CancellationToken cancellation)
    {
        ThrowIfLost();
        try
        {
            return await _writer.RunAsync(work, cancellation);
        }
        catch (SqliteException exception) when (SqliteFaults.Translate(exception, _path) is not null)
        {
            throw Kept(SqliteFaults.Translate(exception, _path)!);
        }
    }

    public async Task MigrateAsync(Func<Session, Task> work, CancellationToken cancellation)
    {
        try
        {
            // The provider's own transactions are immediate ones; migrations also keep other processes' readers out
            // where there is no write-ahead log.
            Execute(_writing, "BEGIN EXCLUSIVE;");
            try
            {
                await work(new Session(_writing, null, cancellation));
                Execute(_writing, "COMMIT;");
                _files.RememberLog();
            }
            catch
            {
                SqliteWriter.RollBack(_writing);
                throw;
            }
        }
        catch (SqliteException exception) when (SqliteFaults.Translate(exception, _path) is not null)
        {
            throw SqliteFaults.Translate(exception, _path)!;
        }
    }

    public async Task CheckAsync(CancellationToken cancellation)
    {
        var finding = await ReadAsync(
            async session =>
            {
                // The provider works on the calling thread and looks at no token.
                var handle = ((SqliteConnection)session.Connection).Handle;
                await using var interrupt = cancellation.Register(() => SQLitePCL.raw.sqlite3_interrupt(handle));
                try
                {
                    return await session.QuerySingleOrDefaultAsync<string>("PRAGMA quick_check(1);");
                }
                catch (SqliteException exception) when (exception.SqliteErrorCode == InterruptCode)
                {
                    throw new OperationCanceledException(cancellation);
                }
            },
            cancellation);
        if (finding is not "ok")
        {
            throw SqliteFaults.Damaged(_path, new SqliteException(finding, CorruptCode));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _writer.DisposeAsync();
        Close(_writing);
        ClearReaders();
    }

    internal static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    /// <summary>A copy of the whole database as it is at one moment, while others go on writing.</summary>
    internal static void CopyTo(SqliteConnection connection, string path)
    {
        using var command = connection.CreateCommand();
        command.CommandText = "VACUUM INTO @Path;";
        command.CommandTimeout = 0;
        command.Parameters.AddWithValue("@Path", path);
        command.ExecuteNonQuery();
    }

    // Whoever reads may be the first to come to files that are not there; the writer has them open, and knows what to do.
    private async Task ConfirmAsync(CancellationToken cancellation)
    {
        ThrowIfLost();
        var state = _files.Look();
        if (state == SqliteFilesState.Emptied)
        {
            throw Kept(SqliteFaults.Damaged(_path, exception: null));
        }

        if (state != SqliteFilesState.InPlace)
        {
            await WriteAsync(static _ => Task.FromResult(true), cancellation);
        }
    }

    private void ThrowIfLost()
    {
        if (_lost is { } lost)
        {
            throw new StorageException(lost.Failure, lost.Message, lost.InnerException);
        }
    }

    // A damaged file is not written any more: what is stored into it may be lost, and make more of it unreadable.
    private StorageException Kept(StorageException fault)
    {
        if (fault.Failure == StorageFailure.Corrupt)
        {
            _lost ??= fault;
        }

        return fault;
    }

    // Runs between a commit and its being told: nobody is told that something is kept that nobody will find.
    private StorageException? AfterCommit()
    {
        switch (_files.Look())
        {
            case SqliteFilesState.InPlace:
                return null;
            case SqliteFilesState.Emptied:
                return Kept(SqliteFaults.Damaged(_path, exception: null));
            case SqliteFilesState.LogGone when SqliteRescue.TryEmptyLog(_writing):
                Reopen();
                return null;
            default:
                return _lost ??= SqliteRescue.Save(_writing, _path);
        }
    }

    // Everybody lets go of the log that is gone; the database has all that was in it.
    private void Reopen()
    {
        var next = SqliteLibrary.Connect(_connectionString + ";Pooling=False");
        next.Open();
        Execute(next, _pragmas);
        Scalar(next, Journal);
        Execute(next, "BEGIN IMMEDIATE; UPDATE schema_version SET name = name; COMMIT;");
        _files.RememberLog();
        _writer.Use(next);
        var last = _writing;
        _writing = next;
        Close(last);
        ClearReaders();
    }

    private void ClearReaders()
    {
        using var reader = SqliteLibrary.Connect(_connectionString + ";Mode=ReadWrite");
        SqliteConnection.ClearPool(reader);
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    internal static void CreateFolder(string folder, string path)
    {
        try
        {
            if (OperatingSystem.IsWindows())
            {
                Directory.CreateDirectory(folder);
            }
            else
            {
                Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw SqliteFaults.NotWritable(path, exception);
        }
    }

    private static void Close(SqliteConnection connection)
    {
        connection.Dispose();
        SqliteConnection.ClearPool(connection);
    }
}
