using Microsoft.Data.Sqlite;

namespace MlOpsBot.Storage.Databases;

/// <summary>What SQLite's result codes mean to an operator.</summary>
internal static class SqliteFaults
{
    // https://www.sqlite.org/rescode.html
    private const int Perm = 3, Busy = 5, Locked = 6, ReadOnly = 8, IoError = 10, Corrupt = 11, Full = 13, CantOpen = 14, NotADatabase = 26;

    /// <summary>The failure that <paramref name="exception"/> stands for, or null where it is a bug of the program's.</summary>
    public static StorageException? Translate(SqliteException exception, string path) => exception.SqliteErrorCode switch
    {
        Busy or Locked => new(
            StorageFailure.Busy,
            $"The database {path} was held by another process for too long. If that is a second copy of the bot, stop it, or move both to PostgreSQL.",
            exception),
        Full => new(
            StorageFailure.Full,
            $"The disk of {path} is full. Free some space there; nothing that was acknowledged is lost, and work goes on by itself.",
            exception),
        IoError => new(
            StorageFailure.Full,
            $"The disk of {path} failed to read or write (SQLite code {exception.SqliteExtendedErrorCode}). Look at its free space and at the system's log for faults of the disk.",
            exception),
        Perm or ReadOnly or CantOpen => NotWritable(path, exception),
        Corrupt or NotADatabase => new(
            StorageFailure.Corrupt,
            $"The file {path} is damaged or no database. Stop the bot, and restore a backup (mlopsbot store restore --replace --from …) or move the file away (with its -wal and -shm) to begin with an empty one.",
            exception),
        _ => null,
    };

    public static StorageException NotWritable(string path, Exception? exception) => new(
        StorageFailure.NotWritable,
        $"The database {path} cannot be opened for writing. Let the bot's user read and write the file and its folder, or choose another folder with Storage:DataFolder.",
        exception);
}
