using MlOpsBot.Chat.Calling;
using MlOpsBot.Chat.Limiting;
using MlOpsBot.Slack.WebApi;

namespace MlOpsBot.Slack.Tests.WebApi;

/// <summary>What each thing that can happen to a call comes to.</summary>
public sealed class OutcomeTests
{
    private const string Posted = """{"ok":true,"channel":"C1","ts":"1503435956.000247"}""";

    [Fact]
    public async Task A_post_that_is_carried_out_gives_its_ts()
    {
        await using var slack = await ScriptedServer.StartAsync();
        using var rig = new ApiRig(slack.ApiUrl);
        slack.Always(Posted);

        (await rig.PostAsync()).ShouldBe(CallResult.Done("1503435956.000247"));
        slack.Requests.ShouldHaveSingleItem().ShouldBe(new SeenRequest(
            "/api/chat.postMessage",
            """{"channel":"C1","text":"Who owns it?","unfurl_links":false,"unfurl_media":false,"metadata":{"event_type":"mlopsbot_answer","event_payload":{"delivery_id":"d1"}}}""",
            "application/json; charset=utf-8",
            "Bearer " + ApiRig.Token));
    }

    [Theory]
    [InlineData("""{"ok":false,"error":"channel_not_found"}""", 200, CallOutcome.Refused, CallOutcome.Refused, "channel_not_found")]
    [InlineData("""{"ok":false,"error":"invalid_blocks"}""", 400, CallOutcome.Refused, CallOutcome.Refused, "invalid_blocks")]
    [InlineData("""{"ok":false,"error":"<script> not a code"}""", 200, CallOutcome.Refused, CallOutcome.Refused, "unknown_error")]
    [InlineData("""{"ok":false}""", 200, CallOutcome.Refused, CallOutcome.Refused, "unknown_error")]
    [InlineData("""{"ok":false,"error":"internal_error"}""", 200, CallOutcome.Doubtful, CallOutcome.Later, "internal_error")]
    [InlineData("""{"ok":false,"error":"fatal_error"}""", 200, CallOutcome.Doubtful, CallOutcome.Later, "fatal_error")]
    [InlineData("""{"ok":false,"error":"service_unavailable"}""", 200, CallOutcome.Later, CallOutcome.Later, "service_unavailable")]
    [InlineData("""{"ok":false,"error":"request_timeout"}""", 200, CallOutcome.Later, CallOutcome.Later, "request_timeout")]
    [InlineData("""{"ok":false,"error":"team_added_to_org"}""", 200, CallOutcome.Later, CallOutcome.Later, "team_added_to_org")]
    [InlineData("""{"ok":false,"error":"token_expired"}""", 200, CallOutcome.Later, CallOutcome.Later, "token_expired")]
    [InlineData("""{"ok":false,"error":"ratelimited"}""", 200, CallOutcome.Later, CallOutcome.Later, "ratelimited")]
    [InlineData("""{"ok":true}""", 200, CallOutcome.Doubtful, CallOutcome.Later, "unreadable_answer")]
    [InlineData("""{"ok":false,"error":"\ud800"}""", 200, CallOutcome.Refused, CallOutcome.Refused, "unknown_error")]
    [InlineData("""{"ok":true,"ts":"\ud800"}""", 200, CallOutcome.Doubtful, CallOutcome.Later, "unreadable_answer")]
    [InlineData("""{"ok":"yes"}""", 200, CallOutcome.Doubtful, CallOutcome.Later, "unreadable_answer")]
    [InlineData("""[]""", 200, CallOutcome.Doubtful, CallOutcome.Later, "not_json")]
    [InlineData("""<html>""", 200, CallOutcome.Doubtful, CallOutcome.Later, "not_json")]
    [InlineData("", 200, CallOutcome.Doubtful, CallOutcome.Later, "not_json")]
    [InlineData("<html>", 500, CallOutcome.Doubtful, CallOutcome.Later, "http_500")]
    [InlineData("upstream connect error", 503, CallOutcome.Doubtful, CallOutcome.Later, "http_503")]
    [InlineData("", 408, CallOutcome.Doubtful, CallOutcome.Later, "http_408")]
    [InlineData("<html>", 403, CallOutcome.Refused, CallOutcome.Refused, "http_403")]
    [InlineData("", 302, CallOutcome.Refused, CallOutcome.Refused, "http_302")]
    public async Task An_answer_is_named_by_what_to_do_next(string body, int status, CallOutcome post, CallOutcome read, string error)
    {
        await using var slack = await ScriptedServer.StartAsync();
        slack.Always(body, status, ("Location", new Uri(slack.Url, "elsewhere").ToString()));

        using (var rig = new ApiRig(slack.ApiUrl))
        {
            var posted = await rig.PostAsync();
            (posted.Outcome, posted.Error).ShouldBe((post, error));
            (posted.RetryAfter > TimeSpan.Zero).ShouldBe(post == CallOutcome.Later);
        }

        using (var rig = new ApiRig(slack.ApiUrl))
        {
            var user = await rig.UserAsync();
            (user.Outcome, user.Error).ShouldBe((read, error));
        }

        slack.Requests.Count.ShouldBe(2, "nothing is tried again here, and no redirect is followed with a token");
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("0", 1)]
    [InlineData("1.2", 2)]
    [InlineData(null, 5)]
    [InlineData("", 5)]
    [InlineData("soon", 5)]
    [InlineData("-3", 5)]
    [InlineData("NaN", 5)]
    [InlineData("Wed, 21 Oct 2035 07:28:00 GMT", 5)]
    [InlineData("99999999999999999999999999", 600)]
    public async Task The_seconds_of_a_429_are_believed_within_reason_and_hold_everybody(string? header, int seconds)
    {
        await using var slack = await ScriptedServer.StartAsync();
        var time = new ManualTime(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
        using var rig = new ApiRig(slack.ApiUrl, time);
        slack.Always("""{"ok":false,"error":"ratelimited"}""", 429, header is null ? [] : [("Retry-After", header)]);

        (await rig.UserAsync()).ShouldBe(CallResult.Later<SlackUser>("ratelimited", TimeSpan.FromSeconds(seconds)));

        slack.Always("""{"ok":true,"user":{"id":"U1"}}""");
        var second = rig.UserAsync();
        if (seconds > CallLimiter.LongestWait.TotalSeconds)
        {
            (await second).ShouldBe(CallResult.Later<SlackUser>("own_limit", TimeSpan.FromSeconds(seconds)));
            time.Advance(TimeSpan.FromSeconds(Math.Min(seconds, 60)));
            second = seconds > 60 ? Task.FromResult(CallResult.Done(new SlackUser("", null, false, false, false, false, false, false, null, false))) : rig.UserAsync();
        }
        else
        {
            second.IsCompleted.ShouldBeFalse();
            time.Advance(TimeSpan.FromSeconds(seconds));
        }

        (await second).Outcome.ShouldBe(CallOutcome.Done);
    }

    [Fact]
    public async Task Nothing_was_sent_where_nobody_listens()
    {
        using var rig = new ApiRig(ScriptedServer.Nowhere());

        var posted = await rig.PostAsync();

        (posted.Outcome, posted.Error).ShouldBe((CallOutcome.Later, "ConnectionError"));
    }

    [Fact]
    public async Task Nothing_was_sent_where_the_name_is_unknown()
    {
        using var rig = new ApiRig(new Uri("https://slack.invalid/api/"));

        (await rig.PostAsync()).Outcome.ShouldBe(CallOutcome.Later);
    }

    [Fact]
    public async Task A_connection_that_breaks_after_sending_leaves_a_post_in_doubt_and_a_read_to_be_repeated()
    {
        await using var slack = await ScriptedServer.StartAsync();
        using var rig = new ApiRig(slack.ApiUrl);
        slack.Always(Posted);
        (await rig.PostAsync()).Outcome.ShouldBe(CallOutcome.Done);
        slack.Answer = static context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };

        (await rig.PostAsync()).Outcome.ShouldBe(CallOutcome.Doubtful);
        (await rig.UserAsync()).Outcome.ShouldBe(CallOutcome.Later);
        slack.Requests.Count.ShouldBe(3, "the client below does not send a post twice by itself, on a used connection least of all");
    }

