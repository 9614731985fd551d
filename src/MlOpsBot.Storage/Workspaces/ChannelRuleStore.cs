using System.Diagnostics.CodeAnalysis;
using MlOpsBot.Storage.Databases;

namespace MlOpsBot.Storage.Workspaces;

/// <summary>Where a channel wants its answers.</summary>
public enum AnswerPlace
{
    /// <summary>In the thread of the question, for all to read.</summary>
    Thread,

    /// <summary>Seen by the asker alone.</summary>
    Private,
}

/// <summary>How a channel wants to be answered. Null leaves a point to the configuration's default. Immutable.</summary>
/// <param name="AnswerIn">In the thread or privately.</param>
/// <param name="FollowThreads">Whether questions in a thread that the bot is part of need no new mention.</param>
/// <param name="SilentOnNone">Whether the bot says nothing where it has no answer.</param>
public sealed record ChannelRule(AnswerPlace? AnswerIn, bool? FollowThreads, bool? SilentOnNone);

/// <summary>The rules of channels. Every change leaves a line in the audit. Thread-safe.</summary>
public sealed class ChannelRuleStore
{
    private const string Delete = "DELETE FROM channel_rule WHERE platform = @Platform AND workspace = @Workspace AND channel = @Channel";

    private const string Upsert = """
        INSERT INTO channel_rule (platform, workspace, channel, answer_in, follow_threads, silent_on_none)
        VALUES (@Platform, @Workspace, @Channel, @AnswerIn, @FollowThreads, @SilentOnNone)
        ON CONFLICT (platform, workspace, channel) DO UPDATE SET
          answer_in = excluded.answer_in, follow_threads = excluded.follow_threads, silent_on_none = excluded.silent_on_none
        """;

    private readonly IDatabase _database;
    private readonly TimeProvider _time;

    internal ChannelRuleStore(IDatabase database, TimeProvider time)
    {
        _database = database;
        _time = time;
    }

    /// <summary>A channel's rule; null if none was made.</summary>
    public async Task<ChannelRule?> FindAsync(WorkspaceKey workspace, string channel, CancellationToken cancellation = default)
        => await _database.ReadAsync(session => FindAsync(session, workspace, channel), cancellation);

    /// <summary>Makes or changes a channel's rule, whole.</summary>
    /// <param name="workspace">Whose channel.</param>
    /// <param name="channel">The platform's id of it. Not empty.</param>
    /// <param name="rule">The rule; null to go back to the configuration's defaults.</param>
    /// <param name="by">Who changes it, by the platform's id.</param>
    /// <param name="cancellation">Gives up before it is changed.</param>
    /// <returns>The rule before, so that the change can be undone; null if there was none.</returns>
    public Task<ChannelRule?> SetAsync(
        WorkspaceKey workspace, string channel, ChannelRule? rule, string by, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(channel);
        ArgumentException.ThrowIfNullOrEmpty(by);
        workspace.Checked();
        return _database.WriteAsync(
            async session =>
            {
                var before = await FindAsync(session, workspace, channel);
                await session.ExecuteAsync(rule is null ? Delete : Upsert, Parameters(workspace, channel, rule));
                var entry = new AuditEntry(workspace, by, AuditActions.ChannelRule, channel, $"{Words(before)} -> {Words(rule)}");
                await AuditLog.InsertAsync(session, entry, _time.GetUtcNow());
                return before;
            },
            cancellation);
    }

    private static object Parameters(WorkspaceKey workspace, string channel, ChannelRule? rule) => new
    {
        workspace.Platform,
        Workspace = workspace.Id,
        Channel = channel.Stored(),
        AnswerIn = rule?.AnswerIn switch { null => null, AnswerPlace.Thread => "thread", _ => "private" },
        FollowThreads = Number(rule?.FollowThreads),
        SilentOnNone = Number(rule?.SilentOnNone),
    };

    private static long? Number(bool? value) => value is { } known ? (known ? 1 : 0) : null;

    private static string Words(ChannelRule? rule) => rule is null
        ? "default"
        : $"answer {rule.AnswerIn?.ToString().ToLowerInvariant() ?? "default"}, follow threads {Word(rule.FollowThreads)}, silent on none {Word(rule.SilentOnNone)}";

    private static string Word(bool? value) => value switch { null => "default", true => "yes", false => "no" };

    private static async Task<ChannelRule?> FindAsync(Session session, WorkspaceKey workspace, string channel)
    {
        var row = await session.QuerySingleOrDefaultAsync<RuleRow>(
            """
            SELECT answer_in AS AnswerIn, follow_threads AS FollowThreads, silent_on_none AS SilentOnNone
            FROM channel_rule WHERE platform = @Platform AND workspace = @Workspace AND channel = @Channel
            """,
            new { workspace.Platform, Workspace = workspace.Id, Channel = channel.Stored() });
        return row is null
            ? null
            : new ChannelRule(
                row.AnswerIn switch { null => null, "thread" => AnswerPlace.Thread, _ => AnswerPlace.Private },
                row.FollowThreads is { } follow ? follow == 1 : null,
                row.SilentOnNone is { } silent ? silent == 1 : null);
    }

    [SuppressMessage("Performance", "CA1812", Justification = "Dapper makes them.")]
    private sealed class RuleRow
    {
        public string? AnswerIn { get; init; }

        public long? FollowThreads { get; init; }

        public long? SilentOnNone { get; init; }
    }
}
