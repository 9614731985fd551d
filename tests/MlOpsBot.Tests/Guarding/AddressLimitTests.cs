using System.Text.Json;
using Microsoft.AspNetCore.Http;
using MlOpsBot.Chat.Limiting;
using static System.Net.HttpStatusCode;

namespace MlOpsBot.Tests.Guarding;

public sealed class AddressLimitTests
{
    private static readonly (string, string) _proxy = ("MlOpsBot:Limits:TrustedProxies", "127.0.0.0/8");

    [Fact]
    public async Task An_address_that_asks_too_much_is_told_when_to_come_again_and_others_are_not_touched()
    {
        await using var bot = await GuardedBot.StartAsync(_proxy, ("MlOpsBot:Limits:PagesPerAddress", "3"));
        for (var i = 0; i < 3; i++)
        {
            (await bot.StatusAsync("POST", "/api/ask", "203.0.113.9", """{"question":"who owns model monitoring?"}""")).ShouldBe(OK);
        }

        using var response = await bot.SendAsync("POST", "/api/ask", "203.0.113.9", """{"question":"who owns model monitoring?"}""");
        response.StatusCode.ShouldBe(TooManyRequests);
        response.Headers.RetryAfter!.Delta!.Value.TotalSeconds.ShouldBeInRange(1, 20);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        using var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        problem.RootElement.GetProperty("title").GetString().ShouldBe("Too many requests");

        (await bot.StatusAsync("GET", "/", "203.0.113.9")).ShouldBe(TooManyRequests, "pages and the API share it");
        (await bot.StatusAsync("GET", "/slack/install", "203.0.113.9")).ShouldBe(TooManyRequests);
        (await bot.StatusAsync("GET", "/", "203.0.113.10")).ShouldBe(OK);
        (await bot.StatusAsync("GET", "/health/live", "203.0.113.9")).ShouldBe(OK, "probes are answered whatever else their address sends");
        (await bot.SlackAsync(isForged: false, "203.0.113.9")).ShouldBe(OK, "what a platform signs is not limited by address");
    }

    [Fact]
    public async Task Of_an_IPv6_address_the_network_counts()
    {
        await using var bot = await GuardedBot.StartAsync(_proxy, ("MlOpsBot:Limits:PagesPerAddress", "2"));
        (await bot.StatusAsync("GET", "/", "2001:db8:0:1::1")).ShouldBe(OK);
        (await bot.StatusAsync("GET", "/", "2001:db8:0:1::2")).ShouldBe(OK);
        (await bot.StatusAsync("GET", "/", "2001:db8:0:1:a:b:c:d")).ShouldBe(TooManyRequests);
        (await bot.StatusAsync("GET", "/", "2001:db8:0:2::1")).ShouldBe(OK);
    }

    [Fact]
    public async Task Nobody_but_a_named_proxy_is_believed_about_addresses()
    {
        Environment.GetEnvironmentVariable("ASPNETCORE_FORWARDEDHEADERS_ENABLED").ShouldBeNull();
        await using var bot = await GuardedBot.StartAsync(
            ("ForwardedHeaders_Enabled", "true"), ("MlOpsBot:Limits:PagesPerAddress", "2"), ("MlOpsBot:Limits:TrustedProxies", "198.51.100.7"));
        (await bot.StatusAsync("GET", "/", "203.0.113.1")).ShouldBe(OK);
        (await bot.StatusAsync("GET", "/", "203.0.113.2")).ShouldBe(OK);
        (await bot.StatusAsync("GET", "/", "203.0.113.3")).ShouldBe(TooManyRequests, "all of them came from this machine");
    }

    [Fact]
    public async Task Who_forges_too_much_is_turned_away_unread_and_says_in_the_log_why()
    {
        await using var bot = await GuardedBot.StartAsync(_proxy, ("MlOpsBot:Limits:RefusedPerAddress", "5"));
        for (var i = 0; i < 5; i++)
        {
            (await bot.SlackAsync(isForged: true, "203.0.113.9")).ShouldBe(Unauthorized);
        }

        (await bot.SlackAsync(isForged: true, "203.0.113.9")).ShouldBe(TooManyRequests);
        (await bot.StatusAsync("POST", "/api/messages", "203.0.113.9", "{}")).ShouldBe(TooManyRequests, "both platforms' addresses share it");
        (await bot.SlackAsync(isForged: false, "203.0.113.10")).ShouldBe(OK);
        bot.Warnings.ShouldNotContain(line => line.Contains("203.0.113", StringComparison.Ordinal), "addresses of callers are not logged");
    }

    [Fact]
    public async Task A_platform_behind_the_address_of_a_forger_is_not_kept_out()
    {
        await using var bot = await GuardedBot.StartAsync(("MlOpsBot:Limits:RefusedPerAddress", "5"));
        (await bot.SlackAsync(isForged: false)).ShouldBe(OK);
        for (var i = 0; i < 50; i++)
        {
            (await bot.SlackAsync(isForged: true)).ShouldBe(Unauthorized);
        }

        (await bot.SlackAsync(isForged: false)).ShouldBe(OK, "it has sent from there before");
    }

