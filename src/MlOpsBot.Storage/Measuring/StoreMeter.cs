using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace MlOpsBot.Storage.Measuring;

/// <summary>
/// What the store and its queues measure, for whoever listens to the meter or the source <see cref="Name"/>. Costs next to nothing
/// while nobody does. Thread-safe.
/// </summary>
/// <remarks>One for the process, as a store has no container to take it from. What is measured is documented in deploy/observability.</remarks>
public static class StoreMeter
{
    /// <summary>The meter's name, and the source's.</summary>
    public const string Name = "MlOpsBot.Storage";

    private static readonly Meter s_meter = new(Name);

    private static readonly Histogram<double> s_operations = s_meter.CreateSeconds(
        "mlopsbot.store.operation.duration",
        "How long reads and writes of the store take, waiting for the disk or the server included.",
        [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]);

    private static readonly Counter<long> s_faults = s_meter.CreateCounter<long>(
        "mlopsbot.store.faults", "{fault}", "Reads and writes that the store failed, by what stood in the way.");

    private static readonly Counter<long> s_settled = s_meter.CreateCounter<long>(
        "mlopsbot.work.attempts", "{attempt}", "Attempts at what waits in a queue, by what they came to.");

    private static readonly Histogram<double> s_attempts = s_meter.CreateSeconds(
        "mlopsbot.work.attempt.duration",
        "How long an attempt at what waits in a queue takes, calls to the platform included.",
        [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30]);

    /// <summary>Spans of the store's work.</summary>
    internal static ActivitySource Source { get; } = new(Name);

    internal static void Operated(string operation, string database, TimeSpan took)
        => s_operations.Record(took.TotalSeconds, new("operation", operation), new("database", database));

    internal static void Failed(StorageFailure failure, string database)
        => s_faults.Add(1, new("fault", Word(failure)), new("database", database));

    internal static void Attempted(string queue, string platform, string outcome, TimeSpan took)
    {
        s_settled.Add(1, new("queue", queue), new("platform", platform), new("outcome", outcome));
        s_attempts.Record(took.TotalSeconds, new("queue", queue), new("platform", platform));
    }

    // Written out, so that renaming a member does not rename what dashboards ask for.
    internal static string Word(StorageFailure failure) => failure switch
    {
        StorageFailure.Full => "full",
        StorageFailure.Busy => "busy",
        StorageFailure.Unreachable => "unreachable",
        StorageFailure.NotWritable => "not_writable",
        StorageFailure.Corrupt => "corrupt",
        StorageFailure.Refused => "refused",
        _ => "other",
    };
}
