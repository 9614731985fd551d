using System.Collections.Immutable;
using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Migrations;
using MlOpsBot.Storage.Secrets;
using MlOpsBot.Storage.Tests.Support;

namespace MlOpsBot.Storage.Tests;

public abstract class MigrationSuite(StorePlace place) : StoreSuite(place)
{
    private static readonly Migration _next = new(
        Migration.All.Length + 1, "next", "CREATE TABLE next_things (id {identity}, body {bytes}); INSERT INTO next_things (body) VALUES (NULL);");

    // Each test opens what it needs: here the place is to be empty at first.
    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        await RawAsync(string.Concat((await TablesAsync()).Select(table => $"DROP TABLE {table};")));
    }

    [Fact]
    public void Migrations_are_numbered_from_one_without_a_gap()
        => Migration.All.Select(migration => migration.Version).ShouldBe(Enumerable.Range(1, Migration.All.Length));

    [Fact]
    public async Task From_every_earlier_version_the_data_comes_along()
    {
        for (var version = 1; version < Migration.All.Length; version++)
        {
            await OpenAsync([.. Migration.All.Take(version)]);
            await RawAsync(OfTheFirstVersion($"E{version}"));
        }

        var current = await OpenAsync(Migration.All);
        var claims = await current.Inbox.ClaimAsync("slack", 10, TimeSpan.FromMinutes(1), Cancellation);
        claims.Select(claim => claim.Event.EventId).ShouldBe(Enumerable.Range(1, Migration.All.Length - 1).Select(version => $"E{version}"));
        (await current.Inbox.RecordAsync(Event("E1"), Cancellation)).ShouldBe(RecordOutcome.Duplicate);
        (await current.Deliveries.IntendAsync(claims[0], new NewDelivery(Here, NewDelivery.NewId(), "C1", "{}", "k"), Cancellation))
            .Outcome.ShouldBe(IntentOutcome.Recorded);
    }

    [Fact]
    public async Task What_was_applied_is_on_record()
    {
        await OpenAsync(Migration.All);
        (await RawAsync<string>("SELECT name FROM schema_version ORDER BY version")).ShouldBe(["inbox", "conversations", "workspaces", "order", "references", "tips", "restores"]);
    }

    [Fact]
    public async Task An_older_program_refuses_a_newer_database_and_says_why()
    {
        await OpenAsync(Migration.All.Add(_next));
        var failure = await Should.ThrowAsync<StorageException>(() => OpenAsync(Migration.All));
        failure.Failure.ShouldBe(StorageFailure.NewerThanProgram);
        failure.Message.ShouldContain("has schema version 8, which takes a program that knows at least version 8, and this program knows up to version 7. Run the newer program");
        await OpenAsync(Migration.All.Add(_next));
    }

    [Fact]
    public async Task An_older_program_works_on_a_newer_database_that_only_adds_and_beside_the_newer_program()
    {
        var older = await OpenAsync(Migration.All);
        var adding = _next with { Sql = "-- least: 7\n" + _next.Sql };
        var newer = await OpenAsync(Migration.All.Add(adding));
        await older.PingAsync(Cancellation);
        await older.Inbox.RecordAsync(Event("E1"), Cancellation);
        var another = await OpenAsync(Migration.All);
        (await another.Inbox.ClaimAsync("slack", 10, TimeSpan.FromMinutes(1), Cancellation)).ShouldHaveSingleItem();
        (await newer.Inbox.RecordAsync(Event("E1"), Cancellation)).ShouldBe(RecordOutcome.Duplicate);
        (await StoreLook.AtAsync(Options, Cancellation)).ShouldSatisfyAllConditions(
            look => look.Version.ShouldBe(8), look => look.Least.ShouldBe(7), look => look.IsUsable.ShouldBeTrue());
    }

    [Fact]
    public async Task A_replica_of_an_older_program_that_runs_on_is_told_when_the_schema_leaves_it_behind()
    {
        var older = await OpenAsync(Migration.All);
        await OpenAsync(Migration.All.Add(_next));
        (await Should.ThrowAsync<StorageException>(() => older.PingAsync(Cancellation))).Failure.ShouldBe(StorageFailure.NewerThanProgram);
    }

    [Fact]
    public async Task A_replica_that_the_schema_has_left_behind_takes_no_work_and_says_so_once()
    {
        var older = await OpenAsync(Migration.All);
        var told = new List<StorageException?>();
        older.Condition.Changed = told.Add;
        var newer = await OpenAsync(Migration.All.Add(_next));
        await newer.Inbox.RecordAsync(Event("E1"), Cancellation);
        for (var i = 0; i < 3; i++)
        {
            (await Should.ThrowAsync<StorageException>(() => older.Inbox.ClaimAsync("slack", 10, TimeSpan.FromMinutes(1), Cancellation))).Failure.ShouldBe(StorageFailure.NewerThanProgram);
            (await Should.ThrowAsync<StorageException>(() => older.Tips.Ledger.Of("slack").ClaimAsync(10, TimeSpan.FromMinutes(1), Cancellation))).Failure.ShouldBe(StorageFailure.NewerThanProgram);
            (await Should.ThrowAsync<StorageException>(() => older.Tips.PlanDueAsync(10, _ => throw new InvalidOperationException(), Cancellation))).Failure.ShouldBe(StorageFailure.NewerThanProgram);
            Time.Advance(StoreCondition.Calm);
            await older.Inbox.CountAsync("slack", Cancellation);
        }

        told.ShouldHaveSingleItem()!.Message.ShouldContain("Run the newer program that changed it");
        (await newer.Inbox.ClaimAsync("slack", 10, TimeSpan.FromMinutes(1), Cancellation)).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Replicas_that_start_at_once_migrate_once()
    {
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(() => OpenAsync(Migration.All.Add(_next)))));
        (await RawAsync<long>("SELECT version FROM schema_version ORDER BY version")).ShouldBe([1, 2, 3, 4, 5, 6, 7, 8]);
        (await RawAsync<long>("SELECT COUNT(*) FROM next_things")).ShouldBe([1]);
    }

    [Fact]
    public async Task A_migration_that_fails_leaves_nothing_behind()
    {
        await OpenAsync(Migration.All);
        var broken = new Migration(9, "broken", "CREATE TABLE half_done (id {identity}); INSERT INTO nowhere VALUES (1);");
        await Should.ThrowAsync<Exception>(() => OpenAsync(Migration.All.Add(_next).Add(broken)));
        (await RawAsync<long>("SELECT MAX(version) FROM schema_version")).ShouldBe([7]);
        var tables = await TablesAsync();
        tables.ShouldNotContain("next_things");
        tables.ShouldNotContain("half_done");
        await OpenAsync(Migration.All);
    }

    [Fact]
    public async Task A_look_tells_the_schema_and_changes_nothing()
    {
        (await StoreLook.AtAsync(Options, Cancellation)).ShouldSatisfyAllConditions(
            look => look.Version.ShouldBe(0),
            look => look.ProgramVersion.ShouldBe(Migration.All.Length));
        (await TablesAsync()).ShouldBeEmpty();

        await OpenAsync([.. Migration.All.Take(2)]);
        (await StoreLook.AtAsync(Options, Cancellation)).Version.ShouldBe(2);
        (await RawAsync<string>("SELECT name FROM schema_version ORDER BY version")).ShouldBe(["inbox", "conversations"]);

        await OpenAsync(Migration.All.Add(_next));
        (await StoreLook.AtAsync(Options, Cancellation)).ShouldSatisfyAllConditions(
            look => look.Version.ShouldBe(look.ProgramVersion + 1),
            look => look.Description.ShouldBe(Store.Description));
    }

    private protected abstract Task<IReadOnlyList<string>> TablesAsync();

    private static IncomingEvent Event(string id) => new(Here, id, "app_mention", "{}");

    // As programs of the first schema recorded an event; later ones know more columns.
    private static string OfTheFirstVersion(string id) => $"""
        INSERT INTO event_key (platform, workspace, name, value, recorded_at) VALUES ('slack', 'T1', 'id', '{id}', 1);
        INSERT INTO inbox (platform, workspace, event_id, kind, payload, state, recorded_at, due_at, attempt, fence)
        VALUES ('slack', 'T1', '{id}', 'app_mention', '', 'open', 1, 1, 0, 0);
        """;

    private async Task<Store> OpenAsync(ImmutableArray<Migration> migrations)
        => Opened(await Store.OpenAsync(Options, AesGcmSecretProtector.FromBase64(Key), Time, migrations, Cancellation));
}

public sealed class SqliteMigration() : MigrationSuite(new SqlitePlace())
{
    private protected override Task<IReadOnlyList<string>> TablesAsync()
        => RawAsync<string>("SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%'");
}

public sealed class PostgresMigration(PostgresCluster cluster) : MigrationSuite(new PostgresPlace(cluster))
{
    private protected override Task<IReadOnlyList<string>> TablesAsync()
        => RawAsync<string>("SELECT tablename::text FROM pg_tables WHERE schemaname = 'public'");
}
