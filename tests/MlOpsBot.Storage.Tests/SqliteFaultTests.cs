using System.Runtime.Versioning;
using Microsoft.Data.Sqlite;
using MlOpsBot.Storage.Databases;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Keeping;
using MlOpsBot.Storage.Secrets;
using MlOpsBot.Storage.Tests.Support;

namespace MlOpsBot.Storage.Tests;

[UnsupportedOSPlatform("windows")]
public sealed class SqliteFaultTests() : StoreSuite(new SqlitePlace())
{
    private SqliteDatabase Database => (SqliteDatabase)((WatchedDatabase)Store.Database).Inner;

    private string File => Path.Combine(Options.DataFolder, StorageOptions.FileName);

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_with_what_to_do()
    {
        var folder = Path.Combine(Options.DataFolder, "other");
        Directory.CreateDirectory(folder);
        await System.IO.File.WriteAllTextAsync(Path.Combine(folder, StorageOptions.FileName), new string('x', 5000), Cancellation);
        var failure = await Should.ThrowAsync<StorageException>(() => OpenAsync(Options with { DataFolder = folder }));
        failure.Failure.ShouldBe(StorageFailure.Corrupt);
        failure.Message.ShouldContain("is damaged or no database. Stop the bot, and restore a backup (mlopsbot store restore --replace --from …) or move the file away");
    }

