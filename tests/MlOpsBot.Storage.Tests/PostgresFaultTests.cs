using MlOpsBot.Storage.Databases;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Tests.Support;
using Npgsql;

namespace MlOpsBot.Storage.Tests;

public sealed class PostgresFaultTests(PostgresCluster cluster) : StoreSuite(new PostgresPlace(cluster))
{
    [Fact]
    public async Task A_database_that_is_not_there_is_refused_with_what_to_do()
    {
        var failure = await Should.ThrowAsync<StorageException>(() => OpenAsync(With(builder => builder.Database = "nowhere")));
        failure.Failure.ShouldBe(StorageFailure.Refused);
        failure.Message.ShouldContain("Correct user, password or database in Storage:PostgresConnectionString");
    }

    [Fact]
    public async Task A_user_who_may_not_create_tables_is_told_so()
    {
        await RawAsync("DROP TABLE schema_version; CREATE ROLE reader LOGIN; REVOKE CREATE ON SCHEMA public FROM PUBLIC;");
        var failure = await Should.ThrowAsync<StorageException>(() => OpenAsync(With(builder => builder.Username = "reader")));
        failure.Failure.ShouldBe(StorageFailure.Refused);
        failure.Message.ShouldContain("grant the user the right to create tables");
    }

    [Fact]
    public async Task A_server_that_cuts_a_connection_fails_that_call_alone()
    {
        var failure = await Should.ThrowAsync<StorageException>(() => Store.Database.WriteAsync(
            session => session.ExecuteAsync("SELECT pg_terminate_backend(pg_backend_pid())"), Cancellation));
        failure.Failure.ShouldBe(StorageFailure.Unreachable);
        failure.IsTemporary.ShouldBeTrue();
        (await Store.Inbox.RecordAsync(new IncomingEvent(Here, "E1", "app_mention", "{}"), Cancellation)).ShouldBe(RecordOutcome.Recorded);
    }

    [Theory]
    [InlineData("", 5, 10)]
    [InlineData(";Timeout=7;Command Timeout=70", 7, 70)]
    [InlineData(";timeout=8;CommandTimeout=0", 8, 0)]
    [InlineData(";Command Timeout=15", 5, 15)]
    public void What_a_connection_string_leaves_out_is_limited_to_seconds(string given, int connect, int statement)
    {
        var builder = PostgresDatabase.Parse("Host=db;Database=bot;Username=bot;Password=\"a;b\"" + given);
        (builder.Timeout, builder.CommandTimeout).ShouldBe((connect, statement));
        (builder.Host, builder.Password).ShouldBe(("db", "a;b"));
    }

    [Fact]
    public async Task One_connection_that_broke_is_no_outage_and_readiness_never_says_so()
    {
        var told = new List<StorageFailure?>();
        Store.Condition.Changed = fault => told.Add(fault?.Failure);
        await Store.PingAsync(Cancellation);
        await CutAsync();
        await Store.PingAsync(Cancellation);
        await CutAsync();
        (await Should.ThrowAsync<StorageException>(() => Store.Inbox.RecordAsync(new IncomingEvent(Here, "E1", "app_mention", "{}"), Cancellation))).Failure.ShouldBe(StorageFailure.Unreachable);
        (await Store.Inbox.RecordAsync(new IncomingEvent(Here, "E1", "app_mention", "{}"), Cancellation)).ShouldBe(RecordOutcome.Recorded);
        await Store.PingAsync(Cancellation);
        told.ShouldBeEmpty();
    }

    [Fact]
    public async Task Tables_that_somebody_dropped_are_a_fault_that_is_told_and_over_when_they_are_there_again()
    {
        var told = new List<StorageFailure?>();
        Store.Condition.Changed = fault => told.Add(fault?.Failure);
        await Store.Inbox.RecordAsync(new IncomingEvent(Here, "E1", "app_mention", "{}"), Cancellation);
        await OutsideAsync("ALTER SCHEMA public RENAME TO away; CREATE SCHEMA public");
        var failure = await Should.ThrowAsync<StorageException>(() => Store.Inbox.RecordAsync(new IncomingEvent(Here, "E2", "app_mention", "{}"), Cancellation));
        (failure.Failure, failure.IsTemporary).ShouldBe((StorageFailure.Unforeseen, false));
        failure.Message.ShouldContain("fails with 42P01, which is no fault that the bot knows. Look that code up");
        (await Should.ThrowAsync<StorageException>(() => Store.PingAsync(Cancellation))).Failure.ShouldBe(StorageFailure.Unforeseen);
        (await Should.ThrowAsync<StorageException>(() => Store.Inbox.NextDueAsync("slack", Cancellation))).Failure.ShouldBe(StorageFailure.Unforeseen);

        await OutsideAsync("DROP SCHEMA public; ALTER SCHEMA away RENAME TO public");
        Time.Advance(StoreCondition.Calm);
        (await Store.Inbox.RecordAsync(new IncomingEvent(Here, "E2", "app_mention", "{}"), Cancellation)).ShouldBe(RecordOutcome.Recorded);
        await Store.PingAsync(Cancellation);
        (await Store.Inbox.CountAsync("slack", Cancellation)).Open.ShouldBe(2);
        told.ShouldBe([StorageFailure.Unforeseen, null]);
    }

    [Fact]
    public async Task A_value_that_cannot_be_stored_is_a_bug_and_no_fault_of_the_server()
    {
        await Should.ThrowAsync<PostgresException>(() => RawAsync("INSERT INTO schema_version (version, name, applied_at) VALUES (1, '', 0)"));
        Store.Condition.Fault.ShouldBeNull();
    }

    [Fact]
    public void Where_it_is_can_be_seen_without_a_password()
    {
        Store.Description.ShouldMatch("^PostgreSQL [0-9.]+ at /.*/bot[0-9]+$");
        Store.Warnings.ShouldBeEmpty();
    }

    private Task CutAsync() => OutsideAsync("SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()");

    private async Task OutsideAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(Options.PostgresConnectionString + ";Pooling=false");
        await connection.OpenAsync(Cancellation);
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync(Cancellation);
    }

    private StorageOptions With(Action<NpgsqlConnectionStringBuilder> change)
    {
        var builder = new NpgsqlConnectionStringBuilder(Options.PostgresConnectionString);
        change(builder);
        return Options with { PostgresConnectionString = builder.ToString() };
    }
}