    [Fact]
    public async Task An_answer_that_breaks_off_leaves_a_post_in_doubt()
    {
        await using var slack = await ScriptedServer.StartAsync();
        using var rig = new ApiRig(slack.ApiUrl);
        slack.Answer = static async context =>
        {
            context.Response.ContentLength = 1000;
            await context.Response.Body.WriteAsync("""{"ok":true,"""u8.ToArray());
            await context.Response.Body.FlushAsync();
            context.Abort();
        };

        (await rig.PostAsync()).Outcome.ShouldBe(CallOutcome.Doubtful);
    }

    [Fact]
    public async Task Silence_leaves_a_post_in_doubt_after_fifteen_seconds()
    {
        await using var slack = await ScriptedServer.StartAsync();
        var time = new ManualTime(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
        using var rig = new ApiRig(slack.ApiUrl, time);
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        slack.Answer = async context =>
        {
            arrived.SetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        };

        var posted = rig.PostAsync();
        await arrived.Task.WaitAsync(TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(14));
        posted.IsCompleted.ShouldBeFalse();
        time.Advance(TimeSpan.FromSeconds(2));

        (await posted).ShouldBe(CallResult.Doubtful<string>("timeout"));
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read_to_its_end()
    {
        await using var slack = await ScriptedServer.StartAsync();
        using var rig = new ApiRig(slack.ApiUrl);
        slack.Answer = async context =>
        {
            var chunk = new byte[64 * 1024];
            try
            {
                while (!context.RequestAborted.IsCancellationRequested)
                {
                    await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
                }
            }
            catch (OperationCanceledException)
            {
                // The client has had enough.
            }
        };

        (await rig.PostAsync()).ShouldBe(CallResult.Doubtful<string>("not_json"));
    }

    [Fact]
    public async Task Cancellation_alone_is_thrown()
    {
        await using var slack = await ScriptedServer.StartAsync();
        using var rig = new ApiRig(slack.ApiUrl);
        using var gone = new CancellationTokenSource();
        slack.Answer = async context =>
        {
            await gone.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        };

        await Should.ThrowAsync<OperationCanceledException>(rig.Api.UserAsync(rig.Access, "U1", gone.Token));
    }

    [Fact]
    public async Task No_token_and_no_text_reaches_the_log_or_a_result()
    {
        await using var slack = await ScriptedServer.StartAsync();
        using var rig = new ApiRig(slack.ApiUrl);
        var answers = new (string Body, int Status)[]
        {
            ($$"""{"ok":false,"error":"{{ApiRig.Token}} is bad"}""", 200), (ApiRig.Token, 200), ("x", 500), ("""{"ok":false,"error":"invalid_auth"}""", 200),
        };
        var said = "";
        foreach (var (body, status) in answers)
        {
            slack.Always(body, status);
            said += (await rig.UserAsync()).ToString() + await rig.PostAsync("C" + body.Length);
        }

        slack.Answer = static context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        said += await rig.UserAsync();

        (said + rig.LogText).ShouldNotContain(ApiRig.Token);
        rig.LogText.ShouldNotContain(ApiRig.Message.Text);
        rig.LogText.ShouldContain("Slack refused users.info in T1: invalid_auth");
    }
}