    [Fact]
    public async Task A_file_that_was_damaged_is_found_by_the_check()
    {
        for (var i = 0; i < 200; i++)
        {
            await Store.Inbox.RecordAsync(Event($"E{i}") with { Payload = new string('x', 2000) }, Cancellation);
        }

        await Store.CheckAsync(Cancellation);
        await Store.DisposeAsync();
        await using (var stream = new FileStream(File, FileMode.Open))
        {
            // One page of events: nothing that is read at the start.
            stream.Position = stream.Length / 4096 * 3 / 4 * 4096;
            stream.Write(new byte[64]);
        }

        var damaged = await OpenAsync();
        var failure = await Should.ThrowAsync<StorageException>(() => damaged.CheckAsync(Cancellation));
        failure.Failure.ShouldBe(StorageFailure.Corrupt);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_refused_with_what_to_do()
    {
        // Rights do not stop a superuser; the kernel's own folder does.
        var folder = "/sys/kernel";
        if (!Environment.IsPrivilegedProcess)
        {
            folder = Path.Combine(Options.DataFolder, "locked");
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        }

        foreach (var place in new[] { folder, Path.Combine(folder, "data") })
        {
            var failure = await Should.ThrowAsync<StorageException>(() => OpenAsync(Options with { DataFolder = place }));
            failure.Failure.ShouldBe(StorageFailure.NotWritable);
            failure.Message.ShouldContain($"{place}/mlopsbot.db cannot be opened for writing. Let the bot's user read and write");
        }
    }

    [Fact]
    public async Task A_full_disk_fails_the_write_and_nothing_else()
    {
        await Store.Inbox.RecordAsync(Event("before"), Cancellation);
        SqliteDatabase.Execute(Database.Writing, "PRAGMA max_page_count = 1;"); // raised by SQLite to the present size
        var failure = await Should.ThrowAsync<StorageException>(
            () => Store.Inbox.RecordAsync(Event("during") with { Payload = new string('x', 1_000_000) }, Cancellation));
        failure.Failure.ShouldBe(StorageFailure.Full);
        failure.Message.ShouldContain("is full. Free some space there");

        SqliteDatabase.Execute(Database.Writing, "PRAGMA max_page_count = 1000000;");
        (await Store.Inbox.RecordAsync(Event("during"), Cancellation)).ShouldBe(RecordOutcome.Recorded);
        (await Store.Inbox.CountAsync("slack", Cancellation)).Open.ShouldBe(2);
    }

    [Fact]
    public async Task A_file_that_another_process_holds_for_too_long_is_busy()
    {
        var impatient = await OpenAsync(Options with { BusyTimeout = TimeSpan.FromMilliseconds(100) });
        SqliteDatabase.Execute(Database.Writing, "BEGIN IMMEDIATE;");
        var failure = await Should.ThrowAsync<StorageException>(() => impatient.Inbox.RecordAsync(Event("E1"), Cancellation));
        failure.Failure.ShouldBe(StorageFailure.Busy);
        failure.IsTemporary.ShouldBeTrue();
        SqliteDatabase.Execute(Database.Writing, "ROLLBACK;");
        (await impatient.Inbox.RecordAsync(Event("E1"), Cancellation)).ShouldBe(RecordOutcome.Recorded);
    }

    [Fact]
    public async Task A_write_that_fails_takes_none_of_those_along_that_share_its_commit()
    {
        var writes = Enumerable.Range(0, 100).Select(i => Store.Database.WriteAsync(
            async session =>
            {
                await session.ExecuteAsync("INSERT INTO audit (platform, workspace, at, actor, action, subject, detail) VALUES ('p', 'w', 0, '', '', '', '')");
                return i % 10 == 0 ? throw new InvalidOperationException("on purpose") : i;
            },
            Cancellation)).ToList();
        var failed = 0;
        foreach (var write in writes)
        {
            try
            {
                await write;
            }
            catch (InvalidOperationException exception) when (exception.Message == "on purpose")
            {
                failed++;
            }
        }

        failed.ShouldBe(10);
        (await RawAsync<long>("SELECT COUNT(*) FROM audit")).ShouldBe([90]);
    }

    [Fact]
    public async Task What_is_written_is_on_the_disk_before_it_is_acknowledged()
    {
        var pragmas = await Store.Database.WriteAsync(
            async session => (
                await session.QuerySingleOrDefaultAsync<string>("PRAGMA journal_mode"),
                await session.QuerySingleOrDefaultAsync<long>("PRAGMA synchronous")),
            Cancellation);
        pragmas.ShouldBe(("wal", 2L));
    }

    [Fact]
    public async Task A_reader_cannot_write()
        => await Should.ThrowAsync<StorageException>(() => RawAsync<string>("DELETE FROM audit RETURNING actor"));

    [Fact]
    public async Task The_folder_is_made_for_its_owner_alone()
    {
        var folder = Path.Combine(Options.DataFolder, "a", "b");
        await OpenAsync(Options with { DataFolder = folder });
        System.IO.File.GetUnixFileMode(folder).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
    }

    [Fact]
    public async Task A_store_that_was_closed_says_so()
    {
        await Store.DisposeAsync();
        await Should.ThrowAsync<ObjectDisposedException>(() => Store.Inbox.RecordAsync(Event("E1"), Cancellation));
    }

    [Fact]
    public void Which_library_is_in_use_can_be_seen()
    {
        Store.Description.ShouldStartWith("SQLite 3.");
        Store.Description.ShouldEndWith(" at " + File);
        Store.Warnings.ShouldAllBe(warning => warning.Contains("Install the operating system's SQLite (Debian: libsqlite3-0)"));
        if (System.IO.File.ReadAllText("/proc/self/maps").Contains("libsqlite3.so.0", StringComparison.Ordinal))
        {
            Store.Warnings.ShouldBeEmpty();
            Store.Description.ShouldNotContain("3.35.5");
        }
    }

    [Fact]
    public async Task A_deleted_log_is_written_anew_and_nothing_of_it_is_lost()
    {
        await Store.Inbox.RecordAsync(Event("before"), Cancellation);
        System.IO.File.Delete(File + "-wal");
        (await Store.Inbox.RecordAsync(Event("after"), Cancellation)).ShouldBe(RecordOutcome.Recorded);
        (await Store.Inbox.CountAsync("slack", Cancellation)).Open.ShouldBe(2);
        (await Store.Inbox.RecordAsync(Event("later"), Cancellation)).ShouldBe(RecordOutcome.Recorded);

        await Store.DisposeAsync();
        var reopened = await OpenAsync();
        (await reopened.Inbox.CountAsync("slack", Cancellation)).Open.ShouldBe(3);
        await reopened.CheckAsync(Cancellation);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_deleted_or_replaced_file_ends_the_work_and_what_it_held_is_saved_beside_it(bool isReplaced)
    {
        await Store.Inbox.RecordAsync(Event("before"), Cancellation);
        System.IO.File.Delete(File);
        if (isReplaced)
        {
            await System.IO.File.WriteAllBytesAsync(File, [], Cancellation);
        }

        var failure = await Should.ThrowAsync<StorageException>(() => Store.Inbox.RecordAsync(Event("after"), Cancellation));
        failure.Failure.ShouldBe(StorageFailure.Gone);
        (await Should.ThrowAsync<StorageException>(() => Store.Inbox.CountAsync("slack", Cancellation))).Message.ShouldBe(failure.Message);
        Store.Condition.Fault!.Failure.ShouldBe(StorageFailure.Gone);

        var saved = Directory.GetFiles(Options.DataFolder, SqliteRescue.Prefix + "*").ShouldHaveSingleItem();
        failure.Message.ShouldContain($"All that it held is saved as {saved}");
        System.IO.File.GetUnixFileMode(saved).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        System.IO.File.Copy(saved, Path.Combine(Directory.CreateDirectory(Path.Combine(Options.DataFolder, "next")).FullName, StorageOptions.FileName));
        var next = await OpenAsync(Options with { DataFolder = Path.Combine(Options.DataFolder, "next") });
        (await next.Inbox.FindAsync(Here, "before", Cancellation)).ShouldNotBeNull();
    }

    [Fact]
    public async Task A_file_that_turns_out_to_be_damaged_is_not_written_any_more()
    {
        for (var i = 0; i < 200; i++)
        {
            await Store.Inbox.RecordAsync(Event($"E{i}") with { Payload = new string('x', 2000) }, Cancellation);
        }

        SqliteDatabase.Execute(Database.Writing, "PRAGMA wal_checkpoint(TRUNCATE);");
        SqliteConnection.ClearAllPools();
        await using (var stream = new FileStream(File, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            stream.Position = 4096;
            stream.Write(new byte[stream.Length - 4096]);
        }

        var failure = await Should.ThrowAsync<StorageException>(() => Store.Inbox.CountAsync("slack", Cancellation));
        failure.Failure.ShouldBe(StorageFailure.Corrupt);
        (await Should.ThrowAsync<StorageException>(() => Store.Inbox.RecordAsync(Event("after"), Cancellation))).Message.ShouldBe(failure.Message);
        (await Should.ThrowAsync<StorageException>(() => Store.PingAsync(Cancellation))).Failure.ShouldBe(StorageFailure.Corrupt);
    }

    [Fact]
    public async Task A_fault_is_told_once_and_is_over_when_writing_has_worked_for_a_moment()
    {
        var told = new List<StorageFailure?>();
        Store.Condition.Changed = fault => told.Add(fault?.Failure);
        SqliteDatabase.Execute(Database.Writing, "PRAGMA max_page_count = 1;");
        for (var i = 0; i < 3; i++)
        {
            await Should.ThrowAsync<StorageException>(() => Store.Inbox.RecordAsync(Event("E1") with { Payload = new string('x', 1_000_000) }, Cancellation));
        }

        told.ShouldBe([StorageFailure.Full]);
        await Should.ThrowAsync<StorageException>(() => Store.PingAsync(Cancellation));
        SqliteDatabase.Execute(Database.Writing, "PRAGMA max_page_count = 1000000;");
        Time.Advance(StoreCondition.Calm);
        (await Store.Inbox.CountAsync("slack", Cancellation)).Open.ShouldBe(0);
        Store.Condition.Fault.ShouldNotBeNull("that something can be read proves nothing of a full disk");
        await Store.PingAsync(Cancellation);
        told.ShouldBe([StorageFailure.Full, null]);
    }

    [Fact]
    public async Task Tables_that_somebody_dropped_are_a_fault_that_is_told_and_over_when_they_are_there_again()
    {
        var told = new List<StorageFailure?>();
        Store.Condition.Changed = fault => told.Add(fault?.Failure);
        await OutsideAsync("ALTER TABLE schema_version RENAME TO away; ALTER TABLE inbox RENAME TO gone;");
        var failure = await Should.ThrowAsync<StorageException>(() => Store.Inbox.RecordAsync(Event("E1"), Cancellation));
        failure.Failure.ShouldBe(StorageFailure.Unforeseen);
        failure.Message.ShouldContain("fails with SQLite's code 1, which is no fault that the bot knows. If tables are missing or changed, restore a backup");
        (await Should.ThrowAsync<StorageException>(() => Store.PingAsync(Cancellation))).Failure.ShouldBe(StorageFailure.Unforeseen);

        await OutsideAsync("ALTER TABLE away RENAME TO schema_version; ALTER TABLE gone RENAME TO inbox;");
        Time.Advance(StoreCondition.Calm);
        (await Store.Inbox.RecordAsync(Event("E1"), Cancellation)).ShouldBe(RecordOutcome.Recorded);
        await Store.PingAsync(Cancellation);
        told.ShouldBe([StorageFailure.Unforeseen, null]);
    }

    [Fact]
    public async Task A_file_cut_to_nothing_under_the_store_is_a_fault_until_a_backup_is_put_back()
    {
        for (var i = 0; i < 20; i++)
        {
            await Store.Inbox.RecordAsync(Event($"E{i}"), Cancellation);
        }

        var backup = Path.Combine(Options.DataFolder, "backup.db");
        await StoreBackup.TakeAsync(Options, backup, Time, Cancellation);
        SqliteDatabase.Execute(Database.Writing, "PRAGMA wal_checkpoint(TRUNCATE);");
        SqliteConnection.ClearAllPools();
        await using (var stream = new FileStream(File, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite))
        {
            stream.SetLength(0);
        }

        for (var i = 0; i < 3; i++)
        {
            await Should.ThrowAsync<StorageException>(() => Store.Inbox.RecordAsync(Event($"after {i}"), Cancellation));
            await Should.ThrowAsync<StorageException>(() => Store.Inbox.CountAsync("slack", Cancellation));
            await Should.ThrowAsync<StorageException>(() => Store.Inbox.ClaimAsync("slack", 1, TimeSpan.FromMinutes(1), Cancellation));
            await Should.ThrowAsync<StorageException>(() => Store.PingAsync(Cancellation));
        }

        Store.Condition.Fault!.Failure.ShouldBe(StorageFailure.Corrupt);
        await Store.DisposeAsync();
        await StoreRestore.RunAsync(
            Options, new RestoreOrder(backup, Replaces: true, NothingLost: true, [AesGcmSecretProtector.FromBase64(Key)]), Time, Cancellation);
        var next = await OpenAsync();
        (await next.Inbox.CountAsync("slack", Cancellation)).Open.ShouldBe(20);
    }

    [Fact]
    public async Task A_value_that_breaks_a_rule_of_the_schema_is_a_bug_and_no_fault_of_the_file()
    {
        await Should.ThrowAsync<SqliteException>(() => RawAsync("INSERT INTO schema_version (version, name, applied_at) VALUES (1, '', 0)"));
        Store.Condition.Fault.ShouldBeNull();
    }

    [Fact]
    public async Task A_folder_that_cannot_be_looked_into_for_a_while_has_lost_nothing()
    {
        await Store.Inbox.RecordAsync(Event("before"), Cancellation);
        var aside = Options.DataFolder + "-aside";
        Directory.Move(Options.DataFolder, aside);
        System.IO.File.CreateSymbolicLink(Options.DataFolder, Options.DataFolder); // ELOOP, which stops a superuser too
        FileIdentity.TryLook(File, out _).ShouldBeFalse();
        new SqliteFiles(Path.Combine(aside, StorageOptions.FileName)).Look().ShouldBe(SqliteFilesState.InPlace);
        (await Store.Inbox.RecordAsync(Event("during"), Cancellation)).ShouldBe(RecordOutcome.Recorded);

        System.IO.File.Delete(Options.DataFolder);
        Directory.Move(aside, Options.DataFolder);
        (await Store.Inbox.CountAsync("slack", Cancellation)).Open.ShouldBe(2);
        Store.Condition.Fault.ShouldBeNull();
    }

    [Fact]
    public void A_connection_that_broke_is_a_fault_only_where_the_next_call_fails_too()
    {
        var told = new List<StorageFailure?>();
        var condition = new StoreCondition(Time) { Changed = fault => told.Add(fault?.Failure) };
        var broken = new StorageException(StorageFailure.Unreachable, "broken") { IsOfOneConnection = true };
        var early = condition.Now;
        Time.Advance(TimeSpan.FromSeconds(1));
        condition.Failed(broken, isWrite: true, condition.Now);
        condition.Failed(broken, isWrite: true, early);
        condition.Succeeded(isWrite: false);
        condition.Failed(broken, isWrite: true, condition.Now);
        told.ShouldBeEmpty();
        condition.Failed(broken, isWrite: true, condition.Now);
        told.ShouldBe([StorageFailure.Unreachable]);
    }

    [Fact]
    public void A_schema_that_is_too_new_is_not_over_because_other_calls_succeed()
    {
        var told = new List<StorageFailure?>();
        var condition = new StoreCondition(Time) { Changed = fault => told.Add(fault?.Failure) };
        condition.Failed(new StorageException(StorageFailure.NewerThanProgram, "newer"), isWrite: true, condition.Now);
        Time.Advance(StoreCondition.Calm);
        condition.Succeeded(isWrite: true);
        told.ShouldBe([StorageFailure.NewerThanProgram]);
        condition.Readable();
        told.ShouldBe([StorageFailure.NewerThanProgram, null]);
    }

    [Fact]
    public void A_call_that_was_under_way_when_a_fault_was_over_begins_no_other()
    {
        var told = new List<StorageFailure?>();
        var condition = new StoreCondition(Time) { Changed = fault => told.Add(fault?.Failure) };
        var fault = new StorageException(StorageFailure.Unreachable, "gone");
        condition.Failed(fault, isWrite: true, condition.Now);
        var early = condition.Now;
        Time.Advance(StoreCondition.Calm);
        condition.Succeeded(isWrite: true);
        condition.Failed(fault, isWrite: true, early);
        told.ShouldBe([StorageFailure.Unreachable, null]);
        condition.Failed(fault, isWrite: true, condition.Now);
        told.ShouldBe([StorageFailure.Unreachable, null, StorageFailure.Unreachable]);
    }

    private async Task OutsideAsync(string sql)
    {
        await using var connection = new SqliteConnection($"Data Source={File};Pooling=False");
        await connection.OpenAsync(Cancellation);
        SqliteDatabase.Execute(connection, sql);
    }

    private static IncomingEvent Event(string id) => new(Here, id, "app_mention", "{}");
}
