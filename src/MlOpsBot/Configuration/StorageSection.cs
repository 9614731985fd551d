using System.Collections.Immutable;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Secrets;

namespace MlOpsBot.Configuration;

/// <summary>The section <c>MlOpsBot:Storage</c>.</summary>
internal static class StorageSection
{
    /// <summary>The option that holds the keys for stored tokens.</summary>
    public const string KeysName = "EncryptionKeys";

    private const string PostgresName = "PostgresConnectionString";

    public static StorageOptions Read(OptionReader reader)
    {
        var defaults = new StorageOptions();
        var retention = reader.Section("Retention");
        reader.Hide(PostgresName);
        reader.Default("DataFolder", defaults.DataFolder);
        reader.Default("ReplicaName", defaults.ReplicaName);
        var options = new StorageOptions
        {
            DataFolder = reader.Text("DataFolder") ?? defaults.DataFolder,
            PostgresConnectionString = reader.Text(PostgresName),
            BusyTimeout = reader.Duration("BusyTimeout", defaults.BusyTimeout),
            ReplicaName = reader.Text("ReplicaName") ?? defaults.ReplicaName,
            Retention = new RetentionOptions
            {
                EventKeys = retention.DurationOrForever("EventKeys", defaults.Retention.EventKeys),
                FinishedEvents = retention.DurationOrForever("FinishedEvents", defaults.Retention.FinishedEvents),
                UnresolvedEvents = retention.DurationOrForever("UnresolvedEvents", defaults.Retention.UnresolvedEvents),
                Deliveries = retention.DurationOrForever("Deliveries", defaults.Retention.Deliveries),
                Feedback = retention.DurationOrForever("Feedback", defaults.Retention.Feedback),
                Audit = retention.DurationOrForever("Audit", defaults.Retention.Audit),
                Tips = retention.DurationOrForever("Tips", defaults.Retention.Tips),
            },
        };
        foreach (var problem in options.Problems())
        {
            reader.Fault($"{BotOptions.Section}:{problem}");
        }

        return options;
    }

    public static ImmutableArray<Secret> ReadKeys(OptionReader reader)
    {
        var keys = reader.Secrets(KeysName);
        try
        {
            _ = keys.IsEmpty ? null : AesGcmSecretProtector.FromBase64([.. keys.Select(key => key.Reveal())]);
            return keys;
        }
        catch (StorageException exception)
        {
            reader.Fault($"{BotOptions.Section}:{exception.Message}");
            return [];
        }
    }
}
