using System.Collections.Immutable;
using MlOpsBot.Storage.Databases;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Tips;

namespace MlOpsBot.Storage.Deliveries;

/// <summary>
/// Messages of ours. The intent is recorded before the post, so that a crash between posting and recording is seen and
/// resolved; afterwards the row tells a button what it was about, for as long as deliveries are kept.
/// </summary>
/// <remarks>Thread-safe, across replicas too.</remarks>
public sealed class DeliveryStore
{
    private const string Insert = """
        INSERT INTO delivery (platform, workspace, id, event, step, place, target, knowledge_version, state, intended_at)
        VALUES (@Platform, @Workspace, @Id, @Event, @Step, @Place, @Target, @KnowledgeVersion, 'intended', @Now)
        ON CONFLICT DO NOTHING
        """;

    /// <summary>What is on the platform in a place. Also what tells the databases which index to take.</summary>
    internal const string PostedIn =
        "FROM delivery WHERE platform = @Platform AND workspace = @Workspace AND place = @Place AND state = 'posted'";

    /// <summary>What is on the platform in the threads of a place.</summary>
    internal const string PostedBelow =
        "FROM delivery WHERE platform = @Platform AND workspace = @Workspace AND place >= @First AND place < @End AND state = 'posted'";

    /// <summary>What is on the platform in a place under a name.</summary>
    internal const string PostedAs = PostedIn + " AND message = @Message";

    private readonly IDatabase _database;
    private readonly TimeProvider _time;
    private readonly string _holdClaim;
    private readonly string _holdTip;

    internal DeliveryStore(IDatabase database, TimeProvider time)
    {
        _database = database;
        _time = time;
        _holdClaim = $"SELECT id FROM inbox WHERE id = @Event AND fence = @Fence AND state = 'open' {database.Dialect.LockRow}";
        _holdTip = $"SELECT fence FROM tip_ledger WHERE {TipDayKey.IsHeld} {database.Dialect.LockRow}";
    }

    /// <summary>Records that a message is about to be posted for a claimed event: once for each event and step, however often it is attempted.</summary>
    public Task<Intent> IntendAsync(ClaimedEvent claim, NewDelivery delivery, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(claim);
        var now = _time.GetUtcNow();
        var parameters = Parameters(delivery, claim.Row, claim.Fence, now);
        return _database.WriteAsync(
            async session =>
            {
                if (await session.QuerySingleOrDefaultAsync<long?>(_holdClaim, parameters) is null)
                {
                    return new Intent(IntentOutcome.ClaimLost, null);
                }

                var earlier = await session.QuerySingleOrDefaultAsync<DeliveryRow>(
                    $"SELECT {DeliveryRow.Columns} FROM delivery WHERE event = @Event AND step = @Step", parameters);
                if (earlier is not null)
                {
                    return new Intent(IntentOutcome.AlreadyThere, earlier.ToDelivery());
                }

                await InsertAsync(session, parameters);
                return new Intent(IntentOutcome.Recorded, New(delivery, now));
            },
            cancellation);
    }

    /// <summary>
    /// Records that a channel's tip of a day is about to be posted: once, however often it is attempted.
    /// </summary>
    /// <param name="claim">The right to post it.</param>
    /// <param name="delivery">The message, under the id that the ledger has for it.</param>
    /// <param name="cancellation">Gives up before it is recorded.</param>
    public Task<Intent> IntendAsync(ClaimedTip claim, NewDelivery delivery, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(claim);
        var now = _time.GetUtcNow();
        var parameters = Parameters(delivery, row: null, claim.Fence, now);
        if (delivery.Workspace != claim.Day.Workspace || !string.Equals(delivery.Id, claim.Day.Delivery, StringComparison.Ordinal))
        {
            throw new ArgumentException("A tip is delivered in its channel's workspace, under the id that the ledger has for it.", nameof(delivery));
        }

        return _database.WriteAsync(
            async session =>
            {
                if (await session.QuerySingleOrDefaultAsync<long?>(_holdTip, TipDayKey.Of(claim)) is null)
                {
                    return new Intent(IntentOutcome.ClaimLost, null);
                }

                if (await InsertAsync(session, parameters) == 1)
                {
                    return new Intent(IntentOutcome.Recorded, New(delivery, now));
                }

                var earlier = await session.QuerySingleOrDefaultAsync<DeliveryRow>(
                    $"SELECT {DeliveryRow.Columns} FROM delivery WHERE platform = @Platform AND workspace = @Workspace AND id = @Id", parameters);
                return new Intent(IntentOutcome.AlreadyThere, earlier!.ToDelivery());
            },
            cancellation);
    }

    /// <summary>Records that a message is about to be posted that answers no recorded event, such as the response to a slash command.</summary>
    public Task<Delivery> IntendAsync(NewDelivery delivery, CancellationToken cancellation = default)
    {
        var now = _time.GetUtcNow();
        var parameters = Parameters(delivery, row: null, fence: 0, now);
        return _database.WriteAsync(
            async session =>
            {
                await InsertAsync(session, parameters);
                return New(delivery, now);
            },
            cancellation);
    }

