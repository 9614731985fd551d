using Microsoft.Data.Sqlite;

namespace MlOpsBot.Storage.Databases;

/// <summary>What can be done for a database whose files were taken away while it was open: what it held is still there until it is closed.</summary>
internal static class SqliteRescue
{
    /// <summary>What a saved copy is called, before its moment.</summary>
    public const string Prefix = "mlopsbot.saved-";

    /// <summary>Refuses to begin with an empty store where one was taken away and saved: questions would be answered, and tips posted, again.</summary>
    public static void RefuseEmpty(string path)
    {
        if (!File.Exists(path) && Directory.EnumerateFiles(Path.GetDirectoryName(path)!, Prefix + "*.db").FirstOrDefault() is { } saved)
        {
            throw new StorageException(
                StorageFailure.Gone,
                $"There is no {path}, and {saved} is what it held when it was taken away. Put it back (mlopsbot store restore --nothing-lost --from {saved}), or move it away to begin with an empty store.");
        }
    }

    /// <summary>Brings everything from the log into the database; false where others keep it from that.</summary>
    public static bool TryEmptyLog(SqliteConnection connection)
    {
        try
        {
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE);";
            using var reader = command.ExecuteReader();
            return reader.Read() && reader.GetInt64(0) == 0;
        }
        catch (SqliteException)
        {
            return false;
        }
    }

    /// <summary>Saves what the open database holds beside the place where it was; the fault to report tells whether that worked.</summary>
    public static StorageException Save(SqliteConnection connection, string path)
    {
        const string What = "was deleted, moved or replaced while the bot had it open; nothing more is taken from Slack or Teams.";
        var copy = Path.Combine(Path.GetDirectoryName(path)!, $"{Prefix}{Guid.NewGuid():N}.db");
        try
        {
            OwnedFile.Create(copy);
            SqliteDatabase.CopyTo(connection, copy);
            return new StorageException(
                StorageFailure.Gone,
                $"The database {path} {What} All that it held is saved as {copy}: stop the bot, put it back (mlopsbot store restore --replace --nothing-lost --from {copy}), and start the bot.");
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException)
        {
            return new StorageException(
                StorageFailure.Gone, $"The database {path} {What} It could not be saved either. Stop the bot, restore a backup (mlopsbot store restore --from …), and start the bot.", exception);
        }
    }
}
