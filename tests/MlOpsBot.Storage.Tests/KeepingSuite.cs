using System.Collections.Immutable;
using System.Diagnostics;
using System.Runtime.Versioning;
using Microsoft.Data.Sqlite;
using MlOpsBot.Storage.Databases;
using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Keeping;
using MlOpsBot.Storage.Migrations;
using MlOpsBot.Storage.Secrets;
using MlOpsBot.Storage.Tests.Support;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Storage.Working;
using MlOpsBot.Storage.Workspaces;
using Npgsql;

namespace MlOpsBot.Storage.Tests;

/// <summary>What holds after a restore, whichever database and whoever restored it.</summary>
public abstract class KeepingSuite(StorePlace place) : StoreSuite(place)
{
    [Fact]
    public async Task After_a_restore_nothing_that_may_have_been_done_since_the_backup_is_done_again()
    {
        await FillAsync();
        await BackUpAsync();

        // What happens after the backup, and is gone with the store.
        await WorkOffAsync(Store);
        Time.Advance(TimeSpan.FromMinutes(20));

        var restored = await RestoreAsync();
        restored.Restored.ShouldNotBeNull().ShouldSatisfyAllConditions(
            report => report.Events.ShouldBe(2),
            report => report.Deliveries.ShouldBe(1),
            report => report.TipDays.ShouldBe(1),
            report => report.RestoredAt.ShouldBe(Time.Now),
            report => restored.Warnings.ShouldContain(report.Said));
        (await restored.Inbox.ClaimAsync("slack", 10, TimeSpan.FromMinutes(1), Cancellation)).ShouldBeEmpty();
        (await restored.Inbox.FindAsync(Here, "done", Cancellation))!.State.ShouldBe(WorkState.Done);
        (await restored.Inbox.FindAsync(Here, "waiting", Cancellation))!.State.ShouldBe(WorkState.Doubtful);
        (await restored.Inbox.RecordAsync(Event("waiting"), Cancellation)).ShouldBe(RecordOutcome.Duplicate);
        (await restored.Deliveries.ListAsync(DeliveryState.Intended, 10, Cancellation)).ShouldBeEmpty();
        (await restored.Deliveries.ListAsync(DeliveryState.Doubtful, 10, Cancellation)).ShouldHaveSingleItem();
        (await restored.Tips.Ledger.FindAsync(Here, "C1", "2026-03-02", Cancellation))!.State.ShouldBe(TipDayState.Doubtful);

        // Due between backup and restore, and not planned yet: skipped; the one after it is posted.
        (await restored.Tips.PlanDueAsync(10, subscription => Day("2026-03-03", subscription.NextDue!.Value), Cancellation)).ShouldBe(1);
        var skipped = (await restored.Tips.Ledger.FindAsync(Here, "C2", "2026-03-03", Cancellation))!;
        (skipped.State, skipped.Reason).ShouldBe((TipDayState.Skipped, "Perhaps posted before the store was restored from a backup"));
        Time.Advance(TimeSpan.FromDays(1));
        await restored.Tips.PlanDueAsync(10, _ => Day("2026-03-04", Time.Now), Cancellation);
        (await restored.Tips.Ledger.FindAsync(Here, "C2", "2026-03-04", Cancellation))!.State.ShouldBe(TipDayState.Planned);
        (await restored.Audit.ListAsync(AuditActions.Bot, 10, Cancellation)).ShouldHaveSingleItem().Action.ShouldBe(AuditActions.StoreRestored);
        (await AgainAsync()).Restored.ShouldBeNull("it was restored once");
    }

    private protected static IncomingEvent Event(string id) => new(Here, id, "app_mention", "{}");

    private protected abstract Task BackUpAsync();

    private protected abstract Task<Store> RestoreAsync();

    private protected abstract Task<Store> AgainAsync();

