using MlOpsBot.Storage.Databases;

namespace MlOpsBot.Storage.Keeping;

/// <summary>How much a store holds.</summary>
internal static class StoreCensus
{
    /// <summary>How many rows each table has, by name; the one that is about the schema, and the store's own marks, are left out.</summary>
    public static async Task<IReadOnlyList<(string Name, long Rows)>> CountAsync(Session session)
    {
        var names = await session.QueryAsync<string>(
            session.Connection is Npgsql.NpgsqlConnection
                ? "SELECT tablename::text FROM pg_tables WHERE schemaname = current_schema() AND tablename NOT IN ('schema_version', 'store_mark') ORDER BY tablename COLLATE \"C\""
                : @"SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite\_%' ESCAPE '\' AND name NOT IN ('schema_version', 'store_mark') ORDER BY name");
        var counts = new List<(string, long)>();
        foreach (var name in names)
        {
            counts.Add((name, await session.QuerySingleOrDefaultAsync<long>($"SELECT COUNT(*) FROM \"{name}\"")));
        }

        return counts;
    }
}
