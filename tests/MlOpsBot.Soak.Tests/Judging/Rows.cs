using System.Collections.Immutable;
using System.Data.Common;
using Microsoft.Data.Sqlite;
using MlOpsBot.Soak.Tests.Machine;
using MlOpsBot.Storage;
using Npgsql;

namespace MlOpsBot.Soak.Tests.Judging;

/// <summary>A row of the inbox or the ledger that is not simply done. Immutable.</summary>
/// <param name="State">Its state; "none" where there is no such row.</param>
/// <param name="Text">Everything by which it may be known.</param>
/// <param name="Reason">What it says.</param>
internal sealed record Row(string State, string Text, string Reason)
{
    /// <summary>Whether it says that nobody can tell.</summary>
    public bool IsDoubtful => State == "doubtful";

    /// <summary>Whether it is done and says what may be missing: the thanks for an opinion that is stored, a window that opens within three seconds or never.</summary>
    public bool IsDone => State == "done";

    public override string ToString() => $"its row is {State} ({Reason})";
}

/// <summary>What the store says of that which was not answered in the usual way. Immutable.</summary>
internal sealed class Rows
{
    private const string Inbox =
        "SELECT state, event_id || ' ' || COALESCE(conversation, '') || ' ' || payload, COALESCE(reason, '') FROM inbox WHERE state <> 'done' OR reason IS NOT NULL";

    private readonly ImmutableArray<Row> _all;

    private Rows(ImmutableArray<Row> all) => _all = all;

    /// <summary>The row that has a mark in it; where there are several, one that is in doubt, or else the latest.</summary>
    public Row Find(string mark)
    {
        var rows = _all.Where(row => row.Text.Contains(mark, StringComparison.Ordinal)).ToList();
        return rows.Find(static row => row.IsDoubtful) ?? rows.LastOrDefault() ?? new Row("none", "", "or done without a word");
    }

    public static async Task<Rows> ReadAsync(Site site)
    {
        await using var connection = Connection(site);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = Inbox;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = ImmutableArray.CreateBuilder<Row>();
        while (await reader.ReadAsync())
        {
            rows.Add(new Row(reader.GetString(0), reader.GetString(1), reader.GetString(2)));
        }

        return new Rows(rows.ToImmutable());
    }

    /// <summary>How many events wait to be worked on, or are.</summary>
    public static async Task<long> CountOpenAsync(Site site)
    {
        await using var connection = Connection(site);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM inbox WHERE state = 'open'";
        return Convert.ToInt64(await command.ExecuteScalarAsync(), System.Globalization.CultureInfo.InvariantCulture);
    }

    private static DbConnection Connection(Site site)
    {
        if (site.Database is { } postgres)
        {
            return new NpgsqlConnection($"{postgres.ConnectionString};Pooling=false");
        }

        SQLitePCL.Batteries_V2.Init();
        return new SqliteConnection($"Data Source={Path.Combine(site.DataFolder, StorageOptions.FileName)};Pooling=False");
    }
}
