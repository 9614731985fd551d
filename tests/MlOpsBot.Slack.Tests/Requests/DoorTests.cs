using System.Net;
using System.Text;
using Microsoft.Extensions.Logging;
using MlOpsBot.Storage;

namespace MlOpsBot.Slack.Tests.Requests;

public sealed class DoorTests : IAsyncLifetime
{
    private const string Mention =
        """{"type":"event_callback","event_id":"Ev1","team_id":"T1","event":{"type":"app_mention","user":"U1","channel":"C1","ts":"1.2","text":"<@U0BOT> who owns secretword?"}}""";

    private SlackSite _site = null!;

    public async ValueTask InitializeAsync() => _site = await SlackSite.StartAsync();

    public ValueTask DisposeAsync() => _site.DisposeAsync();

    [Theory]
    [InlineData("/slack/events")]
    [InlineData("/slack/commands")]
    [InlineData("/slack/interactions")]
    public async Task A_request_that_is_not_signed_is_refused_without_a_word(string path)
    {
        using var unsigned = await _site.PostAsync(path, "{}", change: request => request.Headers.Clear());
        await ShouldBeRefused(unsigned, HttpStatusCode.Unauthorized);

        using var twice = await _site.PostAsync(path, "{}", change: request =>
            request.Headers.Add("X-Slack-Signature", request.Headers.GetValues("X-Slack-Signature").First()));
        await ShouldBeRefused(twice, HttpStatusCode.Unauthorized);

        using var altered = await _site.PostAsync(path, "{}", change: request =>
            request.Content = new ByteArrayContent("{ }"u8.ToArray()) { Headers = { ContentType = request.Content!.Headers.ContentType } });
        await ShouldBeRefused(altered, HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData(-300, HttpStatusCode.OK)]
    [InlineData(300, HttpStatusCode.OK)]
    [InlineData(-301, HttpStatusCode.Unauthorized)]
    [InlineData(301, HttpStatusCode.Unauthorized)]
    public async Task A_request_that_was_recorded_cannot_be_sent_again_after_five_minutes(int seconds, HttpStatusCode expected)
    {
        using var request = SlackSite.Signed("/slack/events", Encoding.UTF8.GetBytes(Mention), _site.Time.GetUtcNow().AddSeconds(seconds));
        using var response = await _site.Client.SendAsync(request, TestContext.Current.CancellationToken);
        response.StatusCode.ShouldBe(expected);
    }

    [Fact]
    public async Task Nothing_of_a_refused_request_is_stored_or_logged()
    {
        using var response = await _site.PostAsync("/slack/events", Mention, change: request =>
        {
            request.Headers.Remove("X-Slack-Signature");
            request.Headers.Add("X-Slack-Signature", "v0=" + new string('a', 64));
        });

        await ShouldBeRefused(response, HttpStatusCode.Unauthorized);
        (await _site.RecordedAsync()).ShouldBeEmpty();
        var line = _site.Log.Ours.ShouldHaveSingleItem();
        line.Text.ShouldBe("A request to Slack's addresses was refused: a signature of somebody else");
    }

    [Fact]
    public async Task A_flood_of_refused_requests_is_summed_up_once_a_minute()
    {
        for (var i = 0; i < 100; i++)
        {
            using var response = await _site.PostAsync("/slack/events", "{}", change: request => request.Headers.Clear());
        }

        _site.Log.Ours.Count.ShouldBe(1);
        _site.Time.Advance(TimeSpan.FromMinutes(1));
        _site.Log.Ours[^1].Text.ShouldBe("99 more requests to Slack's addresses were refused within the last minute: 99 for no signature");
        _site.Time.Advance(TimeSpan.FromMinutes(5));
        _site.Log.Ours.Count.ShouldBe(2);
    }

    [Fact]
    public async Task Only_posting_is_possible()
    {
        foreach (var method in new[] { HttpMethod.Get, HttpMethod.Put, HttpMethod.Delete, HttpMethod.Options })
        {
            using var request = new HttpRequestMessage(method, "/slack/events");
            using var response = await _site.Client.SendAsync(request, TestContext.Current.CancellationToken);
            response.StatusCode.ShouldBe(HttpStatusCode.MethodNotAllowed);
        }
    }

    [Theory]
    [InlineData("/slack/events", "application/x-www-form-urlencoded")]
    [InlineData("/slack/events", "application/jsonp")]
    [InlineData("/slack/commands", "application/json")]
    [InlineData("/slack/interactions", "multipart/form-data; boundary=x")]
    public async Task Another_content_type_is_refused(string path, string type)
    {
        using var response = await _site.PostAsync(path, "{}", type);
        await ShouldBeRefused(response, HttpStatusCode.UnsupportedMediaType);
    }

    [Fact]
    public async Task A_charset_behind_the_content_type_is_fine()
    {
        using var response = await _site.PostAsync("/slack/events", Mention, "application/json; charset=utf-8");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Theory]
    [InlineData(512 * 1024, false, HttpStatusCode.BadRequest)]
    [InlineData((512 * 1024) + 1, false, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData((512 * 1024) + 1, true, HttpStatusCode.RequestEntityTooLarge)]
    [InlineData(3_000_000, true, HttpStatusCode.RequestEntityTooLarge)]
    public async Task A_body_may_be_half_a_megabyte_long(int length, bool isChunked, HttpStatusCode expected)
    {
        using var response = await _site.PostAsync("/slack/events", new byte[length], change: request => request.Headers.TransferEncodingChunked = isChunked);
        response.StatusCode.ShouldBe(expected);
        (await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();

        // What follows on a connection that the server is about to close would be lost.
        response.Headers.ConnectionClose.ShouldBe(expected == HttpStatusCode.RequestEntityTooLarge ? true : null);
    }

    [Theory]
    [InlineData("/slack/events", "")]
    [InlineData("/slack/events", "{")]
    [InlineData("/slack/events", "null")]
    [InlineData("/slack/events", "[]")]
    [InlineData("/slack/events", "{}")]
    [InlineData("/slack/events", """{"type":1}""")]
    [InlineData("/slack/events", """{"type":"event_callback"}""")]
    [InlineData("/slack/events", """{"type":"event_callback","event_id":"E1","team_id":"T1","event":7}""")]
    [InlineData("/slack/events", """{"type":"event_callback","event_id":"","team_id":"T1","event":{"type":"app_mention"}}""")]
    [InlineData("/slack/events", """{"type":"event_callback","event_id":"E1","event":{"type":"app_mention"}}""")]
    [InlineData("/slack/events", """{"type":"event_callback","event_id":"E1","team_id":"T1","event":{"type":"app_mention","user":"U1"}}""")]
    [InlineData("/slack/events", """{"type":"event_callback","event_id":"E1","team_id":"T1","event":{"type":"app_mention","user":"U1","channel":"C1","ts":"1.2","text":"\ud800"}}""")]
    [InlineData("/slack/events", """{"type":"event_callback","event_id":"E1\ud800","team_id":"T1","event":{"type":"app_mention"}}""")]
    [InlineData("/slack/events", """{"type":"url_verification"}""")]
    [InlineData("/slack/commands", "")]
    [InlineData("/slack/commands", "team_id=T1&user_id=U1&channel_id=C1&text=x")]
    [InlineData("/slack/commands", "team_id=T1&user_id=U1&channel_id=C1&command=mlops&text=x")]
    [InlineData("/slack/commands", "team_id=T1&user_id=U1&channel_id=C1&command=%2Fmlops&text=%")]
    [InlineData("/slack/commands", "team_id=T1&user_id=U1&channel_id=C1&command=%2Fmlops&text=%zz")]
    [InlineData("/slack/commands", "team_id=T1&user_id=U1&channel_id=C1&command=%2Fmlops&text=%ff")]
    [InlineData("/slack/commands", "team_id=T1&user_id=U1&user_id=U2&channel_id=C1&command=%2Fmlops&text=x")]
    [InlineData("/slack/commands", "team_id=T1&user_id=U%001&channel_id=C1&command=%2Fmlops&text=x")]
    [InlineData("/slack/interactions", "payload=")]
    [InlineData("/slack/interactions", "payload={}&payload={}")]
    [InlineData("/slack/interactions", "payload=%7B%22type%22%3A")]
    [InlineData("/slack/interactions", "other=1")]
    public async Task What_makes_no_sense_is_a_bad_request(string path, string body)
    {
        using var response = await _site.PostAsync(path, body);
        await ShouldBeRefused(response, HttpStatusCode.BadRequest);
        (await _site.RecordedAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_no_text_or_nests_without_end_is_a_bad_request()
    {
        using var noText = await _site.PostAsync("/slack/events", [.. "{\"type\":\""u8, 0xff, 0xfe, .. "\"}"u8]);
        await ShouldBeRefused(noText, HttpStatusCode.BadRequest);
        using var nested = await _site.PostAsync("/slack/events", new string('[', 200_000));
        await ShouldBeRefused(nested, HttpStatusCode.BadRequest);
    }

    [Fact]
    public async Task Slacks_test_of_the_address_is_answered_with_its_challenge_once_it_is_known_to_be_Slacks()
    {
        const string Body = """{"token":"x","challenge":"3eZbrw1aB\"\u003c","type":"url_verification"}""";
        using var response = await _site.PostAsync("/slack/events", Body);
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        var document = System.Text.Json.JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        document.RootElement.GetProperty("challenge").GetString().ShouldBe("3eZbrw1aB\"<");

        using var unsigned = await _site.PostAsync("/slack/events", Body, change: request => request.Headers.Clear());
        await ShouldBeRefused(unsigned, HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("/slack/commands", true)]
    [InlineData("/slack/commands", false)]
    [InlineData("/slack/interactions", true)]
    [InlineData("/slack/interactions", false)]
    public async Task Slacks_test_of_the_certificate_is_answered_signed_or_not(string path, bool isSigned)
    {
        using var response = await _site.PostAsync(path, "token=x&ssl_check=1", change: request =>
        {
            if (!isSigned)
            {
                request.Headers.Clear();
            }
        });
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_event_that_comes_again_is_known_and_told()
    {
        using var first = await _site.EventAsync(Mention);
        using var again = await _site.PostAsync("/slack/events", Mention, change: request =>
        {
            request.Headers.Add("X-Slack-Retry-Num", "1");
            request.Headers.Add("X-Slack-Retry-Reason", "http_timeout");
        });

        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await _site.RecordedAsync()).Count.ShouldBe(1);
        _site.Log.Ours.Select(line => line.Text).ShouldContain("Slack sends an event again, for the 1. time: http_timeout");
    }

    [Fact]
    public async Task What_cannot_be_recorded_is_not_acknowledged_so_that_Slack_sends_it_again()
    {
        var find = _site.Find;
        _site.Find = (_, _, _) => throw new StorageException(StorageFailure.Busy, "The database is busy.");
        using var failed = await _site.EventAsync(Mention);
        failed.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        failed.Headers.Contains("X-Slack-No-Retry").ShouldBeFalse();
        _site.Log.Ours[^1].ShouldBe(new LogLine(
            "MlOpsBot.Slack.Requests.SlackReceiver", LogLevel.Information, "What came from workspace T1 could not be recorded, and Slack is asked to send it again: The database is busy.", null));

        _site.Find = find;
        using var again = await _site.EventAsync(Mention);
        again.StatusCode.ShouldBe(HttpStatusCode.OK);
        (await _site.RecordedAsync()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Slack_holding_events_back_is_told()
    {
        using var response = await _site.EventAsync("""{"token":"x","type":"app_rate_limited","team_id":"T1","minute_rate_limited":1518467820,"api_app_id":"A1"}""");
        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        _site.Log.Ours[^1].Level.ShouldBe(LogLevel.Warning);
        _site.Log.Ours[^1].Text.ShouldStartWith("Slack holds back events of workspace T1");
    }

    [Fact]
    public async Task No_log_holds_what_people_write_or_what_signs_it()
    {
        using var response = await _site.EventAsync(Mention);
        await _site.CommandAsync("secretword");
        foreach (var line in _site.Log.All)
        {
            line.ShouldNotContain("secretword");
            line.ShouldNotContain(SlackSite.Secret);
            line.ShouldNotContain("v0=");
        }
    }

    private static async Task ShouldBeRefused(HttpResponseMessage response, HttpStatusCode status)
    {
        response.StatusCode.ShouldBe(status);
        (await response.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }
}
