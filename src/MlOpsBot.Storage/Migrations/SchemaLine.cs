using MlOpsBot.Storage.Databases;

namespace MlOpsBot.Storage.Migrations;

/// <summary>Which schema a store has, and which programs may work on it. Immutable.</summary>
/// <param name="Version">The number of its newest migration; 0 for none.</param>
/// <param name="Least">The lowest schema that a program has to know to work on it: migrations that only add leave it as it is.</param>
internal readonly record struct SchemaLine(int Version, int Least)
{
    /// <summary>The table that holds a store's marks.</summary>
    public const string MarkTable = "CREATE TABLE IF NOT EXISTS store_mark (name TEXT PRIMARY KEY, value TEXT NOT NULL)";

    /// <summary>The migration since which a store says it; those before are for their own program and later ones.</summary>
    public const int Since = 7;

    /// <summary>Whether a program that knows the schema up to a number may work on it.</summary>
    public bool IsReadableBy(int known) => Version <= known || Least <= known;

    /// <summary>Why a program may not.</summary>
    public string Refusal(int known)
        => $"has schema version {Version}, which takes a program that knows at least version {Least}, and this program knows up to version {known}. "
            + "Run the newer program that changed it, or restore a backup made before it did.";

    /// <summary>Reads it from a database that has the table of versions.</summary>
    public static async Task<SchemaLine> ReadAsync(Session session)
    {
        var version = (int)(await session.QuerySingleOrDefaultAsync<long?>("SELECT MAX(version) FROM schema_version") ?? 0);
        return version < Since
            ? new SchemaLine(version, version)
            : new SchemaLine(version, (int)(await session.QuerySingleOrDefaultAsync<long?>("SELECT MAX(COALESCE(least, version)) FROM schema_version") ?? version));
    }
}
