using System.Net;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using MlOpsBot.CommandLine;
using MlOpsBot.Serving;
using MlOpsBot.Storage;
using MlOpsBot.Storing;

namespace MlOpsBot.Tests;

public sealed class StoreAtStartTests
{
    private static readonly (string, string)[] _slack =
    [
        ("MlOpsBot:Slack:SigningSecret", "5f3b0c8e1d2a"), ("MlOpsBot:Slack:BotToken", "xoxb-1"), ("MlOpsBot:Slack:ApiUrl", "http://127.0.0.1:1/api/"),
    ];

    [Fact]
    public async Task Without_a_channel_there_is_no_store_and_no_data_folder()
    {
        using var scratch = new Scratch();
        var data = Path.Combine(scratch.Path, "data");
        await using var bot = await RunningBot.StartAsync(null, "Production", ("MlOpsBot:Storage:DataFolder", data));

        Directory.Exists(data).ShouldBeFalse();
        (await bot.GetAsync("/health/ready")).ShouldNotContain("store");
    }

    [Fact]
    public async Task With_a_channel_the_store_is_opened_below_the_data_folder_and_nobody_else_may_read_it()
    {
        using var scratch = new Scratch();
        var data = Path.Combine(scratch.Path, "data");
        await using var bot = await RunningBot.StartAsync(null, "Production", [.. _slack, ("MlOpsBot:Storage:DataFolder", data)]);

        File.Exists(Path.Combine(data, StorageOptions.FileName)).ShouldBeTrue();
        Directory.Exists(Path.Combine(data, "keys")).ShouldBeFalse("one workspace's token stands in the configuration; nothing is encrypted");
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(data).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        using var ready = JsonDocument.Parse(await bot.GetAsync("/health/ready"));
        ready.RootElement.GetProperty("store").GetString().ShouldBe("answers");
        ready.RootElement.GetProperty("slack").GetRawText().ShouldBe("""{"http":true}""");
    }

    [Fact]
    public async Task A_store_that_cannot_be_opened_ends_the_start_with_one_line_and_code_2()
    {
        using var scratch = new Scratch();
        scratch.Write("data/mlopsbot.db", "this is no database, however one looks at it; and it is longer than a header");
        using var error = new StringWriter();

        var code = await ServeCommand.RunAsync(
            RunningBot.Settings(null, "Production", [.. _slack, ("MlOpsBot:Storage:DataFolder", Path.Combine(scratch.Path, "data"))]),
            error,
            TestContext.Current.CancellationToken);

        code.ShouldBe(2);
        error.ToString().Trim().Split('\n').ShouldHaveSingleItem().ShouldStartWith("The store cannot be opened: ");
    }

    [Fact]
    public async Task With_installs_a_key_folder_that_cannot_be_made_ends_the_start_with_one_line()
    {
        using var scratch = new Scratch();
        scratch.Write("data/keys", "a file in the way");

        var (app, faults) = await BotServer.BuildAsync(
            RunningBot.Settings(
                null,
                "Production",
                ("MlOpsBot:Slack:SigningSecret", "5f3b0c8e1d2a"),
                ("MlOpsBot:Slack:ClientId", "1.2"),
                ("MlOpsBot:Slack:ClientSecret", "hush"),
                ("MlOpsBot:Slack:PublicUrl", "https://bot.example.com"),
                ("MlOpsBot:Storage:DataFolder", Path.Combine(scratch.Path, "data"))),
            TestContext.Current.CancellationToken);

        app.ShouldBeNull();
        faults.ShouldHaveSingleItem().ShouldStartWith("The keys that encrypt stored tokens cannot be made in ");
    }

    [Fact]
    public async Task The_data_folder_is_relative_to_where_the_bot_was_started()
    {
        using var scratch = Scratch.WithKnowledge();
        var settings = RunningBot.Settings(scratch.Knowledge, "Production", _slack) with { WorkingDirectory = scratch.Path };

        var (app, faults) = await BotServer.BuildAsync(settings, TestContext.Current.CancellationToken);

        faults.ShouldBeEmpty();
        await app!.DisposeAsync();
        File.Exists(Path.Combine(scratch.Path, "data", StorageOptions.FileName)).ShouldBeTrue();
    }

