using System.Diagnostics;
using MlOpsBot.Slack.Tests.FakeSlack;
using MlOpsBot.Slack.Tests.Running;
using Npgsql;

namespace MlOpsBot.Slack.Tests.Faults;

/// <summary>
/// Keeps PostgreSQL from the real program in every way, while questions are asked throughout. The full run, a minute each, with its table:
/// <c>BOT_OUTAGE_SECONDS=60 dotnet run --project tests/MlOpsBot.Slack.Tests -- -class MlOpsBot.Slack.Tests.Faults.PostgresOutageTests -diagnostics</c>.
/// </summary>
[Collection(KillsAlone.Name)]
public sealed class PostgresOutageTests
{
    // A short limit of statements and few connections, so that seconds show what a busy server's minutes would. What a whole minute's
    // questions need when it is over are more.
    private static readonly string s_impatient = $"Command Timeout=2;Timeout=2;Maximum Pool Size={(Outages.Length < TimeSpan.FromSeconds(5) ? 4 : 20)}";

    [Fact]
    public async Task Whatever_keeps_PostgreSQL_away_every_question_is_answered_once_when_it_is_back()
    {
        await using var disk = await SmallDisk.MountAsync(24);
        await using var server = await PostgresServer.StartAsync(disk.Folder);
        await using var proxy = new SwallowingProxy(server.Socket);
        await using var hold = new Held(server);
        var bot = $"Host=127.0.0.1;Port={proxy.Port};Username={PostgresServer.Bot};Password={PostgresServer.Password};Database={PostgresServer.Bot};{s_impatient}";
        Outage[] outages =
        [
            new("stopped and started", "Unreachable", () => server.StopAsync("fast"), server.StartAgainAsync, IsTelling: true),
            new("crashed", "Unreachable", () => server.StopAsync("immediate"), server.StartAgainAsync),
            new("all connections cut", null, server.CutAsync, () => Task.CompletedTask),
            new("a table locked, the pool exhausted", "Unreachable", hold.LockAsync, hold.LetGoAsync, IsTelling: true),
            new("max_connections exhausted", "Unreachable", hold.TakeAllConnectionsAsync, hold.LetGoAsync),
            new("read-only", "NotWritable", () => ReadOnlyAsync(server, "on"), () => ReadOnlyAsync(server, "off")),
            new("its disk full", "Full", () => Done(disk.Fill), () => Done(disk.Free), IsTelling: true),
            new("password changed and changed back", "Refused", () => PasswordAsync(server, "other"), () => PasswordAsync(server, PostgresServer.Password)),
            new("a network that swallows everything", "Unreachable", () => Done(proxy.Swallow), () => Done(proxy.Carry), IsTelling: true),
        ];
        await RunAsync("PostgreSQL away", new SlackBotSettings { Postgres = bot, Options = Outages.Bot }, outages);
    }

    [Fact]
    public async Task A_failover_to_the_standby_loses_no_question_and_is_found_by_itself()
    {
        await using var first = await PostgresServer.StartAsync();
        await using var second = await first.StandbyAsync();
        var bot = $"Host={first.Folder},{second.Folder};Username={PostgresServer.Bot};Password={PostgresServer.Password};Database={PostgresServer.Bot};"
            + $"Target Session Attributes=primary;Host Recheck Seconds=1;{s_impatient}";
        await RunAsync(
            "Failover",
            new SlackBotSettings { Postgres = bot, Options = Outages.Bot },
            [new("the primary crashed; the standby promoted", "Unreachable", () => first.StopAsync("immediate"), second.PromoteAsync, IsTelling: true)]);
    }

    private static async Task RunAsync(string title, SlackBotSettings settings, IEnumerable<Outage> outages)
    {
        await using var slack = await FakeSlackServer.StartAsync(SlackFaults.Slack);
        await using var questioning = await Questioning.OpenAsync(slack, settings);
        await using var bot = await BotProcess.StartAsync(BotConfiguration.For(slack, settings, ""), settings.Knowledge, BotProcess.FreePort(), [.. Outages.Logging]);
        slack.ConnectHttp(bot.Url);
        await questioning.WarmUpAsync();

        var rows = await Outages.RunAsync(questioning, bot, outages);
        await questioning.ReopenAsync(settings);
        await questioning.SettleAsync(FaultSettings.Patience);
        var ends = await questioning.EndsAsync();
        TestContext.Current.SendDiagnosticMessage("{0}", Outages.Table(title, rows, ends));
        ends.Where(end => !end.IsRight).Select(end => $"{end.Outcome}: {end.Asked}").ShouldBeEmpty(string.Join('\n', bot.Output));
    }

    private static async Task ReadOnlyAsync(PostgresServer server, string value)
    {
        await server.ExecuteAsync($"ALTER DATABASE {PostgresServer.Bot} SET default_transaction_read_only = {value}");
        await server.CutAsync();
    }

    private static async Task PasswordAsync(PostgresServer server, string password)
    {
        await server.ExecuteAsync($"ALTER ROLE {PostgresServer.Bot} PASSWORD '{password}'");
        await server.CutAsync();
    }

    private static Task Done(Action act)
    {
        act();
        return Task.CompletedTask;
    }

    /// <summary>What somebody else takes and does not give back.</summary>
    private sealed class Held(PostgresServer server) : IAsyncDisposable
    {
        private readonly List<NpgsqlConnection> _connections = [];

        public async Task LockAsync()
        {
            var connection = await server.OpenAsync(PostgresServer.Bot);
            _connections.Add(connection);
            await using var command = new NpgsqlCommand("BEGIN; LOCK TABLE inbox IN ACCESS EXCLUSIVE MODE", connection);
            await command.ExecuteNonQueryAsync();
        }

        public async Task TakeAllConnectionsAsync()
        {
            // The bot's own places are taken as soon as they are free.
            var clock = Stopwatch.StartNew();
            while (clock.Elapsed < TimeSpan.FromSeconds(20))
            {
                try
                {
                    _connections.Add(await server.OpenAsync());
                }
                catch (PostgresException full) when (full.SqlState == PostgresErrorCodes.TooManyConnections)
                {
                    await using var cut = new NpgsqlCommand($"SELECT COUNT(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = '{PostgresServer.Bot}'", _connections[0]);
                    if ((long)(await cut.ExecuteScalarAsync())! == 0)
                    {
                        return;
                    }
                }
            }
        }

        public async Task LetGoAsync()
        {
            foreach (var connection in _connections)
            {
                await connection.DisposeAsync();
            }

            _connections.Clear();
        }

        public async ValueTask DisposeAsync() => await LetGoAsync();
    }
}
