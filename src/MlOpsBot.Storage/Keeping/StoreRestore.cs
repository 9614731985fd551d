using System.Collections.Immutable;
using System.Globalization;
using MlOpsBot.Storage.Databases;
using MlOpsBot.Storage.Migrations;
using MlOpsBot.Storage.Moving;
using MlOpsBot.Storage.Secrets;
using MlOpsBot.Storage.Workspaces;

namespace MlOpsBot.Storage.Keeping;

/// <summary>What is asked of a restore. Immutable.</summary>
/// <param name="File">The backup.</param>
/// <param name="Replaces">Whether a store that is there is put aside; else it is refused.</param>
/// <param name="NothingLost">Whether nothing has been answered or posted since the backup, so that what waits in it may go on.</param>
/// <param name="Readers">What may decrypt its secrets, each in turn.</param>
public sealed record RestoreOrder(string File, bool Replaces, bool NothingLost, ImmutableArray<ISecretProtector> Readers);

/// <summary>A backup that was put in a store's place. Immutable.</summary>
/// <param name="Path">Where it is.</param>
/// <param name="Version">Its schema's version.</param>
/// <param name="BackupAt">When it was taken.</param>
/// <param name="Aside">Where the store is that was there; null if there was none.</param>
/// <param name="Tables">What it holds.</param>
public sealed record RestoreReport(string Path, int Version, DateTimeOffset BackupAt, string? Aside, ImmutableArray<MovedTable> Tables);

/// <summary>Puts a backup in the place of a SQLite store, while no bot runs.</summary>
public static class StoreRestore
{
    /// <summary>Does so, or leaves everything as it is. What may have been done since the backup is marked at the next opening of the store.</summary>
    /// <param name="store">Where.</param>
    /// <param name="order">What.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Gives up; everything is as it was then.</param>
    /// <exception cref="StorageException">What is wrong, and what to do; everything is as it was.</exception>
    public static async Task<RestoreReport> RunAsync(StorageOptions store, RestoreOrder order, TimeProvider time, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(order);
        ArgumentNullException.ThrowIfNull(time);
        if (!File.Exists(order.File))
        {
            throw new StorageException(StorageFailure.Misconfigured, $"There is no backup: {order.File} does not exist.");
        }

        var place = Path.Combine(Path.GetFullPath(store.DataFolder), StorageOptions.FileName);
        var next = place + SqliteRescue.Restoring;
        try
        {
            SqliteDatabase.CreateFolder(Path.GetDirectoryName(place)!, place);
            await RefuseInUseAsync(place, order.Replaces, cancellation);
            File.Delete(next);
            OwnedFile.Create(next);
            await using (var from = new FileStream(order.File, FileMode.Open, FileAccess.Read))
            await using (var to = new FileStream(next, FileMode.Open, FileAccess.Write))
            {
                await from.CopyToAsync(to, cancellation);
            }

            var report = await ExamineAsync(next, order, cancellation);
            OwnedFile.Flush(next);
            var aside = Exchange(next, place, time.GetUtcNow());
            return report with { Path = place, Aside = aside };
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(StorageFailure.NotWritable, $"The store {place} cannot be written: {exception.Message}", exception);
        }
        finally
        {
            File.Delete(next);
        }
    }

    private static async Task RefuseInUseAsync(string place, bool replaces, CancellationToken cancellation)
    {
        if (!File.Exists(place))
        {
            return;
        }

        try
        {
            await (await MoveSource.TakeAsync(place, cancellation)).DisposeAsync();
        }
        catch (StorageException damaged) when (damaged.Failure == StorageFailure.Corrupt)
        {
            // It is to be replaced for just that.
        }
        catch (StorageException busy) when (busy.Failure == StorageFailure.Busy)
        {
            throw new StorageException(StorageFailure.Busy, $"The store {place} is in use. Stop the bot, and restore then.", busy);
        }

        if (!replaces)
        {
            throw new StorageException(StorageFailure.Misconfigured, $"There is a store already: {place}. With --replace it is put aside, and kept.");
        }
    }

