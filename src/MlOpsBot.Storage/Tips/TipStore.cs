using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using MlOpsBot.Storage.Databases;
using MlOpsBot.Storage.Migrations;
using MlOpsBot.Storage.Workspaces;

namespace MlOpsBot.Storage.Tips;

/// <summary>
/// Channels that get a tip a day. What people change has a version and a way back; what is due is planned into the
/// <see cref="Ledger"/>, once a channel and local day, by any number of replicas.
/// </summary>
/// <remarks>Thread-safe, across replicas too.</remarks>
public sealed class TipStore
{
    private const string AccessOf = "SELECT access FROM tip_access WHERE platform = @Platform AND workspace = @Workspace";

    private const string OfChannel = "platform = @Platform AND workspace = @Workspace AND channel = @Channel";

    private readonly IDatabase _database;
    private readonly TimeProvider _time;
    private readonly SubscriptionChange _change;
    private readonly DuePlanning _planning;

    internal TipStore(IDatabase database, SchemaGuard schema, TimeProvider time, string replica, DateTimeOffset? restoredAt)
    {
        _database = database;
        _time = time;
        _change = new SubscriptionChange(database, time);
        _planning = new DuePlanning(database, schema, time, restoredAt);
        Ledger = new TipLedger(database, schema, time, replica);
    }

    /// <summary>What channels got, day by day.</summary>
    public TipLedger Ledger { get; }

    /// <summary>A channel's subscription, also when it is off or suspended; null if there never was one.</summary>
    public async Task<TipSubscription?> FindAsync(WorkspaceKey workspace, string channel, CancellationToken cancellation = default)
    {
        var row = await _database.ReadAsync(
            session => session.QuerySingleOrDefaultAsync<SubscriptionRow>(
                $"SELECT {SubscriptionRow.Columns} FROM tip_subscription WHERE {OfChannel}", Key(workspace, channel)),
            cancellation);
        return row?.ToSubscription();
    }

