using System.Collections.Immutable;

namespace MlOpsBot.Storage;

/// <summary>What a PostgreSQL server says of itself and of us. Immutable.</summary>
/// <param name="Version">Its major version.</param>
/// <param name="IsReadOnly">Whether it takes no writes: a standby, or a database set to read only.</param>
/// <param name="IsEncrypted">Whether the connection is.</param>
/// <param name="IsLocal">Whether it is on this machine.</param>
/// <param name="MayCreate">Whether our user may create tables.</param>
/// <param name="Ahead">By how much the server's clock is ahead of ours; negative if it is behind.</param>
/// <param name="Connections">How many connections are open, of whomever.</param>
/// <param name="MostConnections">How many it takes from users who are not administrators.</param>
/// <param name="PoolSize">How many one replica of ours may open.</param>
public sealed record PostgresFacts(
    int Version, bool IsReadOnly, bool IsEncrypted, bool IsLocal, bool MayCreate, TimeSpan Ahead, int Connections, int MostConnections, int PoolSize);

/// <summary>What lies in a store that somebody should look at. Immutable.</summary>
/// <param name="Waiting">Events that wait although they have been due for longer than <see cref="Patience"/>.</param>
/// <param name="OldestDue">When the oldest of them was due.</param>
/// <param name="OverdueTips">Tips that should have been posted longer than <see cref="Patience"/> ago.</param>
/// <param name="Doubtful">Messages of the last day of which nobody can tell whether they were posted.</param>
/// <param name="Installations">Workspaces whose tokens are stored.</param>
/// <param name="Unreadable">Those of them whose tokens cannot be decrypted with the configured keys.</param>
/// <param name="TeamsReferences">The latest references by which Teams' conversations are written to, as JSON.</param>
public sealed record StoreBacklog(
    int Waiting, DateTimeOffset? OldestDue, int OverdueTips, int Doubtful, int Installations, ImmutableArray<string> Unreadable, ImmutableArray<string> TeamsReferences)
{
    /// <summary>For how long something may be due before it is told: a burst, or a replica's end and its leases, are over by then.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);
}
