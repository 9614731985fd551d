using System.Globalization;
using System.Text;

namespace MlOpsBot.Slack.Tests.Requests.Hostile;

/// <summary>Requests that are no proper HTTP, byte by byte.</summary>
public sealed class RawRequestTests : IAsyncLifetime
{
    private SlackSite _site = null!;

    public async ValueTask InitializeAsync() => _site = await SlackSite.StartAsync();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Theory]
    [InlineData("Content-Length: 10\r\nContent-Length: 20\r\n", "0123456789", "400")]
    [InlineData("Content-Length: -1\r\n", "", "400")]
    [InlineData("Content-Length: 99999999999999999999\r\n", "", "400")]
    [InlineData("Content-Length: ten\r\n", "", "400")]
    [InlineData("Content-Length: 600000\r\n", "", "413")]
    [InlineData("Transfer-Encoding: chunked\r\n", "zz\r\n{}\r\n0\r\n\r\n", "400")]
    [InlineData("Transfer-Encoding: chunked\r\nContent-Length: 2\r\n", "0\r\n\r\n", "401")]
    [InlineData("Transfer-Encoding: gzip\r\n", "", "400")]
    [InlineData("Content-Length: 2\r\nContent-Encoding: gzip\r\n", "{}", "415")]
    [InlineData("X-Long: LONG\r\n", "", "431")]
    public async Task Broken_lengths_and_encodings_are_the_senders_fault(string headers, string body, string status)
    {
        var answer = await SendAsync(headers.Replace("LONG", new string('x', 100_000)), body);
        answer.ShouldStartWith($"HTTP/1.1 {status} ");
        ShouldHaveLoggedNoException();
    }

    [Theory]
    [InlineData("Content-Length: 100\r\n", "{}")]
    [InlineData("Transfer-Encoding: chunked\r\n", "5\r\n{}")]
    public async Task A_body_that_breaks_off_is_left_alone(string headers, string body)
    {
        await SendAsync(headers, body, hangsUp: true);
        ShouldHaveLoggedNoException();
        using var response = await _site.EventAsync("""{"type":"event_callback","event_id":"Ev1","team_id":"T1","event":{"type":"app_uninstalled"}}""");
        response.IsSuccessStatusCode.ShouldBeTrue();
    }

    [Fact]
    public async Task Bodies_that_trickle_are_given_up_after_seconds_and_hold_nobody_else_up()
    {
        var trickles = await Task.WhenAll(Enumerable.Range(0, 50).Select(async _ =>
        {
            var client = await new RawHttp(_site.Client.BaseAddress!).ConnectAsync();
            await client.GetStream().WriteAsync(Head("Content-Length: 500000\r\n", "{"));
            return client;
        }));

        using var response = await _site.EventAsync("""{"type":"event_callback","event_id":"Ev1","team_id":"T1","event":{"type":"app_uninstalled"}}""");
        response.IsSuccessStatusCode.ShouldBeTrue();
        foreach (var client in trickles)
        {
            (await RawHttp.ReadAsync(client.GetStream())).ShouldStartWith("HTTP/1.1 408 ");
            client.Dispose();
        }

        ShouldHaveLoggedNoException();
    }

    private Task<string> SendAsync(string headers, string body, bool hangsUp = false) => new RawHttp(_site.Client.BaseAddress!).SendAsync(Head(headers, body), hangsUp);

    private byte[] Head(string headers, string body)
    {
        var time = _site.Time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        return Encoding.ASCII.GetBytes(
            $"POST /slack/events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\nX-Slack-Request-Timestamp: {time}\r\n"
            + $"X-Slack-Signature: {SlackSite.SignatureOf(time, Encoding.ASCII.GetBytes(body))}\r\n{headers}\r\n{body}");
    }

    private void ShouldHaveLoggedNoException()
        => _site.Log.Warnings.ShouldBeEmpty();
}
