using MlOpsBot.Storage.Databases;

namespace MlOpsBot.Storage.Migrations;

/// <summary>Keeps work from being taken out of a store that a newer program has changed in a way that this one would misread. Immutable.</summary>
/// <param name="database">The store.</param>
/// <param name="known">The schema up to which this program knows it.</param>
internal sealed class SchemaGuard(IDatabase database, int known)
{
    /// <summary>Looks.</summary>
    /// <exception cref="StorageException">The store is left to newer programs, or cannot be read.</exception>
    public Task ConfirmAsync(CancellationToken cancellation) => database.ReadAsync(
        async session =>
        {
            await ConfirmAsync(session);
            return true;
        },
        cancellation);

    /// <summary>Takes something out, in one transaction with the look.</summary>
    /// <exception cref="StorageException">The store is left to newer programs, and nothing was taken; or cannot be written.</exception>
    public Task<T> TakeAsync<T>(Func<Session, Task<T>> take, CancellationToken cancellation) => database.WriteAsync(
        async session =>
        {
            await ConfirmAsync(session);
            return await take(session);
        },
        cancellation);

    private async Task ConfirmAsync(Session session)
    {
        if (await session.QuerySingleOrDefaultAsync<long?>("SELECT MAX(version) FROM schema_version") <= known)
        {
            return;
        }

        var line = await SchemaLine.ReadAsync(session);
        if (!line.IsReadableBy(known))
        {
            throw new StorageException(StorageFailure.NewerThanProgram, $"The database ({database.Description}) {line.Refusal(known)}");
        }
    }
}
