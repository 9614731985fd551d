using System.Collections.Immutable;
using MlOpsBot.Configuration;
using MlOpsBot.Storage;

namespace MlOpsBot.Diagnosis;

/// <summary>Whether the store is reachable, whole, writable and of this program's schema, and its disk has room. Neither makes nor migrates it.</summary>
internal sealed class StoreCheck(BotOptions options) : ICheck
{
    /// <summary>Free space below which somebody should make some: weeks of a busy bot's events.</summary>
    public const long LeastFree = 256L * 1024 * 1024;

    public string Name => "store";

    public async Task<ImmutableArray<Diagnosed>> RunAsync(CancellationToken cancellation)
    {
        if (!options.HasChannel)
        {
            return [Diagnosed.Ok(Name, "None is needed: no channel is configured.")];
        }

        try
        {
            var look = await StoreLook.AtAsync(options.Storage, cancellation);
            return [Schema(look), .. look.Warnings.Select(warning => Diagnosed.Warning(Name, warning)), .. Disk()];
        }
        catch (StorageException exception)
        {
            return [Diagnosed.Unusable(Name, exception.Message)];
        }
    }

    private Diagnosed Schema(StoreLook look)
    {
        if (look.Version > look.ProgramVersion)
        {
            return Diagnosed.Unusable(
                Name,
                $"{look.Description} has schema version {look.Version}, and this program knows up to version {look.ProgramVersion}.",
                "Run the newer program that changed it, or restore a backup made before it did.");
        }

        return Diagnosed.Ok(Name, look switch
        {
            { Version: 0 } => $"{look.Description}: nothing there yet, and writable; the first start makes it.",
            _ when look.Version < look.ProgramVersion => $"{look.Description}: answers, whole, writable; schema version {look.Version}, which the next start brings to {look.ProgramVersion}.",
            _ => $"{look.Description}: answers, whole, writable; schema version {look.Version}.",
        });
    }

    private IEnumerable<Diagnosed> Disk()
    {
        if (options.Storage.PostgresConnectionString is null && FreeBytes(options.Storage.DataFolder) is { } free && free < LeastFree)
        {
            yield return Diagnosed.Warning(Name, $"The disk of {options.Storage.DataFolder} has {free / 1024 / 1024} MB left.", "Free some space: when it is full, nothing more can be taken from Slack or Teams.");
        }
    }

    private static long? FreeBytes(string folder)
    {
        try
        {
            return new DriveInfo(folder).AvailableFreeSpace;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            // Some file systems do not say it.
            return null;
        }
    }
}
