using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Moving;
using MlOpsBot.Storage.Secrets;
using MlOpsBot.Storage.Tests.Support;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Storage.Working;
using MlOpsBot.Storage.Workspaces;
using Npgsql;

namespace MlOpsBot.Storage.Tests;

public sealed class MoveTests(PostgresCluster cluster) : StoreSuite(new SqlitePlace())
{
    private static readonly string _newKey = AesGcmSecretProtector.NewKey();

    private readonly List<MovedTable> _progress = [];
    private StorageOptions _target = new();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        _target = new StorageOptions { PostgresConnectionString = await cluster.CreateDatabaseAsync(), ReplicaName = "test" };
    }

    [Fact]
    public async Task Every_table_arrives_as_it_was()
    {
        await FillAsync();
        var tables = await RawAsync<string>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT IN ('schema_version', 'store_mark') ORDER BY name");
        foreach (var table in tables)
        {
            (await RawAsync<long>($"SELECT COUNT(*) FROM {table}")).ShouldHaveSingleItem().ShouldBeGreaterThan(0, $"a table without a row in this test could be forgotten: {table}");
        }

        var before = await SnapshotAsync(Store);
        await CloseAsync();
        var report = await MoveAsync();

        report.Tables.Select(table => table.Name).ShouldBe(tables);
        report.Tables.ShouldBe(_progress);
        report.Secrets.ShouldBe(2);
        var moved = await OpenAsync(_target, AesGcmSecretProtector.FromBase64(_newKey));
        (await moved.Database.ReadAsync(
            session => session.QueryAsync<string>("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('schema_version', 'store_mark') ORDER BY tablename"),
            Cancellation)).ShouldBe(tables);
        (await SnapshotAsync(moved)).ShouldBe(before);
        (await moved.Installations.FindAsync(Here, Cancellation))!.Secrets.Reveal().ShouldBe("xoxb-1");
        (await moved.Installations.FindAsync(Elsewhere, Cancellation))!.Secrets.Reveal().ShouldBe("xoxb-2");
    }

    [Fact]
    public async Task Work_goes_on_where_it_was_and_numbers_are_given_no_second_time()
    {
        await FillAsync();
        var last = (await RawAsync<long>("SELECT MAX(id) FROM inbox"))[0];
        await RawAsync($"DELETE FROM inbox WHERE id = {last}");
        await CloseAsync();
        await MoveAsync();

        var moved = await OpenAsync(_target, AesGcmSecretProtector.FromBase64(_newKey));
        (await moved.Inbox.RecordAsync(Event("E1"), Cancellation)).ShouldBe(RecordOutcome.Duplicate);
        await moved.Inbox.RecordAsync(Event("E99"), Cancellation);
        (await moved.Database.ReadAsync(session => session.QueryAsync<long>("SELECT id FROM inbox WHERE event_id = 'E99'"), Cancellation)).ShouldBe([last + 1]);
        await moved.Audit.AddAsync(new AuditEntry(Here, "U1", "test", "C1", ""), Cancellation);

        Time.Advance(TimeSpan.FromHours(1));
        var tip = (await moved.Tips.Ledger.Of("slack").ClaimAsync(10, TimeSpan.FromMinutes(1), Cancellation)).ShouldHaveSingleItem();
        tip.Day.Tip.ShouldBe(new ChosenTip("t1", "data-engineer", "why"));
        var intent = await moved.Deliveries.IntendAsync(tip, new NewDelivery(Here, tip.Day.Delivery, "C1", "{}", "k1"), Cancellation);
        intent.Outcome.ShouldBe(IntentOutcome.AlreadyThere);
        (await moved.Inbox.ClaimAsync("slack", 10, TimeSpan.FromMinutes(1), Cancellation)).Select(claim => claim.Event.EventId).ShouldBe(["E2", "E3", "E99"]);
    }

    [Fact]
    public async Task A_store_that_is_in_use_is_not_moved()
    {
        await FillAsync();
        var failure = await Should.ThrowAsync<StorageException>(MoveAsync);
        failure.Failure.ShouldBe(StorageFailure.Busy);
        failure.Message.ShouldEndWith("is in use. Stop the bot, and move it then.");
        await Store.Inbox.RecordAsync(Event("E98"), Cancellation);
        await ShouldBeUntouchedAsync();
    }

    [Fact]
    public async Task A_database_that_holds_anything_is_not_moved_to()
    {
        await FillAsync();
        await CloseAsync();
        var other = await OpenAsync(_target);
        await other.Tips.SetVoteAsync(Here, "C1", "developer", "U1", 1, Cancellation);
        var failure = await Should.ThrowAsync<StorageException>(MoveAsync);
        failure.Failure.ShouldBe(StorageFailure.Misconfigured);
        failure.Message.ShouldContain("holds something already (in tip_vote); nothing was moved.");
        (await other.Inbox.CountAsync("slack", Cancellation)).Open.ShouldBe(0);
    }

    [Fact]
    public async Task A_second_move_is_refused()
    {
        await FillAsync();
        await CloseAsync();
        await MoveAsync();
        (await Should.ThrowAsync<StorageException>(MoveAsync)).Message.ShouldContain("holds something already");
    }

    [Fact]
    public async Task Moves_at_the_same_time_end_in_one()
    {
        await FillAsync();
        await CloseAsync();
        var moves = await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            try
            {
                return await MoveAsync();
            }
            catch (StorageException)
            {
                return null;
            }
        })));
        moves.Count(report => report is not null).ShouldBe(1);
    }

    [Fact]
    public async Task Secrets_that_cannot_be_read_keep_everything_from_being_moved()
    {
        await FillAsync();
        await CloseAsync();
        var failure = await Should.ThrowAsync<StorageException>(() => MoveAsync(AesGcmSecretProtector.FromBase64(_newKey)));
        failure.Failure.ShouldBe(StorageFailure.SecretUnreadable);
        failure.Message.ShouldContain("The tokens of slack/T1 cannot be decrypted, and nothing was moved.");
        await ShouldBeUntouchedAsync();
    }

    [Fact]
    public async Task What_the_server_changes_on_the_way_keeps_everything_from_being_moved()
    {
        await FillAsync();
        await CloseAsync();
        var other = await OpenAsync(_target);
        await other.Database.WriteAsync(
            session => session.ExecuteAsync(
                """
                CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN NEW.vote := 7; RETURN NEW; END $$;
                CREATE TRIGGER spoil BEFORE INSERT ON tip_vote FOR EACH ROW EXECUTE FUNCTION spoil();
                """),
            Cancellation);
        var failure = await Should.ThrowAsync<StorageException>(MoveAsync);
        failure.Failure.ShouldBe(StorageFailure.Corrupt);
        failure.Message.ShouldContain("tip_vote came to 1 rows in PostgreSQL that do not agree with the 1 in SQLite; nothing was moved.");
        await ShouldBeUntouchedAsync();
    }

    [Fact]
    public async Task Where_there_is_no_store_there_is_nothing_to_move()
    {
        await CloseAsync();
        var nowhere = Options with { DataFolder = Path.Combine(Options.DataFolder, "elsewhere") };
        (await Should.ThrowAsync<StorageException>(() => MoveAsync(from: nowhere))).Message.ShouldStartWith("There is no store to move: ");
        Directory.Exists(nowhere.DataFolder).ShouldBeFalse();

        Directory.CreateDirectory(nowhere.DataFolder);
        await File.WriteAllBytesAsync(Path.Combine(nowhere.DataFolder, StorageOptions.FileName), [], Cancellation);
        (await Should.ThrowAsync<StorageException>(() => MoveAsync(from: nowhere))).Message.ShouldContain("is no store of this bot.");
    }

    [Fact]
    public async Task A_store_of_an_older_schema_is_moved_too_and_one_of_a_newer_is_not()
    {
        await CloseAsync();
        var old = Options with { DataFolder = Path.Combine(Options.DataFolder, "old") };
        var first = await Store.OpenAsync(old, AesGcmSecretProtector.FromBase64(Key), Time, [.. Migrations.Migration.All.Take(3)], Cancellation);
        await first.ChannelRules.SetAsync(Here, "C1", new ChannelRule(AnswerPlace.Private, null, null), "U1", Cancellation);
        await first.Database.WriteAsync(session => session.ExecuteAsync("INSERT INTO schema_version (version, name, applied_at) VALUES (99, 'next', 1)"), Cancellation);
        await first.DisposeAsync();
        (await Should.ThrowAsync<StorageException>(() => MoveAsync(from: old))).Failure.ShouldBe(StorageFailure.NewerThanProgram);

        var again = await OpenRawAsync(old);
        await using (again)
        {
            await using var command = again.CreateCommand();
            command.CommandText = "DELETE FROM schema_version WHERE version = 99";
            await command.ExecuteNonQueryAsync(Cancellation);
        }

        (await MoveAsync(from: old)).Rows.ShouldBe(2);
        var moved = await OpenAsync(_target);
        (await moved.ChannelRules.FindAsync(Here, "C1", Cancellation))!.AnswerIn.ShouldBe(AnswerPlace.Private);
    }

    [Fact]
    public async Task The_file_stays_as_it_was_for_the_way_back()
    {
        await FillAsync();
        var before = await SnapshotAsync(Store);
        await CloseAsync();
        await MoveAsync();
        var back = await OpenAsync();
        (await SnapshotAsync(back)).ShouldBe(before);
        await back.Inbox.RecordAsync(Event("E97"), Cancellation);
    }

    private static IncomingEvent Event(string id) => new(Here, id, "app_mention", "{\"text\":\"wh\u00f6 \U0001F600\"}") { SecondKey = $"C1:{id}", Conversation = id is "E1" ? "C1:1" : null };

    private static async Task<Microsoft.Data.Sqlite.SqliteConnection> OpenRawAsync(StorageOptions options)
    {
        var connection = new Microsoft.Data.Sqlite.SqliteConnection($"Data Source={Path.Combine(options.DataFolder, StorageOptions.FileName)};Pooling=False");
        await connection.OpenAsync(Cancellation);
        return connection;
    }

    private ValueTask CloseAsync() => Store.DisposeAsync();

    private Task<MoveReport> MoveAsync() => MoveAsync(AesGcmSecretProtector.FromBase64(Key));

    private Task<MoveReport> MoveAsync(ISecretProtector? reader = null, StorageOptions? from = null) => StoreMove.RunAsync(
        from ?? Options,
        [AesGcmSecretProtector.FromBase64(_newKey), reader ?? AesGcmSecretProtector.FromBase64(Key)],
        _target,
        AesGcmSecretProtector.FromBase64(_newKey),
        Time,
        _progress.Add,
        Cancellation);

    private async Task ShouldBeUntouchedAsync()
    {
        await using var connection = new NpgsqlConnection(_target.PostgresConnectionString);
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand("SELECT COALESCE(SUM(n), 0) FROM (SELECT (xpath('/row/c/text()', query_to_xml('SELECT COUNT(*) AS c FROM ' || tablename, false, true, '')))[1]::text::bigint AS n FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ('schema_version', 'store_mark')) AS counts", connection);
        (await command.ExecuteScalarAsync(Cancellation)).ShouldBe(0m);
    }

    // Everything but what is encrypted, as text.
    private static async Task<string> SnapshotAsync(Store store)
    {
        var lines = new List<string>();
        foreach (var (table, columns) in _columns)
        {
            lines.AddRange((await store.Database.ReadAsync(
                session => session.QueryAsync<string>($"SELECT '{table}: ' || {string.Join(" || '|' || ", columns.Split(' ').Select(column => $"COALESCE(CAST({column} AS TEXT), 'null')"))} FROM {table}"),
                Cancellation)).Order(StringComparer.Ordinal));
        }

        return string.Join('\n', lines);
    }

    private static readonly (string Table, string Columns)[] _columns =
    [
        ("audit", "id platform workspace at actor action subject detail"),
        ("channel_rule", "platform workspace channel answer_in follow_threads silent_on_none"),
        ("conversation", "platform workspace conversation context expires_at"),
        ("conversation_reference", "platform workspace conversation parent reference saved_at welcomed_by suspended_at suspended_because"),
        ("delivery", "platform workspace id event step place target knowledge_version state intended_at settled_at message reason"),
        ("event_key", "platform workspace name value recorded_at"),
        ("feedback", "platform workspace delivery user_id thumb text changed_at"),
        ("inbox", "id platform workspace event_id kind payload state recorded_at due_at attempt fence claimed_by reason finished_at conversation"),
        ("installation", "platform workspace name bot_user settings secrets_expire_at version installed_by installed_at"),
        ("oauth_state", "platform state_hash browser_hash payload expires_at"),
        ("tip_access", "platform workspace access"),
        ("tip_change", "platform workspace channel version before changed_at changed_by"),
        ("tip_ledger", "platform workspace channel day due_at state try_at delivery tip card why planned_at claimed_at settled_at claimed_by attempt fence message reason"),
        ("tip_subscription", "platform workspace channel plan owner state next_due last_day version changed_at changed_by suspended_at suspended_because"),
        ("tip_vote", "platform workspace channel card user_id vote changed_at"),
    ];

    private async Task FillAsync()
    {
        await RawAsync("INSERT INTO store_restore (restored_at, backup_at, events, deliveries, tip_days) VALUES (1, NULL, 2, 3, 4)");
        foreach (var id in (string[])["E1", "E2", "E3", "E4"])
        {
            await Store.Inbox.RecordAsync(Event(id), Cancellation);
        }

        var claims = await Store.Inbox.ClaimAsync("slack", 2, TimeSpan.FromMinutes(1), Cancellation);
        await Store.Deliveries.IntendAsync(claims[0], new NewDelivery(Here, NewDelivery.NewId(), "C1", "{}", "k1"), Cancellation);
        await Store.Inbox.CompleteAsync(claims[0], Cancellation);
        await Store.Conversations.SetAsync(Here, "C1:1", "{}", TimeSpan.FromHours(1), Cancellation);
        await Store.References.SaveAsync(new ConversationReference(Here, "C1", "{}") { Parent = "team" }, Cancellation);
        await Store.Feedback.SetAsync(new Feedback(Here, "D1", "U1", Thumb.Up, "quot\u0001ed \"text\"\n"), Cancellation);
        await Store.OAuthStates.IssueAsync("slack", TimeSpan.FromMinutes(10), "{}", Cancellation);
        await Store.ChannelRules.SetAsync(Here, "C1", new ChannelRule(AnswerPlace.Thread, true, null), "U1", Cancellation);
        await Store.Installations.SaveAsync(new Installation(Here, "Example", "B1", "{}", new Secret("xoxb-1"), null, "U1"), Cancellation);
        await Store.Installations.SaveAsync(new Installation(Elsewhere, "Sample", null, "{}", new Secret("xoxb-2"), Time.Now, "U1"), Cancellation);

        var subscribed = (await Store.Tips.ChangeAsync(new TipSubscription(Here, "C1", "{}", "U1", TipState.On, Time.Now), "U1", "on", Cancellation))!;
        await Store.Tips.ChangeAsync(subscribed with { Plan = "{\"time\":\"16:00\"}" }, "U2", "at 16:00", Cancellation);
        await Store.Tips.PlanDueAsync(
            10, _ => new TipPlanning([new PlannedTip("2026-03-01", Time.Now, Time.Now, "holiday"), new PlannedTip("2026-03-02", Time.Now, Time.Now, null)], null), Cancellation);
        var tip = (await Store.Tips.Ledger.Of("slack").ClaimAsync(1, TimeSpan.FromMinutes(1), Cancellation))[0];
        await Store.Tips.Ledger.ChooseAsync(tip, new ChosenTip("t1", "data-engineer", "why"), Cancellation);
        await Store.Deliveries.IntendAsync(tip, new NewDelivery(Here, tip.Day.Delivery, "C1", "{}", "k1"), Cancellation);
        await Store.Tips.Ledger.Of("slack").SettleAsync(tip, new Settlement(WorkState.Open, "timed out") { At = Time.Now }, Cancellation);
        await Store.Tips.SetVoteAsync(Here, "C1", "developer", "U1", -1, Cancellation);
        await Store.Tips.SetAccessAsync(Here, "admins", "U1", Cancellation);
    }
}
