using System.Collections.Immutable;
using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using MlOpsBot.Configuration;
using MlOpsBot.Serving;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Keeping;
using MlOpsBot.Storage.Moving;
using MlOpsBot.Storage.Workspaces;
using MlOpsBot.Storing;

namespace MlOpsBot.CommandLine;

/// <summary><c>store backup</c>, <c>store restore</c>, <c>store restored</c> and <c>store check</c>.</summary>
public static class StoreKeeping
{
    /// <summary><c>store backup</c>.</summary>
    internal static Command CreateBackup(GlobalOptions global, Surroundings surroundings)
    {
        var to = new Option<string>("--to") { Description = "A file for the database alone, or a folder, in which the backup gets one of its own, with the keys.", HelpName = "FILE|DIR", Required = true };
        var command = new Command("backup", "Backs up the SQLite store while the bot runs.") { to };
        command.SetAction((parsed, stop) => BackUpAsync(global.Of(parsed, surroundings), parsed.GetValue(to)!, surroundings, stop));
        return command;
    }

    /// <summary><c>store restore</c>.</summary>
    internal static Command CreateRestore(GlobalOptions global, Surroundings surroundings)
    {
        var from = new Option<string>("--from") { Description = "What store backup made: the file, or the folder.", HelpName = "FILE|DIR", Required = true };
        var replace = new Option<bool>("--replace") { Description = "Puts a store that is there aside, where it is kept." };
        var nothingLost = new Option<bool>("--nothing-lost") { Description = "Nothing was answered or posted since the backup: what waits in it goes on." };
        var command = new Command("restore", "Puts a backup in the place of the SQLite store, while the bot stands still.") { from, replace, nothingLost };
        command.SetAction((parsed, stop) => RestoreAsync(
            global.Of(parsed, surroundings), new RestoreArguments(parsed.GetValue(from)!, parsed.GetValue(replace), parsed.GetValue(nothingLost)), surroundings, stop));
        return command;
    }

    /// <summary><c>store restored</c>.</summary>
    internal static Command CreateRestored(GlobalOptions global, Surroundings surroundings)
    {
        var command = new Command("restored", "Says that the store was put back from a copy of files or a disk, which the bot does not notice by itself. Before it starts.");
        command.SetAction((parsed, stop) => RestoredAsync(global.Of(parsed, surroundings), surroundings, stop));
        return command;
    }

    /// <summary><c>store check</c>.</summary>
    internal static Command CreateCheck(GlobalOptions global, Surroundings surroundings)
    {
        var command = new Command("check", "Reads the whole store: whether it is sound, what it holds, what waits.");
        command.SetAction((parsed, stop) => CheckAsync(global.Of(parsed, surroundings), surroundings, stop));
        return command;
    }

