using MlOpsBot.Storage.Secrets;

namespace MlOpsBot.Storage.Tests;

public sealed class OptionsTests
{
    private static readonly AesGcmSecretProtector _secrets = AesGcmSecretProtector.FromBase64(AesGcmSecretProtector.NewKey());

    [Fact]
    public void The_defaults_are_good() => new StorageOptions().Problems().ShouldBeEmpty();

    [Fact]
    public void Every_option_out_of_range_is_named_with_what_is_allowed()
    {
        var options = new StorageOptions
        {
            DataFolder = " ",
            BusyTimeout = TimeSpan.Zero,
            ReplicaName = "",
            Retention = new RetentionOptions { EventKeys = TimeSpan.FromHours(24), Audit = TimeSpan.FromMinutes(1) },
        };
        options.Problems().ShouldBe(
        [
            "Storage:DataFolder is empty; give a folder, such as \"data\".",
            "Storage:BusyTimeout is 00:00:00; allowed are 00:00:00.1 to 00:01:00.",
            "Storage:ReplicaName must have 1 to 100 characters.",
            "Storage:Retention:EventKeys is 1.00:00:00; allowed are 1.01:00:00 to 36500.00:00:00, or forever.",
            "Storage:Retention:Audit is 00:01:00; allowed are 01:00:00 to 36500.00:00:00, or forever.",
        ]);
        new StorageOptions { PostgresConnectionString = "" }.Problems().ShouldHaveSingleItem()
            .ShouldContain("Storage:PostgresConnectionString is empty");
    }

    [Fact]
    public async Task Opening_with_bad_options_says_what_is_wrong_with_them()
        => (await FailureAsync(new StorageOptions { BusyTimeout = TimeSpan.FromHours(1) })).Message
            .ShouldBe("Storage:BusyTimeout is 01:00:00; allowed are 00:00:00.1 to 00:01:00.");

    [Theory]
    [InlineData("Pass word=hunter2;nonsense")]
    [InlineData("Host=db;Port=hunter2")]
    [InlineData("Password=hunter2")]
    public async Task A_connection_string_that_is_none_is_not_repeated(string connectionString)
    {
        var failure = await FailureAsync(new StorageOptions { PostgresConnectionString = connectionString });
        failure.Failure.ShouldBe(StorageFailure.Misconfigured);
        failure.ToString().ShouldContain("Storage:PostgresConnectionString is no connection string");
        failure.ToString().ShouldNotContain("hunter2");
    }

    [Fact]
    public async Task A_server_that_does_not_answer_is_named_without_the_password()
    {
        // Port 1 (tcpmux) is served nowhere.
        var failure = await FailureAsync(new StorageOptions { PostgresConnectionString = "Host=127.0.0.1;Port=1;Database=bot;Username=u;Password=hunter2" });
        failure.Failure.ShouldBe(StorageFailure.Unreachable);
        failure.IsTemporary.ShouldBeTrue();
        failure.Message.ShouldBe("PostgreSQL at 127.0.0.1/bot cannot be reached. Start it, or correct host and port in Storage:PostgresConnectionString.");
        failure.ToString().ShouldNotContain("hunter2");
    }

    private static Task<StorageException> FailureAsync(StorageOptions options)
        => Should.ThrowAsync<StorageException>(() => Store.OpenAsync(options, _secrets, TimeProvider.System, TestContext.Current.CancellationToken));
}
