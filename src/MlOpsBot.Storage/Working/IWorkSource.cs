using System.Collections.Immutable;

namespace MlOpsBot.Storage.Working;

/// <summary>The right to work on something until <see cref="LeaseUntil"/>: an event of the inbox, or a day of the tips' ledger.</summary>
public interface IClaim
{
    /// <summary>What it is, for a log: names workspaces and ids, never what was written.</summary>
    string Name { get; }

    /// <summary>Which attempt this is, from 1.</summary>
    int Attempt { get; }

    /// <summary>Since when it waits to be worked on.</summary>
    DateTimeOffset RecordedAt { get; }

    /// <summary>Until when nobody else may claim it.</summary>
    DateTimeOffset LeaseUntil { get; }
}

/// <summary>
/// What is to be worked on, once each: claimed for a while, then settled. A claim settles at most once, and only while no later claim
/// was given. Thread-safe, across replicas too.
/// </summary>
/// <typeparam name="TClaim">What a claim holds.</typeparam>
public interface IWorkSource<TClaim>
    where TClaim : class, IClaim
{
    /// <summary>When the next may be claimed, in the past if that is now; null if there is nothing to do.</summary>
    Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellation);

    /// <summary>Claims what is due, the longest due first. Never waits for other claimers.</summary>
    /// <param name="limit">Most claims; 1 to 1,000. Claim no more than is worked on at once: a lease runs while its claim waits.</param>
    /// <param name="lease">For how long; more than zero.</param>
    /// <param name="cancellation">Gives up before the claim.</param>
    Task<ImmutableArray<TClaim>> ClaimAsync(int limit, TimeSpan lease, CancellationToken cancellation);

    /// <summary>Extends a lease to <paramref name="lease"/> from now. The claim with its new end, or null if somebody else has claimed it.</summary>
    Task<TClaim?> RenewAsync(TClaim claim, TimeSpan lease, CancellationToken cancellation);

    /// <summary>Ends a claim. False if it was lost or has been settled before: then nothing changed.</summary>
    Task<bool> SettleAsync(TClaim claim, Settlement settlement, CancellationToken cancellation);
}
