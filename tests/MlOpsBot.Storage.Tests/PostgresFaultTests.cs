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

    [Fact]
    public void Where_it_is_can_be_seen_without_a_password()
    {
        Store.Description.ShouldMatch("^PostgreSQL [0-9.]+ at /.*/bot[0-9]+$");
        Store.Warnings.ShouldBeEmpty();
    }

    private StorageOptions With(Action<NpgsqlConnectionStringBuilder> change)
    {
        var builder = new NpgsqlConnectionStringBuilder(Options.PostgresConnectionString);
        change(builder);
        return Options with { PostgresConnectionString = builder.ToString() };
    }
}