    /// <summary>
    /// Records a message that is on the platform without ever having been intended, such as a card in a response, because somebody
    /// has an opinion of it. Changes nothing where the delivery is known.
    /// </summary>
    /// <param name="delivery">What is known of it.</param>
    /// <param name="message">The platform's name for what it stands in.</param>
    /// <param name="cancellation">Gives up before it is recorded.</param>
    public async Task EnsureAsync(NewDelivery delivery, string message, CancellationToken cancellation = default)
    {
        var parameters = Parameters(delivery, row: null, fence: 0, _time.GetUtcNow());
        if (await FindAsync(delivery.Workspace, delivery.Id, cancellation) is null)
        {
            await _database.WriteAsync(
                async session => await InsertAsync(session, parameters) == 1
                    && await SettleAsync(session, delivery.Workspace, delivery.Id, DeliveryState.Posted, message, reason: null),
                cancellation);
        }
    }

    /// <summary>
    /// Records that a message is on the platform, as a fact: after the post, or when a look-up found it. Settles every state
    /// but <see cref="DeliveryState.Posted"/>. False if there is no such delivery, or it was posted before.
    /// </summary>
    /// <param name="workspace">Whose it is.</param>
    /// <param name="id">The delivery.</param>
    /// <param name="message">The platform's name for the message.</param>
    /// <param name="cancellation">Gives up before it is recorded.</param>
    public Task<bool> PostedAsync(WorkspaceKey workspace, string id, string message, CancellationToken cancellation = default)
        => SettleAsync(workspace, id, DeliveryState.Posted, message, reason: null, cancellation);

    /// <summary>Records that a message surely is not on the platform, and why. False if there is no such delivery, or it was posted.</summary>
    public Task<bool> FailedAsync(WorkspaceKey workspace, string id, string reason, CancellationToken cancellation = default)
        => SettleAsync(workspace, id, DeliveryState.Failed, message: null, reason, cancellation);

    /// <summary>Records that nobody can tell whether a message is on the platform, and why. False if there is no such delivery, or it was posted.</summary>
    public Task<bool> DoubtfulAsync(WorkspaceKey workspace, string id, string reason, CancellationToken cancellation = default)
        => SettleAsync(workspace, id, DeliveryState.Doubtful, message: null, reason, cancellation);

    /// <summary>A delivery, for a button of it; null if there is none in this workspace, or it was purged.</summary>
    public async Task<Delivery?> FindAsync(WorkspaceKey workspace, string id, CancellationToken cancellation = default)
    {
        var row = await _database.ReadAsync(
            session => session.QuerySingleOrDefaultAsync<DeliveryRow>(
                $"SELECT {DeliveryRow.Columns} FROM delivery WHERE platform = @Platform AND workspace = @Workspace AND id = @Id",
                new { workspace.Platform, Workspace = workspace.Id, Id = id.Stored() }),
            cancellation);
        return row?.ToDelivery();
    }

    /// <summary>The delivery that an earlier attempt at an event intended as one of its messages; null if none did.</summary>
    public async Task<Delivery?> FindAsync(ClaimedEvent claim, int step, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(claim);
        var row = await _database.ReadAsync(
            session => session.QuerySingleOrDefaultAsync<DeliveryRow>(
                $"SELECT {DeliveryRow.Columns} FROM delivery WHERE event = @Event AND step = @Step", new { Event = claim.Row, Step = (long)step }),
            cancellation);
        return row?.ToDelivery();
    }

    /// <summary>Whether we have posted in a place: with a delivery of just this <see cref="NewDelivery.Place"/>, while deliveries are kept.</summary>
    public async Task<bool> HasPostedInAsync(WorkspaceKey workspace, string place, CancellationToken cancellation = default)
        => await _database.ReadAsync(
            session => session.QuerySingleOrDefaultAsync<long?>(
                $"SELECT 1 {PostedIn} LIMIT 1",
                new { workspace.Platform, Workspace = workspace.Id, Place = place.Stored() }),
            cancellation) is not null;

