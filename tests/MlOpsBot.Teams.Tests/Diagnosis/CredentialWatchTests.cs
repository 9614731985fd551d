using System.Globalization;
using System.Text.Json;
using MlOpsBot.Teams.Tests.Running;

namespace MlOpsBot.Teams.Tests.Diagnosis;

/// <summary>What a running bot says of its credential without being asked: in the log, and in health.</summary>
public sealed class CredentialWatchTests
{
    [Fact]
    public async Task A_start_tries_the_credential_and_health_says_how_it_is()
    {
        await using var bot = await TeamsBot.StartAsync(("ClientSecretExpires", "2099-01-01"));

        await UntilAsync(() => bot.Log.All.Any(line => line.Contains("Microsoft's login gives out tokens.", StringComparison.Ordinal)));
        var health = await UntilHealthAsync(bot, teams => teams.GetProperty("keys").GetInt32() > 0);
        health.GetProperty("status").GetString().ShouldBe("ready");
        var teams = health.GetProperty("teams");
        teams.GetProperty("credential").GetString().ShouldBe("fine");
        teams.GetProperty("daysLeft").GetInt32().ShouldBeGreaterThan(20_000);
        teams.GetProperty("keys").GetInt32().ShouldBe(4);
        teams.GetProperty("keysFetchedAt").GetDateTimeOffset().ShouldBeGreaterThan(DateTimeOffset.UnixEpoch);
    }

    [Fact]
    public async Task A_wrong_secret_is_loud_at_start_and_nothing_of_it_is_in_the_log()
    {
        await using var bot = await TeamsBot.StartAsync(("ClientSecret", "another~secret"));

        await UntilAsync(() => bot.Log.All.Any(line => line.Contains("MlOpsBot:Teams:ClientSecret is wrong", StringComparison.Ordinal)));
        bot.Log.All.ShouldNotContain(line => line.Contains("another~secret", StringComparison.Ordinal));
        var health = await UntilHealthAsync(bot, teams => teams.GetProperty("credential").GetString() == "refused");
        health.GetProperty("status").GetString().ShouldBe("degraded");
    }

    [Theory]
    [InlineData(12, "The client secret ends in ")]
    [InlineData(-2, "The client secret has ended (")]
    public async Task A_secret_that_ends_soon_is_told_at_start(int days, string says)
    {
        var end = TimeProvider.System.GetUtcNow().AddDays(days).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        await using var bot = await TeamsBot.StartAsync(("ClientSecretExpires", end));

        await UntilAsync(() => bot.Log.All.Any(line => line.Contains(says, StringComparison.Ordinal)));
        var health = await UntilHealthAsync(bot, teams => teams.GetProperty("credential").GetString() == "ending");
        health.GetProperty("teams").GetProperty("daysLeft").GetInt32().ShouldBeInRange(days - 2, days);
    }

    [Fact]
    public async Task Without_keys_nothing_can_be_taken_and_health_says_so()
    {
        await using var bot = await TeamsBot.StartAsync(("MetadataUrl", "http://127.0.0.1:1/keys"));

        var health = await UntilHealthAsync(bot, teams => teams.GetProperty("credential").GetString() == "fine");
        health.GetProperty("status").GetString().ShouldBe("degraded");
        health.GetProperty("teams").GetProperty("keys").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task While_the_bot_runs_it_looks_every_hour_and_says_the_same_thing_once_a_day()
    {
        var time = new ManualTime(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
        var options = new TeamsOptions { AppId = "app", TenantId = "tenant", Credential = new TeamsCredential.ClientSecret(new Secret("x")) { ExpiresAt = time.GetUtcNow().AddDays(32) } };
        using var log = new LogLines();
        using var loggers = LoggerFactory.Create(builder => builder.AddProvider(log));
        var fetches = 0;
        var tokens = new AppTokens(options, time, loggers.CreateLogger<AppTokens>(), _ =>
        {
            fetches++;
            return Task.FromResult(new LoginAnswer(new FetchedToken($"t{fetches}", time.GetUtcNow().AddHours(1), null), null));
        });
        using var watch = new CredentialWatch(tokens, time, loggers.CreateLogger<CredentialWatch>());
        var timerSet = time.NextTimerSet();
        await watch.StartAsync(TestContext.Current.CancellationToken);
        await timerSet;

        await PassAsync(hours: 24);
        log.All.ShouldNotContain(line => line.Contains("The client secret", StringComparison.Ordinal));
        await PassAsync(hours: 30);
        log.All.Count(line => line.StartsWith("Warning", StringComparison.Ordinal) && line.Contains("The client secret ends in 30 days (2026-04-03)", StringComparison.Ordinal)).ShouldBe(1);
        await PassAsync(hours: 48);
        log.All.Count(line => line.StartsWith("Warning", StringComparison.Ordinal)).ShouldBe(3);
        await watch.StopAsync(TestContext.Current.CancellationToken);
        fetches.ShouldBeGreaterThan(90);

        async Task PassAsync(int hours)
        {
            for (var hour = 0; hour < hours; hour++)
            {
                var before = fetches;
                var hourOver = time.GetUtcNow() + CredentialWatch.Interval;
                time.Advance(CredentialWatch.Interval);
                await UntilAsync(() => fetches > before || time.GetUtcNow() > hourOver);
            }
        }
    }

    [Fact]
    public async Task The_agents_playground_needs_no_credential()
    {
        await using var bot = await TeamsBot.StartAsync(new TeamsBotSettings { UsesPlayground = true });

        var health = await UntilHealthAsync(bot, _ => true);
        health.GetProperty("teams").GetProperty("credential").GetString().ShouldBe("none");
        health.GetProperty("status").GetString().ShouldBe("ready");
        bot.Teams.Login.Given.ShouldBe(0);
    }

    private static async Task<JsonElement> UntilHealthAsync(TeamsBot bot, Func<JsonElement, bool> holds)
    {
        using var client = new HttpClient(new SocketsHttpHandler());
        JsonElement health = default;
        await UntilAsync(async () =>
        {
            using var document = JsonDocument.Parse(await client.GetStringAsync(new Uri(bot.Url, "health/ready"), TestContext.Current.CancellationToken));
            health = document.RootElement.Clone();
            return holds(health.GetProperty("teams"));
        });
        return health;
    }

    private static Task UntilAsync(Func<bool> holds) => UntilAsync(() => Task.FromResult(holds()));

    private static async Task UntilAsync(Func<Task<bool>> holds)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(20));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!await holds())
        {
            await beat.WaitForNextTickAsync(limit.Token);
        }
    }
}
