using System.Collections.Immutable;
using MlOpsBot.Storage.Databases;
using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Keeping;
using MlOpsBot.Storage.Measuring;
using MlOpsBot.Storage.Migrations;
using MlOpsBot.Storage.Moving;
using MlOpsBot.Storage.Secrets;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Storage.Workspaces;

namespace MlOpsBot.Storage;

/// <summary>
/// What must survive a restart. Opening it creates or migrates the database; afterwards each property is one kind of data.
/// Every time is taken from the given clock, also leases and expiries: replicas that share a database must agree on the
/// time to within a small part of the shortest lease.
/// </summary>
/// <remarks>
/// Thread-safe; one for the life of the program. Every method throws <see cref="StorageException"/> for faults of disk,
/// server and configuration. What a write method returned is on disk; what it threw on may be, if the connection to the
/// server broke while committing, and may be tried again: every write is safe to repeat.
/// </remarks>
public sealed class Store : IAsyncDisposable
{
    private readonly IDatabase _database;
    private readonly SchemaGuard _schema;

    private Store(IDatabase database, StoreCondition condition, StoreBeginning beginning, Current<StorageOptions> options, ISecretProtector secrets, TimeProvider time)
    {
        _database = database;
        Condition = condition;
        Restored = beginning.Restored;
        Schema = beginning.Line;
        _schema = new SchemaGuard(database, beginning.Line.Version);
        Inbox = new EventInbox(database, _schema, time, options.Value.ReplicaName);
        Backlog = new InboxBacklog(database);
        Conversations = new ConversationStore(database, time);
        References = new ConversationReferenceStore(database, time);
        Deliveries = new DeliveryStore(database, time);
        Feedback = new FeedbackStore(database, time);
        Installations = new InstallationStore(database, secrets, time);
        OAuthStates = new OAuthStateStore(database, time);
        ChannelRules = new ChannelRuleStore(database, time);
        Audit = new AuditLog(database, time);
        Tips = new TipStore(database, _schema, time, options.Value.ReplicaName, beginning.RestoredAt);
        Retention = new Retention(database, options, time);
    }

    /// <summary>The schema that this program brings a store to.</summary>
    public static int ProgramSchema => Migration.All.Length;

    /// <summary>Events to be worked on, each once.</summary>
    public EventInbox Inbox { get; }

    /// <summary>What waits to be worked on.</summary>
    public InboxBacklog Backlog { get; }

    /// <summary>What conversations were about.</summary>
    public ConversationStore Conversations { get; }

    /// <summary>Where the bot may write without being asked.</summary>
    public ConversationReferenceStore References { get; }

    /// <summary>Messages of ours, from intent to buttons.</summary>
    public DeliveryStore Deliveries { get; }

    /// <summary>Thumbs, and words about them.</summary>
    public FeedbackStore Feedback { get; }

    /// <summary>Where the bot is installed, with its tokens.</summary>
    public InstallationStore Installations { get; }

    /// <summary>Installs under way.</summary>
    public OAuthStateStore OAuthStates { get; }

    /// <summary>How channels want to be answered.</summary>
    public ChannelRuleStore ChannelRules { get; }

    /// <summary>Who changed what.</summary>
    public AuditLog Audit { get; }

    /// <summary>Channels that get a tip a day, and what they got.</summary>
    public TipStore Tips { get; }

    /// <summary>Deletes what has been kept for long enough.</summary>
    public Retention Retention { get; }

    /// <summary>Which database this is and where, for an operator, without secrets: <c>SQLite 3.40.1 at /data/mlopsbot.db</c>.</summary>
    public string Description => _database.Description;

    /// <summary>What an operator should read in the log although the store works; usually nothing.</summary>
    public ImmutableArray<string> Warnings => [.. _database.Warnings, .. Restored is null ? [] : (string[])[Restored.Said]];

    /// <summary>What was done at this opening because the store was restored from a backup; null where it was not.</summary>
    public RestoredStore? Restored { get; }

    /// <summary>The schema that the store has, which may be newer than this program's where it says that this program may work on it.</summary>
    internal SchemaLine Schema { get; }

    /// <summary>How the store has fared with its latest calls.</summary>
    public StoreCondition Condition { get; }

    internal IDatabase Database => _database is MeasuredDatabase measured ? measured.Inner : _database;

    private static Task<StoreBeginning> BeginningAsync(IDatabase database, RestoredStore? restored, CancellationToken cancellation) => database.ReadAsync(
        async session =>
        {
            var line = await SchemaLine.ReadAsync(session);
            return new StoreBeginning(line, restored, line.Version < SchemaLine.Since ? null : await RestoreNotice.LatestAsync(session));
        },
        cancellation);

