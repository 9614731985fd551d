using System.Data.Common;
using System.Net.Sockets;
using Npgsql;

namespace MlOpsBot.Storage.Databases;

/// <summary>A PostgreSQL database, which replicas may share.</summary>
internal sealed class PostgresDatabase : IDatabase
{
    // Any number will do that nothing else in the same database uses: "MlOpsBot" in ASCII.
    private const long MigrationLock = 0x4D6C4F7073426F74;

    // A probe, and a platform that waits to hear that something was recorded, wait for seconds. The driver's own limits (15 and 30
    // seconds) would keep a connection, and whoever waits for one, for half a minute each on a network that swallows what is sent.
    private const int ConnectSeconds = 5, StatementSeconds = 10;

    private readonly NpgsqlDataSource _source;
    private readonly string _place;

    private PostgresDatabase(NpgsqlDataSource source, string place, string version)
    {
        _source = source;
        _place = place;
        Description = $"PostgreSQL {version} at {place}";
    }

    public string Description { get; }

    public IReadOnlyList<string> Warnings => [];

    public SqlDialect Dialect { get; } = new(
        LockRow: "FOR UPDATE",
        SkipLocked: "FOR UPDATE SKIP LOCKED",
        RowId: "ctid",
        Identity: "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
        Bytes: "BYTEA",
        TakeTurn: "SELECT pg_advisory_xact_lock(hashtextextended(@Name, 0))",
        PostgresLine: "",
        HasTable: "SELECT COUNT(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename = @Name");

