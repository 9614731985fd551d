using System.Collections.Immutable;
using MlOpsBot.Storage.Databases;
using MlOpsBot.Storage.Migrations;
using MlOpsBot.Storage.Working;

namespace MlOpsBot.Storage.Tips;

/// <summary>
/// What channels got, day by day: one row a channel and local day, from its plan to its end. A planned day is claimed, posted and
/// settled like an event of the inbox: a claim settles at most once, and only while no later claim was given.
/// </summary>
/// <remarks>Thread-safe, across replicas too.</remarks>
public sealed class TipLedger
{
    /// <summary>What may be claimed now. Also what tells the databases which index to take.</summary>
    internal const string Open = "platform = @Platform AND state IN ('planned', 'claimed') AND try_at <= @Now";

    private const string OfChannel = "platform = @Platform AND workspace = @Workspace AND channel = @Channel";

    private const string GiveBack = $"""
        UPDATE tip_ledger SET state = @State, try_at = @At, reason = @Reason, attempt = attempt - @Counted, fence = fence + 1, claimed_by = NULL
        WHERE {TipDayKey.IsHeld}
        """;

    // The delivery's row is what is known of the platform, and outweighs what the work came to.
    private const string DeliveryOf =
        "FROM delivery WHERE delivery.platform = tip_ledger.platform AND delivery.workspace = tip_ledger.workspace AND delivery.id = tip_ledger.delivery";

    private const string End = $"""
        UPDATE tip_ledger SET
          state = CASE (SELECT state {DeliveryOf}) WHEN 'posted' THEN 'posted' WHEN 'intended' THEN 'doubtful' WHEN 'doubtful' THEN 'doubtful' ELSE @State END,
          message = (SELECT message {DeliveryOf}),
          reason = COALESCE(@Reason, reason), settled_at = @Now, fence = fence + 1, claimed_by = NULL
        WHERE {TipDayKey.IsHeld}
        """;

    private readonly IDatabase _database;
    private readonly SchemaGuard _schema;
    private readonly TimeProvider _time;
    private readonly string _replica;
    private readonly string _claim;

    internal TipLedger(IDatabase database, SchemaGuard schema, TimeProvider time, string replica)
    {
        _schema = schema;
        _database = database;
        _time = time;
        _replica = replica;
        _claim = $"""
            WITH picked AS (
              SELECT platform AS p, workspace AS w, channel AS c, day AS d FROM tip_ledger
              WHERE {Open}
              ORDER BY try_at LIMIT @Limit {database.Dialect.SkipLocked})
            UPDATE tip_ledger SET state = 'claimed', fence = fence + 1, attempt = attempt + 1, try_at = @Until, claimed_at = @Now, claimed_by = @Replica
            FROM picked WHERE platform = p AND workspace = w AND channel = c AND day = d
            RETURNING {TipDayRow.Columns}
            """;
    }

    /// <summary>The planned days of one platform, for a worker.</summary>
    /// <remarks>
    /// A day that is settled as done is posted where its delivery is, else skipped; as given up it failed; where the delivery leaves
    /// in doubt whether it is on the platform, so does the day, whatever it is settled as, and where the delivery is posted so is the day.
    /// </remarks>
    public IWorkSource<ClaimedTip> Of(string platform)
    {
        ArgumentException.ThrowIfNullOrEmpty(platform);
        return new PlatformDays(this, platform);
    }

    /// <summary>Keeps which tip was chosen for a day, unless an earlier attempt has chosen.</summary>
    /// <param name="claim">The right to post it.</param>
    /// <param name="tip">What this attempt chooses.</param>
    /// <param name="cancellation">Gives up before it is kept.</param>
    /// <returns>The tip to post: the earlier choice where there is one; null if the claim was lost: post nothing.</returns>
    public Task<ChosenTip?> ChooseAsync(ClaimedTip claim, ChosenTip tip, CancellationToken cancellation = default)
        => ChooseAsync(claim, tip, insteadOf: null, cancellation);

