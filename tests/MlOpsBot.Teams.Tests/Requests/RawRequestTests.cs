using System.Text;

namespace MlOpsBot.Teams.Tests.Requests;

/// <summary>Requests that are no proper HTTP, byte by byte.</summary>
public sealed class RawRequestTests : IAsyncLifetime
{
    private TeamsSite _site = null!;

    public async ValueTask InitializeAsync() => _site = await TeamsSite.StartAsync();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Theory]
    [InlineData("Content-Length: 2\r\nAuthorization: TOKEN\r\nAuthorization: TOKEN\r\n", "{}", "401")]
    [InlineData("Content-Length: 2\r\nAuthorization: TOKEN\r\nauthorization: TOKEN\r\n", "{}", "401")]
    [InlineData("Content-Length: 2\r\nAuthorization:\tTOKEN\r\n", "{}", "403")]
    [InlineData("Content-Length: 2\r\n", "{}", "401")]
    [InlineData("Content-Length: 600000\r\n", "", "401")]
    [InlineData("Content-Length: 600000\r\nAuthorization: TOKEN\r\n", "", "413")]
    [InlineData("Content-Length: 2\r\nContent-Encoding: gzip\r\nAuthorization: TOKEN\r\n", "{}", "415")]
    [InlineData("Content-Length: 2\r\nContent-Type: text/plain\r\nAuthorization: TOKEN\r\n", "{}", "415")]
    [InlineData("Transfer-Encoding: chunked\r\nAuthorization: TOKEN\r\n", "zz\r\n{}\r\n0\r\n\r\n", "400")]
    [InlineData("Content-Length: 10\r\nContent-Length: 20\r\n", "0123456789", "400")]
    [InlineData("X-Long: LONG\r\n", "", "431")]
    public async Task Doubled_headers_broken_lengths_and_encodings_are_the_senders_fault(string headers, string body, string status)
    {
        var answer = await new RawHttp(_site.Client.BaseAddress!).SendAsync(Head(headers, body));
        answer.ShouldStartWith($"HTTP/1.1 {status} ");
        answer.ShouldEndWith("\r\n\r\n");
        ShouldBeQuiet();
    }

    [Fact]
    public async Task A_refused_request_is_answered_before_its_body_has_come()
    {
        using var client = await new RawHttp(_site.Client.BaseAddress!).ConnectAsync();
        await client.GetStream().WriteAsync(Head("Content-Length: 500000\r\n", "{"), TestContext.Current.CancellationToken);
        var buffer = new byte[12];
        await client.GetStream().ReadExactlyAsync(buffer, TestContext.Current.CancellationToken);
        Encoding.ASCII.GetString(buffer).ShouldBe("HTTP/1.1 401");
    }

    [Fact]
    public async Task Bodies_that_trickle_are_given_up_after_seconds_and_hold_nobody_else_up()
    {
        var raw = new RawHttp(_site.Client.BaseAddress!);
        var trickles = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            var client = await raw.ConnectAsync();
            await client.GetStream().WriteAsync(Head("Content-Length: 500000\r\nAuthorization: TOKEN\r\n", "{"));
            return client;
        }));

        (await _site.StatusAsync()).ShouldBe(200);
        foreach (var client in trickles)
        {
            (await RawHttp.ReadAsync(client.GetStream())).ShouldStartWith("HTTP/1.1 408 ");
            client.Dispose();
        }

        ShouldBeQuiet();
    }

    private byte[] Head(string headers, string body)
    {
        headers = headers.Replace("TOKEN", $"Bearer {_site.Teams.Incoming.Token(_site.Teams.ServiceUrl)}", StringComparison.Ordinal).Replace("LONG", new string('x', 100_000), StringComparison.Ordinal);
        var type = headers.Contains("Content-Type", StringComparison.Ordinal) ? "" : "Content-Type: application/json\r\n";
        return Encoding.ASCII.GetBytes($"POST /api/messages HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{type}{headers}\r\n{body}");
    }

    private void ShouldBeQuiet()
        => _site.Log.Warnings.ShouldBeEmpty();
}
