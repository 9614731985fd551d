using System.Data.Common;
using Dapper;

namespace MlOpsBot.Storage.Databases;

/// <summary>A connection, within a transaction if it is there to write. Belongs to one unit of work.</summary>
internal sealed class Session(DbConnection connection, DbTransaction? transaction, CancellationToken cancellation)
{
    public DbConnection Connection => connection;

    /// <summary>Runs a statement and returns how many rows it touched.</summary>
    public Task<int> ExecuteAsync(string sql, object? parameters = null)
        => connection.ExecuteAsync(Command(sql, parameters));

    public async Task<IReadOnlyList<T>> QueryAsync<T>(string sql, object? parameters = null)
        => (await connection.QueryAsync<T>(Command(sql, parameters))).AsList();

    /// <summary>The only row, or the type's default if there is none.</summary>
    public Task<T?> QuerySingleOrDefaultAsync<T>(string sql, object? parameters = null)
        => connection.QuerySingleOrDefaultAsync<T>(Command(sql, parameters));

    private CommandDefinition Command(string sql, object? parameters)
        => new(sql, parameters, transaction, cancellationToken: cancellation);
}
