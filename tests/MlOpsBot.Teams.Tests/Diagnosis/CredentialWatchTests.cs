using System.Globalization;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using MlOpsBot.Serving;
using MlOpsBot.Teams.Connecting;
using MlOpsBot.Teams.Tests.Running;

namespace MlOpsBot.Teams.Tests.Diagnosis;

/// <summary>What a running bot says of its credential without being asked: in the log, and in health.</summary>
public sealed class CredentialWatchTests
{
    private static readonly DateTimeOffset s_monday = new(2026, 3, 2, 9, 0, 0, TimeSpan.Zero);

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
        health.GetProperty("reasons").EnumerateArray().Select(reason => reason.GetProperty("reason").GetString()).ShouldContain("teams-credential");
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
        health.GetProperty("reasons")[0].GetProperty("reason").GetString().ShouldBe("teams-keys");
    }

    [Fact]
    public async Task While_the_bot_runs_it_looks_every_hour()
    {
        var time = new ManualTime(s_monday);
        var fetches = 0;
        using var loggers = LoggerFactory.Create(static _ => { });
        var tokens = new AppTokens(
            new TeamsOptions { AppId = "app", TenantId = "tenant" }, time, loggers.CreateLogger<AppTokens>(),
            _ => Task.FromResult(new LoginAnswer(new FetchedToken($"t{Interlocked.Increment(ref fetches)}", time.GetUtcNow().AddHours(1), null), null)));
        using var watch = new CredentialWatch(tokens, new TeamsOptions(), time, loggers.CreateLogger<CredentialWatch>());
        await watch.StartAsync(TestContext.Current.CancellationToken);

        for (var look = 1; look <= 4; look++)
        {
            await UntilAsync(() => Volatile.Read(ref fetches) == look);
            time.Advance(CredentialWatch.Interval);
        }

        await watch.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public void What_is_wrong_is_said_at_once_and_then_once_a_day()
    {
        var news = new CredentialNews();
        var end = s_monday.AddDays(2);
        var said = Enumerable.Range(0, 24 * 5).Select(hour => s_monday.AddHours(hour))
            .Select(now => (now, Level: news.Tell(new CredentialState(CredentialHealth.Ending, "", end, null), now)))
            .Where(each => each.Level is not null)
            .Select(each => (Day: (each.now - s_monday).TotalDays, each.Level));

        said.ShouldBe([(0, LogLevel.Warning), (1, LogLevel.Warning), (2, LogLevel.Error), (3, LogLevel.Error), (4, LogLevel.Error)]);
    }

    [Fact]
    public void What_is_well_is_said_once_and_again_after_it_was_not()
    {
        var news = new CredentialNews();

        Said(CredentialHealth.Fine).ShouldBe(LogLevel.Information);
        Said(CredentialHealth.Fine, days: 3).ShouldBeNull();
        Said(CredentialHealth.Unreachable, days: 4).ShouldBeNull("those who need a token say so");
        Said(CredentialHealth.Refused, days: 5).ShouldBe(LogLevel.Error);
        Said(CredentialHealth.Fine, days: 5).ShouldBe(LogLevel.Information);

        LogLevel? Said(CredentialHealth health, int days = 0) => news.Tell(new CredentialState(health, "", null, null), s_monday.AddDays(days));
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
