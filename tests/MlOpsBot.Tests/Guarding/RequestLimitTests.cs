using System.Text;
using static System.Net.HttpStatusCode;

namespace MlOpsBot.Tests.Guarding;

/// <summary>Requests that are too large, too slow, in another protocol, for another name or from another site's page.</summary>
public sealed class RequestLimitTests
{
    private static readonly (string Request, string Status)[] _improper =
    [
        ("GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: LONG\r\n\r\n", "431"),
        ("GET /?q=LONG HTTP/1.1\r\nHost: localhost\r\n\r\n", "414"),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nMANY\r\n", "431"),
        ("GET / HTTP/1.1\r\nHost: localhost\r\nHost: elsewhere\r\n\r\n", "400"),
        ("GET / HTTP/1.1\r\n\r\n", "400"),
        ("POST /api/ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 600000\r\n\r\n", "413"),
        ("POST /api/ask HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\nzz\r\n", "400"),
        ("CONNECT elsewhere:443 HTTP/1.1\r\nHost: elsewhere:443\r\nConnection: close\r\n\r\n", "40"),
        ("GET http://elsewhere/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", "400"),
        ("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", ""),
    ];

    [Fact]
    public async Task What_is_too_large_or_no_proper_HTTP_is_the_senders_fault()
    {
        await using var bot = await GuardedBot.StartAsync();
        var many = string.Concat(Enumerable.Range(0, 100).Select(number => $"X-{number}: 1\r\n"));
        foreach (var (request, status) in _improper)
        {
            var answer = await new RawHttp(bot.Address).SendAsync(Encoding.ASCII.GetBytes(request.Replace("LONG", new string('x', 20_000)).Replace("MANY\r\n", many)));
            if (status.Length > 0)
            {
                answer.ShouldStartWith($"HTTP/1.1 {status}", customMessage: request);
            }
            else
            {
                answer.ShouldNotContain(" 200 ", customMessage: "HTTP/2 is not spoken");
            }
        }

        bot.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_head_that_trickles_is_hung_up_on_and_holds_nobody_else_up()
    {
        await using var bot = await GuardedBot.StartAsync();
        var slow = await Task.WhenAll(Enumerable.Range(0, 100).Select(async _ =>
        {
            var client = await new RawHttp(bot.Address).ConnectAsync();
            await client.GetStream().WriteAsync("GET / HTTP/1.1\r\nHost: local"u8.ToArray(), TestContext.Current.CancellationToken);
            return client;
        }));

        (await bot.StatusAsync("GET", "/")).ShouldBe(OK);
        foreach (var client in slow)
        {
            (await RawHttp.ReadAsync(client.GetStream())).ShouldNotContain(" 200 ");
            client.Dispose();
        }
    }

    [Theory]
    [InlineData("/api/ask")]
    [InlineData("/slack/events")]
    public async Task A_request_that_takes_too_long_is_given_up_with_503_and_a_line_in_the_log(string path)
    {
        await using var bot = await GuardedBot.StartAsync(("MlOpsBot:Limits:RequestSeconds", "1"));
        var time = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds();
        var head = $"POST {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 5000\r\n"
            + $"X-Slack-Request-Timestamp: {time}\r\nX-Slack-Signature: v0={new string('0', 64)}\r\n\r\n{{";

        using var client = await new RawHttp(bot.Address).ConnectAsync();
        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes(head), TestContext.Current.CancellationToken);
        var answer = new byte[4096];
        var read = await client.GetStream().ReadAsync(answer, TestContext.Current.CancellationToken);

        Encoding.ASCII.GetString(answer, 0, read).ShouldStartWith("HTTP/1.1 503 ");

        bot.Warnings.ShouldHaveSingleItem().ShouldContain("took longer than 1 s");
    }

    [Fact]
    public async Task A_packed_body_is_not_unpacked()
    {
        await using var bot = await GuardedBot.StartAsync();
        (await bot.StatusAsync("POST", "/slack/events", null, "{}", ("Content-Encoding", "gzip"))).ShouldBe(Unauthorized);
        (await bot.StatusAsync("POST", "/api/ask", null, "\u001f\u008b\b", ("Content-Encoding", "gzip"))).ShouldBe(BadRequest);
    }

    [Fact]
    public async Task Only_the_names_that_it_is_known_by_are_answered_to()
    {
        await using var bot = await GuardedBot.StartAsync(("MlOpsBot:Limits:AllowedHosts", "bot.example.com, *.internal.example.com"));
        foreach (var host in new[] { "bot.example.com", "bot.example.com:8080", "BOT.example.com", "chat.internal.example.com" })
        {
            (await bot.StatusAsync("GET", "/", headers: [("Host", host)])).ShouldBe(OK, host);
        }

        foreach (var host in new[] { "rebound.example.net", "bot.example.com.example.net", "example.com", "127.0.0.1" })
        {
            (await bot.StatusAsync("GET", "/", headers: [("Host", host)])).ShouldBe(MisdirectedRequest, host);
            (await bot.StatusAsync("GET", "/health/live", headers: [("Host", host)])).ShouldBe(OK, "probes call by address");
        }
    }

    [Fact]
    public async Task A_name_that_was_pointed_at_this_machine_does_not_open_the_loopback_playground()
    {
        await using var bot = await RunningBot.StartAsync();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/");
        request.Headers.Host = "rebound.example.net:3978";
        using var response = await bot.Client.SendAsync(request, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(NotFound);
    }

    [Fact]
    public async Task Another_sites_page_may_not_ask()
    {
        await using var bot = await GuardedBot.StartAsync();
        const string Body = """{"question":"who owns model monitoring?"}""";
        foreach (var header in new[] { ("Origin", "https://elsewhere.example.com"), ("Origin", "null"), ("Sec-Fetch-Site", "cross-site"), ("Sec-Fetch-Site", "same-site") })
        {
            (await bot.StatusAsync("POST", "/api/ask", null, Body, header)).ShouldBe(Forbidden, header.ToString());
        }

        var own = bot.Address.GetLeftPart(UriPartial.Authority);
        (await bot.StatusAsync("POST", "/api/ask", null, Body, ("Origin", own), ("Sec-Fetch-Site", "same-origin"))).ShouldBe(OK);
        (await bot.StatusAsync("POST", "/api/ask", null, Body)).ShouldBe(OK, "programs say neither");
    }

    [Fact]
    public async Task The_own_page_may_ask_behind_a_proxy_that_names_another_host()
    {
        await using var bot = await GuardedBot.StartAsync();
        const string Body = """{"question":"who owns model monitoring?"}""";
        (await bot.StatusAsync("POST", "/api/ask", null, Body, ("Origin", "https://bot.example.com"), ("Sec-Fetch-Site", "same-origin"))).ShouldBe(OK);
        (await bot.StatusAsync("POST", "/api/ask", null, Body, ("Origin", "https://bot.example.com"))).ShouldBe(Forbidden, "of an old browser the origin alone tells");
    }
}