    /// <summary>The delivery that is on the platform in a place, under the platform's own name for it; null if there is none, or it was purged.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="place">Just this <see cref="NewDelivery.Place"/>.</param>
    /// <param name="message">What <see cref="PostedAsync"/> was told. Not empty: a platform may tell no name.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<Delivery?> FindPostedAsync(WorkspaceKey workspace, string place, string message, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(message);
        var row = await _database.ReadAsync(
            session => session.QuerySingleOrDefaultAsync<DeliveryRow>(
                $"SELECT {DeliveryRow.Columns} {PostedAs} LIMIT 1",
                new { workspace.Platform, Workspace = workspace.Id, Place = place.Stored(), Message = message.Stored() }),
            cancellation);
        return row?.ToDelivery();
    }

    /// <summary>The latest delivery that is on the platform in a place, by its intent; null if there is none, or it was purged.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="place">Just this <see cref="NewDelivery.Place"/>.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<Delivery?> FindLatestAsync(WorkspaceKey workspace, string place, CancellationToken cancellation = default)
    {
        var row = await _database.ReadAsync(
            session => session.QuerySingleOrDefaultAsync<DeliveryRow>(
                $"SELECT {DeliveryRow.Columns} {PostedIn} ORDER BY intended_at DESC LIMIT 1",
                new { workspace.Platform, Workspace = workspace.Id, Place = place.Stored() }),
            cancellation);
        return row?.ToDelivery();
    }

    /// <summary>What is on the platform in a place and its threads, the latest first by its intent.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="place">The place: deliveries of just this <see cref="NewDelivery.Place"/> count, and those of places that begin so and go on with the separator.</param>
    /// <param name="separator">What stands between a place and its thread in the adapter's words, such as a colon. ASCII.</param>
    /// <param name="since">Only what was intended then or later.</param>
    /// <param name="limit">Most deliveries; at least 1.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<ImmutableArray<Delivery>> ListPostedSinceAsync(
        WorkspaceKey workspace, string place, char separator, DateTimeOffset since, int limit, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(place);
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var (first, end) = NameRange.Below(place.Stored(), separator, separator);
        var parameters = new
        {
            workspace.Platform,
            Workspace = workspace.Id,
            Place = place.Stored(),
            First = first,
            End = end,
            Since = since.Stored(),
            Limit = (long)limit,
        };
        var rows = await _database.ReadAsync(
            session => session.QueryAsync<DeliveryRow>(
                $"""
                SELECT * FROM (
                  SELECT {DeliveryRow.Columns} {PostedIn} AND intended_at >= @Since
                  UNION ALL
                  SELECT {DeliveryRow.Columns} {PostedBelow} AND intended_at >= @Since) AS posted
                ORDER BY IntendedAt DESC LIMIT @Limit
                """,
                parameters),
            cancellation);
        return [.. rows.Select(row => row.ToDelivery())];
    }

    /// <summary>Deliveries in a state other than posted, oldest first: what a crash or a failing platform left behind.</summary>
    /// <param name="state">Which state; not <see cref="DeliveryState.Posted"/>.</param>
    /// <param name="limit">Most deliveries; at least 1.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<ImmutableArray<Delivery>> ListAsync(DeliveryState state, int limit, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfEqual(state, DeliveryState.Posted);
        var rows = await _database.ReadAsync(
            session => session.QueryAsync<DeliveryRow>(
                $"SELECT {DeliveryRow.Columns} FROM delivery WHERE state = @State AND state <> 'posted' ORDER BY intended_at LIMIT @Limit",
                new { State = DeliveryRow.StateName(state), Limit = (long)limit }),
            cancellation);
        return [.. rows.Select(row => row.ToDelivery())];
    }

    private static DeliveryParameters Parameters(NewDelivery delivery, long? row, long fence, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentException.ThrowIfNullOrEmpty(delivery.Id, nameof(delivery));
        ArgumentOutOfRangeException.ThrowIfNegative(delivery.Step, nameof(delivery));
        var workspace = delivery.Workspace.Checked();
        return new DeliveryParameters(
            workspace.Platform,
            workspace.Id,
            delivery.Id.Stored(),
            row,
            fence,
            delivery.Step,
            delivery.Place.Stored(),
            delivery.Target.Stored(),
            delivery.KnowledgeVersion.Stored(),
            now.Stored());
    }

    // Ids are random: one that is there already is this very call, repeated after its answer was lost.
    private static Task<int> InsertAsync(Session session, DeliveryParameters parameters) => session.ExecuteAsync(Insert, parameters);

    private static Delivery New(NewDelivery delivery, DateTimeOffset now)
        => new(delivery, DeliveryState.Intended, now.Stored().Time(), null, null, null);

    private Task<bool> SettleAsync(
        WorkspaceKey workspace, string id, DeliveryState state, string? message, string? reason, CancellationToken cancellation)
        => _database.WriteAsync(session => SettleAsync(session, workspace, id, state, message, reason), cancellation);

    private async Task<bool> SettleAsync(Session session, WorkspaceKey workspace, string id, DeliveryState state, string? message, string? reason)
    {
        var parameters = new
        {
            workspace.Platform,
            Workspace = workspace.Id,
            Id = id.Stored(),
            State = DeliveryRow.StateName(state),
            Message = message?.Stored(),
            Reason = reason?.Stored(),
            Now = _time.GetUtcNow().Stored(),
        };
        return await session.ExecuteAsync(
            """
            UPDATE delivery SET state = @State, message = @Message, reason = @Reason, settled_at = @Now
            WHERE platform = @Platform AND workspace = @Workspace AND id = @Id AND state <> 'posted'
            """,
            parameters) == 1;
    }

    private sealed record DeliveryParameters(
        string Platform,
        string Workspace,
        string Id,
        long? Event,
        long Fence,
        long Step,
        string Place,
        string Target,
        string KnowledgeVersion,
        long Now);
}
