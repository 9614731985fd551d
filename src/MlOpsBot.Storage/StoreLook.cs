using System.Collections.Immutable;
using MlOpsBot.Storage.Databases;
using MlOpsBot.Storage.Migrations;

namespace MlOpsBot.Storage;

/// <summary>
/// What a look at a store found, without making, migrating or changing it: it may be in use by a bot of another version. Immutable.
/// </summary>
/// <param name="Description">Which database and where, without secrets.</param>
/// <param name="Version">The schema's version; 0 where there is none yet.</param>
/// <param name="ProgramVersion">The schema's version that this program brings it to.</param>
/// <param name="Warnings">What an operator should know although it works; usually nothing.</param>
public sealed record StoreLook(string Description, int Version, int ProgramVersion, ImmutableArray<string> Warnings)
{
    private const string NewestMigration = "SELECT MAX(version) FROM schema_version";

    /// <summary>
    /// Looks: that the database can be reached, how its schema is, and that it can be written, which a write that changes nothing
    /// proves. Where there is no SQLite file yet none is made, and the folder is looked at instead.
    /// </summary>
    /// <param name="options">Where.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="StorageException">What is wrong, and what to do.</exception>
    public static async Task<StoreLook> AtAsync(StorageOptions options, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (options.Problems() is { IsEmpty: false } problems)
        {
            throw new StorageException(StorageFailure.Misconfigured, string.Join(' ', problems));
        }

        if (options.PostgresConnectionString is { } connectionString)
        {
            await using var postgres = await PostgresDatabase.OpenAsync(connectionString, cancellation);
            return await AtAsync(postgres, "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'schema_version'", cancellation);
        }

        var path = Path.Combine(Path.GetFullPath(options.DataFolder), StorageOptions.FileName);
        if (!File.Exists(path))
        {
            TryFolder(path);
            return new StoreLook($"SQLite at {path}", 0, Migration.All.Length, []);
        }

        await using var sqlite = await SqliteDatabase.OpenAsync(options, cancellation);
        return await AtAsync(sqlite, "SELECT COUNT(*) FROM sqlite_master WHERE type = 'table' AND name = 'schema_version'", cancellation);
    }

    private static async Task<StoreLook> AtAsync(IDatabase database, string hasSchema, CancellationToken cancellation)
    {
        var version = await database.ReadAsync(
            async session => await session.QuerySingleOrDefaultAsync<long>(hasSchema) == 0 ? 0 : await session.QuerySingleOrDefaultAsync<long?>(NewestMigration) ?? 0,
            cancellation);
        await database.CheckAsync(cancellation);
        if (version > 0)
        {
            await database.WriteAsync(session => session.ExecuteAsync($"UPDATE schema_version SET name = name WHERE version = ({NewestMigration})"), cancellation);
        }

        return new StoreLook(database.Description, (int)version, Migration.All.Length, [.. database.Warnings]);
    }

    // The nearest folder that is there is the one in which the first start makes the others; a file in its place fails.
    private static void TryFolder(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        while (!Path.Exists(folder) && Path.GetDirectoryName(folder) is { } parent)
        {
            folder = parent;
        }

        var probe = Path.Combine(folder, $".mlopsbot-{Guid.NewGuid():N}");
        try
        {
            using (File.Create(probe, bufferSize: 1, FileOptions.DeleteOnClose))
            {
                // Made and gone.
            }
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw SqliteFaults.NotWritable(path, exception);
        }
    }
}
