using System.Collections.Immutable;
using MlOpsBot.Storage.Databases;
using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Measuring;
using MlOpsBot.Storage.Migrations;
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

    private Store(IDatabase database, StoreCondition condition, StorageOptions options, ISecretProtector secrets, TimeProvider time)
    {
        _database = database;
        Condition = condition;
        Inbox = new EventInbox(database, time, options.ReplicaName);
        Backlog = new InboxBacklog(database);
        Conversations = new ConversationStore(database, time);
        References = new ConversationReferenceStore(database, time);
        Deliveries = new DeliveryStore(database, time);
        Feedback = new FeedbackStore(database, time);
        Installations = new InstallationStore(database, secrets, time);
        OAuthStates = new OAuthStateStore(database, time);
        ChannelRules = new ChannelRuleStore(database, time);
        Audit = new AuditLog(database, time);
        Tips = new TipStore(database, time, options.ReplicaName);
        Retention = new Retention(database, options.Retention, time);
    }

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
    public ImmutableArray<string> Warnings => [.. _database.Warnings];

    /// <summary>How the store has fared with its latest calls.</summary>
    public StoreCondition Condition { get; }

    internal IDatabase Database => _database is MeasuredDatabase measured ? measured.Inner : _database;

    /// <summary>Opens the database, creates it where there is none, and brings its schema up to this program's.</summary>
    /// <param name="options">Where, and for how long.</param>
    /// <param name="secrets">Encrypts the installations' tokens.</param>
    /// <param name="time">The clock.</param>
    /// <param name="cancellation">Gives up opening.</param>
    /// <exception cref="StorageException">The message says what to do; nothing is left half done.</exception>
    public static Task<Store> OpenAsync(
        StorageOptions options, ISecretProtector secrets, TimeProvider time, CancellationToken cancellation = default)
        => OpenAsync(options, secrets, time, Migration.All, cancellation);

    internal static async Task<Store> OpenAsync(
        StorageOptions options,
        ISecretProtector secrets,
        TimeProvider time,
        ImmutableArray<Migration> migrations,
        CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(secrets);
        ArgumentNullException.ThrowIfNull(time);
        if (options.Problems() is { IsEmpty: false } problems)
        {
            throw new StorageException(StorageFailure.Misconfigured, string.Join(' ', problems));
        }

        IDatabase database = options.PostgresConnectionString is { } connectionString
            ? await PostgresDatabase.OpenAsync(connectionString, cancellation)
            : await SqliteDatabase.OpenAsync(options, cancellation);
        try
        {
            await new Migrator(database, migrations, time).ApplyAsync(cancellation);
            var condition = new StoreCondition(time);
            return new Store(new MeasuredDatabase(new WatchedDatabase(database, condition)), condition, options, secrets, time);
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
        await _database.ReadAsync(session => session.QuerySingleOrDefaultAsync<long?>(Newest), cancellation);
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

    /// <summary>Finishes the writes that are waiting and closes the database.</summary>
    public ValueTask DisposeAsync() => _database.DisposeAsync();
}
