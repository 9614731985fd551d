namespace MlOpsBot.Storage.Databases;

/// <summary>A database that keeps its <see cref="StoreCondition"/> up to date.</summary>
internal sealed class WatchedDatabase(IDatabase database, StoreCondition condition) : IDatabase
{
    public string Description => database.Description;

    public IReadOnlyList<string> Warnings => database.Warnings;

    public SqlDialect Dialect => database.Dialect;

    /// <summary>What is watched.</summary>
    public IDatabase Inner => database;

    public Task<T> ReadAsync<T>(Func<Session, Task<T>> work, CancellationToken cancellation)
        => WatchAsync(() => database.ReadAsync(work, cancellation), isWrite: false);

    public Task<T> WriteAsync<T>(Func<Session, Task<T>> work, CancellationToken cancellation)
        => WatchAsync(() => database.WriteAsync(work, cancellation), isWrite: true);

    public Task MigrateAsync(Func<Session, Task> work, CancellationToken cancellation) => database.MigrateAsync(work, cancellation);

    public Task CheckAsync(CancellationToken cancellation) => database.CheckAsync(cancellation);

    public ValueTask DisposeAsync() => database.DisposeAsync();

    private async Task<T> WatchAsync<T>(Func<Task<T>> call, bool isWrite)
    {
        var begunAt = condition.Now;
        try
        {
            var result = await call();
            condition.Succeeded(isWrite);
            return result;
        }
        catch (StorageException fault) when (Counts(fault.Failure))
        {
            condition.Failed(fault, isWrite, begunAt);
            throw;
        }
    }

    // A server gives others precedence now and then, and the next attempt succeeds; a file that is held for seconds keeps everybody out.
    private bool Counts(StorageFailure failure) => failure switch
    {
        StorageFailure.Busy => database.Dialect.TakeTurn is null,
        StorageFailure.Misconfigured or StorageFailure.SecretUnreadable => false,
        _ => true,
    };
}