    [Fact]
    public async Task A_platform_that_comes_by_an_unnamed_proxy_after_a_forger_is_not_kept_out()
    {
        await using var bot = await GuardedBot.StartAsync(("MlOpsBot:Limits:RefusedPerAddress", "5"));
        for (var i = 0; i < 20; i++)
        {
            (await bot.SlackAsync(isForged: true, "203.0.113.9")).ShouldBe(Unauthorized);
        }

        (await bot.SlackAsync(isForged: false, "203.0.113.10")).ShouldBe(OK, "nothing had come from the proxy before that was the platform's");
    }

    [Fact]
    public async Task Who_claims_to_speak_for_others_by_a_named_proxy_is_turned_away_all_the_same()
    {
        await using var bot = await GuardedBot.StartAsync(_proxy, ("MlOpsBot:Limits:RefusedPerAddress", "5"));
        for (var i = 0; i < 5; i++)
        {
            (await bot.SlackAsync(isForged: true, "198.51.100.1, 203.0.113.9")).ShouldBe(Unauthorized);
        }

        (await bot.SlackAsync(isForged: true, "198.51.100.2, 203.0.113.9")).ShouldBe(TooManyRequests);
    }

    [Fact]
    public void An_unnamed_proxy_by_which_too_much_is_forged_is_told_with_the_remedy()
    {
        var gate = new AddressGate(new LimitsOptions { RefusedPerAddress = 5 }, new ManualClock());
        var context = new DefaultHttpContext();
        context.Request.Headers["X-Forwarded-For"] = "203.0.113.9";

        Enumerable.Range(0, 5).Select(_ => gate.Refused(context)).ShouldAllBe(news => news == null);
        gate.Refused(context).ShouldBe(AddressGate.ProxysReason);
        gate.Shuts(context).ShouldBeNull();
        context.Request.Headers.Remove("X-Forwarded-For");
        gate.Shuts(context).ShouldBe(AddressGate.Reason);
        gate.Refused(context).ShouldBeNull();
    }

    [Fact]
    public async Task An_address_has_exactly_the_pages_a_minute_that_the_option_says()
    {
        await using var bot = await Reloading.ReloadedBot.StartAsync(("MlOpsBot:Limits:PagesPerAddress", "100"));
        for (var page = 0; page < 100; page++)
        {
            (await bot.StatusAsync("/nothing")).ShouldBe(404);
        }

        for (var page = 0; page < 50; page++)
        {
            (await bot.StatusAsync("/nothing")).ShouldBe(429);
            (await bot.StatusAsync("/health/live")).ShouldBe(200);
            bot.Clock.Advance(TimeSpan.FromSeconds(0.6));
            (await bot.StatusAsync("/nothing")).ShouldBe(404);
        }
    }

    [Fact]
    public async Task An_address_that_holds_too_many_connections_is_hung_up_on()
    {
        await using var bot = await GuardedBot.StartAsync(("MlOpsBot:Limits:ConnectionsPerAddress", "5"));
        var raw = new RawHttp(bot.Address);
        var held = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => raw.ConnectAsync()));
        await Task.WhenAll(held.Select(async client => await GreetAsync(client)));

        (await IsAnsweredAsync()).ShouldBeFalse();
        foreach (var client in held)
        {
            client.Dispose();
        }

        await RunningBot.UntilAsync(IsAnsweredAsync);

        // Who is hung up on learns it while connecting, while sending or while reading, as it happens.
        async Task<bool> IsAnsweredAsync()
        {
            try
            {
                var answer = await raw.SendAsync("GET /health/live HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"u8.ToArray());
                return answer.StartsWith("HTTP/1.1 200 ", StringComparison.Ordinal);
            }
            catch (Exception exception) when (exception is System.Net.Sockets.SocketException or IOException)
            {
                return false;
            }
        }

        // The server has it in its hands once it has answered on it.
        static async Task GreetAsync(System.Net.Sockets.TcpClient client)
        {
            await client.GetStream().WriteAsync("GET /health/live HTTP/1.1\r\nHost: localhost\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
            (await client.GetStream().ReadAsync(new byte[4096], TestContext.Current.CancellationToken)).ShouldBeGreaterThan(0);
        }
    }

    [Theory]
    [InlineData("TrustedProxies", "0.0.0.0/0")]
    [InlineData("TrustedProxies", "proxy.example.com")]
    [InlineData("AllowedHosts", "https://bot.example.com")]
    [InlineData("QuestionsPerUser", "many")]
    [InlineData("RequestSeconds", "0")]
    public async Task A_limit_that_means_nothing_keeps_the_bot_from_starting(string name, string value)
    {
        var settings = RunningBot.Settings(null, "Production", ($"MlOpsBot:Limits:{name}", value));

        var built = await Serving.BotServer.BuildAsync(settings, TestContext.Current.CancellationToken);

        built.Faults.Single().ShouldStartWith($"MlOpsBot:Limits:{name} ");
    }
}