    private protected async Task FillAsync()
    {
        await Store.Inbox.RecordAsync(Event("done"), Cancellation);
        var claim = (await Store.Inbox.ClaimAsync("slack", 1, TimeSpan.FromMinutes(1), Cancellation)).Single();
        await Store.Inbox.CompleteAsync(claim, Cancellation);
        await Store.Inbox.RecordAsync(Event("claimed"), Cancellation);
        claim = (await Store.Inbox.ClaimAsync("slack", 1, TimeSpan.FromMinutes(1), Cancellation)).Single();
        await Store.Deliveries.IntendAsync(claim, new NewDelivery(Here, NewDelivery.NewId(), "C1", "{}", "k"), Cancellation);
        await Store.Inbox.RecordAsync(Event("waiting"), Cancellation);
        await Store.Installations.SaveAsync(new Installation(Here, "Example", null, "{}", new Secret("xoxb-1"), null, "U1"), Cancellation);
        await Store.Tips.ChangeAsync(new TipSubscription(Here, "C1", "{}", "U1", TipState.On, Time.Now), "U1", "on", Cancellation);
        await Store.Tips.PlanDueAsync(10, _ => Day("2026-03-02", Time.Now), Cancellation);
        await Store.Tips.ChangeAsync(new TipSubscription(Here, "C2", "{}", "U1", TipState.On, Time.Now + TimeSpan.FromMinutes(10)), "U1", "on", Cancellation);
    }

    private static TipPlanning Day(string day, DateTimeOffset due) => new([new PlannedTip(day, due, due, null)], due + TimeSpan.FromDays(1));

    private static async Task WorkOffAsync(Store store)
    {
        foreach (var claim in await store.Inbox.ClaimAsync("slack", 10, TimeSpan.FromMinutes(1), Cancellation))
        {
            await store.Inbox.CompleteAsync(claim, Cancellation);
        }
    }
}

[UnsupportedOSPlatform("windows")]
public sealed class SqliteKeeping() : KeepingSuite(new SqlitePlace())
{
    private string Backup => Path.Combine(Options.DataFolder, "backup.db");

    private string File => Path.Combine(Options.DataFolder, StorageOptions.FileName);

    private static ImmutableArray<ISecretProtector> Readers => [AesGcmSecretProtector.FromBase64(Key)];

    [Fact]
    public async Task A_backup_is_taken_while_others_write_and_holds_all_that_was_recorded_before()
    {
        using var enough = new CancellationTokenSource();
        var recorded = 0;
        var writing = Task.Run(
            async () =>
            {
                for (; !enough.IsCancellationRequested; recorded++)
                {
                    await Store.Inbox.RecordAsync(Event($"E{recorded}"), Cancellation);
                }
            },
            Cancellation);
        while (Volatile.Read(ref recorded) < 50)
        {
            await Task.Yield();
        }

        var before = Volatile.Read(ref recorded);
        var report = await StoreBackup.TakeAsync(Options, Backup, Time, Cancellation);
        await enough.CancelAsync();
        await writing;
        report.Tables.Single(table => table.Name == "inbox").Rows.ShouldBeInRange(before, recorded);
        report.Version.ShouldBe(Migration.All.Length);
        Directory.GetFiles(Options.DataFolder, "*.part").ShouldBeEmpty();
        System.IO.File.GetUnixFileMode(Backup).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var failure = await Should.ThrowAsync<StorageException>(() => StoreBackup.TakeAsync(Options, Backup, Time, Cancellation));
        failure.Message.ShouldContain("is there already, and a backup never takes the place of another");
    }

