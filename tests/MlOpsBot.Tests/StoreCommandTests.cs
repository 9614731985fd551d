using MlOpsBot.CommandLine;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Secrets;
using MlOpsBot.Storage.Tests.Support;
using MlOpsBot.Storage.Tips;
using MlOpsBot.Storage.Workspaces;
using MlOpsBot.Storing;

namespace MlOpsBot.Tests;

public sealed class StoreCommandTests(PostgresCluster cluster)
{
    private static readonly WorkspaceKey _workspace = new("slack", "T1");
    private static readonly string _key = AesGcmSecretProtector.NewKey();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_store_with_keys_of_its_own_is_moved_and_its_tokens_are_encrypted_with_the_configured_key()
    {
        using var scratch = new Scratch();
        var data = Path.Combine(scratch.Path, "data");
        await FillAsync(data);
        var connection = await cluster.CreateDatabaseAsync();

        var run = await MoveAsync(
            scratch.Path, "data", ("MlOpsBot:Storage:PostgresConnectionString", connection), ("MlOpsBot:Storage:EncryptionKeys:0", _key));

        run.Error.ShouldBeEmpty();
        run.ExitCode.ShouldBe(ExitCode.Fine);
        run.Lines.ShouldContain("installation                         1 rows");
        run.Lines.ShouldContain("tip_subscription                     1 rows");
        run.Lines[^2].ShouldStartWith("Moved 5 rows in 16 tables from SQLite ");
        run.Lines[^2].ShouldEndWith("; counts and checksums agree. Installations whose tokens were encrypted anew: 1.");
        run.Lines[^1].ShouldStartWith("Start the bot with MlOpsBot:Storage:PostgresConnectionString set, and never again without it: ");
        await using var store = await Store.OpenAsync(
            new StorageOptions { PostgresConnectionString = connection }, AesGcmSecretProtector.FromBase64(_key), TimeProvider.System, Cancellation);
        (await store.Installations.FindAsync(_workspace, Cancellation))!.Secrets.Reveal().ShouldBe("xoxb-1");
        (await store.Tips.FindAsync(_workspace, "C1", Cancellation)).ShouldNotBeNull();

        var again = await MoveAsync(
            scratch.Path, "data", ("MlOpsBot:Storage:PostgresConnectionString", connection), ("MlOpsBot:Storage:EncryptionKeys:0", _key));
        again.ExitCode.ShouldBe(ExitCode.WrongUse);
        again.Complaints.ShouldHaveSingleItem().ShouldContain("holds something already (in audit); nothing was moved.");
    }

    [Fact]
    public async Task Where_no_PostgreSQL_is_configured_one_line_says_so()
    {
        using var scratch = new Scratch();
        var run = await MoveAsync(scratch.Path, null);
        run.ExitCode.ShouldBe(ExitCode.WrongUse);
        run.Complaints.ShouldBe(["The store was not moved: Storage:PostgresConnectionString is left out; give the connection string of the database to move to."]);
    }

    [Fact]
    public async Task A_wrong_option_of_the_store_is_named_and_a_channels_is_not_waited_for()
    {
        using var scratch = new Scratch();
        var run = await MoveAsync(scratch.Path, null, ("MlOpsBot:Storage:Retention:Tips", "1.00:00:00"), ("MlOpsBot:Slack:AppToken", "nonsense"));
        run.ExitCode.ShouldBe(ExitCode.WrongUse);
        run.Complaints.ShouldBe(["MlOpsBot:Storage:Retention:Tips is 1.00:00:00; allowed are 30.00:00:00 to 36500.00:00:00, or forever."]);
    }

    [Fact]
    public async Task A_folder_without_a_store_is_named()
    {
        using var scratch = new Scratch();
        var run = await MoveAsync(scratch.Path, "elsewhere", ("MlOpsBot:Storage:PostgresConnectionString", "Host=nowhere.example;Database=bot"));
        run.ExitCode.ShouldBe(ExitCode.WrongUse);
        run.Complaints.ShouldHaveSingleItem().ShouldStartWith($"The store was not moved: There is no store to move: {Path.Combine(scratch.Path, "elsewhere")}");
    }

    [Fact]
    public async Task The_command_line_knows_the_command()
    {
        var run = await CommandRun.OfAsync("store", "move", "--help");
        run.ExitCode.ShouldBe(ExitCode.Fine);
        run.Output.ShouldContain("--from");
    }

    private static async Task FillAsync(string data)
    {
        var secrets = new DataProtectionSecretProtector(Path.Combine(data, StoreOpening.KeyFolder));
        await using var store = await Store.OpenAsync(new StorageOptions { DataFolder = data }, secrets, TimeProvider.System, Cancellation);
        await store.Installations.SaveAsync(new Installation(_workspace, "Example", null, "{}", new Secret("xoxb-1"), null, "U1"), Cancellation);
        await store.Tips.ChangeAsync(new TipSubscription(_workspace, "C1", "{}", "U1", TipState.On, null), "U1", "on", Cancellation);
    }

    private static async Task<CommandRun> MoveAsync(string folder, string? from, params (string, string)[] options)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var surroundings = new Surroundings(TextReader.Null, output, error, TimeProvider.System, folder);
        var settings = RunningBot.Settings(null, "Production", options) with { WorkingDirectory = folder };
        var code = await StoreCommand.MoveAsync(settings, from, surroundings, Cancellation);
        return new CommandRun(code, output.ToString(), error.ToString());
    }
}
