using System.Diagnostics;
using MlOpsBot.CommandLine;
using MlOpsBot.Serving;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Secrets;
using MlOpsBot.Storage.Workspaces;
using MlOpsBot.Storing;

namespace MlOpsBot.Tests;

public sealed class StoreKeepingTests
{
    private static readonly WorkspaceKey _workspace = new("slack", "T1");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_backup_into_a_folder_has_the_keys_and_is_restored_elsewhere_in_one_go()
    {
        using var scratch = new Scratch();
        await FillAsync(Path.Combine(scratch.Path, "data"));
        Directory.CreateDirectory(Path.Combine(scratch.Path, "backups"));

        var backup = await RunAsync(scratch.Path, (settings, surroundings) => StoreKeeping.BackUpAsync(settings, "backups", surroundings, Cancellation));
        backup.Error.ShouldBeEmpty();
        backup.ExitCode.ShouldBe(ExitCode.Fine);
        backup.Lines.ShouldContain("installation                         1 rows");
        backup.Lines[^2].ShouldContain("read back and sound.");
        backup.Lines[^1].ShouldStartWith("With it: 1 keys of ");
        var folder = Directory.GetDirectories(Path.Combine(scratch.Path, "backups")).ShouldHaveSingleItem();
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(folder).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            File.GetUnixFileMode(Directory.GetFiles(Path.Combine(folder, "keys")).Single()).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        var data = Path.Combine(scratch.Path, "elsewhere");
        var restore = await RunAsync(
            scratch.Path,
            (settings, surroundings) => StoreKeeping.RestoreAsync(settings, new RestoreArguments(folder, Replaces: false, NothingLost: false), surroundings, Cancellation),
            ("MlOpsBot:Storage:DataFolder", data));
        restore.Error.ShouldBeEmpty();
        restore.Lines[^1].ShouldEndWith("1 events, 0 messages and 0 tips, which may have been answered or posted since, are marked as doubtful and not repeated; tips that were due until now are skipped.");
        await using (var store = await Store.OpenAsync(
            new StorageOptions { DataFolder = data }, new DataProtectionSecretProtector(Path.Combine(data, StoreOpening.KeyFolder)), TimeProvider.System, Cancellation))
        {
            (await store.Installations.FindAsync(_workspace, Cancellation))!.Secrets.Reveal().ShouldBe("xoxb-1");
        }

        var check = await RunAsync(
            scratch.Path, (settings, surroundings) => StoreKeeping.CheckAsync(settings, surroundings, Cancellation), ("MlOpsBot:Storage:DataFolder", data));
        check.Error.ShouldBeEmpty();
        check.Output.ShouldContain(": sound; schema version ");
        check.Output.ShouldContain("Restored from a backup at ");
    }

    [Fact]
    public async Task A_backup_into_a_file_says_loudly_that_the_keys_are_not_in_it()
    {
        using var scratch = new Scratch();
        await FillAsync(Path.Combine(scratch.Path, "data"));
        var backup = await RunAsync(scratch.Path, (settings, surroundings) => StoreKeeping.BackUpAsync(settings, "mlopsbot.backup.db", surroundings, Cancellation));
        backup.Lines[^1].ShouldStartWith($"NOT in it: the keys in {Path.Combine(scratch.Path, "data", "keys")}, without which stored tokens cannot be read.");

        // Without them it is not restored either.
        var refused = await RunAsync(
            scratch.Path,
            (settings, surroundings) => StoreKeeping.RestoreAsync(settings, new RestoreArguments("mlopsbot.backup.db", false, false), surroundings, Cancellation),
            ("MlOpsBot:Storage:DataFolder", Path.Combine(scratch.Path, "elsewhere")));
        refused.ExitCode.ShouldBe(ExitCode.WrongUse);
        refused.Complaints.ShouldHaveSingleItem().ShouldStartWith("Nothing was restored: The tokens of slack/T1 in the backup cannot be decrypted");
    }

    /// <summary>As it is typed: which of SQLite's libraries a process uses is decided by what it does first.</summary>
    [Fact]
    public async Task Every_command_about_the_store_works_in_a_process_of_its_own()
    {
        using var scratch = new Scratch();
        await FillAsync(Path.Combine(scratch.Path, "data"));
        Directory.CreateDirectory(Path.Combine(scratch.Path, "backups"));
        (await TypeAsync(scratch.Path, "store", "backup", "--to", "backups")).ShouldContain("read back and sound.");
        var backup = Directory.GetDirectories(Path.Combine(scratch.Path, "backups")).ShouldHaveSingleItem();
        (await TypeAsync(scratch.Path, "audit")).ShouldContain($"store-backup  {Path.Combine(scratch.Path, "backups")}  done: taken");
        (await TypeAsync(scratch.Path, "store", "restore", "--replace", "--from", backup)).ShouldContain("marked as doubtful");
        (await TypeAsync(scratch.Path, "store", "check")).ShouldContain(": sound; schema version ");
        (await TypeAsync(scratch.Path, "store", "restored")).ShouldContain("marked as doubtful");
        (await TypeAsync(scratch.Path, "audit")).ShouldContain("store-restored");
    }

