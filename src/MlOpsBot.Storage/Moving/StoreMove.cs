using System.Collections.Immutable;
using System.Runtime.CompilerServices;
using MlOpsBot.Storage.Databases;
using MlOpsBot.Storage.Migrations;
using MlOpsBot.Storage.Secrets;
using MlOpsBot.Storage.Workspaces;
using NpgsqlTypes;

namespace MlOpsBot.Storage.Moving;

/// <summary>A table that was moved. Immutable.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rows">How many rows it has.</param>
public sealed record MovedTable(string Name, long Rows);

/// <summary>What a move came to. Immutable.</summary>
/// <param name="From">What was moved, for an operator.</param>
/// <param name="To">Where to, for an operator, without secrets.</param>
/// <param name="Tables">Every table, in the order of their names.</param>
/// <param name="Secrets">How many secrets were encrypted anew.</param>
public sealed record MoveReport(string From, string To, ImmutableArray<MovedTable> Tables, int Secrets)
{
    /// <summary>The rows of all tables.</summary>
    public long Rows => Tables.Sum(table => table.Rows);
}

/// <summary>
/// Moves a store from SQLite to PostgreSQL: every row of every table or, if anything is not as it should be, none. What was written is
/// read back and compared before it counts. The SQLite file stays as it is, for the way back.
/// </summary>
public static class StoreMove
{
    private const string SecretTable = "installation", SecretColumn = "secrets";

    /// <summary>Moves it.</summary>
    /// <param name="from">The SQLite store, which no bot may have open. One of an older schema is brought to this program's first.</param>
    /// <param name="readers">What may decrypt its secrets, each in turn.</param>
    /// <param name="to">The PostgreSQL store, whose tables must be empty or absent.</param>
    /// <param name="secrets">Encrypts the secrets there.</param>
    /// <param name="time">The clock.</param>
    /// <param name="progress">Told of each table when it was moved and compared.</param>
    /// <param name="cancellation">Gives up; nothing is moved then.</param>
    /// <exception cref="StorageException">What is wrong, and what to do; nothing was moved.</exception>
    public static async Task<MoveReport> RunAsync(
        StorageOptions from,
        IReadOnlyList<ISecretProtector> readers,
        StorageOptions to,
        ISecretProtector secrets,
        TimeProvider time,
        Action<MovedTable> progress,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(from);
        ArgumentNullException.ThrowIfNull(readers);
        ArgumentNullException.ThrowIfNull(to);
        ArgumentNullException.ThrowIfNull(secrets);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(progress);
        if (to.PostgresConnectionString is not { } connectionString)
        {
            throw new StorageException(
                StorageFailure.Misconfigured, "Storage:PostgresConnectionString is left out; give the connection string of the database to move to.");
        }

        await using var source = await MoveSource.OpenAsync(from, time, cancellation);
        await using var database = await PostgresDatabase.OpenAsync(connectionString, cancellation);
        _ = await new Migrator(database, Migration.All, time).ApplyAsync(cancellation);
        var translation = new SecretTranslation(readers, secrets);
        var tables = await source.TablesAsync(cancellation);
        var moved = await database.WriteAtLeisureAsync(
            async session =>
            {
                var target = new MoveTarget(session, database.Description);
                await target.TakeAsync(tables);
                var done = ImmutableArray.CreateBuilder<MovedTable>();
                foreach (var table in tables)
                {
                    done.Add(await MoveAsync(table, source, target, translation, cancellation));
                    progress(done[^1]);
                }

                await target.AnalyzeAsync(tables);
                return done.ToImmutable();
            },
            cancellation);
        return new MoveReport(source.Description, database.Description, moved, translation.Count);
    }

    private static async Task<MovedTable> MoveAsync(
        string table, MoveSource source, MoveTarget target, SecretTranslation translation, CancellationToken cancellation)
    {
        var columns = await target.ColumnsAsync(table);
        var names = columns.Select(column => column.Name).ToArray();
        if (!names.ToHashSet(StringComparer.Ordinal).SetEquals(await source.ColumnsAsync(table, cancellation)))
        {
            throw new InvalidOperationException($"{table} has other columns in SQLite than in PostgreSQL.");
        }

        var written = new RowDigest();
        await target.WriteAsync(table, columns, RowsAsync(table, columns, source, translation, written, cancellation), cancellation);
        var found = new RowDigest();
        await foreach (var row in target.ReadAsync(table, columns, cancellation))
        {
            found.Add(row);
        }

        if (!found.Agrees(written))
        {
            throw new StorageException(
                StorageFailure.Corrupt,
                $"{table} came to {found.Rows} rows in PostgreSQL that do not agree with the {written.Rows} in SQLite; nothing was moved. Look at the server's log.");
        }

        foreach (var column in columns.Where(column => column.IsIdentity))
        {
            if (await source.HighestNumberAsync(table, cancellation) is > 0 and var highest)
            {
                await target.GoOnAfterAsync(table, column, highest);
            }
        }

        return new MovedTable(table, found.Rows);
    }

    private static async IAsyncEnumerable<object?[]> RowsAsync(
        string table,
        IReadOnlyList<MoveColumn> columns,
        MoveSource source,
        SecretTranslation translation,
        RowDigest digest,
        [EnumeratorCancellation] CancellationToken cancellation)
    {
        var (platform, workspace, secret) = (IndexOf("platform"), IndexOf("workspace"), SecretOf(table, columns));
        await foreach (var row in source.ReadAsync(table, [.. columns.Select(column => column.Name)], cancellation))
        {
            if (secret >= 0)
            {
                row[secret] = translation.Translate(new WorkspaceKey((string)row[platform]!, (string)row[workspace]!), (byte[])row[secret]!);
            }

            digest.Add(row);
            yield return row;
        }

        int IndexOf(string name) => columns.ToList().FindIndex(column => string.Equals(column.Name, name, StringComparison.Ordinal));
    }

    /// <summary>Where a table's encrypted bytes lie; -1 for none. Bytes that nobody said anything of are no guess: they may be encrypted for another context.</summary>
    private static int SecretOf(string table, IReadOnlyList<MoveColumn> columns)
    {
        var secret = columns.ToList().FindIndex(column => column.Type == NpgsqlDbType.Bytea);
        return secret < 0 || (table, columns[secret].Name) is (SecretTable, SecretColumn)
            ? secret
            : throw new NotSupportedException($"{table}.{columns[secret].Name} holds bytes, and nothing was said of how they are moved.");
    }

    /// <summary>Decrypts with the old keys and encrypts with the new ones.</summary>
    private sealed class SecretTranslation(IReadOnlyList<ISecretProtector> readers, ISecretProtector writer)
    {
        public int Count { get; private set; }

        public byte[] Translate(WorkspaceKey workspace, byte[] stored)
        {
            var context = InstallationStore.Context(workspace);
            var secret = readers.Select(reader => reader.Unprotect(stored, context)).FirstOrDefault(found => found is not null)
                ?? throw new StorageException(
                    StorageFailure.SecretUnreadable,
                    $"The tokens of {workspace} cannot be decrypted, and nothing was moved. Add the key that they were stored with to Storage:EncryptionKeys, after the current one, "
                        + "or put the keys folder back beside the SQLite file.");
            var result = writer.Protect(secret, context);
            if (writer.Unprotect(result, context) is not { } back || !back.AsSpan().SequenceEqual(secret))
            {
                throw new StorageException(StorageFailure.SecretUnreadable, $"The tokens of {workspace} could not be encrypted anew; nothing was moved.");
            }

            Count++;
            return result;
        }
    }
}
