using System.Collections.Immutable;
using MlOpsBot.Storage.Databases;

namespace MlOpsBot.Storage.Inbox;

/// <summary>What waits in the inbox to be worked off, for metrics. Thread-safe.</summary>
public sealed class InboxBacklog
{
    private readonly IDatabase _database;

    internal InboxBacklog(IDatabase database) => _database = database;

    /// <summary>What is open on every platform, claimed events included; a platform with nothing open is left out. Counts rows; not for every request.</summary>
    /// <exception cref="StorageException">The store does not say.</exception>
    public async Task<ImmutableArray<PlatformBacklog>> CountAsync(CancellationToken cancellation = default)
    {
        var rows = await _database.ReadAsync(
            static session => session.QueryAsync<Row>(
                "SELECT platform AS Platform, COUNT(*) AS Waiting, MIN(recorded_at) AS Oldest FROM inbox WHERE state = 'open' GROUP BY platform"),
            cancellation);
        return [.. rows.Select(static row => new PlatformBacklog(row.Platform, row.Waiting, row.Oldest.Time()))];
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Performance", "CA1812", Justification = "Dapper makes them.")]
    private sealed class Row
    {
        public string Platform { get; init; } = "";

        public long Waiting { get; init; }

        public long Oldest { get; init; }
    }
}

/// <summary>What waits in the inbox of one platform. Immutable.</summary>
/// <param name="Platform">The platform.</param>
/// <param name="Waiting">How many events are open, claimed ones included; at least 1.</param>
/// <param name="OldestAt">When the oldest of them was recorded.</param>
public sealed record PlatformBacklog(string Platform, long Waiting, DateTimeOffset OldestAt);
