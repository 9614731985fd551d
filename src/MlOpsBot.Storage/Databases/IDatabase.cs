namespace MlOpsBot.Storage.Databases;

/// <summary>
/// A database that runs the store's SQL. Thread-safe. What goes wrong outside the program leaves it as a
/// <see cref="StorageException"/>; anything else is a bug.
/// </summary>
internal interface IDatabase : IAsyncDisposable
{
    /// <summary>What it is and where, for an operator, without secrets.</summary>
    string Description { get; }

    /// <summary>What an operator should know although it works.</summary>
    IReadOnlyList<string> Warnings { get; }

    SqlDialect Dialect { get; }

    /// <summary>Runs <paramref name="work"/>, which only reads, on what is committed.</summary>
    Task<T> ReadAsync<T>(Func<Session, Task<T>> work, CancellationToken cancellation);

    /// <summary>
    /// Runs <paramref name="work"/> as one transaction, which is on disk when the task completes. The work must not wait
    /// for anything but the session: other writers may be queuing behind it.
    /// </summary>
    Task<T> WriteAsync<T>(Func<Session, Task<T>> work, CancellationToken cancellation);

    /// <summary>Runs <paramref name="work"/> as one transaction while no other replica migrates.</summary>
    Task MigrateAsync(Func<Session, Task> work, CancellationToken cancellation);

    /// <summary>Looks the database over, as thoroughly as it can without stopping work.</summary>
    Task CheckAsync(CancellationToken cancellation);
}

/// <summary>The few words in which the two databases' SQL differs.</summary>
/// <param name="LockRow">After a SELECT: keeps the row from changing until the transaction ends.</param>
/// <param name="SkipLocked">After a SELECT: locks its rows and passes over those that another transaction has locked.</param>
/// <param name="RowId">The hidden column that names a row.</param>
/// <param name="Identity">The type of a primary key that numbers itself, ever upward.</param>
/// <param name="Bytes">The type of a byte string.</param>
/// <param name="TakeTurn">Waits until no other transaction has called it with the same <c>@Name</c>; null where writers take turns anyway.</param>
/// <param name="PostgresLine">Begins a line for PostgreSQL alone: nothing, or what makes the line a comment.</param>
/// <param name="HasTable">Whether there is a table of the name <c>@Name</c>: 1 or 0.</param>
internal sealed record SqlDialect(
    string LockRow, string SkipLocked, string RowId, string Identity, string Bytes, string? TakeTurn, string PostgresLine, string HasTable);
