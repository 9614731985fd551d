using System.Collections.Immutable;
using MlOpsBot.Storage.Databases;

namespace MlOpsBot.Storage.Migrations;

/// <summary>
/// Brings a database to this program's schema: all pending migrations or none, one replica at a time. A database that a
/// newer program has changed is refused, because an older one would misread it.
/// </summary>
internal sealed class Migrator(IDatabase database, ImmutableArray<Migration> migrations, TimeProvider time)
{
    public Task ApplyAsync(CancellationToken cancellation) => database.MigrateAsync(
        async session =>
        {
            await session.ExecuteAsync(
                "CREATE TABLE IF NOT EXISTS schema_version (version BIGINT PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL)");
            var current = await session.QuerySingleOrDefaultAsync<long?>("SELECT MAX(version) FROM schema_version") ?? 0;
            RefuseNewer(current);
            foreach (var migration in migrations.Where(migration => migration.Version > current))
            {
                await session.ExecuteAsync(migration.For(database.Dialect));
                await session.ExecuteAsync(
                    "INSERT INTO schema_version (version, name, applied_at) VALUES (@Version, @Name, @AppliedAt)",
                    new { Version = (long)migration.Version, migration.Name, AppliedAt = time.GetUtcNow().Stored() });
            }
        },
        cancellation);

    private void RefuseNewer(long current)
    {
        var known = migrations.Length;
        if (current > known)
        {
            throw new StorageException(
                StorageFailure.NewerThanProgram,
                $"The database ({database.Description}) has schema version {current}, and this program knows up to version {known}. "
                    + "Run the newer program that changed it, or restore a backup made before it did.");
        }
    }
}
