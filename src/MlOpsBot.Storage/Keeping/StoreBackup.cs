using System.Collections.Immutable;
using MlOpsBot.Storage.Databases;
using MlOpsBot.Storage.Migrations;
using MlOpsBot.Storage.Moving;

namespace MlOpsBot.Storage.Keeping;

/// <summary>A backup that was taken and checked. Immutable.</summary>
/// <param name="File">Where it is.</param>
/// <param name="Bytes">How large.</param>
/// <param name="Version">The schema's version in it.</param>
/// <param name="TakenAt">As of when.</param>
/// <param name="Tables">What it holds.</param>
public sealed record BackupReport(string File, long Bytes, int Version, DateTimeOffset TakenAt, ImmutableArray<MovedTable> Tables);

/// <summary>Backs a SQLite store up while a bot works on it.</summary>
public static class StoreBackup
{
    /// <summary>
    /// Takes one: as the store is at one moment, read whole and found sound, for its owner alone. It is there when all of that is done, or
    /// not at all.
    /// </summary>
    /// <param name="store">The store, with SQLite.</param>
    /// <param name="file">Where it is to be; must not be there.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="StorageException">What is wrong, and what to do.</exception>
    public static async Task<BackupReport> TakeAsync(StorageOptions store, string file, TimeProvider time, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(store);
        ArgumentNullException.ThrowIfNull(time);
        var source = Path.Combine(Path.GetFullPath(store.DataFolder), StorageOptions.FileName);
        if (!File.Exists(source))
        {
            throw new StorageException(StorageFailure.Misconfigured, $"There is nothing to back up: {source} does not exist.");
        }

        if (Path.Exists(file))
        {
            throw new StorageException(StorageFailure.Misconfigured, $"{file} is there already, and a backup never takes the place of another. Name another file.");
        }

        var aside = $"{file}.{Guid.NewGuid():N}.part";
        try
        {
            var takenAt = time.GetUtcNow();
            await SqliteCopy.MakeAsync(source, aside, cancellation);
            var report = await FinishAsync(aside, file, takenAt, cancellation);
            OwnedFile.Flush(aside);
            File.Move(aside, file, overwrite: false);
            return report;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new StorageException(StorageFailure.NotWritable, $"The backup {file} cannot be written: {exception.Message}", exception);
        }
        finally
        {
            File.Delete(aside);
        }
    }

    private static async Task<BackupReport> FinishAsync(string aside, string file, DateTimeOffset takenAt, CancellationToken cancellation)
    {
        await using var copy = await SqliteCopy.OpenAsync(aside, cancellation);
        var version = await copy.RunAsync(session => SchemaLine.ReadAsync(session), cancellation);
        var tables = await copy.CountAsync(cancellation);
        await copy.RunAsync(
            async session =>
            {
                await session.ExecuteAsync(SchemaLine.MarkTable);
                return await RestoreNotice.MarkAsync(session, takenAt);
            },
            cancellation);
        await copy.ConfirmWholeAsync(cancellation);
        return new BackupReport(file, new FileInfo(aside).Length, version.Version, takenAt, [.. tables.Select(table => new MovedTable(table.Name, table.Rows))]);
    }
}