    /// <summary>Backs the store up. Gives <see cref="ExitCode.Fine"/>, or <see cref="ExitCode.WrongUse"/> with the reason on standard error.</summary>
    public static async Task<int> BackUpAsync(ServerSettings settings, string to, Surroundings surroundings, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(surroundings);
        var options = await OptionsOfSqliteAsync(
            settings,
            surroundings,
            "The store is PostgreSQL, whose own program backs it up while the bot runs: pg_dump --format=custom --file=mlopsbot.dump \"host=… dbname=… user=…\". Keep the encryption keys (MlOpsBot:Storage:EncryptionKeys) apart from it: deploy/operations/README.md.");
        if (options is null)
        {
            return ExitCode.WrongUse;
        }

        var path = Path.GetFullPath(to, settings.WorkingDirectory);
        try
        {
            var code = Directory.Exists(path) || Path.EndsInDirectorySeparator(to)
                ? await BackUpIntoAsync(options, path, settings.Clock, surroundings, stop)
                : await BackUpAloneAsync(options, path, settings.Clock, surroundings, stop);
            if (code == ExitCode.Fine)
            {
                await NoteBackupAsync(settings, path, surroundings, stop);
            }

            return code;
        }
        catch (StorageException exception)
        {
            return await ExistingStore.RefuseAsync(surroundings, $"No backup was made: {exception.Message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return await ExistingStore.RefuseAsync(surroundings, $"No backup was made: {exception.Message.ReplaceLineEndings(" ")}");
        }
    }

    /// <summary>Restores a backup. Gives <see cref="ExitCode.Fine"/>, or <see cref="ExitCode.WrongUse"/> with the reason on standard error.</summary>
    public static async Task<int> RestoreAsync(ServerSettings settings, RestoreArguments arguments, Surroundings surroundings, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(surroundings);
        var options = await OptionsOfSqliteAsync(
            settings,
            surroundings,
            "The store is PostgreSQL, whose own program restores it into an empty database while the bot stands still: pg_restore --exit-on-error --no-owner --dbname=\"host=… dbname=… user=…\" mlopsbot.dump. The next start notices it, and repeats nothing: deploy/operations/README.md.");
        if (options is null)
        {
            return ExitCode.WrongUse;
        }

        var from = Path.GetFullPath(arguments.From, settings.WorkingDirectory);
        var keys = Path.Combine(from, StoreOpening.KeyFolder);
        var file = Directory.Exists(from) ? Path.Combine(from, StorageOptions.FileName) : from;
        try
        {
            ImmutableArray<string> keyFolders = Directory.Exists(keys) ? [from, options.Storage.DataFolder] : [options.Storage.DataFolder];
            var order = new RestoreOrder(file, arguments.Replaces, arguments.NothingLost, [.. keyFolders.SelectMany(folder => StoreOpening.Readers(options, folder))]);
            var report = await StoreRestore.RunAsync(options.Storage, order, settings.Clock, stop);
            var copied = KeyFiles.Copy(keys, Path.Combine(options.Storage.DataFolder, StoreOpening.KeyFolder));
            return await TellRestoredAsync(options, report, copied, settings.Clock, surroundings, stop);
        }
        catch (StorageException exception)
        {
            return await ExistingStore.RefuseAsync(surroundings, $"Nothing was restored: {exception.Message}");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or CryptographicException)
        {
            return await ExistingStore.RefuseAsync(surroundings, $"The store was not restored in full: {exception.Message.ReplaceLineEndings(" ")}");
        }
    }

    /// <summary>Marks the store as restored. Gives <see cref="ExitCode.Fine"/>, or <see cref="ExitCode.WrongUse"/> with the reason on standard error.</summary>
    public static async Task<int> RestoredAsync(ServerSettings settings, Surroundings surroundings, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(surroundings);
        var (store, options, code) = await ExistingStore.OpenAsync(settings, surroundings, stop);
        if (store is null)
        {
            return code;
        }

        await using (store)
        {
            await store.MarkRestoredAsync(settings.Clock.GetUtcNow(), stop);
        }

        return await TellDoubtsAsync(options, settings.Clock, surroundings, stop);
    }

    /// <summary>Checks the store. Gives <see cref="ExitCode.Fine"/>, or <see cref="ExitCode.WrongUse"/> with the reason on standard error.</summary>
    public static async Task<int> CheckAsync(ServerSettings settings, Surroundings surroundings, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(surroundings);
        var (store, _, code) = await ExistingStore.OpenAsync(settings, surroundings, stop);
        if (store is null)
        {
            return code;
        }

        await using var open = store;
        try
        {
            await store.CheckAsync(stop);
            var contents = await store.CountAsync(stop);
            await WriteTablesAsync(surroundings.Output, contents.Tables);
            await surroundings.Output.WriteLineAsync($"{store.Description}: sound; schema version {contents.Version}.");
            if (contents.RestoredAt is { } at)
            {
                await surroundings.Output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"Restored from a backup at {at:yyyy-MM-dd HH:mm} UTC."));
            }

            foreach (var platform in await store.Backlog.CountAsync(stop))
            {
                await surroundings.Output.WriteLineAsync(string.Create(
                    CultureInfo.InvariantCulture, $"Waiting of {platform.Platform}: {platform.Waiting:N0}, the oldest since {platform.OldestAt:yyyy-MM-dd HH:mm:ss} UTC."));
            }

            return ExitCode.Fine;
        }
        catch (StorageException exception)
        {
            return await ExistingStore.RefuseAsync(surroundings, exception.Message);
        }
    }

    // PostgreSQL has programs of its own for what is done here with a file; whoever has it is told which.
    private static async Task<BotOptions?> OptionsOfSqliteAsync(ServerSettings settings, Surroundings surroundings, string otherwise)
    {
        var options = await ExistingStore.OptionsAsync(settings, surroundings);
        if (options?.Storage.PostgresConnectionString is null)
        {
            return options;
        }

        await ExistingStore.RefuseAsync(surroundings, otherwise);
        return null;
    }

    private static async Task<int> BackUpIntoAsync(BotOptions options, string folder, TimeProvider clock, Surroundings surroundings, CancellationToken stop)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"mlopsbot-{clock.GetUtcNow():yyyyMMdd'T'HHmmss'Z'}");
        var (place, aside) = (Path.Combine(folder, name), Path.Combine(folder, $".{name}.part"));
        if (Path.Exists(place))
        {
            return await ExistingStore.RefuseAsync(surroundings, $"No backup was made: {place} is there already, and a backup never takes the place of another.");
        }

        try
        {
            KeyFiles.Make(aside);
            var report = await StoreBackup.TakeAsync(options.Storage, Path.Combine(aside, StorageOptions.FileName), clock, stop);
            var keys = KeyFiles.Copy(Path.Combine(options.Storage.DataFolder, StoreOpening.KeyFolder), Path.Combine(aside, StoreOpening.KeyFolder));
            Directory.Move(aside, place);
            await TellBackupAsync(surroundings.Output, report, place);
            await surroundings.Output.WriteLineAsync(keys > 0
                ? $"With it: {keys} keys of {Path.Combine(options.Storage.DataFolder, StoreOpening.KeyFolder)}. Whoever has this folder can read the stored tokens: keep it as you keep passwords."
                : KeysApart(options));
            return ExitCode.Fine;
        }
        finally
        {
            if (Directory.Exists(aside))
            {
                Directory.Delete(aside, recursive: true);
            }
        }
    }

    private static async Task<int> BackUpAloneAsync(BotOptions options, string file, TimeProvider clock, Surroundings surroundings, CancellationToken stop)
    {
        var report = await StoreBackup.TakeAsync(options.Storage, file, clock, stop);
        await TellBackupAsync(surroundings.Output, report, file);
        await surroundings.Output.WriteLineAsync(KeysApart(options));
        return ExitCode.Fine;
    }

    // Whoever has a backup may have the stored tokens: that one was taken is on record. A store that takes no line now is no reason to have no backup.
    private static async Task NoteBackupAsync(ServerSettings settings, string path, Surroundings surroundings, CancellationToken stop)
    {
        var (store, _, _) = await ExistingStore.OpenAsync(settings, surroundings, stop);
        try
        {
            await using var open = store;
            if (store is not null)
            {
                await store.Audit.AddAsync(new AuditEntry(AuditActions.Bot, AuditActions.Typed, AuditActions.StoreBackup, path, "taken"), stop);
                return;
            }
        }
        catch (StorageException exception)
        {
            await surroundings.Error.WriteLineAsync(exception.Message);
        }

        await surroundings.Error.WriteLineAsync("The backup is whole; it only has no line in 'mlopsbot audit'.");
    }

    private static string KeysApart(BotOptions options)
    {
        var folder = Path.Combine(options.Storage.DataFolder, StoreOpening.KeyFolder);
        return !options.EncryptionKeys.IsEmpty
            ? "NOT in it: the keys of MlOpsBot:Storage:EncryptionKeys, without which stored tokens cannot be read. Keep them, apart from it."
            : Directory.Exists(folder)
                ? $"NOT in it: the keys in {folder}, without which stored tokens cannot be read. Keep a copy of that folder, apart from it; or back up into a folder, which takes them along."
                : "No keys go with it: no tokens are stored.";
    }

    private static async Task TellBackupAsync(TextWriter output, BackupReport report, string place)
    {
        await WriteTablesAsync(output, report.Tables);
        await output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"Backed up {report.Tables.Sum(table => table.Rows):N0} rows in {report.Tables.Length} tables, schema version {report.Version}, {report.Bytes / 1024.0:N0} KB, as of {report.TakenAt:yyyy-MM-dd HH:mm:ss} UTC, to {place}; read back and sound."));
    }

    private static async Task<int> TellRestoredAsync(
        BotOptions options, RestoreReport report, int keys, TimeProvider clock, Surroundings surroundings, CancellationToken stop)
    {
        await WriteTablesAsync(surroundings.Output, report.Tables);
        await surroundings.Output.WriteLineAsync(string.Create(
            CultureInfo.InvariantCulture,
            $"Restored {report.Tables.Sum(table => table.Rows):N0} rows of {report.BackupAt:yyyy-MM-dd HH:mm:ss} UTC to {report.Path}, with {keys} keys.{(report.Aside is { } aside ? $" The store that was there is kept as {aside}." : "")}"));
        return await TellDoubtsAsync(options, clock, surroundings, stop);
    }

    private static async Task<int> TellDoubtsAsync(BotOptions options, TimeProvider clock, Surroundings surroundings, CancellationToken stop)
    {
        var opened = await StoreOpening.OpenAsync(new OptionsInEffect(options), clock, stop);
        if (opened.Store is not { } store)
        {
            return await ExistingStore.RefuseAsync(surroundings, opened.Fault!);
        }

        await using var open = store;
        await surroundings.Output.WriteLineAsync(store.Restored?.Said ?? "What waits in it goes on, as nothing was lost since.");
        return ExitCode.Fine;
    }

    private static async Task WriteTablesAsync(TextWriter output, ImmutableArray<MovedTable> tables)
    {
        foreach (var table in tables.Where(table => table.Rows > 0))
        {
            await output.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"{table.Name,-24}{table.Rows,14:N0} rows"));
        }
    }
}

/// <summary>What the command line says about a restore. Immutable.</summary>
/// <param name="From">The backup: a file or a folder.</param>
/// <param name="Replaces">Whether a store that is there is put aside.</param>
/// <param name="NothingLost">Whether nothing has happened since the backup.</param>
public sealed record RestoreArguments(string From, bool Replaces, bool NothingLost);
