using Microsoft.Data.Sqlite;

namespace MlOpsBot.Storage.Databases;

/// <summary>What can be done for a database whose files were taken away while it was open: what it held is still there until it is closed.</summary>
internal static class SqliteRescue
{
    /// <summary>What a saved copy is called, before its moment.</summary>
    public const string Prefix = "mlopsbot.saved-";

    /// <summary>What a restore puts aside is called, before its moment.</summary>
    public const string Replaced = "mlopsbot.replaced-";

    /// <summary>How a file ends that a restore is about to put in the store's place.</summary>
    public const string Restoring = ".restoring";

    /// <summary>
    /// Refuses to begin with an empty store where one was taken away and saved, or a restore was broken off: questions would be answered,
    /// and tips posted, again.
    /// </summary>
    public static void RefuseEmpty(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        if (File.Exists(path) || !Directory.Exists(folder))
        {
            return;
        }

        if (Latest(Prefix) is { } saved)
        {
            throw new StorageException(
                StorageFailure.Gone,
                $"There is no {path}, and {saved} is what it held when it was taken away. Put it back (mlopsbot store restore --nothing-lost --from {saved}), or move it away to begin with an empty store.");
        }

        if (Latest(Replaced) is { } replaced)
        {
            throw new StorageException(
                StorageFailure.Gone,
                $"There is no {path}, and {replaced} is what a restore put aside. Restore again (mlopsbot store restore --from …), or put back what was there (the same with --nothing-lost --from {replaced}), or move that away to begin with an empty store.");
        }

        if (File.Exists(path + Restoring))
        {
            throw new StorageException(
                StorageFailure.Gone,
                $"There is no {path}, and {path + Restoring} is left of a restore that was broken off. Restore again (mlopsbot store restore --from …), or move that away to begin with an empty store.");
        }

        string? Latest(string prefix) => Directory.EnumerateFiles(folder, prefix + "*.db").Max(StringComparer.Ordinal);
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
