using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Text;
using Dapper;

namespace MlOpsBot.Storage.Databases;

/// <summary>A connection, within a transaction if it is there to write. Belongs to one unit of work.</summary>
internal sealed class Session(DbConnection connection, DbTransaction? transaction, CancellationToken cancellation, int? seconds = null)
{
    /// <summary>For a statement that takes as long as it takes.</summary>
    public const int NoLimit = 0;

    // More of them save no more trips worth naming, and SQLite's provider looks each parameter up among all of them.
    private const int RowsAStatement = 20;

    public DbConnection Connection => connection;

    public DbTransaction? Transaction => transaction;

    /// <summary>Runs a statement and returns how many rows it touched.</summary>
    public Task<int> ExecuteAsync(string sql, object? parameters = null)
        => connection.ExecuteAsync(Command(sql, parameters));

    /// <summary>
    /// Runs a statement over many rows, some at a time: one trip to the server for many rows instead of one for each.
    /// </summary>
    /// <param name="sql">Makes the statement around <c>VALUES (…), (…)</c>, whose columns are <c>column1</c> and so on where it is a table.</param>
    /// <param name="types">The columns' types: PostgreSQL cannot tell that of a column that holds nothing but nulls.</param>
    /// <param name="rows">The values.</param>
    public async Task ExecuteRowsAsync(Func<string, string> sql, DbType[] types, IEnumerable<object?[]> rows)
    {
        foreach (var chunk in rows.Chunk(RowsAStatement))
        {
            var parameters = new DynamicParameters();
            var values = new StringBuilder("VALUES ");
            for (var row = 0; row < chunk.Length; row++)
            {
                values.Append(row == 0 ? "(" : "), (");
                for (var column = 0; column < types.Length; column++)
                {
                    var name = string.Create(CultureInfo.InvariantCulture, $"r{row}_{column}");
                    parameters.Add(name, chunk[row][column], types[column]);
                    values.Append(column == 0 ? "@" : ", @").Append(name);
                }
            }

            await ExecuteAsync(sql(values.Append(')').ToString()), parameters);
        }
    }

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters = null)
        => (await connection.QueryAsync<T>(Command(sql, parameters))).AsList();

    /// <summary>The only row, or the type's default if there is none.</summary>
    public Task<T?> QuerySingleOrDefaultAsync<T>(string sql, object? parameters = null)
        => connection.QuerySingleOrDefaultAsync<T>(Command(sql, parameters));

    private CommandDefinition Command(string sql, object? parameters)
        => new(sql, parameters, transaction, seconds, cancellationToken: cancellation);
}
