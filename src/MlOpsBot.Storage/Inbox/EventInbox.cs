using System.Collections.Immutable;
using MlOpsBot.Storage.Databases;
using MlOpsBot.Storage.Migrations;
using MlOpsBot.Storage.Working;

namespace MlOpsBot.Storage.Inbox;

/// <summary>
/// Events on their way from a platform to an answer. Record, acknowledge, claim, work, settle: an event is on disk before
/// it is acknowledged and stays open until some claim settles it, so that a crash at any point loses none; a claim settles
/// at most once, and only while no later claim was given, so that none is finished twice.
/// </summary>
/// <remarks>Thread-safe, across replicas too.</remarks>
public sealed class EventInbox
{
    /// <summary>What is open in a conversation that is still to be named. Also what tells the databases which index to take.</summary>
    internal const string OpenBefore =
        "FROM inbox WHERE platform = @Platform AND workspace = @Workspace AND state = 'open' AND conversation IS NOT NULL AND id < @Row";

    private readonly IDatabase _database;
    private readonly SchemaGuard _schema;
    private readonly TimeProvider _time;
    private readonly string _replica;
    private readonly string _claim;

    internal EventInbox(IDatabase database, SchemaGuard schema, TimeProvider time, string replica)
    {
        _schema = schema;
        _database = database;
        _time = time;
        _replica = replica;
        _claim = $"""
            WITH picked AS (
              SELECT id AS picked_id FROM inbox
              WHERE platform = @Platform AND state = 'open' AND due_at <= @Now
                AND (conversation IS NULL OR NOT EXISTS (
                  SELECT 1 FROM inbox AS earlier
                  WHERE earlier.platform = inbox.platform AND earlier.workspace = inbox.workspace
                    AND earlier.conversation = inbox.conversation AND earlier.state = 'open' AND earlier.id < inbox.id))
              ORDER BY due_at, id LIMIT @Limit {database.Dialect.SkipLocked})
            UPDATE inbox SET fence = fence + 1, attempt = attempt + 1, due_at = @Until, claimed_by = @Replica
            FROM picked WHERE id = picked_id
            RETURNING {EventRow.Columns}
            """;
    }

    /// <summary>The events of one platform, for a worker.</summary>
    public IWorkSource<ClaimedEvent> Of(string platform) => new PlatformEvents(this, platform);

    /// <summary>Records an event, unless it was recorded before. It may be acknowledged when this has returned.</summary>
    public Task<RecordOutcome> RecordAsync(IncomingEvent incoming, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(incoming);
        ArgumentException.ThrowIfNullOrEmpty(incoming.EventId, nameof(incoming));
        ArgumentException.ThrowIfNullOrEmpty(incoming.Kind, nameof(incoming));
        var workspace = incoming.Workspace.Checked();
        var parameters = new
        {
            Platform = workspace.Platform.Stored(),
            Workspace = workspace.Id.Stored(),
            EventId = incoming.EventId.Stored(),
            SecondKey = incoming.SecondKey?.Stored(),
            Kind = incoming.Kind.Stored(),
            Payload = incoming.Payload.Stored(),
            Conversation = incoming.Conversation?.Stored(),
            Now = _time.GetUtcNow().Stored(),
        };

        // The keys of a duplicate stay too: its own redeliveries are known by them.
        return _database.WriteAsync(
            async session =>
            {
                var isNew = await session.ExecuteAsync(
                    "INSERT INTO event_key (platform, workspace, name, value, recorded_at) VALUES (@Platform, @Workspace, 'id', @EventId, @Now) ON CONFLICT DO NOTHING",
                    parameters) == 1;
                if (isNew && parameters.SecondKey is not null)
                {
                    isNew = await session.ExecuteAsync(
                        "INSERT INTO event_key (platform, workspace, name, value, recorded_at) VALUES (@Platform, @Workspace, 'second', @SecondKey, @Now) ON CONFLICT DO NOTHING",
                        parameters) == 1;
                }

                if (!isNew)
                {
                    return RecordOutcome.Duplicate;
                }

                if (parameters.Conversation is not null && _database.Dialect.TakeTurn is { } takeTurn)
                {
                    // An earlier number must not become visible after a later one: the later might be claimed in between.
                    await session.ExecuteAsync(takeTurn, new { Name = $"{parameters.Platform}/{parameters.Workspace}/{parameters.Conversation}" });
                }

                await session.ExecuteAsync(
                    """
                    INSERT INTO inbox (platform, workspace, event_id, kind, payload, conversation, state, recorded_at, due_at, attempt, fence)
                    VALUES (@Platform, @Workspace, @EventId, @Kind, @Payload, @Conversation, 'open', @Now, @Now, 0, 0)
                    """,
                    parameters);
                return RecordOutcome.Recorded;
            },
            cancellation);
    }

