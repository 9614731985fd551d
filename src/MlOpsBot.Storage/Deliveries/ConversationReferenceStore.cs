using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using MlOpsBot.Storage.Databases;

namespace MlOpsBot.Storage.Deliveries;

/// <summary>
/// Where the bot may write without being asked. A reference is kept until the bot is removed, however long nobody asks
/// anything there: whoever ordered something for a conversation gets it after a restart, too.
/// </summary>
/// <remarks>Thread-safe, across replicas too. Every write may be repeated.</remarks>
public sealed class ConversationReferenceStore
{
    private const string Its = "platform = @Platform AND workspace = @Workspace AND conversation = @Conversation";

    private readonly IDatabase _database;
    private readonly TimeProvider _time;

    internal ConversationReferenceStore(IDatabase database, TimeProvider time)
    {
        _database = database;
        _time = time;
    }

    /// <summary>
    /// Keeps a reference in place of the earlier one; whether it is suspended or welcomed stays as it was. Only reads where
    /// nothing changes, so that it may be called for everything that comes in.
    /// </summary>
    /// <returns>The reference as it is kept now, with its suspension.</returns>
    public async Task<ConversationReference> SaveAsync(ConversationReference reference, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(reference);
        ArgumentException.ThrowIfNullOrEmpty(reference.Conversation, nameof(reference));
        var workspace = reference.Workspace.Checked();
        var kept = await FindAsync(workspace, reference.Conversation, cancellation);
        var saved = reference with
        {
            Conversation = reference.Conversation.Stored(),
            Reference = reference.Reference.Stored(),
            Parent = reference.Parent?.Stored(),
            Suspension = kept?.Suspension,
        };
        if (saved == kept)
        {
            return saved;
        }

        await _database.WriteAsync(
            session => session.ExecuteAsync(
                """
                INSERT INTO conversation_reference (platform, workspace, conversation, parent, reference, saved_at)
                VALUES (@Platform, @Workspace, @Conversation, @Parent, @Reference, @Now)
                ON CONFLICT (platform, workspace, conversation) DO UPDATE SET
                  parent = excluded.parent, reference = excluded.reference, saved_at = excluded.saved_at
                """,
                new
                {
                    workspace.Platform,
                    Workspace = workspace.Id,
                    saved.Conversation,
                    saved.Parent,
                    saved.Reference,
                    Now = _time.GetUtcNow().Stored(),
                }),
            cancellation);
        return saved;
    }

    /// <summary>A conversation's reference; null if there is none.</summary>
    public async Task<ConversationReference?> FindAsync(WorkspaceKey workspace, string conversation, CancellationToken cancellation = default)
    {
        var row = await _database.ReadAsync(
            session => session.QuerySingleOrDefaultAsync<ReferenceRow>(
                $"SELECT {ReferenceRow.Columns} FROM conversation_reference WHERE {Its}", Key(workspace, conversation)),
            cancellation);
        return row?.ToReference(workspace);
    }

