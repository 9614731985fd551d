using System.Collections.Immutable;
using MlOpsBot.Configuration;
using MlOpsBot.Storage;
using MlOpsBot.Storing;

namespace MlOpsBot.Diagnosis;

/// <summary>
/// Whether the store is reachable, whole, writable and of this program's schema, and what lies in it that somebody should look at. Neither
/// makes nor migrates it.
/// </summary>
internal sealed class StoreCheck(BotOptions options, TimeProvider clock) : ICheck
{
    public string Name => "store";

    public async Task<ImmutableArray<Diagnosed>> RunAsync(CancellationToken cancellation)
    {
        if (!options.HasChannel)
        {
            return [Diagnosed.Ok(Name, "None is needed: no channel is configured.")];
        }

        var isSqlite = options.Storage.PostgresConnectionString is null;
        try
        {
            // Reading must not make a folder of keys where there is none.
            var secrets = options.EncryptionKeys.IsEmpty && !Directory.Exists(Path.Combine(options.Storage.DataFolder, StoreOpening.KeyFolder)) ? null : StoreOpening.Protector(options);
            var look = await StoreLook.AtAsync(options.Storage, secrets, clock, cancellation);
            return
            [
                Schema(look),
                .. look.Warnings.Select(warning => Diagnosed.Warning(Name, FindingCode.StoreDriver, warning)),
                .. isSqlite ? new SqliteSurroundings(options.Storage.DataFolder, Name).Judge() : [],
                .. look.Postgres is { } postgres ? new PostgresJudge(Name).Judge(postgres, mustCreate: look.Version < look.ProgramVersion) : [],
                .. look.Backlog is { } backlog ? new BacklogJudge(options, clock, Name).Judge(backlog, hasKeys: secrets is not null) : [],
            ];
        }
        catch (StorageException exception)
        {
            return [Diagnosed.Unusable(Name, CodeOf(exception.Failure), exception.Message), .. isSqlite ? new SqliteSurroundings(options.Storage.DataFolder, Name).Judge() : []];
        }
    }

    /// <summary>Which finding a failure of the store is.</summary>
    internal static FindingCode CodeOf(StorageFailure failure) => failure switch
    {
        StorageFailure.Busy => FindingCode.StoreBusy,
        StorageFailure.Unreachable => FindingCode.StoreUnreachable,
        StorageFailure.Full => FindingCode.StoreFull,
        StorageFailure.NotWritable => FindingCode.StoreNotWritable,
        StorageFailure.Corrupt => FindingCode.StoreCorrupt,
        StorageFailure.Refused => FindingCode.StoreRefused,
        StorageFailure.NewerThanProgram => FindingCode.StoreNewer,
        StorageFailure.SecretUnreadable => FindingCode.TokensUnreadable,
        StorageFailure.Misconfigured => FindingCode.StoreMisconfigured,
        _ => FindingCode.StoreUnforeseen,
    };

    private Diagnosed Schema(StoreLook look)
    {
        if (!look.IsUsable)
        {
            return Diagnosed.Unusable(
                Name,
                FindingCode.StoreNewer,
                $"{look.Description} has schema version {look.Version}, and this program knows up to version {look.ProgramVersion}.",
                "Run the newer program that changed it, or restore a backup made before it did.");
        }

        var state = $"answers, {(look.IsReadWhole ? "whole" : $"whole as far as could be read in {StoreLook.LongestCheck.TotalSeconds:0} seconds")}{(look.Postgres is { IsReadOnly: true } ? "" : ", writable")}";
        return Diagnosed.Ok(Name, look switch
        {
            { Version: 0, Postgres: null } => $"{look.Description}: nothing there yet, and writable; the first start makes it.",
            { Version: 0 } => $"{look.Description}: nothing there yet; the first start makes it.",
            _ when look.Version > look.ProgramVersion => $"{look.Description}: {state}; schema version {look.Version} of a newer program, on which this one ({look.ProgramVersion}) may work.",
            _ when look.Version < look.ProgramVersion => $"{look.Description}: {state}; schema version {look.Version}, which the next start brings to {look.ProgramVersion}.",
            _ => $"{look.Description}: {state}; schema version {look.Version}.",
        });
    }
}
