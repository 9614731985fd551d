using System.Text.Json;
using System.Text.Json.Serialization;
using MlOpsBot.Storage.Databases;
using MlOpsBot.Storage.Workspaces;

namespace MlOpsBot.Storage.Tips;

/// <summary>What a person changes of a subscription: all of it or nothing, with what it was before.</summary>
internal sealed partial class SubscriptionChange(IDatabase database, TimeProvider time)
{
    private const string OfChannel = "platform = @Platform AND workspace = @Workspace AND channel = @Channel";

    // A row that was ever claimed may be on the platform.
    private const string Unclaimed = OfChannel + " AND state = 'planned' AND fence = 0";

    private const string Upsert = """
        INSERT INTO tip_subscription (platform, workspace, channel, plan, owner, state, next_due, last_day, version, changed_at, changed_by)
        VALUES (@Platform, @Workspace, @Channel, @Plan, @Owner, @State, @NextDue, NULL, @Version, @Now, @By)
        ON CONFLICT (platform, workspace, channel) DO UPDATE SET
          plan = excluded.plan, owner = excluded.owner, state = excluded.state, next_due = excluded.next_due, last_day = @LastDay,
          version = excluded.version, changed_at = excluded.changed_at, changed_by = excluded.changed_by
        WHERE tip_subscription.version = @Version - 1
        """;

    public Task<TipSubscription?> ApplyAsync(TipSubscription changed, string by, string words, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(changed);
        ArgumentException.ThrowIfNullOrEmpty(changed.Channel, nameof(changed));
        ArgumentException.ThrowIfNullOrEmpty(by);
        ArgumentNullException.ThrowIfNull(words);
        var workspace = changed.Workspace.Checked();
        return database.WriteAsync(
            async session =>
            {
                var before = await FindAsync(session, workspace, changed.Channel);
                if ((before?.Version ?? 0) != changed.Version)
                {
                    return null;
                }

                var after = await WriteAsync(session, changed, before, by);
                if (after is not null)
                {
                    await RecordAsync(session, after, before, by, words);
                }

                return after;
            },
            cancellation);
    }

    public async Task<TipChange?> FindAsync(WorkspaceKey workspace, string channel, long version, CancellationToken cancellation)
    {
        var row = await database.ReadAsync(
            session => session.QuerySingleOrDefaultAsync<(string? Before, long ChangedAt, string ChangedBy)?>(
                $"SELECT before, changed_at, changed_by FROM tip_change WHERE {OfChannel} AND version = @Version",
                new { workspace.Platform, Workspace = workspace.Id, Channel = channel.Stored(), Version = version }),
            cancellation);
        return row is { } change
            ? new TipChange(version, Read(workspace, channel.Stored(), change.Before), change.ChangedBy, change.ChangedAt.Time())
            : null;
    }

    private async Task<TipSubscription?> FindAsync(Session session, WorkspaceKey workspace, string channel)
        => (await session.QuerySingleOrDefaultAsync<SubscriptionRow>(
            $"SELECT {SubscriptionRow.Columns} FROM tip_subscription WHERE {OfChannel} {database.Dialect.LockRow}",
            new { workspace.Platform, Workspace = workspace.Id, Channel = channel.Stored() }))?.ToSubscription();

    private async Task<TipSubscription?> WriteAsync(Session session, TipSubscription changed, TipSubscription? before, string by)
    {
        var key = new { changed.Workspace.Platform, Workspace = changed.Workspace.Id, Channel = changed.Channel.Stored() };
        var (nextDue, lastDay) = (changed.NextDue, before?.LastDay);
        var come = await session.QueryAsync<long>($"DELETE FROM tip_ledger WHERE {Unclaimed} RETURNING due_at", key);
        if (come.Count > 0)
        {
            lastDay = await session.QuerySingleOrDefaultAsync<string>($"SELECT MAX(day) FROM tip_ledger WHERE {OfChannel}", key);
        }

        // Due at that very moment again, planned or not: whoever computed what is due next took the day for given.
        if (before?.NextDue is { } waiting && waiting <= time.GetUtcNow())
        {
            come = [.. come, waiting.Stored()];
        }

        nextDue = nextDue is { } due && come.Append(due.Stored()).Min() is var earliest ? earliest.Time() : nextDue;

        var parameters = new
        {
            key.Platform,
            key.Workspace,
            key.Channel,
            Plan = changed.Plan.Stored(),
            Owner = changed.Owner.Stored(),
            State = SubscriptionRow.StateName(changed.State),
            NextDue = changed.State == TipState.On && before?.Suspension is null ? nextDue?.Stored() : null,
            LastDay = lastDay,
            Version = changed.Version + 1,
            Now = time.GetUtcNow().Stored(),
            By = by.Stored(),
        };

        // Nobody can hold a row that is not there yet: of two who make it at once, the later changes nothing.
        return await session.ExecuteAsync(Upsert, parameters) == 1
            ? await FindAsync(session, changed.Workspace, changed.Channel)
            : null;
    }

    private async Task RecordAsync(Session session, TipSubscription after, TipSubscription? before, string by, string words)
    {
        var parameters = new
        {
            after.Workspace.Platform,
            Workspace = after.Workspace.Id,
            after.Channel,
            after.Version,
            Before = Write(before),
            Now = after.ChangedAt.Stored(),
            By = after.ChangedBy,
        };
        await session.ExecuteAsync(
            """
            INSERT INTO tip_change (platform, workspace, channel, version, before, changed_at, changed_by)
            VALUES (@Platform, @Workspace, @Channel, @Version, @Before, @Now, @By)
            """,
            parameters);
        await AuditLog.InsertAsync(session, new AuditEntry(after.Workspace, by, AuditActions.Tips, after.Channel, words), time.GetUtcNow());
    }

    private static string? Write(TipSubscription? subscription) => subscription is null
        ? null
        : JsonSerializer.Serialize(
            new Before(
                subscription.Plan,
                subscription.Owner,
                SubscriptionRow.StateName(subscription.State),
                subscription.NextDue?.Stored(),
                subscription.LastDay,
                subscription.Version,
                subscription.ChangedAt.Stored(),
                subscription.ChangedBy,
                subscription.Suspension?.Since.Stored(),
                subscription.Suspension?.Reason),
            BeforeJson.Default.Before);

    private static TipSubscription? Read(WorkspaceKey workspace, string channel, string? stored)
    {
        if (stored is null)
        {
            return null;
        }

        var before = JsonSerializer.Deserialize(stored, BeforeJson.Default.Before)
            ?? throw new InvalidDataException("The store holds a change of tips that says nothing.");
        return new SubscriptionRow
        {
            Platform = workspace.Platform,
            Workspace = workspace.Id,
            Channel = channel,
            Plan = before.Plan,
            Owner = before.Owner,
            State = before.State,
            NextDue = before.NextDue,
            LastDay = before.LastDay,
            Version = before.Version,
            ChangedAt = before.ChangedAt,
            ChangedBy = before.ChangedBy,
            SuspendedAt = before.SuspendedAt,
            SuspendedBecause = before.SuspendedBecause,
        }.ToSubscription();
    }

    /// <summary>A subscription before a change, as it is kept: names are stored and do not change.</summary>
    internal sealed record Before(
        string Plan,
        string Owner,
        string State,
        long? NextDue,
        string? LastDay,
        long Version,
        long ChangedAt,
        string ChangedBy,
        long? SuspendedAt,
        string? SuspendedBecause);

    [JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
    [JsonSerializable(typeof(Before))]
    private sealed partial class BeforeJson : JsonSerializerContext;
}
