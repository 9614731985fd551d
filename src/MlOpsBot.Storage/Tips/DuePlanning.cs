using MlOpsBot.Storage.Databases;
using MlOpsBot.Storage.Deliveries;

namespace MlOpsBot.Storage.Tips;

/// <summary>Plans due subscriptions into the ledger: all that were picked, or none.</summary>
internal sealed class DuePlanning(IDatabase database, TimeProvider time)
{
    /// <summary>What is due. Also what tells the databases which index to take.</summary>
    internal const string Due = "next_due IS NOT NULL AND next_due <= @Now";

    private const string Insert = """
        INSERT INTO tip_ledger (
          platform, workspace, channel, day, due_at, state, try_at, delivery, planned_at, settled_at, attempt, fence, reason)
        VALUES (@Platform, @Workspace, @Channel, @Day, @DueAt, @State, @PostAt, @Delivery, @Now, @SettledAt, 0, 0, @Reason)
        ON CONFLICT (platform, workspace, channel, day) DO NOTHING
        """;

    private const string Advance = """
        UPDATE tip_subscription SET next_due = @NextDue, last_day = @LastDay
        WHERE platform = @Platform AND workspace = @Workspace AND channel = @Channel
        """;

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
        return database.WriteAsync(
            async session =>
            {
                var due = await session.QueryAsync<SubscriptionRow>(_pick, new { Now = now, Limit = (long)limit });
                var days = new List<object>();
                var subscriptions = new List<object>();
                foreach (var row in due)
                {
                    var planning = plan(row.ToSubscription());
                    days.AddRange(planning.Days.Select(day => Row(row, day, now)));
                    subscriptions.Add(new
                    {
                        row.Platform,
                        row.Workspace,
                        row.Channel,
                        NextDue = planning.NextDue?.Stored(),
                        LastDay = planning.Days.Select(day => day.Day).Append(row.LastDay).Max(StringComparer.Ordinal),
                    });
                }

                await session.ExecuteAsync(Insert, days);
                await session.ExecuteAsync(Advance, subscriptions);
                return due.Count;
            },
            cancellation);
    }

    private static object Row(SubscriptionRow subscription, PlannedTip day, long now) => new
    {
        subscription.Platform,
        subscription.Workspace,
        subscription.Channel,
        Day = day.Day.Stored(),
        DueAt = day.DueAt.Stored(),
        State = day.Skipped is null ? "planned" : "skipped",
        PostAt = day.PostAt.Stored(),
        Delivery = NewDelivery.NewId(),
        Now = now,
        SettledAt = day.Skipped is null ? (long?)null : now,
        Reason = day.Skipped?.Stored(),
    };
}
