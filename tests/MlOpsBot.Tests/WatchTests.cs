using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using MlOpsBot.Configuration;
using MlOpsBot.Knowledge.Tests;
using MlOpsBot.Serving;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Workspaces;
using MlOpsBot.Storing;
using MlOpsBot.Telemetry;

namespace MlOpsBot.Tests;

/// <summary>Those who look after something all the time: no fault of it ends them, as the program would end with them.</summary>
public sealed class WatchTests : IDisposable
{
    private readonly Scratch _scratch = new();
    private readonly ManualTime _clock = new(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
    private readonly LogLines _log = new();
    private readonly ILoggerFactory _loggers;

    public WatchTests() => _loggers = LoggerFactory.Create(builder => builder.AddProvider(_log));

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _loggers.Dispose();
        _scratch.Dispose();
    }

    [Fact]
    public async Task What_nobody_expects_of_the_store_is_logged_and_ends_nobody_who_watches_it()
    {
        var store = await OpenAsync();
        await store.DisposeAsync();
        using var watch = new StoreWatch(store, _clock, _loggers.CreateLogger<StoreWatch>());
        using var purge = new PurgeService(store, _clock, _loggers.CreateLogger<PurgeService>());
        using var backlog = new BacklogWatch(
            store, new StoreHealth(static _ => Task.CompletedTask, _clock), new ServedPlatforms(["slack"]), _clock, _loggers.CreateLogger<BacklogWatch>());

        await watch.StartAsync(Cancellation);
        await purge.StartAsync(Cancellation);
        await backlog.StartAsync(Cancellation);

        foreach (var who in new[] { nameof(StoreWatch), nameof(PurgeService), nameof(BacklogWatch) })
        {
            await RunningBot.UntilAsync(() =>
            {
                _clock.Advance(PurgeService.FirstWait);
                return Task.FromResult(_log.Ours.Any(line => line.Category.EndsWith(who, StringComparison.Ordinal) && line.Exception is ObjectDisposedException));
            });
        }

        new[] { watch.ExecuteTask, purge.ExecuteTask, backlog.ExecuteTask }.ShouldAllBe(running => !running!.IsCompleted);
        backlog.Seen.ShouldBe(StoreSeen.Away);
        await watch.StopAsync(Cancellation);
        await purge.StopAsync(Cancellation);
        await backlog.StopAsync(Cancellation);
    }

    [Fact]
    public async Task Whatever_the_store_throws_is_no_answer()
        => (await new StoreHealth(static _ => throw new InvalidOperationException("A driver's own."), _clock).AnswersAsync()).ShouldBeFalse();

    [Fact]
    public async Task A_store_that_has_outgrown_the_program_is_told_once_with_the_remedy()
    {
        await using var store = await OpenAsync();
        using var watch = new StoreWatch(store, _clock, _loggers.CreateLogger<StoreWatch>());
        await using (var newer = new SqliteConnection($"Data Source={Path.Combine(_scratch.Path, "data", StorageOptions.FileName)};Pooling=False"))
        {
            await newer.OpenAsync(Cancellation);
            await using var change = newer.CreateCommand();
            change.CommandText = "INSERT INTO schema_version (version, name, applied_at, least) SELECT 9000, name, applied_at, 9000 FROM schema_version LIMIT 1";
            await change.ExecuteNonQueryAsync(Cancellation);
        }

        await watch.StartAsync(Cancellation);
        await RunningBot.UntilAsync(() => Task.FromResult(_log.Errors.Count > 0));
        for (var look = 0; look < 5; look++)
        {
            await Task.WhenAny(_clock.NextTimerSet(), Task.Delay(100, Cancellation));
            _clock.Advance(StoreWatch.Interval);
        }

        await watch.StopAsync(Cancellation);
        var line = _log.Errors.ShouldHaveSingleItem();
        line.ShouldContain("The store does not work (NewerThanProgram)");
        line.ShouldContain("Run the newer program that changed it, or restore a backup made before it did.");
    }

    [Fact]
    public async Task Every_edit_of_options_reaches_the_audit_also_what_waits_for_the_next_start()
    {
        await using var store = await OpenAsync();
        var file = new SettingsFile(Path.Combine(_scratch.Path, "bot.json"));
        var settings = new ServerSettings(Repository.Knowledge, _scratch.Path, _clock) { Environment = "Production", SettingsFile = file.Path };
        var setup = BotServer.Look(settings).Setup!;
        var accepted = new AcceptedSettings();
        accepted.Accept(setup.Sources.Files);
        using var watch = new SettingsWatch(
            settings, new SettingsContent(setup.Sources, null), new OptionsInEffect(setup.Options.Options), accepted, _clock, _loggers.CreateLogger<SettingsWatch>(), store.Audit);

        Edit(("MlOpsBot:Playground:Enabled", "true"));
        Edit(("MlOpsBot:Limits:RequestSeconds", "7"), ("MlOpsBot:Port", "4000"));
        await watch.TellAuditAsync(Cancellation);
        await watch.TellAuditAsync(Cancellation);

        var entries = await store.Audit.ListAsync(AuditActions.Bot, 10, Cancellation);
        entries.ShouldAllBe(entry => entry.Action == AuditActions.Options);
        entries.Select(entry => entry.Detail).ShouldBe(["MlOpsBot:Playground:Enabled", "MlOpsBot:Limits:RequestSeconds", "at the next start: MlOpsBot:Port"], ignoreOrder: true);

        void Edit(params (string, string?)[] options)
        {
            file.Write(options);
            watch.Look();
            _clock.Advance(SettingsWatch.Patience);
            watch.Look();
        }
    }

    private Task<Store> OpenAsync()
    {
        var data = Path.Combine(_scratch.Path, "data");
        return Store.OpenAsync(new StorageOptions { DataFolder = data }, new DataProtectionSecretProtector(Path.Combine(data, StoreOpening.KeyFolder)), _clock, Cancellation);
    }
}
