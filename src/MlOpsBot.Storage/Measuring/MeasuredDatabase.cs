using System.Diagnostics;
using MlOpsBot.Storage.Databases;

namespace MlOpsBot.Storage.Measuring;

/// <summary>A database whose work is measured, and shown in the trace of whatever it is done for. Thread-safe.</summary>
internal sealed class MeasuredDatabase(IDatabase database) : IDatabase
{
    private readonly string _name = database is PostgresDatabase ? "postgresql" : "sqlite";

    /// <summary>What is measured.</summary>
    public IDatabase Inner => database;

    public string Description => database.Description;

    public IReadOnlyList<string> Warnings => database.Warnings;

    public SqlDialect Dialect => database.Dialect;

    public Task<T> ReadAsync<T>(Func<Session, Task<T>> work, CancellationToken cancellation)
        => MeasuredAsync("read", work, () => database.ReadAsync(work, cancellation));

    public Task<T> WriteAsync<T>(Func<Session, Task<T>> work, CancellationToken cancellation)
        => MeasuredAsync("write", work, () => database.WriteAsync(work, cancellation));

    public Task MigrateAsync(Func<Session, Task> work, CancellationToken cancellation) => database.MigrateAsync(work, cancellation);

    public Task CheckAsync(CancellationToken cancellation) => database.CheckAsync(cancellation);

    public ValueTask DisposeAsync() => database.DisposeAsync();

    private async Task<T> MeasuredAsync<T>(string operation, Delegate work, Func<Task<T>> run)
    {
        var start = Stopwatch.GetTimestamp();

        // Within something that is traced alone: queues are looked at every second, and each look would be a trace of its own.
        using var span = Activity.Current is { Recorded: true } ? StoreMeter.Source.StartActivity($"store {NameOf(work) ?? operation}", ActivityKind.Client) : null;
        span?.SetTag("db.system.name", _name).SetTag("db.operation.name", operation);
        try
        {
            return await run();
        }
        catch (StorageException fault)
        {
            span?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", StoreMeter.Word(fault.Failure));
            StoreMeter.Failed(fault.Failure, _name);
            throw;
        }
        finally
        {
            StoreMeter.Operated(operation, _name, Stopwatch.GetElapsedTime(start));
        }
    }

    // The compiler names a method's lambda after the method: <RecordAsync>b__0. Where it does not, the operation is told alone.
    private static string? NameOf(Delegate work)
        => work.Method.Name is ['<', .. var name] && name.IndexOf('>', StringComparison.Ordinal) is > 0 and var end ? name[..end] : null;
}
