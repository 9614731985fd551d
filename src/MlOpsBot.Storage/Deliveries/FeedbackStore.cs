using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using MlOpsBot.Storage.Databases;

namespace MlOpsBot.Storage.Deliveries;

/// <summary>What somebody thought of an answer.</summary>
public enum Thumb
{
    /// <summary>It helped.</summary>
    Up,

    /// <summary>It did not.</summary>
    Down,
}

/// <summary>One user's thumb on one delivery. Immutable.</summary>
/// <param name="Workspace">Where.</param>
/// <param name="DeliveryId">Which message of ours.</param>
/// <param name="UserId">Whose thumb, by the platform's id.</param>
/// <param name="Thumb">Up or down.</param>
/// <param name="Text">Why, in the user's words; null if none were given.</param>
/// <param name="ChangedAt">When it was last changed. Ignored when it is given to the store.</param>
public sealed record Feedback(
    WorkspaceKey Workspace, string DeliveryId, string UserId, Thumb Thumb, string? Text, DateTimeOffset ChangedAt = default);

/// <summary>Thumbs, one a user and delivery, and changeable. Thread-safe.</summary>
public sealed class FeedbackStore
{
    private readonly IDatabase _database;
    private readonly TimeProvider _time;

    internal FeedbackStore(IDatabase database, TimeProvider time)
    {
        _database = database;
        _time = time;
    }

    /// <summary>
    /// Stores or changes a thumb. Without a text, an earlier text stays as long as the thumb does: a click that is delivered
    /// again does not wipe out what was written in between, and a changed mind does not keep the old reason.
    /// </summary>
    public Task SetAsync(Feedback feedback, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(feedback);
        ArgumentException.ThrowIfNullOrEmpty(feedback.DeliveryId, nameof(feedback));
        ArgumentException.ThrowIfNullOrEmpty(feedback.UserId, nameof(feedback));
        var workspace = feedback.Workspace.Checked();
        var parameters = new
        {
            workspace.Platform,
            Workspace = workspace.Id,
            Delivery = feedback.DeliveryId.Stored(),
            UserId = feedback.UserId.Stored(),
            Thumb = feedback.Thumb == Thumb.Up ? "up" : "down",
            Text = feedback.Text?.Stored(),
            Now = _time.GetUtcNow().Stored(),
        };
        return _database.WriteAsync(
            session => session.ExecuteAsync(
                """
                INSERT INTO feedback (platform, workspace, delivery, user_id, thumb, text, changed_at)
                VALUES (@Platform, @Workspace, @Delivery, @UserId, @Thumb, @Text, @Now)
                ON CONFLICT (platform, workspace, delivery, user_id) DO UPDATE SET
                  text = CASE WHEN excluded.text IS NULL AND feedback.thumb = excluded.thumb THEN feedback.text ELSE excluded.text END,
                  thumb = excluded.thumb,
                  changed_at = excluded.changed_at
                """,
                parameters),
            cancellation);
    }

    /// <summary>Adds words to a thumb that is there, in place of earlier words. False if there is none.</summary>
    /// <param name="workspace">Where.</param>
    /// <param name="deliveryId">Which message of ours.</param>
    /// <param name="userId">Whose thumb.</param>
    /// <param name="text">Why, in the user's words.</param>
    /// <param name="cancellation">Gives up before it is stored.</param>
    public async Task<bool> ExplainAsync(
        WorkspaceKey workspace, string deliveryId, string userId, string text, CancellationToken cancellation = default)
        => await _database.WriteAsync(
            session => session.ExecuteAsync(
                """
                UPDATE feedback SET text = @Text, changed_at = @Now
                WHERE platform = @Platform AND workspace = @Workspace AND delivery = @Delivery AND user_id = @UserId
                """,
                new
                {
                    workspace.Platform,
                    Workspace = workspace.Id,
                    Delivery = deliveryId.Stored(),
                    UserId = userId.Stored(),
                    Text = text.Stored(),
                    Now = _time.GetUtcNow().Stored(),
                }),
            cancellation) == 1;

    /// <summary>Takes a thumb back. False if there was none.</summary>
    public async Task<bool> RemoveAsync(WorkspaceKey workspace, string deliveryId, string userId, CancellationToken cancellation = default)
        => await _database.WriteAsync(
            session => session.ExecuteAsync(
                "DELETE FROM feedback WHERE platform = @Platform AND workspace = @Workspace AND delivery = @Delivery AND user_id = @UserId",
                new { workspace.Platform, Workspace = workspace.Id, Delivery = deliveryId.Stored(), UserId = userId.Stored() }),
            cancellation) == 1;

    /// <summary>A workspace's latest feedback, latest change first.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="limit">Most entries; at least 1.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<ImmutableArray<Feedback>> ListAsync(WorkspaceKey workspace, int limit, CancellationToken cancellation = default)
    {
        var rows = await _database.ReadAsync(
            session => session.QueryAsync<FeedbackRow>(
                """
                SELECT delivery AS Delivery, user_id AS UserId, thumb AS Thumb, text AS Text, changed_at AS ChangedAt
                FROM feedback WHERE platform = @Platform AND workspace = @Workspace
                ORDER BY changed_at DESC, delivery, user_id LIMIT @Limit
                """,
                new { workspace.Platform, Workspace = workspace.Id, Limit = (long)limit }),
            cancellation);
        return [.. rows.Select(row => new Feedback(
            workspace, row.Delivery, row.UserId, row.Thumb == "up" ? Thumb.Up : Thumb.Down, row.Text, row.ChangedAt.Time()))];
    }

    [SuppressMessage("Performance", "CA1812", Justification = "Dapper makes them.")]
    private sealed class FeedbackRow
    {
        public string Delivery { get; init; } = "";

        public string UserId { get; init; } = "";

        public string Thumb { get; init; } = "";

        public string? Text { get; init; }

        public long ChangedAt { get; init; }
    }
}