    /// <summary>Keeps which tip was chosen for a day, unless an earlier attempt has chosen another than one that is gone.</summary>
    /// <param name="claim">The right to post it.</param>
    /// <param name="tip">What this attempt chooses.</param>
    /// <param name="insteadOf">The id of an earlier choice that is not to be posted, as there is no such tip any more; null for none.</param>
    /// <param name="cancellation">Gives up before it is kept.</param>
    /// <returns>The tip to post: the earlier choice where there is one; null if the claim was lost: post nothing.</returns>
    public Task<ChosenTip?> ChooseAsync(ClaimedTip claim, ChosenTip tip, string? insteadOf, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(tip);
        ArgumentException.ThrowIfNullOrEmpty(tip.Tip, nameof(tip));
        var (platform, workspace, channel, day, fence) = TipDayKey.Of(claim);
        var parameters = new
        {
            Platform = platform,
            Workspace = workspace,
            Channel = channel,
            Day = day,
            Fence = fence,
            Tip = tip.Tip.Stored(),
            Card = tip.Card.Stored(),
            Why = tip.Why.Stored(),
            InsteadOf = insteadOf?.Stored() ?? "",
        };
        return _database.WriteAsync(
            async session => (await session.QuerySingleOrDefaultAsync<TipDayRow>(
                $"""
                UPDATE tip_ledger SET
                  tip = COALESCE(NULLIF(tip, @InsteadOf), @Tip),
                  card = CASE WHEN NULLIF(tip, @InsteadOf) IS NULL THEN @Card ELSE card END,
                  why = CASE WHEN NULLIF(tip, @InsteadOf) IS NULL THEN @Why ELSE why END
                WHERE {TipDayKey.IsHeld}
                RETURNING {TipDayRow.Columns}
                """,
                parameters))?.ToTip(),
            cancellation);
    }

    /// <summary>What a channel got on a day; null if that day was never planned, or purged.</summary>
    public async Task<TipDay?> FindAsync(WorkspaceKey workspace, string channel, string day, CancellationToken cancellation = default)
    {
        var row = await _database.ReadAsync(
            session => session.QuerySingleOrDefaultAsync<TipDayRow>(
                $"SELECT {TipDayRow.Columns} FROM tip_ledger WHERE {OfChannel} AND day = @Day",
                new { workspace.Platform, Workspace = workspace.Id, Channel = channel.Stored(), Day = day.Stored() }),
            cancellation);
        return row?.ToDay();
    }

