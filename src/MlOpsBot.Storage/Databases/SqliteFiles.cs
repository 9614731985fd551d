namespace MlOpsBot.Storage.Databases;

/// <summary>What became of the files that a database was opened from.</summary>
internal enum SqliteFilesState
{
    /// <summary>Where they were.</summary>
    InPlace,

    /// <summary>The write-ahead log is not the one that is being written; the database is.</summary>
    LogGone,

    /// <summary>The database was cut to nothing: what is written now rests on pages that are not there.</summary>
    Emptied,

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
        FileIdentity.TryLook(path, out _file);
    }

    /// <summary>Takes what is there now for the log that is being written. Nothing where there is none: not every file system allows one.</summary>
    public void RememberLog() => Volatile.Write(ref _logFile, FileIdentity.TryLook(_log, out var found) && found is { } log ? new FileIdentityBox(log) : null);

    /// <summary>What became of them. A folder that cannot be looked into for a while has lost nothing.</summary>
    public SqliteFilesState Look()
    {
        if (_file is { } known && FileIdentity.TryLook(_path, out var file))
        {
            if (file is not { } found || !found.IsFileOf(known))
            {
                return SqliteFilesState.FileGone;
            }

            if (found.IsEmpty && !known.IsEmpty)
            {
                return SqliteFilesState.Emptied;
            }
        }

        return Volatile.Read(ref _logFile) is { } log && FileIdentity.TryLook(_log, out var now) && now?.IsFileOf(log.Value) is not true
            ? SqliteFilesState.LogGone
            : SqliteFilesState.InPlace;
    }

    private sealed record FileIdentityBox(FileIdentity Value);
}
