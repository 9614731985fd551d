using System.Collections.Immutable;
using System.Security.Cryptography;
using MlOpsBot.Configuration;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Secrets;

namespace MlOpsBot.Storing;

/// <summary>Opens the store at start, or says in one line why it cannot be opened.</summary>
internal static class StoreOpening
{
    /// <summary>The folder of data protection's keys, inside the data folder.</summary>
    public const string KeyFolder = "keys";

    /// <summary>Opens it, creates or migrates it.</summary>
    /// <param name="inEffect">The options; <see cref="StorageOptions.DataFolder"/> is a full path.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="stop">Gives up.</param>
    public static async Task<OpenedStore> OpenAsync(OptionsInEffect inEffect, TimeProvider clock, CancellationToken stop)
    {
        var options = inEffect.Bot.Value;
        try
        {
            var secrets = Protector(inEffect.Bot);
            if (options.Slack.UsesOAuth)
            {
                // A folder that cannot be written shows now, and not when somebody has clicked through an install.
                secrets.Protect([0], "start");
            }

            return new OpenedStore(await Store.OpenAsync(inEffect.Storage, secrets, clock, stop), null);
        }
        catch (StorageException exception)
        {
            return new OpenedStore(null, $"The store cannot be opened: {exception.Message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return new OpenedStore(
                null,
                $"The keys that encrypt stored tokens cannot be made in {Path.Combine(options.Storage.DataFolder, KeyFolder)}: "
                    + $"{exception.Message.ReplaceLineEndings(" ")} Make the folder writable, or give MlOpsBot:Storage:{StorageSection.KeysName}.");
        }
    }

    /// <summary>What encrypts stored tokens.</summary>
    public static ISecretProtector Protector(Current<BotOptions> options) => options.Value.EncryptionKeys.IsEmpty
        ? new DataProtectionSecretProtector(Path.Combine(options.Value.Storage.DataFolder, KeyFolder))
        : new ConfiguredSecretProtector(options);

    /// <summary>What may decrypt the tokens of a store that is moved: the configured keys, and those of its own beside it.</summary>
    /// <param name="options">The options.</param>
    /// <param name="dataFolder">The folder of that store.</param>
    public static ImmutableArray<ISecretProtector> Readers(BotOptions options, string dataFolder)
    {
        var readers = ImmutableArray.CreateBuilder<ISecretProtector>();
        if (Configured(options) is { } configured)
        {
            readers.Add(configured);
        }

        // Reading must not make a folder of keys where there is none.
        if (Directory.Exists(Path.Combine(dataFolder, KeyFolder)))
        {
            readers.Add(new DataProtectionSecretProtector(Path.Combine(dataFolder, KeyFolder)));
        }

        return readers.ToImmutable();
    }

    private static AesGcmSecretProtector? Configured(BotOptions options)
        => options.EncryptionKeys.IsEmpty ? null : AesGcmSecretProtector.FromBase64([.. options.EncryptionKeys.Select(key => key.Reveal())]);
}

/// <summary>A store, or why there is none.</summary>
/// <param name="Store">The store, or null.</param>
/// <param name="Fault">One line that says what to do, or null.</param>
internal sealed record OpenedStore(Store? Store, string? Fault);