    [Fact]
    public async Task The_log_of_a_deleted_file_is_not_played_over_the_backup_that_comes_in_its_place()
    {
        using var scratch = new Scratch();
        var data = Path.Combine(scratch.Path, "data");
        await FillAsync(data);
        File.Copy(Path.Combine(data, "mlopsbot.db"), Path.Combine(scratch.Path, "before.db"));
        var log = Path.Combine(data, "mlopsbot.db-wal");
        var later = new WorkspaceKey("slack", "T2");
        var secrets = new DataProtectionSecretProtector(Path.Combine(data, StoreOpening.KeyFolder));
        await using (var store = await Store.OpenAsync(new StorageOptions { DataFolder = data }, secrets, TimeProvider.System, Cancellation))
        {
            await store.Installations.SaveAsync(new Installation(later, "Later", null, "{}", new Secret("xoxb-2"), null, "U1"), Cancellation);
            File.Copy(log, log + ".kept");
        }

        File.Delete(Path.Combine(data, "mlopsbot.db"));
        File.Move(log + ".kept", log, overwrite: true);
        var restore = await RunAsync(
            scratch.Path, (settings, surroundings) => StoreKeeping.RestoreAsync(settings, new RestoreArguments("before.db", Replaces: true, NothingLost: true), surroundings, Cancellation));
        restore.Error.ShouldBeEmpty();
        await using var again = await Store.OpenAsync(new StorageOptions { DataFolder = data }, secrets, TimeProvider.System, Cancellation);
        (await again.Installations.FindAsync(_workspace, Cancellation)).ShouldNotBeNull();
        (await again.Installations.FindAsync(later, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task What_was_put_back_by_other_means_is_said_by_a_command()
    {
        using var scratch = new Scratch();
        await FillAsync(Path.Combine(scratch.Path, "data"));
        var restored = await RunAsync(scratch.Path, (settings, surroundings) => StoreKeeping.RestoredAsync(settings, surroundings, Cancellation));
        restored.Error.ShouldBeEmpty();
        restored.Lines[^1].ShouldContain("1 events, 0 messages and 0 tips, which may have been answered or posted since, are marked as doubtful and not repeated");
    }

    [Fact]
    public async Task With_PostgreSQL_the_right_program_is_named()
    {
        using var scratch = new Scratch();
        var postgres = ("MlOpsBot:Storage:PostgresConnectionString", "Host=db;Database=mlopsbot");
        (await RunAsync(scratch.Path, (settings, surroundings) => StoreKeeping.BackUpAsync(settings, "x", surroundings, Cancellation), postgres))
            .Complaints.ShouldHaveSingleItem().ShouldContain("pg_dump --format=custom --file=mlopsbot.dump ");
        (await RunAsync(scratch.Path, (settings, surroundings) => StoreKeeping.RestoreAsync(settings, new RestoreArguments("x", true, false), surroundings, Cancellation), postgres))
            .Complaints.ShouldHaveSingleItem().ShouldContain("pg_restore --exit-on-error --no-owner ");
    }

    [Fact]
    public async Task The_command_line_knows_the_commands()
    {
        var run = await CommandRun.OfAsync("store", "--help");
        run.ExitCode.ShouldBe(ExitCode.Fine);
        foreach (var command in (string[])["backup", "restore", "restored", "check", "move"])
        {
            run.Output.ShouldContain($"  {command} ");
        }
    }

    private static async Task FillAsync(string data)
    {
        var secrets = new DataProtectionSecretProtector(Path.Combine(data, StoreOpening.KeyFolder));
        await using var store = await Store.OpenAsync(new StorageOptions { DataFolder = data }, secrets, TimeProvider.System, Cancellation);
        await store.Installations.SaveAsync(new Installation(_workspace, "Example", null, "{}", new Secret("xoxb-1"), null, "U1"), Cancellation);
        await store.Inbox.RecordAsync(new IncomingEvent(_workspace, "E1", "question", "{}"), Cancellation);
    }

    private static async Task<string> TypeAsync(string folder, params string[] arguments)
    {
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "mlopsbot.dll"), .. arguments])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = folder,
        };
        using var process = Process.Start(start)!;
        var complaint = process.StandardError.ReadToEndAsync(Cancellation);
        var output = await process.StandardOutput.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        process.ExitCode.ShouldBe(ExitCode.Fine, output + await complaint);
        return output;
    }

    private static async Task<CommandRun> RunAsync(string folder, Func<ServerSettings, Surroundings, Task<int>> command, params (string, string)[] options)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var surroundings = new Surroundings(TextReader.Null, output, error, TimeProvider.System, folder);
        var code = await command(RunningBot.Settings(null, "Production", options) with { WorkingDirectory = folder }, surroundings);
        return new CommandRun(code, output.ToString(), error.ToString());
    }
}
