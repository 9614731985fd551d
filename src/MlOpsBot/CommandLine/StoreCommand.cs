using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using MlOpsBot.Configuration;
using MlOpsBot.Serving;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Moving;
using MlOpsBot.Storage.Workspaces;
using MlOpsBot.Storing;

namespace MlOpsBot.CommandLine;

/// <summary><c>store</c>: what is done to the store, and moving it while the bot stands still.</summary>
public static class StoreCommand
{
    private const string StorageOptionsPrefix = BotOptions.Section + ":Storage";

    /// <summary>The command.</summary>
    public static Command Create(GlobalOptions global, Surroundings surroundings) => new("store", "Looks after the store: backup, restore, check, move.")
    {
        StoreKeeping.CreateBackup(global, surroundings),
        StoreKeeping.CreateRestore(global, surroundings),
        StoreKeeping.CreateRestored(global, surroundings),
        StoreKeeping.CreateCheck(global, surroundings),
        CreateMove(global, surroundings),
    };

    private static Command CreateMove(GlobalOptions global, Surroundings surroundings)
    {
        var from = new Option<string?>("--from")
        {
            Description = "The folder of the SQLite store; unless given, the configured one (MlOpsBot:Storage:DataFolder).",
            HelpName = "DIR",
        };
        var command = new Command(
            "move", "Moves everything from SQLite to the PostgreSQL that is configured (MlOpsBot:Storage:PostgresConnectionString), while the bot stands still.")
        {
            from,
        };
        command.SetAction((parsed, stop) => MoveAsync(
            global.Of(parsed, surroundings), parsed.GetValue(from), surroundings, stop));
        return command;
    }

    /// <summary>Moves the store. Gives <see cref="ExitCode.Fine"/> or, where nothing was moved, <see cref="ExitCode.WrongUse"/> with the reason on standard error.</summary>
    /// <param name="settings">Where the configuration is read.</param>
    /// <param name="from">The folder of the SQLite store; null for the configured one.</param>
    /// <param name="surroundings">Where it is told.</param>
    /// <param name="stop">Gives up; nothing is moved then.</param>
    public static async Task<int> MoveAsync(ServerSettings settings, string? from, Surroundings surroundings, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(surroundings);
        if (await ExistingStore.OptionsAsync(settings, surroundings) is not { } options)
        {
            return ExitCode.WrongUse;
        }

        var source = options.Storage with
        {
            DataFolder = from is null ? options.Storage.DataFolder : Path.GetFullPath(from, settings.WorkingDirectory),
            PostgresConnectionString = null,
        };
        try
        {
            var report = await StoreMove.RunAsync(
                source,
                StoreOpening.Readers(options, source.DataFolder),
                options.Storage,
                StoreOpening.Protector(options),
                settings.Clock,
                table =>
                {
                    surroundings.Output.WriteLine($"{table.Name,-24}{Number(table.Rows),14} rows");
                    surroundings.Output.Flush();
                },
                stop);
            await NoteAsync(options, report, settings.Clock, stop);
            await TellAsync(surroundings.Output, report, source);
            return ExitCode.Fine;
        }
        catch (StorageException exception)
        {
            return await ExistingStore.RefuseAsync(surroundings, $"The store was not moved: {exception.Message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return await ExistingStore.RefuseAsync(
                surroundings,
                $"The store was not moved: the keys that encrypt stored tokens cannot be used: {exception.Message.ReplaceLineEndings(" ")} Give {StorageOptionsPrefix}:{StorageSection.KeysName}.");
        }
    }

    private static async Task NoteAsync(BotOptions options, MoveReport report, TimeProvider clock, CancellationToken stop)
    {
        if ((await StoreOpening.OpenAsync(new OptionsInEffect(options), clock, stop)).Store is { } moved)
        {
            await using var open = moved;
            await moved.Audit.AddAsync(
                new AuditEntry(AuditActions.Bot, AuditActions.Typed, AuditActions.StoreMove, report.To, $"{report.From} -> {report.To}, {Number(report.Rows)} rows"), stop);
        }
    }

    private static async Task TellAsync(TextWriter output, MoveReport report, StorageOptions source)
    {
        await output.WriteLineAsync(
            $"Moved {Number(report.Rows)} rows in {report.Tables.Length} tables from {report.From} to {report.To}; counts and checksums agree. "
                + $"Installations whose tokens were encrypted anew: {Number(report.Secrets)}.");
        await output.WriteLineAsync(
            $"Start the bot with {StorageOptionsPrefix}:PostgresConnectionString set, and never again without it: two stores would answer and post twice. "
                + $"{Path.Combine(source.DataFolder, StorageOptions.FileName)} is as it was; delete it, and keys/ beside it, when you no longer want the way back.");
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
