using System.Collections.Immutable;
using MlOpsBot.Storage.Databases;
using MlOpsBot.Storage.Keeping;

namespace MlOpsBot.Storage.Migrations;

/// <summary>
/// Brings a database to this program's schema: all pending migrations or none, one replica at a time. A database that a
/// newer program has changed is left as it is where that program says that this one may work on it, and else refused.
/// </summary>
internal sealed class Migrator(IDatabase database, ImmutableArray<Migration> migrations, TimeProvider time)
{
    /// <summary>Where the schema's version stands.</summary>
    internal const string VersionTable = "schema_version";

    /// <summary>Migrates. What was done because the store was restored from a backup; null where it was not.</summary>
    public async Task<RestoredStore?> ApplyAsync(CancellationToken cancellation)
    {
        if (database is SqliteDatabase sqlite)
        {
            await KeepEarlierAsync(sqlite, cancellation);
        }

        RestoredStore? restored = null;
        await database.MigrateAsync(
            async session =>
            {
                // Asked first: a user who may not create tables may still use those that are there.
                if (await session.QuerySingleOrDefaultAsync<long>(database.Dialect.HasTable, new { Name = VersionTable }) == 0)
                {
                    await session.ExecuteAsync($"CREATE TABLE {VersionTable} (version BIGINT PRIMARY KEY, name TEXT NOT NULL, applied_at BIGINT NOT NULL)");
                }

                var line = await SchemaLine.ReadAsync(session);
                RefuseNewer(line);
                foreach (var migration in migrations.Where(migration => migration.Version > line.Version))
                {
                    await session.ExecuteAsync(migration.For(database.Dialect));
                    await RecordAsync(session, migration);
                }

                if (Math.Max(line.Version, migrations.Length) >= SchemaLine.Since)
                {
                    restored = await RestoreNotice.NoticeAsync(session, database.Dialect, time.GetUtcNow());
                }
            },
            cancellation);
        return restored;
    }

    // Earlier versions of the table do not have the column.
    private Task<int> RecordAsync(Session session, Migration migration) => session.ExecuteAsync(
        migration.Version < SchemaLine.Since
            ? "INSERT INTO schema_version (version, name, applied_at) VALUES (@Version, @Name, @AppliedAt)"
            : "INSERT INTO schema_version (version, name, applied_at, least) VALUES (@Version, @Name, @AppliedAt, @Least)",
        new { Version = (long)migration.Version, migration.Name, AppliedAt = time.GetUtcNow().Stored(), Least = (long)migration.Least });

    private async Task KeepEarlierAsync(SqliteDatabase sqlite, CancellationToken cancellation)
    {
        var line = await sqlite.ReadAsync(
            async session => await session.QuerySingleOrDefaultAsync<long>(sqlite.Dialect.HasTable, new { Name = VersionTable }) == 0
                ? default
                : await SchemaLine.ReadAsync(session),
            cancellation);
        if (line.Version > 0 && line.Version < migrations.Length)
        {
            await EarlierCopy.KeepAsync(sqlite.FilePath, migrations.Length, time.GetUtcNow(), cancellation);
        }
    }

    private void RefuseNewer(SchemaLine line)
    {
        if (!line.IsReadableBy(migrations.Length))
        {
            throw new StorageException(StorageFailure.NewerThanProgram, $"The database ({database.Description}) {line.Refusal(migrations.Length)}");
        }
    }
}
