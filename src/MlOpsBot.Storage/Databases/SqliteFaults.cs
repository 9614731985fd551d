using Microsoft.Data.Sqlite;

namespace MlOpsBot.Storage.Databases;

/// <summary>What SQLite's result codes mean to an operator.</summary>
internal static class SqliteFaults
{
    // https://www.sqlite.org/rescode.html
    private const int Perm = 3, Busy = 5, Locked = 6, ReadOnly = 8, IoError = 10, Corrupt = 11, Full = 13, CantOpen = 14, TooBig = 18, Constraint = 19, Mismatch = 20, Misuse = 21, OutOfRange = 25, NotADatabase = 26;

    /// <summary>The failure that <paramref name="exception"/> stands for, or null where it is a bug: a value that cannot be stored, or a wrong use of the library.</summary>
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
        Corrupt or NotADatabase => Damaged(path, exception),
        TooBig or Constraint or Mismatch or Misuse or OutOfRange => null,
        _ => new(
            StorageFailure.Unforeseen,
            $"The database {path} fails with SQLite's code {exception.SqliteExtendedErrorCode}, which is no fault that the bot knows. If tables are missing or changed, restore a backup; else look at the memory and the system's log. Work goes on by itself when it is over.",
            exception),
    };

    public static StorageException Damaged(string path, Exception? exception) => new(
        StorageFailure.Corrupt,
        $"The file {path} is damaged or no database. Stop the bot, and restore a backup (mlopsbot store restore --replace --from …) or move the file away (with its -wal and -shm) to begin with an empty one.",
        exception);

    public static StorageException NotWritable(string path, Exception? exception) => new(
        StorageFailure.NotWritable,
        $"The database {path} cannot be opened for writing. Let the bot's user read and write the file and its folder, or choose another folder with Storage:DataFolder.",
        exception);
}