    [Fact]
    public async Task The_store_outlives_everything_that_uses_it()
    {
        using var scratch = new Scratch();
        var (app, _) = await BotServer.BuildAsync(
            RunningBot.Settings(null, "Production", [.. _slack, ("MlOpsBot:Storage:DataFolder", scratch.Path)]), TestContext.Current.CancellationToken);
        var store = app!.Services.GetRequiredService<Store>();
        await app.StartAsync(TestContext.Current.CancellationToken);
        var order = app.Services.GetServices<IHostedService>().Select(service => service.GetType().Name).ToList();

        await app.StopAsync(TestContext.Current.CancellationToken);
        await store.PingAsync(TestContext.Current.CancellationToken);
        await app.DisposeAsync();

        order[^1].ShouldBe("GenericWebHostService", "what starts last stops first");
        await Should.ThrowAsync<Exception>(() => store.Audit.AddAsync(
            new Storage.Workspaces.AuditEntry(new WorkspaceKey("slack", "T1"), "U1", "test", "C1", ""), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_store_that_does_not_answer_makes_the_bot_unready_until_it_answers_again()
    {
        var clock = new ManualClock();
        var (asked, fails) = (0, true);
        var health = new StoreHealth(
            _ =>
            {
                asked++;
                return fails ? throw new StorageException(StorageFailure.Unreachable, "It is gone.") : Task.CompletedTask;
            },
            clock);

        (await health.AnswersAsync()).ShouldBeFalse();
        fails = false;
        (await health.AnswersAsync()).ShouldBeFalse();
        asked.ShouldBe(1);
        clock.Advance(StoreHealth.KeptFor);
        (await health.AnswersAsync()).ShouldBeTrue();
        asked.ShouldBe(2);
    }

    [Fact]
    public async Task A_store_that_hangs_is_waited_for_a_moment_and_no_answer_then()
    {
        var clock = new ManualClock();
        var hangs = new TaskCompletionSource();
        var asked = 0;
        var health = new StoreHealth(
            _ =>
            {
                asked++;
                return hangs.Task;
            },
            clock);

        var first = health.AnswersAsync();
        health.AnswersAsync().ShouldBe(first);
        (await first.WaitAsync(TimeSpan.FromSeconds(20), TestContext.Current.CancellationToken)).ShouldBeFalse();
        asked.ShouldBe(1);
        hangs.SetResult();
    }

    [Fact]
    public async Task Unready_is_503_for_whoever_asks()
    {
        using var scratch = new Scratch();
        await using var bot = await RunningBot.StartAsync(null, "Production", [.. _slack, ("MlOpsBot:Storage:DataFolder", scratch.Path)]);
        await bot.Services.GetRequiredService<Store>().DisposeAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        scratch.Write(StorageOptions.FileName, "this is no database any more, and it is longer than a header of SQLite's, too");

        using var response = await bot.Client.GetAsync("/health/ready", TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        text.ShouldStartWith("""{"status":"unready",""");
        text.ShouldContain("""
            "reasons":[{"reason":"store-silent","text":"The store does not answer, so nothing can be taken."}]
            """.Trim());
        text.ShouldContain("\"store\":\"silent\"");
    }

    [Fact]
    public void What_data_protection_encrypts_is_read_by_the_next_process_in_the_same_place_only()
    {
        using var scratch = new Scratch();
        var data = Path.Combine(scratch.Path, "data");
        var keys = Path.Combine(data, "keys");
        var stored = new DataProtectionSecretProtector(keys).Protect("xoxb-1"u8, "slack/T1");

        var next = new DataProtectionSecretProtector(keys);
        next.Unprotect(stored, "slack/T1").ShouldBe("xoxb-1"u8.ToArray());
        next.Unprotect(stored, "slack/T2").ShouldBeNull();
        stored[^1] ^= 1;
        next.Unprotect(stored, "slack/T1").ShouldBeNull();
        next.Unprotect([1, 2, 3], "slack/T1").ShouldBeNull();
        new DataProtectionSecretProtector(Path.Combine(scratch.Path, "others")).Unprotect(stored, "slack/T1").ShouldBeNull();
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(keys).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            File.GetUnixFileMode(data).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