    /// <summary>A workspace's references by their conversations, suspended ones too.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="limit">Most references; at least 1.</param>
    /// <param name="after">The conversation after which to begin: the last of the page before; null for the first page.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<ImmutableArray<ConversationReference>> ListAsync(
        WorkspaceKey workspace, int limit, string? after = null, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var rows = await _database.ReadAsync(
            session => session.QueryAsync<ReferenceRow>(
                $"""
                SELECT {ReferenceRow.Columns} FROM conversation_reference
                WHERE platform = @Platform AND workspace = @Workspace AND conversation > @After
                ORDER BY conversation LIMIT @Limit
                """,
                new { workspace.Platform, Workspace = workspace.Id, After = after?.Stored() ?? "", Limit = (long)limit }),
            cancellation);
        return [.. rows.Select(row => row.ToReference(workspace))];
    }

    /// <summary>The references of all that belongs to a <see cref="ConversationReference.Parent"/>, by their conversations, suspended ones too.</summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="parent">The parent.</param>
    /// <param name="limit">Most references; at least 1.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<ImmutableArray<ConversationReference>> ListUnderAsync(
        WorkspaceKey workspace, string parent, int limit, CancellationToken cancellation = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        var rows = await _database.ReadAsync(
            session => session.QueryAsync<ReferenceRow>(
                $"""
                SELECT {ReferenceRow.Columns} FROM conversation_reference
                WHERE platform = @Platform AND workspace = @Workspace AND parent = @Parent
                ORDER BY conversation LIMIT @Limit
                """,
                new { workspace.Platform, Workspace = workspace.Id, Parent = parent.Stored(), Limit = (long)limit }),
            cancellation);
        return [.. rows.Select(row => row.ToReference(workspace))];
    }

    /// <summary>
    /// Asks for the right to say welcome in a conversation, which one event alone gets, as often as it asks: a platform announces
    /// the same install in several ways. Whoever is added again after a removal is welcomed again. False, too, where there is no reference.
    /// </summary>
    /// <param name="workspace">Whose.</param>
    /// <param name="conversation">Which.</param>
    /// <param name="announcement">The event's id.</param>
    /// <param name="cancellation">Gives up before it is given.</param>
    public async Task<bool> TryWelcomeAsync(
        WorkspaceKey workspace, string conversation, string announcement, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(announcement);
        return await _database.WriteAsync(
            session => session.ExecuteAsync(
                $"UPDATE conversation_reference SET welcomed_by = @By WHERE {Its} AND (welcomed_by IS NULL OR welcomed_by = @By)",
                new { workspace.Platform, Workspace = workspace.Id, Conversation = conversation.Stored(), By = announcement.Stored() }),
            cancellation) == 1;
    }

    /// <summary>Gives the right to say welcome back, where it surely was not said, so that the next announcement gets it.</summary>
    public Task ReleaseWelcomeAsync(WorkspaceKey workspace, string conversation, string announcement, CancellationToken cancellation = default)
        => _database.WriteAsync(
            session => session.ExecuteAsync(
                $"UPDATE conversation_reference SET welcomed_by = NULL WHERE {Its} AND welcomed_by = @By",
                new { workspace.Platform, Workspace = workspace.Id, Conversation = conversation.Stored(), By = announcement.Stored() }),
            cancellation);

    /// <summary>Marks a conversation as one where nothing can be posted. The first reason stays. False if it was suspended before, or there is none.</summary>
    public async Task<bool> SuspendAsync(WorkspaceKey workspace, string conversation, string reason, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(reason);
        return await _database.WriteAsync(
            session => session.ExecuteAsync(
                $"UPDATE conversation_reference SET suspended_at = @Now, suspended_because = @Reason WHERE {Its} AND suspended_at IS NULL",
                new
                {
                    workspace.Platform,
                    Workspace = workspace.Id,
                    Conversation = conversation.Stored(),
                    Now = _time.GetUtcNow().Stored(),
                    Reason = reason.Stored(),
                }),
            cancellation) == 1;
    }

    /// <summary>Ends a suspension. False if there was none.</summary>
    public async Task<bool> ResumeAsync(WorkspaceKey workspace, string conversation, CancellationToken cancellation = default)
        => await _database.WriteAsync(
            session => session.ExecuteAsync(
                $"UPDATE conversation_reference SET suspended_at = NULL, suspended_because = NULL WHERE {Its} AND suspended_at IS NOT NULL",
                Key(workspace, conversation)),
            cancellation) == 1;

    /// <summary>Forgets a conversation. False if there was none.</summary>
    public async Task<bool> RemoveAsync(WorkspaceKey workspace, string conversation, CancellationToken cancellation = default)
        => await _database.WriteAsync(
            session => session.ExecuteAsync($"DELETE FROM conversation_reference WHERE {Its}", Key(workspace, conversation)), cancellation) == 1;

    private static object Key(WorkspaceKey workspace, string conversation)
        => new { workspace.Platform, Workspace = workspace.Id, Conversation = conversation.Stored() };

    [SuppressMessage("Performance", "CA1812", Justification = "Dapper makes them.")]
    private sealed class ReferenceRow
    {
        public const string Columns =
            "conversation AS Conversation, parent AS Parent, reference AS Reference, suspended_at AS SuspendedAt, suspended_because AS SuspendedBecause";

        public string Conversation { get; init; } = "";

        public string? Parent { get; init; }

        public string Reference { get; init; } = "";

        public long? SuspendedAt { get; init; }

        public string? SuspendedBecause { get; init; }

        public ConversationReference ToReference(WorkspaceKey workspace) => new(workspace, Conversation, Reference)
        {
            Parent = Parent,
            Suspension = SuspendedAt is { } since ? new Suspension(SuspendedBecause ?? "", since.Time()) : null,
        };
    }
}