    /// <summary>A channel's days, the newest first.</summary>
    /// <param name="workspace">Whose channel.</param>
    /// <param name="channel">The channel.</param>
    /// <param name="limit">Most days; at least 1.</param>
    /// <param name="before">Only days before this one; null from the newest on.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<ImmutableArray<TipDay>> ListAsync(
        WorkspaceKey workspace, string channel, int limit, string? before = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var condition = before is null ? "" : " AND day < @Before";
        var rows = await _database.ReadAsync(
            session => session.QueryAsync<TipDayRow>(
                $"SELECT {TipDayRow.Columns} FROM tip_ledger WHERE {OfChannel}{condition} ORDER BY day DESC LIMIT @Limit",
                new { workspace.Platform, Workspace = workspace.Id, Channel = channel.Stored(), Before = before?.Stored(), Limit = (long)limit }),
            cancellation);
        return [.. rows.Select(row => row.ToDay())];
    }

    /// <summary>The ids of the tips that a channel has got or may have got, the oldest first, while the ledger is kept.</summary>
    public async Task<ImmutableArray<string>> HistoryAsync(WorkspaceKey workspace, string channel, CancellationToken cancellation = default)
        => [.. await _database.ReadAsync(
            session => session.QueryAsync<string>(
                $"SELECT tip FROM tip_ledger WHERE {OfChannel} AND state IN ('posted', 'doubtful') AND tip IS NOT NULL ORDER BY day",
                new { workspace.Platform, Workspace = workspace.Id, Channel = channel.Stored() }),
            cancellation)];

    /// <summary>Everybody's days, in order of the day and then of the channel.</summary>
    /// <param name="fromDay">The first local day, <c>yyyy-MM-dd</c>.</param>
    /// <param name="toDay">The last one.</param>
    /// <param name="limit">Most rows; at least 1.</param>
    /// <param name="after">The last row of the page before; null for the first page.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<ImmutableArray<TipDay>> BetweenAsync(
        string fromDay, string toDay, int limit, TipDay? after = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var condition = after is null ? "" : " AND (day, platform, workspace, channel) > (@Day, @Platform, @Workspace, @Channel)";
        var parameters = new
        {
            From = (after?.Day ?? fromDay).Stored(),
            To = toDay.Stored(),
            Limit = (long)limit,
            after?.Day,
            after?.Workspace.Platform,
            Workspace = after?.Workspace.Id,
            after?.Channel,
        };
        var rows = await _database.ReadAsync(
            session => session.QueryAsync<TipDayRow>(
                $"""
                SELECT {TipDayRow.Columns} FROM tip_ledger WHERE day >= @From AND day <= @To{condition}
                ORDER BY day, platform, workspace, channel LIMIT @Limit
                """,
                parameters),
            cancellation);
        return [.. rows.Select(row => row.ToDay())];
    }

    private async Task<DateTimeOffset?> NextDueAsync(string platform, CancellationToken cancellation)
    {
        var due = await _database.ReadAsync(
            session => session.QuerySingleOrDefaultAsync<long?>(
                "SELECT MIN(try_at) FROM tip_ledger WHERE platform = @Platform AND state IN ('planned', 'claimed')", new { Platform = platform }),
            cancellation);
        return due?.Time();
    }

    private async Task<ImmutableArray<ClaimedTip>> ClaimAsync(string platform, int limit, TimeSpan lease, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1000);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lease, TimeSpan.Zero);
        var now = _time.GetUtcNow();
        var parameters = new { Platform = platform, Limit = (long)limit, Now = now.Stored(), Until = (now + lease).Stored(), Replica = _replica };
        var rows = await _schema.TakeAsync(session => session.QueryAsync<TipDayRow>(_claim, parameters), cancellation);
        return [.. rows.OrderBy(row => row.DueAt).Select(row => row.ToClaim())];
    }

    private async Task<ClaimedTip?> RenewAsync(ClaimedTip claim, TimeSpan lease, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lease, TimeSpan.Zero);
        var (platform, workspace, channel, day, fence) = TipDayKey.Of(claim);
        var until = (_time.GetUtcNow() + lease).Stored();
        var renewed = await _database.WriteAsync(
            session => session.ExecuteAsync(
                $"UPDATE tip_ledger SET try_at = @Until WHERE {TipDayKey.IsHeld}",
                new { Platform = platform, Workspace = workspace, Channel = channel, Day = day, Fence = fence, Until = until }),
            cancellation);
        return renewed == 1 ? claim with { LeaseUntil = until.Time() } : null;
    }

    private async Task<bool> SettleAsync(ClaimedTip claim, Settlement settlement, CancellationToken cancellation)
    {
        var (platform, workspace, channel, day, fence) = TipDayKey.Of(claim);
        var parameters = new
        {
            Platform = platform,
            Workspace = workspace,
            Channel = channel,
            Day = day,
            Fence = fence,
            State = settlement.State switch
            {
                WorkState.Open => "planned",
                WorkState.Done => "skipped",
                WorkState.GivenUp => "failed",
                WorkState.Doubtful => "doubtful",
                _ => throw new ArgumentOutOfRangeException(nameof(settlement), settlement, null),
            },
            Reason = settlement.Reason?.Stored(),
            Now = _time.GetUtcNow().Stored(),
            At = settlement.At.Stored(),
            Counted = settlement.Counts ? 0L : 1L,
        };
        return await _database.WriteAsync(
            session => session.ExecuteAsync(settlement.State == WorkState.Open ? GiveBack : End, parameters), cancellation) == 1;
    }

    private sealed class PlatformDays(TipLedger ledger, string platform) : IWorkSource<ClaimedTip>
    {
        public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellation) => ledger.NextDueAsync(platform, cancellation);

        public Task<ImmutableArray<ClaimedTip>> ClaimAsync(int limit, TimeSpan lease, CancellationToken cancellation)
            => ledger.ClaimAsync(platform, limit, lease, cancellation);

        public Task<ClaimedTip?> RenewAsync(ClaimedTip claim, TimeSpan lease, CancellationToken cancellation) => ledger.RenewAsync(claim, lease, cancellation);

        public Task<bool> SettleAsync(ClaimedTip claim, Settlement settlement, CancellationToken cancellation)
        {
            ArgumentNullException.ThrowIfNull(settlement);
            return ledger.SettleAsync(claim, settlement, cancellation);
        }
    }
}