    /// <summary>Opens the database, creates it where there is none, and brings its schema up to this program's.</summary>
    /// <param name="options">Where, and for how long.</param>
    /// <param name="secrets">Encrypts the installations' tokens.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Gives up opening.</param>
    /// <exception cref="StorageException">The message says what to do; nothing is left half done.</exception>
    public static Task<Store> OpenAsync(
        Current<StorageOptions> options, ISecretProtector secrets, TimeProvider time, CancellationToken cancellation = default)
        => OpenAsync(options, secrets, time, Migration.All, cancellation);

    internal static async Task<Store> OpenAsync(
        Current<StorageOptions> options,
        ISecretProtector secrets,
        TimeProvider time,
        ImmutableArray<Migration> migrations,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(secrets);
        ArgumentNullException.ThrowIfNull(time);
        if (options.Value.Problems() is { IsEmpty: false } problems)
        {
            throw new StorageException(StorageFailure.Misconfigured, string.Join(' ', problems));
        }

        IDatabase database = options.Value.PostgresConnectionString is { } connectionString
            ? await PostgresDatabase.OpenAsync(connectionString, cancellation)
            : await SqliteDatabase.OpenAsync(options.Value, cancellation);
        try
        {
            var restored = await new Migrator(database, migrations, time).ApplyAsync(cancellation);
            var beginning = await BeginningAsync(database, restored, cancellation);
            var condition = new StoreCondition(time);
            return new Store(new MeasuredDatabase(new WatchedDatabase(database, condition)), condition, beginning, options, secrets, time);
        }
        catch
        {
            await database.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Whether the database can be worked with: reads one small row, cheap enough to be asked every few seconds. Where calls have failed
    /// before, it writes one too, which changes nothing: on a full disk everything can be read.
    /// </summary>
    /// <exception cref="StorageException">What is wrong, and what to do; also what was wrong less than <see cref="StoreCondition.Calm"/> ago.</exception>
    public async Task PingAsync(CancellationToken cancellation = default)
    {
        const string Newest = "SELECT MAX(version) FROM schema_version";
        try
        {
            await _schema.ConfirmAsync(cancellation);
        }
        catch (StorageException broken) when (broken.IsOfOneConnection && Condition.Fault is null)
        {
            // The next call gets another connection; if that fails too, the server is away.
            await _schema.ConfirmAsync(cancellation);
        }

        Condition.Readable();
        if (Condition.Fault is null)
        {
            return;
        }

        // The tables that questions need, too: somebody may hold just these.
        await _database.WriteAsync(
            session => session.ExecuteAsync(
                $"UPDATE schema_version SET name = name WHERE version = ({Newest}); UPDATE inbox SET fence = fence WHERE id = 0; UPDATE delivery SET state = state WHERE platform = '';"),
            cancellation);
        if (Condition.Fault is { } fault)
        {
            throw new StorageException(fault.Failure, fault.Message, fault.InnerException);
        }
    }

    /// <summary>
    /// Looks the database over: that it answers, and with SQLite that the file is whole, which reads all of it (about a
    /// second a gigabyte). For an operator's diagnosis; a readiness probe has <see cref="PingAsync"/>.
    /// </summary>
    /// <exception cref="StorageException">What is wrong, and what to do.</exception>
    public Task CheckAsync(CancellationToken cancellation = default) => _database.CheckAsync(cancellation);

    /// <summary>How many rows each table has, and when the latest restore was: for an operator who looks after the store. Reads all of it.</summary>
    /// <exception cref="StorageException">What is wrong, and what to do.</exception>
    public async Task<StoreContents> CountAsync(CancellationToken cancellation = default) => await _database.ReadAsync(
        async session => new StoreContents(
            Schema.Version,
            [.. (await StoreCensus.CountAsync(session)).Select(table => new MovedTable(table.Name, table.Rows))],
            await RestoreNotice.LatestAsync(session)),
        cancellation);

    /// <summary>Marks the store as restored: the next opening takes what was under way at the backup for doubtful.</summary>
    /// <param name="backupAt">When the backup was taken.</param>
    /// <param name="cancellation">Gives up.</param>
    public Task MarkRestoredAsync(DateTimeOffset backupAt, CancellationToken cancellation = default)
        => _database.WriteAsync(session => RestoreNotice.MarkAsync(session, backupAt), cancellation);

    /// <summary>Finishes the writes that are waiting and closes the database.</summary>
    public ValueTask DisposeAsync() => _database.DisposeAsync();
}

/// <summary>What was found at the opening of a store. Immutable.</summary>
/// <param name="Line">The schema that it has now.</param>
/// <param name="Restored">What was done at this opening because it was restored.</param>
/// <param name="RestoredAt">When it was restored last, at this opening or before; null if never.</param>
internal sealed record StoreBeginning(SchemaLine Line, RestoredStore? Restored, DateTimeOffset? RestoredAt);

/// <summary>What a store holds. Immutable.</summary>
/// <param name="Version">Its schema.</param>
/// <param name="Tables">Every table.</param>
/// <param name="RestoredAt">When it was restored last; null if never.</param>
public sealed record StoreContents(int Version, ImmutableArray<MovedTable> Tables, DateTimeOffset? RestoredAt);
