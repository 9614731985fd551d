using System.Data;
using MlOpsBot.Storage.Databases;
using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Storage.Keeping;
using MlOpsBot.Storage.Migrations;

namespace MlOpsBot.Storage.Tips;

/// <summary>Plans due subscriptions into the ledger: all that were picked, or none.</summary>
internal sealed class DuePlanning(IDatabase database, SchemaGuard schema, TimeProvider time, DateTimeOffset? restoredAt)
{
    /// <summary>What is due. Also what tells the databases which index to take.</summary>
    internal const string Due = "next_due IS NOT NULL AND next_due <= @Now";

    private const DbType Text = DbType.String;
    private const DbType Number = DbType.Int64;

    private static readonly DbType[] _dayTypes =
        [Text, Text, Text, Text, Number, Text, Number, Text, Number, Number, Number, Number, Text];

    private static readonly DbType[] _subscriptionTypes = [Text, Text, Text, Number, Text];

    private readonly string _pick = $"""
        SELECT {SubscriptionRow.Columns} FROM tip_subscription WHERE {Due}
        ORDER BY next_due LIMIT @Limit {database.Dialect.SkipLocked}
        """;

    public Task<int> RunAsync(int limit, Func<TipSubscription, TipPlanning> plan, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1000);
        ArgumentNullException.ThrowIfNull(plan);
        var now = time.GetUtcNow().Stored();
        return schema.TakeAsync(
            async session =>
            {
                var due = await session.QueryAsync<SubscriptionRow>(_pick, new { Now = now, Limit = (long)limit });
                var days = new List<object?[]>();
                var subscriptions = new List<object?[]>();
                foreach (var row in due)
                {
                    var planning = plan(row.ToSubscription());
                    days.AddRange(planning.Days.Select(day => Row(row, SinceRestore(day), now)));
                    subscriptions.Add(
                    [
                        row.Platform, row.Workspace, row.Channel, planning.NextDue?.Stored(),
                        planning.Days.Select(day => day.Day).Append(row.LastDay).Max(StringComparer.Ordinal),
                    ]);
                }

                await session.ExecuteRowsAsync(Insert, _dayTypes, days);
                await session.ExecuteRowsAsync(Advance, _subscriptionTypes, subscriptions);
                return due.Count;
            },
            cancellation);
    }

    // What was due before a restore may have been posted by the store that is gone.
    private PlannedTip SinceRestore(PlannedTip day) => day.Skipped is null && day.DueAt <= restoredAt ? day with { Skipped = RestoredStore.Skipped } : day;

    private static string Insert(string values) => $"""
        INSERT INTO tip_ledger (
          platform, workspace, channel, day, due_at, state, try_at, delivery, planned_at, settled_at, attempt, fence, reason)
        {values}
        ON CONFLICT (platform, workspace, channel, day) DO NOTHING
        """;

    private static string Advance(string values) => $"""
        UPDATE tip_subscription SET next_due = column4, last_day = column5 FROM ({values}) AS planned
        WHERE platform = column1 AND workspace = column2 AND channel = column3
        """;

    private static object?[] Row(SubscriptionRow subscription, PlannedTip day, long now) =>
    [
        subscription.Platform,
        subscription.Workspace,
        subscription.Channel,
        day.Day.Stored(),
        day.DueAt.Stored(),
        day.Skipped is null ? "planned" : "skipped",
        day.PostAt.Stored(),
        NewDelivery.NewId(),
        now,
        day.Skipped is null ? null : now,
        0L,
        0L,
        day.Skipped?.Stored(),
    ];
}