    [Fact]
    public async Task A_store_that_was_put_aside_in_vain_is_put_back()
    {
        await FillAsync();
        await Store.DisposeAsync();
        var before = await System.IO.File.ReadAllBytesAsync(File, Cancellation);
        Should.Throw<FileNotFoundException>(() => StoreRestore.Exchange(File + SqliteRescue.Restoring, File, Time.Now));
        (await System.IO.File.ReadAllBytesAsync(File, Cancellation)).ShouldBe(before);
        Directory.GetFiles(Options.DataFolder, SqliteRescue.Replaced + "*").ShouldBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task After_a_restore_that_was_broken_off_no_empty_store_is_begun(bool hasStore)
    {
        await FillAsync();
        await BackUpAsync();
        await Store.DisposeAsync();
        System.IO.File.Copy(Backup, File + SqliteRescue.Restoring);
        var aside = Path.Combine(Options.DataFolder, SqliteRescue.Replaced + "20260302T100000Z-abcdef.db");
        System.IO.File.Move(File, hasStore ? aside : aside + ".elsewhere");

        var failure = await Should.ThrowAsync<StorageException>(() => OpenAsync());
        failure.Failure.ShouldBe(StorageFailure.Gone);
        failure.Message.ShouldContain(hasStore ? $"{aside} is what a restore put aside. Restore again" : $"{File}{SqliteRescue.Restoring} is left of a restore that was broken off. Restore again");
        (await Should.ThrowAsync<StorageException>(() => StoreLook.AtAsync(Options, Cancellation))).Message.ShouldBe(failure.Message);
        await StoreRestore.RunAsync(Options, new RestoreOrder(Backup, Replaces: false, NothingLost: true, Readers), Time, Cancellation);
        (await (await OpenAsync()).Inbox.CountAsync("slack", Cancellation)).Open.ShouldBe(2);
        System.IO.File.Exists(File + SqliteRescue.Restoring).ShouldBeFalse();
    }

    [Fact]
    public async Task A_backup_that_somebody_copied_into_the_place_by_hand_is_noticed_too()
    {
        await FillAsync();
        await BackUpAsync();
        var elsewhere = Directory.CreateDirectory(Path.Combine(Options.DataFolder, "next")).FullName;
        System.IO.File.Copy(Backup, Path.Combine(elsewhere, StorageOptions.FileName));
        (await OpenAsync(Options with { DataFolder = elsewhere })).Restored!.Events.ShouldBe(2);
    }

    [Fact]
    public async Task Where_nothing_was_lost_what_waits_goes_on()
    {
        await FillAsync();
        await BackUpAsync();
        await Store.DisposeAsync();
        await StoreRestore.RunAsync(Options, new RestoreOrder(Backup, Replaces: true, NothingLost: true, Readers), Time, Cancellation);
        Time.Advance(TimeSpan.FromMinutes(2));
        var restored = await OpenAsync();
        restored.Restored.ShouldBeNull();
        (await restored.Inbox.ClaimAsync("slack", 10, TimeSpan.FromMinutes(1), Cancellation)).Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_store_in_use_is_not_replaced_and_one_at_rest_only_when_told_so_and_kept()
    {
        await FillAsync();
        await BackUpAsync();
        (await RefusedAsync(replaces: true)).ShouldBe($"The store {File} is in use. Stop the bot, and restore then.");
        await Store.DisposeAsync();
        (await RefusedAsync(replaces: false)).ShouldBe($"There is a store already: {File}. With --replace it is put aside, and kept.");

        var report = await StoreRestore.RunAsync(Options, new RestoreOrder(Backup, true, false, Readers), Time, Cancellation);
        report.BackupAt.ShouldBe(Time.Now);
        report.Tables.Single(table => table.Name == "inbox").Rows.ShouldBe(3);
        System.IO.File.Exists(report.Aside).ShouldBeTrue();
        System.IO.File.GetUnixFileMode(File).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    [Fact]
    public async Task A_damaged_store_is_replaced()
    {
        await FillAsync();
        await BackUpAsync();
        await Store.DisposeAsync();
        await System.IO.File.WriteAllTextAsync(File, new string('x', 5000), Cancellation);
        await StoreRestore.RunAsync(Options, new RestoreOrder(Backup, true, false, Readers), Time, Cancellation);
        (await OpenAsync()).Restored.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_damaged_a_newer_and_a_foreign_backup_and_one_whose_keys_are_missing_leave_the_store_as_it_is()
    {
        await FillAsync();
        await BackUpAsync();
        await Store.DisposeAsync();
        (await RefusedAsync(true, [AesGcmSecretProtector.FromBase64(AesGcmSecretProtector.NewKey())])).ShouldStartWith("The tokens of slack/T1 in the backup cannot be decrypted, and nothing was restored.");
        await AlterAsync("INSERT INTO schema_version (version, name, applied_at) VALUES (99, 'next', 1)");
        (await RefusedAsync(true)).ShouldContain("has schema version 99, which takes a program that knows at least version 99, and this program knows up to version 7. Run the newer program");
        await AlterAsync("DROP TABLE schema_version");
        (await RefusedAsync(true)).ShouldContain("is no store of this bot");
        await System.IO.File.WriteAllTextAsync(Backup, new string('x', 9000), Cancellation);
        (await RefusedAsync(true)).ShouldContain("is damaged or no database");
        var untouched = await OpenAsync();
        untouched.Restored.ShouldBeNull();
        (await untouched.Inbox.CountAsync("slack", Cancellation)).Open.ShouldBe(2);
        Directory.GetFiles(Options.DataFolder, "*restoring*").ShouldBeEmpty();
    }

    [Fact]
    public async Task Before_the_schema_is_changed_a_copy_is_kept_and_the_oldest_beyond_two_goes()
    {
        var folder = Path.Combine(Options.DataFolder, "old");
        var options = Options with { DataFolder = folder };
        for (var version = 1; version <= Migration.All.Length; version++)
        {
            await using var store = await Store.OpenAsync(options, Readers[0], Time, [.. Migration.All.Take(version)], Cancellation);
        }

        Directory.GetFiles(folder, "mlopsbot.before-*").Select(Path.GetFileName).Order(StringComparer.Ordinal).ShouldBe(["mlopsbot.before-6.db", "mlopsbot.before-7.db"]);
        System.IO.File.GetUnixFileMode(Path.Combine(folder, "mlopsbot.before-7.db")).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);

        // The way back: the program before, on the copy.
        await StoreRestore.RunAsync(options, new RestoreOrder(Path.Combine(folder, "mlopsbot.before-7.db"), true, true, Readers), Time, Cancellation);
        await using var earlier = await Store.OpenAsync(options, Readers[0], Time, [.. Migration.All.Take(6)], Cancellation);
        await earlier.PingAsync(Cancellation);
    }

    [Fact]
    public async Task A_store_that_was_taken_away_and_saved_is_not_begun_anew()
    {
        await Store.Inbox.RecordAsync(Event("before"), Cancellation);
        System.IO.File.Delete(File);
        await Should.ThrowAsync<StorageException>(() => Store.Inbox.RecordAsync(Event("after"), Cancellation));
        await Store.DisposeAsync();
        (await Should.ThrowAsync<StorageException>(() => OpenAsync())).Message.ShouldStartWith($"There is no {File}, and ");
    }

    private protected override Task BackUpAsync() => StoreBackup.TakeAsync(Options, Backup, Time, Cancellation);

    private protected override async Task<Store> RestoreAsync()
    {
        await Store.DisposeAsync();
        await StoreRestore.RunAsync(Options, new RestoreOrder(Backup, Replaces: true, NothingLost: false, Readers), Time, Cancellation);
        return await OpenAsync();
    }

    private protected override Task<Store> AgainAsync() => OpenAsync();

    private async Task<string> RefusedAsync(bool replaces, ImmutableArray<ISecretProtector>? readers = null)
        => (await Should.ThrowAsync<StorageException>(
            () => StoreRestore.RunAsync(Options, new RestoreOrder(Backup, replaces, NothingLost: false, readers ?? Readers), Time, Cancellation))).Message;

    private async Task AlterAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={Backup};Pooling=False");
        await connection.OpenAsync(Cancellation);
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync(Cancellation);
    }
}

/// <summary>PostgreSQL's own programs back up and restore.</summary>
public sealed class PostgresKeeping(PostgresCluster cluster) : KeepingSuite(new PostgresPlace(cluster))
{
    private string? _dump;
    private string? _target;

    private protected override async Task BackUpAsync()
    {
        var builder = new NpgsqlConnectionStringBuilder(Options.PostgresConnectionString);
        _dump = Path.Combine(builder.Host!, "mlopsbot.dump");
        System.IO.File.Delete(_dump);
        await RunAsync("pg_dump", "--format=custom", $"--file={_dump}", $"--dbname=host={builder.Host} dbname={builder.Database} user={builder.Username}");
    }

    private protected override async Task<Store> RestoreAsync()
    {
        _target = await cluster.CreateDatabaseAsync();
        var builder = new NpgsqlConnectionStringBuilder(_target);
        await RunAsync("pg_restore", "--exit-on-error", "--no-owner", $"--dbname=host={builder.Host} dbname={builder.Database} user={builder.Username}", _dump!);
        return await AgainAsync();
    }

    private protected override Task<Store> AgainAsync() => OpenAsync(Options with { PostgresConnectionString = _target });

    private static async Task RunAsync(string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(PostgresCluster.FindPrograms()!, program)) { RedirectStandardError = true, UseShellExecute = false };
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var complaint = await process.StandardError.ReadToEndAsync(Cancellation);
        await process.WaitForExitAsync(Cancellation);
        process.ExitCode.ShouldBe(0, complaint);
    }
}
