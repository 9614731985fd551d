using System.Threading.Channels;
using Microsoft.Data.Sqlite;

namespace MlOpsBot.Storage.Databases;

/// <summary>
/// Writes units of work one after the other, and as many as are waiting with one commit: the disk is what a commit waits
/// for, and a burst of events should wait for it once. Each unit still stands or falls alone, by a savepoint of its own;
/// its task completes after the commit. Thread-safe.
/// </summary>
internal sealed class SqliteWriter : IAsyncDisposable
{
    // Bounds how long the first of them waits for the last.
    private const int MostUnitsACommit = 64;

    private readonly Func<StorageException?> _afterCommit;
    private readonly Channel<Unit> _waiting = Channel.CreateUnbounded<Unit>(new() { SingleReader = true });
    private readonly Task _loop;
    private SqliteConnection _connection;

    /// <summary>Begins to write.</summary>
    /// <param name="connection">Nobody else's.</param>
    /// <param name="afterCommit">Asked after each commit, before it is told: null, or why it does not count. May give another connection to <see cref="Use"/>.</param>
    public SqliteWriter(SqliteConnection connection, Func<StorageException?> afterCommit)
    {
        _connection = connection;
        _afterCommit = afterCommit;
        _loop = Task.Run(LoopAsync);
    }

    public async Task<T> RunAsync<T>(Func<Session, Task<T>> work, CancellationToken cancellation)
    {
        var unit = new Unit<T>(work, cancellation);
        ObjectDisposedException.ThrowIf(!_waiting.Writer.TryWrite(unit), this);
        return await unit.Result;
    }

    /// <summary>Goes on with another connection.</summary>
    public void Use(SqliteConnection connection) => _connection = connection;

    /// <summary>Takes nothing more, and finishes what is waiting.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _loop;
    }

    internal static void RollBack(SqliteConnection connection)
    {
        // SQLite rolls back by itself after some faults (full disk), and then refuses a second time.
        if (SQLitePCL.raw.sqlite3_get_autocommit(connection.Handle) == 0)
        {
            SqliteDatabase.Execute(connection, "ROLLBACK;");
        }
    }

    private async Task LoopAsync()
    {
        var batch = new List<Unit>();
        while (await _waiting.Reader.WaitToReadAsync())
        {
            batch.Clear();
            while (batch.Count < MostUnitsACommit && _waiting.Reader.TryRead(out var unit))
            {
                if (!unit.IsCancelled())
                {
                    batch.Add(unit);
                }
            }

            await CommitAsync(batch);
        }
    }

    private async Task CommitAsync(List<Unit> batch)
    {
        if (batch.Count == 0)
        {
            return;
        }

        try
        {
            // Immediate: a writer that begins by reading would be refused, not made to wait, when it comes to write.
            SqliteDatabase.Execute(_connection, "BEGIN IMMEDIATE;");
            foreach (var unit in batch)
            {
                await RunOneAsync(unit);
            }

            SqliteDatabase.Execute(_connection, "COMMIT;");
            if (_afterCommit() is { } lost)
            {
                throw lost;
            }
        }
        catch (Exception exception)
        {
            // Reported to everyone who waits; nothing of the batch is in a database that will be found.
            TryRollBack();
            foreach (var unit in batch)
            {
                unit.Fail(exception);
            }

            return;
        }

        foreach (var unit in batch)
        {
            unit.Complete();
        }
    }

    private async Task RunOneAsync(Unit unit)
    {
        SqliteDatabase.Execute(_connection, "SAVEPOINT unit;");
        try
        {
            await unit.RunAsync(new Session(_connection, null, CancellationToken.None));
        }
        catch (Exception exception) when (SQLitePCL.raw.sqlite3_get_autocommit(_connection.Handle) == 0)
        {
            SqliteDatabase.Execute(_connection, "ROLLBACK TO unit;");
            unit.Keep(exception);
        }

        SqliteDatabase.Execute(_connection, "RELEASE unit;");
    }

    private void TryRollBack()
    {
        try
        {
            RollBack(_connection);
        }
        catch (SqliteException)
        {
            // The fault that led here is the one to report; if it lasts, the next BEGIN says so.
        }
    }

    private abstract class Unit
    {
        public abstract bool IsCancelled();

        public abstract Task RunAsync(Session session);

        /// <summary>Remembers that this unit failed alone; said when the batch is committed.</summary>
        public abstract void Keep(Exception exception);

        public abstract void Fail(Exception exception);

        public abstract void Complete();
    }

    private sealed class Unit<T>(Func<Session, Task<T>> work, CancellationToken cancellation) : Unit
    {
        private readonly TaskCompletionSource<T> _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private Exception? _exception;
        private T? _result;

        public Task<T> Result => _completion.Task;

        public override bool IsCancelled() => cancellation.IsCancellationRequested && _completion.TrySetCanceled(cancellation);

        public override async Task RunAsync(Session session) => _result = await work(session);

        public override void Keep(Exception exception) => _exception = exception;

        public override void Fail(Exception exception) => _completion.TrySetException(_exception ?? exception);

        public override void Complete()
        {
            if (_exception is null)
            {
                _completion.TrySetResult(_result!);
            }
            else
            {
                _completion.TrySetException(_exception);
            }
        }
    }
}
