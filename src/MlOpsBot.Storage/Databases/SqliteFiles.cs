namespace MlOpsBot.Storage.Databases;

/// <summary>What became of the files that a database was opened from.</summary>
internal enum SqliteFilesState
{
    /// <summary>Where they were.</summary>
    InPlace,

    /// <summary>The write-ahead log is not the one that is being written; the database is.</summary>
    LogGone,

    /// <summary>The database was deleted, moved or replaced: what is written now, nobody will find.</summary>
    FileGone,
}

/// <summary>Notices that somebody deletes or replaces the files of an open SQLite database, which SQLite itself does not. Thread-safe.</summary>
internal sealed class SqliteFiles
{
    private readonly string _path;
    private readonly string _log;
    private readonly FileIdentity? _file;
    private FileIdentityBox? _logFile;

    /// <summary>Remembers what is there now.</summary>
    public SqliteFiles(string path)
    {
        _path = path;
        _log = path + "-wal";
        _file = FileIdentity.Of(path);
    }

    /// <summary>Takes what is there now for the log that is being written. Nothing where there is none: not every file system allows one.</summary>
    public void RememberLog() => Volatile.Write(ref _logFile, FileIdentity.Of(_log) is { } found ? new FileIdentityBox(found) : null);

    /// <summary>What became of them.</summary>
    public SqliteFilesState Look()
    {
        if (FileIdentity.Of(_path) != _file)
        {
            return SqliteFilesState.FileGone;
        }

        return Volatile.Read(ref _logFile) is { } log && FileIdentity.Of(_log) != log.Value ? SqliteFilesState.LogGone : SqliteFilesState.InPlace;
    }

    private sealed record FileIdentityBox(FileIdentity Value);
}
