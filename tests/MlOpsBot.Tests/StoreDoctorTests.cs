using MlOpsBot.Diagnosis;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Secrets;
using MlOpsBot.Storage.Tests.Support;
using MlOpsBot.Storage.Workspaces;
using Npgsql;

namespace MlOpsBot.Tests;

/// <summary>What <c>doctor</c> says of stores that work, and of what lies in them; SQLite and PostgreSQL are real.</summary>
public sealed class StoreDoctorTests(PostgresCluster cluster)
{
    private static readonly WorkspaceKey _workspace = new("slack", "T1");

    private static readonly (string, string)[] _slack =
    [
        ("MlOpsBot:Slack:SigningSecret", "5f3b0c8e1d2a49678b7c6d5e4f3a2b1c"), ("MlOpsBot:Slack:BotToken", "xoxb-1"), ("MlOpsBot:Slack:ApiUrl", "http://127.0.0.1:1/api/"),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_postgres_server_that_suits_is_fine_and_an_empty_one_is_left_empty()
    {
        var connection = await cluster.CreateDatabaseAsync();

        var run = await LookAsync(("MlOpsBot:Storage:PostgresConnectionString", connection));

        run.Lines[0].ShouldMatch("^ok       store          PostgreSQL [0-9.]+ at .*: nothing there yet; the first start makes it\\.$");
        run.Lines[^1].ShouldBe("1 ok, 0 warnings, 0 faults.");
        (await QueryAsync(connection, "SELECT COUNT(*) FROM pg_tables WHERE schemaname = 'public'")).ShouldBe(0L);
    }

    [Fact]
    public async Task A_server_that_takes_no_writes_or_no_tables_keeps_the_bot_from_starting()
    {
        var connection = await cluster.CreateDatabaseAsync();
        await QueryAsync(connection, "CREATE ROLE peeker LOGIN; REVOKE CREATE ON SCHEMA public FROM PUBLIC; SELECT 1");

        (await LookAsync(("MlOpsBot:Storage:PostgresConnectionString", With(connection, builder => builder.Options = "-c default_transaction_read_only=on"))))
            .Lines.ShouldContain(line => line.StartsWith("fault    store          The server takes no writes", StringComparison.Ordinal) && line.EndsWith("[postgres-read-only]", StringComparison.Ordinal));
        (await LookAsync(("MlOpsBot:Storage:PostgresConnectionString", With(connection, builder => builder.Username = "peeker"))))
            .Lines.ShouldContain("fault    store          The user may not make tables, and the next start has some to make or to change. [postgres-rights]");
    }

    [Fact]
    public async Task A_pool_that_the_server_cannot_fill_is_a_warning_with_a_number()
    {
        var connection = await cluster.CreateDatabaseAsync();

        var run = await LookAsync(("MlOpsBot:Storage:PostgresConnectionString", With(connection, builder => builder.MaxPoolSize = 500)));

        run.Lines.ShouldContain(line => line.StartsWith("warning  store          Each replica may open 500 connections, and the server takes 197 from all together, of which ", StringComparison.Ordinal));
        run.Lines.ShouldContain(line => line.EndsWith("Add Maximum Pool Size=49 to the connection string, for up to three replicas and one that replaces another.", StringComparison.Ordinal));
    }

    [Fact]
    public void Servers_that_are_old_far_or_of_another_time_are_told()
    {
        var good = new PostgresFacts(17, IsReadOnly: false, IsEncrypted: true, IsLocal: false, MayCreate: true, TimeSpan.FromSeconds(1), 10, 97, 20);

        Codes(new PostgresJudge("store").Judge(good, mustCreate: true)).ShouldBeEmpty();
        Codes(new PostgresJudge("store").Judge(good with { Version = 11 }, mustCreate: false)).ShouldBe(["postgres-old"]);
        Codes(new PostgresJudge("store").Judge(good with { IsEncrypted = false }, mustCreate: false)).ShouldBe(["postgres-plain"]);
        Codes(new PostgresJudge("store").Judge(good with { IsEncrypted = false, IsLocal = true }, mustCreate: false)).ShouldBeEmpty();
        Codes(new PostgresJudge("store").Judge(good with { Ahead = TimeSpan.FromSeconds(-6) }, mustCreate: false)).ShouldBe(["postgres-clock"]);
        Codes(new PostgresJudge("store").Judge(good with { Connections = 95 }, mustCreate: false)).ShouldBe(["postgres-connections"]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task What_waits_and_what_is_in_doubt_is_told(bool isPostgres)
    {
        using var scratch = new Scratch();
        var place = isPostgres
            ? ("MlOpsBot:Storage:PostgresConnectionString", await cluster.CreateDatabaseAsync())
            : ("MlOpsBot:Storage:DataFolder", scratch.Path);
        var options = isPostgres ? new StorageOptions { PostgresConnectionString = place.Item2 } : new StorageOptions { DataFolder = scratch.Path };
        var time = new ManualClock();
        await using (var store = await Store.OpenAsync(options, AesGcmSecretProtector.FromBase64([Key(0)]), time, Cancellation))
        {
            await store.Inbox.RecordAsync(new IncomingEvent(_workspace, "E1", "app_mention", "{}"), Cancellation);
            await store.Inbox.RecordAsync(new IncomingEvent(_workspace, "E2", "app_mention", "{}"), Cancellation);
            await store.Deliveries.IntendAsync(new NewDelivery(_workspace, "d1", "C1", "{}", "v1"), Cancellation);
            await store.Deliveries.DoubtfulAsync(_workspace, "d1", "timeout", Cancellation);
        }

        var early = await LookAsync(time, place);
        early.Lines.ShouldNotContain(line => line.EndsWith("[events-waiting]", StringComparison.Ordinal), "they have not waited for long yet");

        // The clock here stands in March; the server's does not.
        early.Lines.Count(line => line.EndsWith("[postgres-clock]", StringComparison.Ordinal)).ShouldBe(isPostgres ? 1 : 0);
        time.Advance(TimeSpan.FromMinutes(17));
        var run = await LookAsync(time, place);

        run.Lines.ShouldContain("warning  store          2 events wait to be worked on, the oldest for 17 minutes longer than it should. [events-waiting]");
        run.Lines.ShouldContain("warning  store          Of 1 message of the last day nobody can tell whether they were posted; they are not posted again. [deliveries-doubtful]");
    }

    [Fact]
    public async Task Tokens_that_the_keys_do_not_open_are_a_fault()
    {
        using var scratch = new Scratch();
        var options = new StorageOptions { DataFolder = scratch.Path };
        await using (var store = await Store.OpenAsync(options, AesGcmSecretProtector.FromBase64([Key(1)]), TimeProvider.System, Cancellation))
        {
            await store.Installations.SaveAsync(new Installation(_workspace, "Acme", "U1", "{}", new Secret("xoxb-stored"), null, "U2"), Cancellation);
        }

        (string, string)[] place = [("MlOpsBot:Storage:DataFolder", scratch.Path)];
        (await LookAsync([.. place, ("MlOpsBot:Storage:EncryptionKeys:0", Key(2)), ("MlOpsBot:Storage:EncryptionKeys:1", Key(1))])).Lines[^1].ShouldBe("1 ok, 0 warnings, 0 faults.");
        (await LookAsync([.. place, ("MlOpsBot:Storage:EncryptionKeys:0", Key(2))])).Lines.ShouldContain(
            "fault    store          The tokens of 1 of 1 workspaces cannot be decrypted with the configured keys: slack T1. [tokens-unreadable]");
        (await LookAsync(place)).Lines.ShouldContain(
            $"fault    store          The tokens of 1 workspaces are stored, and the keys that decrypt them are gone from {scratch.Path}. [tokens-unreadable]");
    }

    [Fact]
    public async Task Conversations_of_Teams_at_a_host_that_is_not_listed_are_a_fault()
    {
        using var scratch = new Scratch();
        await using (var store = await Store.OpenAsync(new StorageOptions { DataFolder = scratch.Path }, AesGcmSecretProtector.FromBase64([Key(0)]), TimeProvider.System, Cancellation))
        {
            await store.References.SaveAsync(new ConversationReference(
                new WorkspaceKey("teams", "t"), "19:1", """{"TenantId":"t","ServiceUrl":"https://smba.infra.gov.teams.microsoft.us/teams/"}"""), Cancellation);
        }

        var run = await LookAsync(
            ("MlOpsBot:Storage:DataFolder", scratch.Path), ("MlOpsBot:Teams:AppId", "00001111-aaaa-2222-bbbb-3333cccc4444"),
            ("MlOpsBot:Teams:TenantId", "00001111-aaaa-2222-bbbb-3333cccc4444"), ("MlOpsBot:Teams:ClientSecret", "s~1"));

        run.Lines.ShouldContain(line => line.StartsWith("fault    store          Conversations of Teams are at smba.infra.gov.teams.microsoft.us, which is not on the list", StringComparison.Ordinal)
            && line.EndsWith("[service-host-not-listed]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_file_that_another_process_holds_is_told()
    {
        using var scratch = new Scratch();
        await using (await Store.OpenAsync(new StorageOptions { DataFolder = scratch.Path }, AesGcmSecretProtector.FromBase64([Key(0)]), TimeProvider.System, Cancellation))
        {
            // Made.
        }

        await using var other = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(scratch.Path, StorageOptions.FileName)};Pooling=False");
        await other.OpenAsync(Cancellation);
        await using var command = other.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE";
        await command.ExecuteNonQueryAsync(Cancellation);

        var run = await LookAsync(("MlOpsBot:Storage:DataFolder", scratch.Path), ("MlOpsBot:Storage:BusyTimeout", "00:00:00.1"));

        run.Lines.ShouldContain(line => line.StartsWith("fault    store          The database ", StringComparison.Ordinal) && line.EndsWith("[store-busy]", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_no_connection_string_is_told_by_name()
    {
        var run = await LookAsync(("MlOpsBot:Storage:PostgresConnectionString", "Database=bot;Password=very-secret"));

        run.Lines.ShouldContain(line => line.StartsWith("fault    store          Storage:PostgresConnectionString is no connection string of PostgreSQL", StringComparison.Ordinal) && line.EndsWith("[store-misconfigured]", StringComparison.Ordinal));
        run.Output.ShouldNotContain("very-secret");
    }

    [Fact]
    public void Each_failure_of_a_store_has_a_finding_of_its_own()
    {
        // A file that goes while it is open is no failure of a look, which opens it anew.
        var codes = Enum.GetValues<StorageFailure>().Where(failure => failure != StorageFailure.Gone).ToDictionary(failure => failure, StoreCheck.CodeOf);

        codes.Values.Select(code => code.Name).ShouldBeUnique();
        codes[StorageFailure.Full].ShouldBe(FindingCode.StoreFull);
        codes[StorageFailure.Misconfigured].ShouldBe(FindingCode.StoreMisconfigured);
    }

    [Fact]
    public void Tips_that_are_late_are_told_where_tips_are_on()
    {
        var backlog = new StoreBacklog(0, null, 3, 0, 0, [], []);
        var options = new Configuration.BotOptions();

        Codes(new BacklogJudge(options, TimeProvider.System, "store").Judge(backlog, hasKeys: true)).ShouldBe(["tips-overdue"]);
        Codes(new BacklogJudge(options with { Tips = options.Tips with { IsEnabled = false } }, TimeProvider.System, "store").Judge(backlog, hasKeys: true)).ShouldBeEmpty();
    }

    [Fact]
    public void What_SQLite_lies_on_is_judged()
    {
        var surroundings = new SqliteSurroundings("/data", "store");

        Codes(surroundings.Space(20L * 1024 * 1024)).ShouldBe(["disk-almost-full"]);
        Codes(surroundings.Space(200L * 1024 * 1024)).ShouldBe(["disk-low"]);
        Codes(surroundings.Space(2000L * 1024 * 1024)).ShouldBeEmpty();
        Codes(surroundings.Space(null)).ShouldBeEmpty();
        Codes(surroundings.System("nfs4", isContainer: false)).ShouldBe(["store-on-network"]);
        Codes(surroundings.System("fuse.sshfs", isContainer: true)).ShouldBe(["store-on-network"]);
        Codes(surroundings.System("overlay", isContainer: true)).ShouldBe(["store-not-kept"]);
        Codes(surroundings.System("overlay", isContainer: false)).ShouldBeEmpty();
        Codes(surroundings.System("ext4", isContainer: true)).ShouldBeEmpty();
        Codes(surroundings.Log(300L * 1024 * 1024)).ShouldBe(["wal-large"]);
        Codes(surroundings.Log(4L * 1024 * 1024)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Data_and_keys_that_others_may_read_are_told()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Skip("Windows has other rights.");
            return;
        }

        using var scratch = new Scratch();
        var data = Directory.CreateDirectory(Path.Combine(scratch.Path, "data"), (UnixFileMode)0b111_101_101).FullName;
        await using (var store = await Store.OpenAsync(new StorageOptions { DataFolder = data }, AesGcmSecretProtector.FromBase64([Key(0)]), TimeProvider.System, Cancellation))
        {
            File.SetUnixFileMode(Path.Combine(data, StorageOptions.FileName), (UnixFileMode)0b110_100_100);
            Directory.CreateDirectory(Path.Combine(data, "keys"), (UnixFileMode)0b111_101_101);
        }

        var run = await LookAsync(("MlOpsBot:Storage:DataFolder", data));

        run.Lines.Where(line => line.StartsWith("warning", StringComparison.Ordinal)).Select(line => line[(line.LastIndexOf('[') + 1)..^1]).ShouldBe(["data-readable-by-others", "keys-readable-by-others"]);
    }

    [Fact]
    public void What_the_machine_gives_is_judged()
    {
        var machine = new MachineCheck();
        const long enough = 512L * 1024 * 1024;

        Codes(machine.Judge(enough, 65_536, usesServerCollector: false)).ShouldBeEmpty();
        Codes(machine.Judge(enough, null, usesServerCollector: false)).ShouldBeEmpty();
        Codes(machine.Judge(128L * 1024 * 1024, 65_536, usesServerCollector: false)).ShouldBe(["memory-small"]);
        Codes(machine.Judge(enough, 256, usesServerCollector: false)).ShouldBe(["handles-few"]);
        Codes(machine.Judge(enough, 65_536, usesServerCollector: true)).ShouldBe(["garbage-server"]);
        Codes(machine.TempFolder(Path.Combine(Path.GetTempPath(), "not", "there"))).ShouldBe(["temp-not-writable"]);
        Codes(machine.TempFolder(Path.GetTempPath())).ShouldBeEmpty();
        MachineCheck.MostHandles("Limit  Soft Limit\nMax open files            1024                 524288               files     \n").ShouldBe(1024);
        MachineCheck.MostHandles("Max open files            unlimited            unlimited            files     \n").ShouldBeNull();
        MachineCheck.MostHandles("").ShouldBeNull();
    }

    [Theory]
    [InlineData("0::/\n", "memory.max", "268435456\n", 268_435_456L)]
    [InlineData("0::/\n", "memory.max", "max\n", null)]
    [InlineData("0::/system.slice/mlopsbot.service\n", "system.slice/memory.max", "268435456\n", 268_435_456L)]
    [InlineData("0::/system.slice/mlopsbot.service\n", "system.slice/mlopsbot.service/memory.max", "536870912\n", 536_870_912L)]
    [InlineData("0::/elsewhere/on/the/host\n", "memory.max", "268435456\n", 268_435_456L)]
    [InlineData("5:cpu,cpuacct:/\n4:memory:/docker/1\n", "memory/memory.limit_in_bytes", "268435456\n", 268_435_456L)]
    [InlineData("4:memory:/\n", "memory/memory.limit_in_bytes", "9223372036854771712\n", null)]
    [InlineData("", "memory.max", "268435456\n", null)]
    public void The_memory_that_a_container_or_unit_is_given_is_its_limit(string membership, string file, string content, long? limit)
    {
        using var scratch = new Scratch();
        scratch.Write(file, content);

        ControlGroup.MemoryLimit(membership, scratch.Path).ShouldBe(limit);
        Codes(new MachineCheck().Judge(limit ?? MachineCheck.LeastMemory, null, usesServerCollector: false)).ShouldBeEmpty();
    }

    private static IEnumerable<string> Codes(IEnumerable<Diagnosed> findings) => findings.Select(finding => finding.Code!.Name);

    private static string Key(byte number) => Convert.ToBase64String([.. Enumerable.Repeat(number, 32)]);

    private static string With(string connection, Action<NpgsqlConnectionStringBuilder> change)
    {
        var builder = new NpgsqlConnectionStringBuilder(connection);
        change(builder);
        return builder.ToString();
    }

    private static async Task<object?> QueryAsync(string connection, string sql)
    {
        await using var open = new NpgsqlConnection(connection);
        await open.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand(sql, open);
        return await command.ExecuteScalarAsync(Cancellation);
    }

    private static Task<DoctorRun> LookAsync(params (string, string)[] options) => LookAsync(TimeProvider.System, options);

    private static Task<DoctorRun> LookAsync(TimeProvider clock, params (string, string)[] options) =>
        DoctorRun.OfAsync(RunningBot.Settings(null, "Production", [.. _slack, .. options]) with { Clock = clock }, new CommandLine.DoctorWish { Only = ["store"] });
}