    /// <summary>Opens it.</summary>
    /// <param name="connectionString">Where, and how; what it leaves out is set so that a server that does not answer is noticed in time.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<PostgresDatabase> OpenAsync(string connectionString, CancellationToken cancellation)
    {
        var builder = Parse(connectionString);
        var place = $"{builder.Host}/{builder.Database ?? builder.Username}";
        var source = NpgsqlDataSource.Create(builder);
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellation);
            return new PostgresDatabase(source, place, connection.PostgreSqlVersion.ToString());
        }
        catch (Exception exception) when (Translate(exception, place) is not null)
        {
            await source.DisposeAsync();
            throw Translate(exception, place)!;
        }
    }

    public Task<T> ReadAsync<T>(Func<Session, Task<T>> work, CancellationToken cancellation) => TranslatedAsync(async () =>
    {
        await using var connection = await _source.OpenConnectionAsync(cancellation);
        return await work(new Session(connection, null, cancellation));
    });

    public Task<T> WriteAsync<T>(Func<Session, Task<T>> work, CancellationToken cancellation) => TranslatedAsync(async () =>
    {
        await using var connection = await _source.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var result = await work(new Session(connection, transaction, cancellation));
        await transaction.CommitAsync(cancellation);
        return result;
    });

    public Task MigrateAsync(Func<Session, Task> work, CancellationToken cancellation) => WriteAtLeisureAsync(
        async session =>
        {
            await session.ExecuteAsync("SELECT pg_advisory_xact_lock(@MigrationLock)", new { MigrationLock });
            await work(session);
            return true;
        },
        cancellation);

    /// <summary>As <see cref="WriteAsync"/>, for work that may take minutes: on every row of a table, or behind another replica that migrates.</summary>
    public Task<T> WriteAtLeisureAsync<T>(Func<Session, Task<T>> work, CancellationToken cancellation) => WriteAsync(
        session => work(new Session(session.Connection, session.Transaction, cancellation, Session.NoLimit)), cancellation);

    public Task CheckAsync(CancellationToken cancellation)
        => ReadAsync(session => session.QuerySingleOrDefaultAsync<int>("SELECT 1"), cancellation);

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    /// <summary>What a connection string says, with limits of time where it gives none. A keyword has several spellings, which the driver knows.</summary>
    internal static NpgsqlConnectionStringBuilder Parse(string connectionString)
    {
        try
        {
            var given = new DbConnectionStringBuilder { ConnectionString = connectionString };
            var builder = new NpgsqlConnectionStringBuilder { Timeout = ConnectSeconds, CommandTimeout = StatementSeconds };
            foreach (string keyword in given.Keys)
            {
                builder[keyword] = given[keyword];
            }

            if (builder.Host is not null)
            {
                return builder;
            }
        }
        catch (ArgumentException)
        {
            // Not passed on: the driver's message may repeat parts of the text, and with it the password.
        }

        throw new StorageException(
            StorageFailure.Misconfigured,
            "Storage:PostgresConnectionString is no connection string of PostgreSQL; it looks like \"Host=db;Database=mlopsbot;Username=mlopsbot;Password=…\".");
    }

    private static StorageException? Translate(Exception exception, string place) => exception switch
    {
        PostgresException refused => Translate(refused, place),
        NpgsqlException { InnerException: TimeoutException } exhausted when exhausted.Message.Contains("pool", StringComparison.OrdinalIgnoreCase) => new(
            StorageFailure.Unreachable,
            $"All connections to PostgreSQL at {place} are taken for longer than anybody waits. Look for slow statements and locks there, or raise Maximum Pool Size in Storage:PostgresConnectionString.",
            exception),
        NpgsqlException { InnerException: TimeoutException } or TimeoutException => new(
            StorageFailure.Unreachable, $"PostgreSQL at {place} did not answer in time. Look at its load and at the network between.", exception),
        NpgsqlException none when none.Message.Contains("suitable host", StringComparison.Ordinal) => new(
            StorageFailure.Unreachable,
            $"No PostgreSQL at {place} is there that takes writes. Start or promote one; work goes on by itself when there is one.",
            exception),
        NpgsqlException or SocketException or IOException => new(
            StorageFailure.Unreachable,
            $"PostgreSQL at {place} cannot be reached. Start it, or correct host and port in Storage:PostgresConnectionString.",
            exception)
        {
            IsOfOneConnection = exception is NpgsqlException { InnerException: IOException },
        },
        _ => null,
    };

    // https://www.postgresql.org/docs/current/errcodes-appendix.html
    private static StorageException? Translate(PostgresException refused, string place) => refused.SqlState switch
    {
        "53100" or "53200" => new(
            StorageFailure.Full, $"PostgreSQL at {place} has run out of disk or memory ({refused.SqlState}). Free some; work goes on by itself.", refused),
        "58030" or "53400" or "53000" => new(
            StorageFailure.Full, $"PostgreSQL at {place} cannot go on for want of something ({refused.SqlState}). Look at its disk and its log.", refused),
        "53300" => new(
            StorageFailure.Unreachable,
            $"PostgreSQL at {place} has given all its connections away (53300). Raise its max_connections, or lower Maximum Pool Size in Storage:PostgresConnectionString.",
            refused),
        "57P01" or "57P02" or "57P03" or "57P05" or "25P03" or ['0', '8', ..] => new(
            StorageFailure.Unreachable, $"PostgreSQL at {place} takes no connections now ({refused.SqlState}): it starts, stops or fails over. Work goes on by itself when it is back.", refused)
        {
            IsOfOneConnection = refused.SqlState is "57P01" or "57P05" or "25P03",
        },
        "57014" or "25P04" => new(
            StorageFailure.Unreachable, $"PostgreSQL at {place} did not answer in time ({refused.SqlState}). Look at its load, and for locks that somebody holds.", refused),
        "40001" or "40P01" or "55P03" => new(
            StorageFailure.Busy, $"PostgreSQL at {place} gave another transaction precedence ({refused.SqlState}).", refused),
        "25006" => new(
            StorageFailure.NotWritable,
            $"PostgreSQL at {place} is read-only. Point Storage:PostgresConnectionString to the primary server; with several hosts in it, add Target Session Attributes=primary.",
            refused),
        "XX001" or "XX002" => new(
            StorageFailure.Corrupt, $"PostgreSQL at {place} reports damaged data ({refused.SqlState}). Restore a backup.", refused),
        "28P01" or "28000" or "3D000" or "42501" or "57P04" => new(
            StorageFailure.Refused,
            $"PostgreSQL at {place} refuses ({refused.SqlState}). Correct user, password or database in Storage:PostgresConnectionString, and grant the user the right to create tables.",
            refused),

        // A value that cannot be stored, or breaks a rule of the schema: the call's own fault, and a bug.
        ['2', '2' or '3', ..] => null,
        _ => new(
            StorageFailure.Unforeseen,
            $"PostgreSQL at {place} fails with {refused.SqlState}, which is no fault that the bot knows. Look that code up in the server's log; if tables are missing or changed, restore a backup. Work goes on by itself when it is over.",
            refused),
    };

    private async Task<T> TranslatedAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (Exception exception) when (Translate(exception, _place) is { } fault)
        {
            if (fault.Failure == StorageFailure.NotWritable)
            {
                // The server has become a standby. Connections to it would do for ever, and be of no use; new ones find the primary.
                _source.Clear();
            }

            throw Translate(exception, _place)!;
        }
    }
}