    /// <summary>
    /// Claims events that are due, the longest due first; of each conversation only the earliest that is open, whoever works on
    /// it and however long it waits for another attempt. Never waits for other claimers.
    /// </summary>
    /// <param name="platform">Whose events.</param>
    /// <param name="limit">Most events; 1 to 1,000. Claim no more than are worked on at once: a lease runs while an event waits.</param>
    /// <param name="lease">For how long. Longer than working on one usually takes; more than zero.</param>
    /// <param name="cancellation">Gives up before the claim.</param>
    public async Task<ImmutableArray<ClaimedEvent>> ClaimAsync(
        string platform, int limit, TimeSpan lease, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(platform);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1000);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lease, TimeSpan.Zero);
        var now = _time.GetUtcNow();
        var parameters = new
        {
            Platform = platform,
            Limit = (long)limit,
            Now = now.Stored(),
            Until = (now + lease).Stored(),
            Replica = _replica,
        };
        var rows = await _schema.TakeAsync(session => session.QueryAsync<EventRow>(_claim, parameters), cancellation);
        return [.. rows.OrderBy(row => row.Id).Select(row => row.ToClaim())];
    }

    /// <summary>Extends a lease to <paramref name="lease"/> from now. The claim with its new end, or null if somebody else has claimed the event.</summary>
    public async Task<ClaimedEvent?> RenewAsync(ClaimedEvent claim, TimeSpan lease, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lease, TimeSpan.Zero);
        var until = (_time.GetUtcNow() + lease).Stored();
        var renewed = await _database.WriteAsync(
            session => session.ExecuteAsync(
                "UPDATE inbox SET due_at = @Until WHERE id = @Row AND fence = @Fence AND state = 'open'",
                new { claim.Row, claim.Fence, Until = until }),
            cancellation);
        return renewed == 1 ? claim with { LeaseUntil = until.Time() } : null;
    }

    /// <summary>Finishes an event and drops its payload. False if the claim was lost or has settled before: then nothing changed.</summary>
    public Task<bool> CompleteAsync(ClaimedEvent claim, CancellationToken cancellation = default)
        => SettleAsync(claim, WorkState.Done, reason: null, cancellation);

    /// <summary>Finishes an event out of the ordinary; the row says how. False if the claim was lost or has settled before.</summary>
    public Task<bool> CompleteAsync(ClaimedEvent claim, string? reason, CancellationToken cancellation = default)
        => SettleAsync(claim, WorkState.Done, reason, cancellation);

    /// <summary>Gives the event back, to be claimed at <paramref name="at"/> or later. False if the claim was lost or has settled before.</summary>
    public Task<bool> RetryAsync(ClaimedEvent claim, DateTimeOffset at, string? reason, CancellationToken cancellation = default)
        => RetryAsync(claim, at, reason, counts: true, cancellation);

    /// <summary>Gives the event back, to be claimed at <paramref name="at"/> or later. False if the claim was lost or has settled before.</summary>
    /// <param name="claim">Which.</param>
    /// <param name="at">When it may be claimed again.</param>
    /// <param name="reason">Why, for the row; null to leave none.</param>
    /// <param name="counts">Whether this attempt counts. One that failed for something outside should not be held against the event.</param>
    /// <param name="cancellation">Gives up before it is given back.</param>
    public async Task<bool> RetryAsync(
        ClaimedEvent claim, DateTimeOffset at, string? reason, bool counts, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(claim);
        var parameters = new { claim.Row, claim.Fence, At = at.Stored(), Reason = reason?.Stored(), Counted = counts ? 0L : 1L };
        return await _database.WriteAsync(
            session => session.ExecuteAsync(
                """
                UPDATE inbox SET due_at = @At, reason = @Reason, attempt = attempt - @Counted, fence = fence + 1, claimed_by = NULL
                WHERE id = @Row AND fence = @Fence AND state = 'open'
                """,
                parameters),
            cancellation) == 1;
    }

    /// <summary>Ends the attempts; the row says why. False if the claim was lost or has settled before.</summary>
    public Task<bool> GiveUpAsync(ClaimedEvent claim, string reason, CancellationToken cancellation = default)
        => SettleAsync(claim, WorkState.GivenUp, reason, cancellation);

    /// <summary>Ends the attempts because another might answer twice; the row says why. False if the claim was lost or has settled before.</summary>
    public Task<bool> MarkDoubtfulAsync(ClaimedEvent claim, string reason, CancellationToken cancellation = default)
        => SettleAsync(claim, WorkState.Doubtful, reason, cancellation);

    /// <summary>How many open events of a place were recorded before a claimed one: the queue that it stands in.</summary>
    /// <param name="claim">The one that waits.</param>
    /// <param name="place">Conversations count that are named so, or begin so and go on with a colon or a semicolon: the threads of a place.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task<long> CountAheadAsync(ClaimedEvent claim, string place, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(claim);
        ArgumentException.ThrowIfNullOrEmpty(place);
        var (platform, workspace) = claim.Event.Workspace;
        var (first, end) = NameRange.Below(place.Stored(), ':', ';');
        return _database.ReadAsync(
            session => session.QuerySingleOrDefaultAsync<long>(
                $"SELECT (SELECT COUNT(*) {OpenBefore} AND conversation = @Place) + (SELECT COUNT(*) {OpenBefore} AND conversation >= @First AND conversation < @End)",
                new { Platform = platform, Workspace = workspace, claim.Row, Place = place.Stored(), First = first, End = end }),
            cancellation);
    }

    /// <summary>Where an event stands; null if it was never recorded, or purged.</summary>
    public async Task<EventStatus?> FindAsync(WorkspaceKey workspace, string eventId, CancellationToken cancellation = default)
    {
        var row = await _database.ReadAsync(
            session => session.QuerySingleOrDefaultAsync<EventRow>(
                $"SELECT {EventRow.Columns} FROM inbox WHERE platform = @Platform AND workspace = @Id AND event_id = @EventId ORDER BY id DESC LIMIT 1",
                new { workspace.Platform, workspace.Id, EventId = eventId.Stored() }),
            cancellation);
        return row?.ToStatus();
    }

    /// <summary>The latest events in a state, newest first.</summary>
    /// <param name="state">Which state.</param>
    /// <param name="limit">Most events; at least 1.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<ImmutableArray<EventStatus>> ListAsync(WorkState state, int limit, CancellationToken cancellation = default)
    {
        var rows = await _database.ReadAsync(
            session => session.QueryAsync<EventRow>(
                $"SELECT {EventRow.Columns} FROM inbox WHERE state = @State ORDER BY id DESC LIMIT @Limit",
                new { State = EventRow.StateName(state), Limit = (long)limit }),
            cancellation);
        return [.. rows.Select(row => row.ToStatus())];
    }

    /// <summary>When the next event of a platform may be claimed, in the past if that is now; null if none is open. For a worker to know how long to wait.</summary>
    public async Task<DateTimeOffset?> NextDueAsync(string platform, CancellationToken cancellation = default)
    {
        var due = await _database.ReadAsync(
            session => session.QuerySingleOrDefaultAsync<long?>(
                "SELECT MIN(due_at) FROM inbox WHERE platform = @Platform AND state = 'open'", new { Platform = platform }),
            cancellation);
        return due?.Time();
    }

    /// <summary>How much there is, for health and metrics. Counts rows; not for every request.</summary>
    public async Task<InboxCounts> CountAsync(string platform, CancellationToken cancellation = default)
    {
        var counts = (await _database.ReadAsync(
            session => session.QueryAsync<StateCount>(
                "SELECT state AS State, COUNT(*) AS Rows FROM inbox WHERE platform = @Platform GROUP BY state", new { Platform = platform }),
            cancellation)).ToDictionary(count => EventRow.StateOf(count.State), count => count.Rows);
        return new InboxCounts(
            counts.GetValueOrDefault(WorkState.Open),
            counts.GetValueOrDefault(WorkState.Done),
            counts.GetValueOrDefault(WorkState.GivenUp),
            counts.GetValueOrDefault(WorkState.Doubtful),
            await NextDueAsync(platform, cancellation));
    }

    private async Task<bool> SettleAsync(ClaimedEvent claim, WorkState state, string? reason, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(claim);
        var parameters = new
        {
            claim.Row,
            claim.Fence,
            State = EventRow.StateName(state),
            Reason = reason?.Stored(),
            Now = _time.GetUtcNow().Stored(),
            KeepPayload = state == WorkState.Done ? 0L : 1L,
        };
        return await _database.WriteAsync(
            session => session.ExecuteAsync(
                """
                UPDATE inbox SET state = @State, reason = COALESCE(@Reason, reason), finished_at = @Now, fence = fence + 1, claimed_by = NULL,
                  payload = CASE WHEN @KeepPayload = 1 THEN payload ELSE '' END
                WHERE id = @Row AND fence = @Fence AND state = 'open'
                """,
                parameters),
            cancellation) == 1;
    }

    private sealed class PlatformEvents(EventInbox inbox, string platform) : IWorkSource<ClaimedEvent>
    {
        public Task<DateTimeOffset?> NextDueAsync(CancellationToken cancellation) => inbox.NextDueAsync(platform, cancellation);

        public Task<ImmutableArray<ClaimedEvent>> ClaimAsync(int limit, TimeSpan lease, CancellationToken cancellation)
            => inbox.ClaimAsync(platform, limit, lease, cancellation);

        public Task<ClaimedEvent?> RenewAsync(ClaimedEvent claim, TimeSpan lease, CancellationToken cancellation) => inbox.RenewAsync(claim, lease, cancellation);

        public Task<bool> SettleAsync(ClaimedEvent claim, Settlement settlement, CancellationToken cancellation) => settlement.State switch
        {
            WorkState.Done => inbox.CompleteAsync(claim, settlement.Reason, cancellation),
            WorkState.GivenUp => inbox.GiveUpAsync(claim, settlement.Reason!, cancellation),
            WorkState.Doubtful => inbox.MarkDoubtfulAsync(claim, settlement.Reason!, cancellation),
            _ => inbox.RetryAsync(claim, settlement.At, settlement.Reason, settlement.Counts, cancellation),
        };
    }

    [System.Diagnostics.CodeAnalysis.SuppressMessage("Performance", "CA1812", Justification = "Dapper makes them.")]
    private sealed class StateCount
    {
        public string State { get; init; } = "";

        public long Rows { get; init; }
    }
}
