using System.Runtime.CompilerServices;
using MlOpsBot.Storage.Databases;
using Npgsql;
using NpgsqlTypes;

namespace MlOpsBot.Storage.Moving;

/// <summary>The tables of a PostgreSQL store, within the transaction that fills them.</summary>
internal sealed class MoveTarget(Session session, string description)
{
    private readonly NpgsqlConnection _connection = (NpgsqlConnection)session.Connection;

    /// <summary>Keeps everybody else from writing, and refuses where somebody has written before.</summary>
    public async Task TakeAsync(IReadOnlyList<string> tables)
    {
        await session.ExecuteAsync($"SET LOCAL lock_timeout = '5s'; LOCK TABLE {string.Join(", ", tables.Select(Quoted))} IN EXCLUSIVE MODE");
        foreach (var table in tables)
        {
            if (await session.QuerySingleOrDefaultAsync<int?>($"SELECT 1 FROM {Quoted(table)} LIMIT 1") is not null)
            {
                throw new StorageException(
                    StorageFailure.Misconfigured,
                    $"{description} holds something already (in {table}); nothing was moved. Name an empty database: what is there would be mixed with what is moved.");
            }
        }
    }

    /// <summary>A table's columns.</summary>
    public async Task<IReadOnlyList<MoveColumn>> ColumnsAsync(string table)
    {
        var rows = await session.QueryAsync<(string Name, string Type, string IsIdentity)>(
            """
            SELECT column_name::text, data_type::text, is_identity::text FROM information_schema.columns
            WHERE table_schema = current_schema() AND table_name = @Table ORDER BY ordinal_position
            """,
            new { Table = table });
        return [.. rows.Select(row => new MoveColumn(row.Name, TypeOf(row.Type), row.IsIdentity is "YES"))];
    }

    /// <summary>Writes rows into a table.</summary>
    public async Task WriteAsync(string table, IReadOnlyList<MoveColumn> columns, IAsyncEnumerable<object?[]> rows, CancellationToken cancellation)
    {
        var names = string.Join(", ", columns.Select(column => Quoted(column.Name)));
        await using var writer = await _connection.BeginBinaryImportAsync($"COPY {Quoted(table)} ({names}) FROM STDIN (FORMAT BINARY)", cancellation);
        await foreach (var row in rows)
        {
            await writer.StartRowAsync(cancellation);
            for (var i = 0; i < row.Length; i++)
            {
                await (row[i] is { } value ? writer.WriteAsync(value, columns[i].Type, cancellation) : writer.WriteNullAsync(cancellation));
            }
        }

        await writer.CompleteAsync(cancellation);
    }

    /// <summary>Reads a table back. The array is the same for each row.</summary>
    public async IAsyncEnumerable<object?[]> ReadAsync(
        string table, IReadOnlyList<MoveColumn> columns, [EnumeratorCancellation] CancellationToken cancellation)
    {
        await using var command = _connection.CreateCommand();
        command.CommandText = $"SELECT {string.Join(", ", columns.Select(column => Quoted(column.Name)))} FROM {Quoted(table)}";
        command.CommandTimeout = 0;
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        var values = new object?[columns.Count];
        while (await reader.ReadAsync(cancellation))
        {
            for (var i = 0; i < values.Length; i++)
            {
                values[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
            }

            yield return values;
        }
    }

    /// <summary>Has a table's numbers go on after one.</summary>
    public Task<long> GoOnAfterAsync(string table, MoveColumn column, long number) => session.QuerySingleOrDefaultAsync<long>(
        "SELECT setval(pg_get_serial_sequence(@Table, @Column), @Number)", new { Table = table, Column = column.Name, Number = number });

    /// <summary>Tells the server how much there is, so that the first questions are answered by the right indexes.</summary>
    public Task<int> AnalyzeAsync(IReadOnlyList<string> tables) => session.ExecuteAsync($"ANALYZE {string.Join(", ", tables.Select(Quoted))}");

    private static string Quoted(string name) => $"\"{name}\"";

    private static NpgsqlDbType TypeOf(string name) => name switch
    {
        "text" => NpgsqlDbType.Text,
        "bigint" => NpgsqlDbType.Bigint,
        "bytea" => NpgsqlDbType.Bytea,
        _ => throw new NotSupportedException($"A column is {name}, and nothing was said of how such are moved."),
    };
}

/// <summary>A column of the target.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Text, bigint or bytea.</param>
/// <param name="IsIdentity">Whether it numbers the rows by itself.</param>
internal sealed record MoveColumn(string Name, NpgsqlDbType Type, bool IsIdentity);
