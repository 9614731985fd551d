using MlOpsBot.Storage.Databases;

namespace MlOpsBot.Storage.Migrations;

/// <summary>Keeps work from being taken out of a store that a newer program has changed in a way that this one would misread. Immutable.</summary>
/// <param name="known">The schema up to which this program knows the store.</param>
/// <param name="description">Which store, for an operator.</param>
internal sealed class SchemaGuard(int known, string description)
{
    /// <summary>Looks, in the transaction that is to take something.</summary>
    /// <exception cref="StorageException">The store is left to newer programs.</exception>
    public async Task ConfirmAsync(Session session)
    {
        if (await session.QuerySingleOrDefaultAsync<long?>("SELECT MAX(version) FROM schema_version") <= known)
        {
            return;
        }

        var line = await SchemaLine.ReadAsync(session);
        if (!line.IsReadableBy(known))
        {
            throw new StorageException(StorageFailure.NewerThanProgram, $"The database ({description}) {line.Refusal(known)}");
        }
    }
}
