using System.Collections.Immutable;
using MlOpsBot.Storage.Databases;
using MlOpsBot.Storage.Migrations;
using MlOpsBot.Storage.Secrets;

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
    /// <summary>The lowest schema that a program has to know to work on it.</summary>
    public int Least { get; init; }

    /// <summary>Whether this program may work on it: it made the schema, can bring it up to its own, or a newer one says that it may.</summary>
    public bool IsUsable => new SchemaLine(Version, Least).IsReadableBy(ProgramVersion);

    /// <summary>What the server says; null for SQLite.</summary>
    public PostgresFacts? Postgres { get; init; }

    /// <summary>What lies in it; null where its schema is not this program's.</summary>
    public StoreBacklog? Backlog { get; init; }

    /// <summary>Whether all of the file was read within the time that was given; with PostgreSQL there is no such look.</summary>
    public bool IsReadWhole { get; init; } = true;

    /// <summary>For how long a SQLite file is read to see whether it is whole, about a second a gigabyte.</summary>
    public static readonly TimeSpan LongestCheck = TimeSpan.FromSeconds(10);

    private const string NewestMigration = "SELECT MAX(version) FROM schema_version";

    /// <summary>Looks as the other does, by the system's clock and without a look at stored tokens.</summary>
    /// <exception cref="StorageException">What is wrong, and what to do.</exception>
    public static Task<StoreLook> AtAsync(StorageOptions options, CancellationToken cancellation = default) => AtAsync(options, secrets: null, TimeProvider.System, cancellation);

    /// <summary>
    /// Looks: that the database can be reached, how its schema is, and that it can be written, which a write that changes nothing
    /// proves. Where there is no SQLite file yet none is made, and the folder is looked at instead.
    /// </summary>
    /// <param name="options">Where.</param>
    /// <param name="secrets">Decrypts stored tokens, to see whether it can; null to leave that out.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="StorageException">What is wrong, and what to do.</exception>
    public static async Task<StoreLook> AtAsync(StorageOptions options, ISecretProtector? secrets, TimeProvider time, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Problems() is { IsEmpty: false } problems)
        {
            throw new StorageException(StorageFailure.Misconfigured, string.Join(' ', problems));
        }

        if (options.PostgresConnectionString is { } connectionString)
        {
            await using var postgres = await PostgresDatabase.OpenAsync(connectionString, cancellation);
            var facts = await StoreSurvey.PostgresAsync(postgres, connectionString, time, cancellation);
            var look = await AtAsync(
                postgres,
                mayWrite: !facts.IsReadOnly,
                secrets,
                time,
                cancellation);
            return look with { Postgres = facts };
        }

        var path = Path.Combine(Path.GetFullPath(options.DataFolder), StorageOptions.FileName);
        if (!File.Exists(path))
        {
            SqliteRescue.RefuseEmpty(path);
            TryFolder(path);
            return new StoreLook($"SQLite at {path}", 0, Migration.All.Length, []);
        }

        await using var sqlite = await SqliteDatabase.OpenAsync(options, cancellation);
        return await AtAsync(
            sqlite, mayWrite: true, secrets, time, cancellation);
    }

    private static async Task<StoreLook> AtAsync(
        IDatabase database, bool mayWrite, ISecretProtector? secrets, TimeProvider time, CancellationToken cancellation)
    {
        var (version, least) = await database.ReadAsync(
            async session => await session.QuerySingleOrDefaultAsync<long>(database.Dialect.HasTable, new { Name = Migrator.VersionTable }) == 0 ? default : await SchemaLine.ReadAsync(session), cancellation);
        var isWhole = await CheckAsync(database, time, cancellation);
        if (version > 0 && mayWrite)
        {
            await database.WriteAsync(session => session.ExecuteAsync($"UPDATE schema_version SET name = name WHERE version = ({NewestMigration})"), cancellation);
        }

        return new StoreLook(database.Description, version, Migration.All.Length, [.. database.Warnings])
        {
            Least = least,
            IsReadWhole = isWhole,
            Backlog = version >= Migration.All.Length && new SchemaLine(version, least).IsReadableBy(Migration.All.Length) ? await StoreSurvey.BacklogAsync(database, secrets, time, cancellation) : null,
        };
    }

    // A file of many gigabytes takes longer to read than anybody waits; what was read until then was in order.
    private static async Task<bool> CheckAsync(IDatabase database, TimeProvider time, CancellationToken cancellation)
    {
        using var limit = new CancellationTokenSource(LongestCheck, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellation);
        try
        {
            await database.CheckAsync(either.Token);
            return true;
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            return false;
        }
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
