using System.Collections.Immutable;

namespace MlOpsBot.Storage;

/// <summary>Where the store keeps its data and for how long. Immutable; checked when the store is opened.</summary>
public sealed record StorageOptions
{
    /// <summary>The name of the SQLite file inside <see cref="DataFolder"/>.</summary>
    public const string FileName = "mlopsbot.db";

    /// <summary>
    /// The folder of the SQLite file, made where missing, readable by its owner alone. It must lie on a local disk: SQLite's
    /// locks are not reliable on network shares. Default <c>data</c>, below the working folder. Unused with PostgreSQL.
    /// </summary>
    public string DataFolder { get; init; } = "data";

    /// <summary>
    /// Npgsql's connection string of a PostgreSQL database (version 12 or later), which any number of replicas may share.
    /// Its user must own the tables or be allowed to create them. Default null: SQLite.
    /// </summary>
    public string? PostgresConnectionString { get; init; }

    /// <summary>
    /// How long a write waits for another process that holds the SQLite file, before it fails as
    /// <see cref="StorageFailure.Busy"/>. Default 5 seconds; 100 milliseconds to 60 seconds.
    /// </summary>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// What this replica calls itself in the rows that it claims, for whoever reads them; nothing depends on it. Default:
    /// the machine's name and the process id. 1 to 100 characters.
    /// </summary>
    public string ReplicaName { get; init; } = $"{Environment.MachineName}:{Environment.ProcessId}";

    /// <summary>How long each kind of data is kept.</summary>
    public RetentionOptions Retention { get; init; } = new();

    /// <summary>Everything that is wrong with these options, each as a sentence that names the option, its value and what is allowed.</summary>
    public ImmutableArray<string> Problems()
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        if (PostgresConnectionString is null && string.IsNullOrWhiteSpace(DataFolder))
        {
            problems.Add("Storage:DataFolder is empty; give a folder, such as \"data\".");
        }

        // The value is not repeated: it usually holds a password.
        if (PostgresConnectionString is not null && string.IsNullOrWhiteSpace(PostgresConnectionString))
        {
            problems.Add("Storage:PostgresConnectionString is empty; give a connection string, or leave the option out to use SQLite.");
        }

        if (BusyTimeout < TimeSpan.FromMilliseconds(100) || BusyTimeout > TimeSpan.FromSeconds(60))
        {
            problems.Add($"Storage:BusyTimeout is {BusyTimeout:c}; allowed are 00:00:00.1 to 00:01:00.");
        }

        if (string.IsNullOrWhiteSpace(ReplicaName) || ReplicaName.Length > 100)
        {
            problems.Add("Storage:ReplicaName must have 1 to 100 characters.");
        }

        problems.AddRange(Retention.Problems());
        return problems.ToImmutable();
    }
}

/// <summary>
/// How long each kind of data is kept before a purge deletes it. Null keeps it for ever. Every period is at least one hour
/// unless its option says otherwise. Immutable.
/// </summary>
public sealed record RetentionOptions
{
    /// <summary>
    /// How long the keys of recorded events are kept, against redelivery. Slack's "delayed events" come for 24 hours, so
    /// at least 25 hours. Default 7 days.
    /// </summary>
    public TimeSpan? EventKeys { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long the rows of finished events are kept; their payload, the user's words, goes at once when they finish. Default 7 days.</summary>
    public TimeSpan? FinishedEvents { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How long events that were given up or are doubtful are kept, payload included, for an operator to look at. Default 30 days.</summary>
    public TimeSpan? UnresolvedEvents { get; init; } = TimeSpan.FromDays(30);

    /// <summary>How long deliveries are kept: the buttons of older messages say that they have expired. Default 180 days.</summary>
    public TimeSpan? Deliveries { get; init; } = TimeSpan.FromDays(180);

    /// <summary>How long thumbs and their texts are kept since their last change. Default 365 days.</summary>
    public TimeSpan? Feedback { get; init; } = TimeSpan.FromDays(365);

    /// <summary>How long the audit of administrative actions is kept, and what subscriptions to tips were before they were changed. Default 365 days.</summary>
    public TimeSpan? Audit { get; init; } = TimeSpan.FromDays(365);

    /// <summary>
    /// How long the days of the tips' ledger are kept since their date: what was posted so long ago may come again, whatever was
    /// not posted since. At least 30 days. Default 730 days.
    /// </summary>
    public TimeSpan? Tips { get; init; } = TimeSpan.FromDays(730);

    /// <summary>Everything that is wrong with these options, in sentences.</summary>
    public ImmutableArray<string> Problems()
    {
        var problems = ImmutableArray.CreateBuilder<string>();
        Check(nameof(EventKeys), EventKeys, TimeSpan.FromHours(25));
        Check(nameof(FinishedEvents), FinishedEvents, TimeSpan.FromHours(1));
        Check(nameof(UnresolvedEvents), UnresolvedEvents, TimeSpan.FromHours(1));
        Check(nameof(Deliveries), Deliveries, TimeSpan.FromHours(1));
        Check(nameof(Feedback), Feedback, TimeSpan.FromHours(1));
        Check(nameof(Audit), Audit, TimeSpan.FromHours(1));
        Check(nameof(Tips), Tips, TimeSpan.FromDays(30));
        return problems.ToImmutable();

        void Check(string name, TimeSpan? value, TimeSpan least)
        {
            if (value is { } period && (period < least || period > TimeSpan.FromDays(36_500)))
            {
                problems.Add($"Storage:Retention:{name} is {period:c}; allowed are {least:c} to 36500.00:00:00, or forever.");
            }
        }
    }
}
