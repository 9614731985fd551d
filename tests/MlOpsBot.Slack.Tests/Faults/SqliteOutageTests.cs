using System.Diagnostics;
using Microsoft.Data.Sqlite;
using MlOpsBot.Slack.Tests.FakeSlack;
using MlOpsBot.Slack.Tests.Running;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Tests.Support;

namespace MlOpsBot.Slack.Tests.Faults;

/// <summary>
/// Keeps SQLite from the real program in every way, while questions are asked throughout. The full run, a minute each, with its table:
/// <c>BOT_OUTAGE_SECONDS=60 dotnet run --project tests/MlOpsBot.Slack.Tests -- -class MlOpsBot.Slack.Tests.Faults.SqliteOutageTests -diagnostics</c>.
/// </summary>
[Collection(KillsAlone.Name)]
public sealed class SqliteOutageTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Whatever_keeps_SQLite_from_writing_every_question_is_answered_once_when_it_is_over()
    {
        await using var disk = await SmallDisk.FormatAsync(16);
        var file = Path.Combine(disk.Folder, StorageOptions.FileName);
        await using var rival = new Rival(file);
        Outage[] outages =
        [
            new("the disk full", "Full", () => Done(disk.Fill), () => Done(disk.Free), IsTelling: true),
            new("held by another process", "Busy", rival.TakeAsync, rival.LetGoAsync),
            new("its files made unchangeable", "Full", () => ChangeableAsync(file, '+'), () => ChangeableAsync(file, '-')),
            new("its write-ahead log deleted", null, () => Done(() => File.Delete(file + "-wal")), () => Task.CompletedTask, IsTelling: true),
        ];
        var settings = new SlackBotSettings { DataFolder = disk.Folder, Options = [.. Outages.Bot, (":MlOpsBot:Storage:BusyTimeout", "00:00:01")] };
        await using var slack = await FakeSlackServer.StartAsync(SlackFaults.Slack);
        await using var questioning = await Questioning.OpenAsync(slack, settings);
        await using (var bot = await StartAsync(slack, settings))
        {
            await questioning.WarmUpAsync();
            await questioning.Store.DisposeAsync();
            var rows = await Outages.RunAsync(questioning, bot, outages);
            await questioning.ReopenAsync(settings);
            await questioning.SettleAsync(FaultSettings.Patience);
            await JudgeAsync(questioning, bot, "SQLite out of work", rows);
        }

        // What was written into the log that was made anew is there for the next start, too.
        await questioning.ReopenAsync(settings);
        await questioning.Store.CheckAsync(Cancellation);
        await JudgeAsync(questioning, null, "SQLite, after the next start", []);
    }

    [Fact]
    public async Task A_file_deleted_under_the_bot_is_saved_and_put_back_every_question_is_answered_once()
    {
        using var folder = new Scratch();
        var file = Path.Combine(folder.Path, StorageOptions.FileName);
        var settings = new SlackBotSettings { DataFolder = folder.Path, Options = Outages.Bot };
        await using var slack = await FakeSlackServer.StartAsync(SlackFaults.Slack);
        await using var questioning = await Questioning.OpenAsync(slack, settings);
        await using var bot = await StartAsync(slack, settings);
        await questioning.WarmUpAsync();
        await questioning.Store.DisposeAsync();
        var asking = questioning.RoundAsync("deleted");
        File.Delete(file);
        await asking;
        await questioning.RoundAsync("deleted");
        await SaidAsync(bot, "The store does not work (Gone)");
        bot.Kill();

        var saved = Directory.GetFiles(folder.Path, "mlopsbot.saved-*").ShouldHaveSingleItem();
        File.Delete(file + "-wal");
        File.Delete(file + "-shm");
        File.Move(saved, file);
        await using var next = await StartAsync(slack, settings, bot.Url.Port);
        await questioning.ReopenAsync(settings);
        await questioning.SettleAsync(FaultSettings.Patience);
        await JudgeAsync(questioning, next, "SQLite's file deleted", []);
    }

    [Fact]
    public async Task A_file_damaged_under_the_bot_is_not_written_any_more_and_nothing_is_taken_that_would_be_lost()
    {
        using var folder = new Scratch();
        var file = Path.Combine(folder.Path, StorageOptions.FileName);
        var settings = new SlackBotSettings { DataFolder = folder.Path, Options = Outages.Bot };
        await using var slack = await FakeSlackServer.StartAsync(SlackFaults.Slack with { Retries = [] });
        await using var bot = await StartAsync(slack, settings);
        var person = slack.Acme.AddPerson("Asker");
        await person.SayAsync(slack.World.Direct(person), "who owns model monitoring?");
        File.WriteAllBytes(file, new byte[new FileInfo(file).Length]);
        File.WriteAllBytes(file + "-wal", new byte[new FileInfo(file + "-wal").Length]);

        await UnreadyAsync(bot);
        await SaidAsync(bot, "The store does not work (Corrupt)");
        var written = await person.SendAsync(slack.World.Direct(person), "who owns data quality?");
        var receipt = await written.Events.ShouldHaveSingleItem().Last.Task;
        (receipt.IsAcknowledged, receipt.Status).ShouldBe((false, 503));
        bot.Output.Count(line => line.Contains("The store does not work", StringComparison.Ordinal)).ShouldBe(1);
        bot.Output.Single(line => line.Contains("The store does not work", StringComparison.Ordinal)).ShouldContain($"{file} is damaged or no database. Stop the bot, and restore a backup");
    }

    private static async Task<BotProcess> StartAsync(FakeSlackServer slack, SlackBotSettings settings, int? port = null)
    {
        var bot = await BotProcess.StartAsync(
            BotConfiguration.For(slack, settings, settings.DataFolder!), settings.Knowledge, port ?? BotProcess.FreePort(), [.. Outages.Logging]);
        if (port is null)
        {
            slack.ConnectHttp(bot.Url);
        }

        return bot;
    }

    private static async Task JudgeAsync(Questioning questioning, BotProcess? bot, string title, IReadOnlyList<string> rows)
    {
        var ends = await questioning.EndsAsync();
        TestContext.Current.SendDiagnosticMessage("{0}", Outages.Table(title, rows, ends));
        ends.Where(end => !end.IsRight).Select(end => $"{end.Outcome}: {end.Asked}").ShouldBeEmpty(string.Join('\n', bot?.Output ?? []));
    }

    private static async Task SaidAsync(BotProcess bot, string words)
    {
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        for (var clock = Stopwatch.StartNew(); !bot.Output.Any(line => line.Contains(words, StringComparison.Ordinal));)
        {
            clock.Elapsed.ShouldBeLessThan(FaultSettings.Patience, string.Join('\n', bot.Output));
            await beat.WaitForNextTickAsync(Cancellation);
        }
    }

    private static async Task UnreadyAsync(BotProcess bot)
    {
        using var client = new HttpClient(new SocketsHttpHandler());
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        for (var clock = Stopwatch.StartNew(); ;)
        {
            using var response = await client.GetAsync(new Uri(bot.Url, "health/ready"), Cancellation);
            if ((int)response.StatusCode == 503)
            {
                return;
            }

            clock.Elapsed.ShouldBeLessThan(FaultSettings.Patience, string.Join('\n', bot.Output));
            await beat.WaitForNextTickAsync(Cancellation);
        }
    }

    private static async Task ChangeableAsync(string file, char sign)
    {
        foreach (var each in (string[])[file, file + "-wal"])
        {
            await PostgresCluster.RunProgramAsync("chattr", $"{sign}i", each);
        }
    }

    private static Task Done(Action act)
    {
        act();
        return Task.CompletedTask;
    }

    /// <summary>Somebody else who opens the file and keeps it.</summary>
    private sealed class Rival(string file) : IAsyncDisposable
    {
        private SqliteConnection? _connection;

        public async Task TakeAsync()
        {
            _connection = new SqliteConnection($"Data Source={file};Pooling=False");
            await _connection.OpenAsync(Cancellation);
            await using var command = _connection.CreateCommand();
            command.CommandText = "BEGIN IMMEDIATE;";
            await command.ExecuteNonQueryAsync(Cancellation);
        }

        public async Task LetGoAsync()
        {
            if (_connection is { } connection)
            {
                _connection = null;
                await connection.DisposeAsync();
            }
        }

        public async ValueTask DisposeAsync() => await LetGoAsync();
    }
}