    private static async Task<RestoreReport> ExamineAsync(string next, RestoreOrder order, CancellationToken cancellation)
    {
        await using var copy = await SqliteCopy.OpenAsync(next, cancellation);
        await copy.ConfirmWholeAsync(cancellation);
        var line = await copy.RunAsync(session => SchemaLine.ReadAsync(session), cancellation);
        if (!line.IsReadableBy(Migration.All.Length))
        {
            throw new StorageException(StorageFailure.NewerThanProgram, $"The backup {order.File} {line.Refusal(Migration.All.Length)}");
        }

        await copy.RunAsync(session => ConfirmSecretsAsync(session, order), cancellation);
        var backupAt = await copy.RunAsync(session => MarkAsync(session, order), cancellation);
        var tables = await copy.CountAsync(cancellation);
        return new RestoreReport("", line.Version, backupAt, null, [.. tables.Select(table => new MovedTable(table.Name, table.Rows))]);
    }

    // A copy that somebody made by hand is as old as its file says.
    private static async Task<DateTimeOffset> MarkAsync(Session session, RestoreOrder order)
    {
        await session.ExecuteAsync(SchemaLine.MarkTable);
        var at = await RestoreNotice.MarkOfAsync(session) ?? new DateTimeOffset(File.GetLastWriteTimeUtc(order.File), TimeSpan.Zero);
        await (order.NothingLost ? RestoreNotice.UnmarkAsync(session) : RestoreNotice.MarkAsync(session, at));
        return at;
    }

    private static async Task<int> ConfirmSecretsAsync(Session session, RestoreOrder order)
    {
        if (await session.QuerySingleOrDefaultAsync<long>("SELECT COUNT(*) FROM sqlite_master WHERE name = 'installation'") == 0)
        {
            return 0;
        }

        var rows = await session.QueryAsync<(string Platform, string Workspace, byte[] Secrets)>("SELECT platform, workspace, secrets FROM installation");
        foreach (var (platform, workspace, secrets) in rows)
        {
            var key = new WorkspaceKey(platform, workspace);
            if (!order.Readers.Any(reader => reader.Unprotect(secrets, InstallationStore.Context(key)) is not null))
            {
                throw new StorageException(
                    StorageFailure.SecretUnreadable,
                    $"The tokens of {key} in the backup cannot be decrypted, and nothing was restored. Put the keys folder that was beside the store then into the data folder, or add the key to Storage:EncryptionKeys.");
            }
        }

        return rows.Count;
    }

    /// <summary>Puts a file in the store's place, and the store aside; or fails and leaves the store where it was.</summary>
    /// <returns>Where the store is that was there; null if there was none.</returns>
    internal static string? Exchange(string next, string place, DateTimeOffset now)
    {
        // The log of a file that was deleted goes aside too: SQLite would play it over whatever comes into the file's place.
        var isThere = File.Exists(place);
        var aside = Path.Combine(
            Path.GetDirectoryName(place)!, string.Create(CultureInfo.InvariantCulture, $"{SqliteRescue.Replaced}{now:yyyyMMdd'T'HHmmss'Z'}-{Guid.NewGuid().ToString("N")[..6]}.db"));
        try
        {
            MoveStore(place, aside);
            File.Move(next, place);
            return isThere ? aside : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            PutBack(aside, place, exception);
            throw;
        }
    }

    private static void PutBack(string aside, string place, Exception reason)
    {
        try
        {
            MoveStore(aside, place);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(
                StorageFailure.NotWritable,
                $"The store {place} cannot be written: {reason.Message} What was there lies as {aside} now and cannot be put back: {exception.Message} Move it back (with its -wal) before the bot starts.",
                reason);
        }
    }

    private static void MoveStore(string from, string to)
    {
        foreach (var ending in (string[])["-wal", "-shm", ""])
        {
            if (File.Exists(from + ending))
            {
                File.Move(from + ending, to + ending);
            }
        }
    }
}