    /// <summary>Everybody's subscriptions, in the order of their keys.</summary>
    /// <param name="limit">Most subscriptions; at least 1.</param>
    /// <param name="after">The last one of the page before; null for the first page.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<ImmutableArray<TipSubscription>> ListAsync(
        int limit, TipSubscription? after = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var condition = after is null ? "" : "WHERE (platform, workspace, channel) > (@Platform, @Workspace, @Channel)";
        var parameters = new { after?.Workspace.Platform, Workspace = after?.Workspace.Id, after?.Channel, Limit = (long)limit };
        var rows = await _database.ReadAsync(
            session => session.QueryAsync<SubscriptionRow>(
                $"SELECT {SubscriptionRow.Columns} FROM tip_subscription {condition} ORDER BY platform, workspace, channel LIMIT @Limit", parameters),
            cancellation);
        return [.. rows.Select(row => row.ToSubscription())];
    }

    /// <summary>
    /// Makes or changes a subscription as a person wants it. What it was is kept for the way back, the audit gets a line, and days
    /// that are planned and were never claimed are taken out of the ledger, so that the new plan decides about them.
    /// </summary>
    /// <param name="changed">
    /// What it is to be: plan, owner, state and the next due moment are taken. Its version is the one that the person was shown, 0 where
    /// there was none. A suspension stays, and with it that nothing is due.
    /// </param>
    /// <param name="by">Who, by the platform's id. Not empty.</param>
    /// <param name="words">What changed, for the audit; no secrets.</param>
    /// <param name="cancellation">Gives up before it is changed.</param>
    /// <returns>The subscription as it is now; null if somebody else has changed it since, and nothing was done.</returns>
    public Task<TipSubscription?> ChangeAsync(TipSubscription changed, string by, string words, CancellationToken cancellation = default)
        => _change.ApplyAsync(changed, by, words, cancellation);

    /// <summary>The change that led to a version; null if there was none, or it was purged.</summary>
    public Task<TipChange?> FindChangeAsync(WorkspaceKey workspace, string channel, long version, CancellationToken cancellation = default)
        => _change.FindAsync(workspace, channel, version, cancellation);

    /// <summary>
    /// Records that nothing can be posted in a channel; nothing is due there until <see cref="ResumeAsync"/>. False if there is no
    /// subscription, or it is suspended already: the first reason stays.
    /// </summary>
    public async Task<bool> SuspendAsync(WorkspaceKey workspace, string channel, string reason, CancellationToken cancellation = default)
        => await SuspendAsync(workspace, channel, reason, $"{OfChannel} AND suspended_at IS NULL", cancellation) == 1;

    /// <summary>Suspends every subscription of a workspace that is not suspended yet, and says how many: the bot was uninstalled.</summary>
    public Task<int> SuspendAllAsync(WorkspaceKey workspace, string reason, CancellationToken cancellation = default)
        => SuspendAsync(workspace, "", reason, "platform = @Platform AND workspace = @Workspace AND suspended_at IS NULL", cancellation);

    /// <summary>Ends a suspension. False if there is none.</summary>
    /// <param name="workspace">Whose channel.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="nextDue">When it is due again; ignored where the tips are off.</param>
    /// <param name="cancellation">Gives up before it is ended.</param>
    public async Task<bool> ResumeAsync(WorkspaceKey workspace, string channel, DateTimeOffset? nextDue, CancellationToken cancellation = default)
    {
        var parameters = new { workspace.Platform, Workspace = workspace.Id, Channel = channel.Stored(), NextDue = nextDue?.Stored() };
        return await _database.WriteAsync(
            session => session.ExecuteAsync(
                $"""
                UPDATE tip_subscription SET suspended_at = NULL, suspended_because = NULL, next_due = CASE state WHEN 'on' THEN @NextDue END
                WHERE {OfChannel} AND suspended_at IS NOT NULL
                """,
                parameters),
            cancellation) == 1;
    }

    /// <summary>A workspace's suspended subscriptions.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="reason">Only those that were suspended for just this reason; null for all.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<ImmutableArray<TipSubscription>> ListSuspendedAsync(
        WorkspaceKey workspace, string? reason, CancellationToken cancellation = default)
    {
        var condition = reason is null ? "" : " AND suspended_because = @Reason";
        var rows = await _database.ReadAsync(
            session => session.QueryAsync<SubscriptionRow>(
                $"""
                SELECT {SubscriptionRow.Columns} FROM tip_subscription
                WHERE platform = @Platform AND workspace = @Workspace AND suspended_at IS NOT NULL{condition} ORDER BY channel
                """,
                new { workspace.Platform, Workspace = workspace.Id, Reason = reason?.Stored() }),
            cancellation);
        return [.. rows.Select(row => row.ToSubscription())];
    }

    /// <summary>
    /// Plans what is due into the ledger, in one transaction: nothing that another replica is planning, and no channel's day twice.
    /// </summary>
    /// <param name="limit">Most subscriptions, the longest due first; 1 to 1,000.</param>
    /// <param name="plan">
    /// What becomes of a subscription. Quick, and without a store of its own: others may be queuing behind it. It is also asked about a
    /// subscription whose day was taken out of the ledger by a change, and may find that nothing has come yet. If it throws, nothing of
    /// the whole transaction is done, and the exception goes to the caller.
    /// </param>
    /// <param name="cancellation">Gives up; nothing is planned then.</param>
    /// <returns>How many were due. As many as <paramref name="limit"/>: there may be more.</returns>
    public Task<int> PlanDueAsync(int limit, Func<TipSubscription, TipPlanning> plan, CancellationToken cancellation = default)
        => _planning.RunAsync(limit, plan, cancellation);

    /// <summary>When the next subscription is due, in the past if that is now; null if none ever is. For a planner to know how long to wait.</summary>
    public async Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellation = default)
    {
        var due = await _database.ReadAsync(
            session => session.QuerySingleOrDefaultAsync<long?>("SELECT MIN(next_due) FROM tip_subscription WHERE next_due IS NOT NULL"), cancellation);
        return due?.Time();
    }

    /// <summary>How many tips were due before a moment and are neither posted nor ended otherwise, whether they are planned or not. For a readiness probe.</summary>
    public async Task<int> CountOverdueAsync(DateTimeOffset before, CancellationToken cancellation = default)
        => (int)await _database.ReadAsync(
            session => session.QuerySingleOrDefaultAsync<long>(
                """
                SELECT (SELECT COUNT(*) FROM tip_subscription WHERE next_due IS NOT NULL AND next_due < @Before)
                  + (SELECT COUNT(*) FROM tip_ledger WHERE state IN ('planned', 'claimed') AND due_at < @Before)
                """,
                new { Before = before.Stored() }),
            cancellation);

    /// <summary>Keeps what somebody thinks of a channel's tips about a card, in place of what they thought before.</summary>
    /// <param name="workspace">Whose channel.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="card">The card's slug. Not empty.</param>
    /// <param name="user">Who, by the platform's id. Not empty.</param>
    /// <param name="vote">1 for more like it, -1 for less, 0 to forget.</param>
    /// <param name="cancellation">Gives up before it is kept.</param>
    public Task SetVoteAsync(
        WorkspaceKey workspace, string channel, string card, string user, int vote, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(channel);
        ArgumentException.ThrowIfNullOrEmpty(card);
        ArgumentException.ThrowIfNullOrEmpty(user);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Math.Abs((long)vote), 1, nameof(vote));
        workspace.Checked();
        var parameters = new
        {
            workspace.Platform,
            Workspace = workspace.Id,
            Channel = channel.Stored(),
            Card = card.Stored(),
            User = user.Stored(),
            Vote = (long)vote,
            Now = _time.GetUtcNow().Stored(),
        };
        var sql = vote == 0
            ? $"DELETE FROM tip_vote WHERE {OfChannel} AND card = @Card AND user_id = @User"
            : """
              INSERT INTO tip_vote (platform, workspace, channel, card, user_id, vote, changed_at)
              VALUES (@Platform, @Workspace, @Channel, @Card, @User, @Vote, @Now)
              ON CONFLICT (platform, workspace, channel, card, user_id) DO UPDATE SET vote = excluded.vote, changed_at = excluded.changed_at
              """;
        return _database.WriteAsync(session => session.ExecuteAsync(sql, parameters), cancellation);
    }

    /// <summary>What a channel thinks of its tips: for each card that somebody voted on, the sum of the votes.</summary>
    public async Task<ImmutableDictionary<string, int>> VotesAsync(WorkspaceKey workspace, string channel, CancellationToken cancellation = default)
    {
        var rows = await _database.ReadAsync(
            session => session.QueryAsync<VoteRow>(
                $"SELECT card AS Card, CAST(SUM(vote) AS BIGINT) AS Votes FROM tip_vote WHERE {OfChannel} GROUP BY card", Key(workspace, channel)),
            cancellation);
        return rows.ToImmutableDictionary(row => row.Card, row => (int)row.Votes, StringComparer.Ordinal);
    }

    /// <summary>Who may change the tips of a workspace's channels, in the words it was set with; null where that is as configured.</summary>
    public Task<string?> AccessAsync(WorkspaceKey workspace, CancellationToken cancellation = default) => _database.ReadAsync(
        session => session.QuerySingleOrDefaultAsync<string>(
            AccessOf,
            new { workspace.Platform, Workspace = workspace.Id }),
        cancellation);

    /// <summary>Sets who may change the tips of a workspace's channels, with a line in the audit.</summary>
    /// <param name="workspace">Whose channels.</param>
    /// <param name="access">Opaque here; null to go back to what is configured.</param>
    /// <param name="by">Who, by the platform's id. Not empty.</param>
    /// <param name="cancellation">Gives up before it is set.</param>
    public Task SetAccessAsync(WorkspaceKey workspace, string? access, string by, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(by);
        workspace.Checked();
        var parameters = new { workspace.Platform, Workspace = workspace.Id, Access = access?.Stored() };
        var sql = access is null
            ? "DELETE FROM tip_access WHERE platform = @Platform AND workspace = @Workspace"
            : """
              INSERT INTO tip_access (platform, workspace, access) VALUES (@Platform, @Workspace, @Access)
              ON CONFLICT (platform, workspace) DO UPDATE SET access = excluded.access
              """;
        return _database.WriteAsync(
            async session =>
            {
                var before = await session.QuerySingleOrDefaultAsync<string>(AccessOf, parameters);
                await session.ExecuteAsync(sql, parameters);
                return await AuditLog.InsertAsync(
                    session, new AuditEntry(workspace, by, AuditActions.TipsAccess, workspace.Id, $"{before ?? "default"} -> {access ?? "default"}"), _time.GetUtcNow());
            },
            cancellation);
    }

    private static object Key(WorkspaceKey workspace, string channel)
        => new { workspace.Platform, Workspace = workspace.Id, Channel = channel.Stored() };

    private Task<int> SuspendAsync(WorkspaceKey workspace, string channel, string reason, string condition, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        var parameters = new
        {
            workspace.Platform,
            Workspace = workspace.Id,
            Channel = channel.Stored(),
            Reason = reason.Stored(),
            Now = _time.GetUtcNow().Stored(),
        };
        return _database.WriteAsync(
            session => session.ExecuteAsync(
                $"UPDATE tip_subscription SET next_due = NULL, suspended_at = @Now, suspended_because = @Reason WHERE {condition}", parameters),
            cancellation);
    }

    [SuppressMessage("Performance", "CA1812", Justification = "Dapper makes them.")]
    private sealed class VoteRow
    {
        public string Card { get; init; } = "";

        public long Votes { get; init; }
    }
}
