using MlOpsBot.Storage.Databases;

namespace MlOpsBot.Storage.Deliveries;

/// <summary>What conversations were about, for the next question in them, until it has grown cold. Thread-safe.</summary>
public sealed class ConversationStore
{
    private readonly IDatabase _database;
    private readonly TimeProvider _time;

    internal ConversationStore(IDatabase database, TimeProvider time)
    {
        _database = database;
        _time = time;
    }

    /// <summary>Remembers a conversation's context in place of the earlier one.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="conversation">Channel and thread, or direct message, in the adapter's words. Not empty.</param>
    /// <param name="context">Opaque here, usually JSON.</param>
    /// <param name="lifetime">For how long from now; more than zero.</param>
    /// <param name="cancellation">Gives up before it is stored.</param>
    public Task SetAsync(
        WorkspaceKey workspace, string conversation, string context, TimeSpan lifetime, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(conversation);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(lifetime, TimeSpan.Zero);
        workspace.Checked();
        var parameters = new
        {
            workspace.Platform,
            Workspace = workspace.Id,
            Conversation = conversation.Stored(),
            Context = context.Stored(),
            ExpiresAt = (_time.GetUtcNow() + lifetime).Stored(),
        };
        return _database.WriteAsync(
            session => session.ExecuteAsync(
                """
                INSERT INTO conversation (platform, workspace, conversation, context, expires_at)
                VALUES (@Platform, @Workspace, @Conversation, @Context, @ExpiresAt)
                ON CONFLICT (platform, workspace, conversation) DO UPDATE SET context = excluded.context, expires_at = excluded.expires_at
                """,
                parameters),
            cancellation);
    }

    /// <summary>A conversation's context; null if there is none or it has expired.</summary>
    public Task<string?> GetAsync(WorkspaceKey workspace, string conversation, CancellationToken cancellation = default)
        => _database.ReadAsync(
            session => session.QuerySingleOrDefaultAsync<string>(
                """
                SELECT context FROM conversation
                WHERE platform = @Platform AND workspace = @Workspace AND conversation = @Conversation AND expires_at > @Now
                """,
                new { workspace.Platform, Workspace = workspace.Id, Conversation = conversation.Stored(), Now = _time.GetUtcNow().Stored() }),
            cancellation);

    /// <summary>Forgets a conversation's context.</summary>
    public Task RemoveAsync(WorkspaceKey workspace, string conversation, CancellationToken cancellation = default)
        => _database.WriteAsync(
            session => session.ExecuteAsync(
                "DELETE FROM conversation WHERE platform = @Platform AND workspace = @Workspace AND conversation = @Conversation",
                new { workspace.Platform, Workspace = workspace.Id, Conversation = conversation.Stored() }),
            cancellation);
}
