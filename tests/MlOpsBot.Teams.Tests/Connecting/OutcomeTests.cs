using MlOpsBot.Chat.Calling;
using MlOpsBot.Teams.AdaptiveCards;
using MlOpsBot.Teams.Tests.FakeTeams;

namespace MlOpsBot.Teams.Tests.Connecting;

/// <summary>What each thing that can happen to a call of the connector comes to.</summary>
public sealed class OutcomeTests : IAsyncLifetime
{
    private const string Error = """{"error":{"code":"BotNotInConversationRoster","message":"The bot is not part of the conversation roster."}}""";

    private ScriptedServer _teams = null!;

    public async ValueTask InitializeAsync() => _teams = await ScriptedServer.StartAsync(TestRoot.Server);

    public ValueTask DisposeAsync() => _teams.DisposeAsync();

    // A create is repeated on 412 and 429 alone; what may be repeated, on 502 to 504 and 408 too; 500 is nobody's to repeat.
    [Theory]
    [InlineData(201, """{"id":"1:a"}""", CallOutcome.Done, CallOutcome.Done, null)]
    [InlineData(200, "{}", CallOutcome.Done, CallOutcome.Done, null)]
    [InlineData(202, "", CallOutcome.Done, CallOutcome.Done, null)]
    [InlineData(201, "<html>", CallOutcome.Done, CallOutcome.Done, null)]
    [InlineData(200, "<html>", CallOutcome.Doubtful, CallOutcome.Later, "unreadable_answer")]
    [InlineData(201, """{"id":"\ud800"}""", CallOutcome.Done, CallOutcome.Done, null)]
    [InlineData(201, """{"id":{"id":1}}""", CallOutcome.Done, CallOutcome.Done, null)]
    [InlineData(400, """{"error":{"code":"BadSyntax"}}""", CallOutcome.Refused, CallOutcome.Refused, "BadSyntax")]
    [InlineData(403, Error, CallOutcome.Refused, CallOutcome.Refused, "BotNotInConversationRoster")]
    [InlineData(403, """{"error":{"code":"MessageWritesBlocked"}}""", CallOutcome.Refused, CallOutcome.Refused, "MessageWritesBlocked")]
    [InlineData(403, """{"errorCode":"ForbiddenOperationException"}""", CallOutcome.Refused, CallOutcome.Refused, "ForbiddenOperationException")]
    [InlineData(403, """{"error":{"code":"<script> not a code"}}""", CallOutcome.Refused, CallOutcome.Refused, "http_403")]
    [InlineData(403, """{"error":{"code":"\ud800"}}""", CallOutcome.Refused, CallOutcome.Refused, "http_403")]
    [InlineData(403, """["error"]""", CallOutcome.Refused, CallOutcome.Refused, "http_403")]
    [InlineData(404, """{"error":{"code":"ConversationNotFound"}}""", CallOutcome.Refused, CallOutcome.Refused, "ConversationNotFound")]
    [InlineData(405, "", CallOutcome.Refused, CallOutcome.Refused, "http_405")]
    [InlineData(408, "", CallOutcome.Doubtful, CallOutcome.Later, "http_408")]
    [InlineData(412, """{"error":{"code":"PreconditionFailed"}}""", CallOutcome.Later, CallOutcome.Later, "PreconditionFailed")]
    [InlineData(413, """{"error":{"code":"MessageSizeTooBig"}}""", CallOutcome.Refused, CallOutcome.Refused, "MessageSizeTooBig")]
    [InlineData(429, """{"error":{"code":"Throttled"}}""", CallOutcome.Later, CallOutcome.Later, "http_429")]
    [InlineData(500, """{"error":{"code":"ServiceError"}}""", CallOutcome.Doubtful, CallOutcome.Doubtful, "ServiceError")]
    [InlineData(501, "", CallOutcome.Doubtful, CallOutcome.Doubtful, "http_501")]
    [InlineData(502, "<html>", CallOutcome.Doubtful, CallOutcome.Later, "http_502")]
    [InlineData(503, "", CallOutcome.Doubtful, CallOutcome.Later, "http_503")]
    [InlineData(504, "", CallOutcome.Doubtful, CallOutcome.Later, "http_504")]
    [InlineData(302, "", CallOutcome.Refused, CallOutcome.Refused, "http_302")]
    [InlineData(307, "", CallOutcome.Refused, CallOutcome.Refused, "http_307")]
    [InlineData(308, "", CallOutcome.Refused, CallOutcome.Refused, "http_308")]
    public async Task An_answer_is_named_by_what_to_do_next(int status, string body, CallOutcome create, CallOutcome repeatable, string? error)
    {
        await using var elsewhere = await ScriptedServer.StartAsync(TestRoot.Server);
        _teams.Always(body, status, ("Location", new Uri(elsewhere.Url, "v3/conversations").ToString()));

        foreach (var run in (Func<ConnectorRig, Task<(CallOutcome, string?, TimeSpan)>>[])[rig => Plain(rig.PostAsync()), rig => Plain(rig.CreateAsync())])
        {
            using var rig = new ConnectorRig(_teams.Url);
            var (outcome, said, wait) = await run(rig);
            (outcome, said).ShouldBe((create, error));
            (wait > TimeSpan.Zero).ShouldBe(create == CallOutcome.Later);
        }

        foreach (var run in (Func<ConnectorRig, Task<(CallOutcome, string?, TimeSpan)>>[])[rig => Plain(rig.UpdateAsync()), rig => Plain(rig.DeleteAsync()), rig => Plain(rig.TypingAsync())])
        {
            using var rig = new ConnectorRig(_teams.Url);
            var (outcome, said, wait) = await run(rig);
            (outcome, said).ShouldBe((repeatable, error));
            (wait > TimeSpan.Zero).ShouldBe(repeatable == CallOutcome.Later);
        }

        _teams.Requests.Count.ShouldBe(5, "nothing is tried again here");
        elsewhere.Requests.ShouldBeEmpty("a token is for one address alone");
    }

    [Theory]
    [InlineData("7", 7)]
    [InlineData("0", 1)]
    [InlineData(null, 5)]
    [InlineData("soon", 5)]
    [InlineData("99999999999", 600)]
    public async Task A_limit_holds_everybody_for_as_long_as_Teams_says_and_a_little_longer(string? header, int seconds)
    {
        var time = new ManualTime(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
        using var rig = new ConnectorRig(_teams.Url, time);
        _teams.Always("", 429, header is null ? [] : [("Retry-After", header)]);

        var limited = await rig.PostAsync();

        limited.Outcome.ShouldBe(CallOutcome.Later);
        limited.RetryAfter.ShouldBeInRange(TimeSpan.FromSeconds(seconds), TimeSpan.FromSeconds(seconds * 1.5));
        _teams.Always("""{"id":"1:b"}""", 201);
        if (seconds > 4)
        {
            (await rig.TypingAsync()).Error.ShouldBe("own_limit", "nobody calls there meanwhile");
            rig.Place = rig.Place with { ConversationId = "a:another" };
            (await rig.PostAsync()).Outcome.ShouldBe(CallOutcome.Done);
            _teams.Requests.Count.ShouldBe(2);
        }
    }

    [Fact]
    public async Task Several_who_are_told_the_same_come_back_at_different_times()
    {
        using var rig = new ConnectorRig(_teams.Url);
        _teams.Always("", 412, ("Retry-After", "10"));

        var waits = new HashSet<TimeSpan>();
        for (var i = 0; i < 5; i++)
        {
            waits.Add((await rig.PostAsync()).RetryAfter);
        }

        waits.Count.ShouldBe(5);
    }

    [Fact]
    public async Task Nothing_was_sent_where_nobody_listens()
    {
        using var rig = new ConnectorRig(new Uri(ScriptedServer.Nowhere().AbsoluteUri.Replace("http:", "https:", StringComparison.Ordinal)));

        var posted = await rig.PostAsync();

        (posted.Outcome, posted.Error).ShouldBe((CallOutcome.Later, "ConnectionError"));
    }

    [Fact]
    public async Task Nothing_was_sent_where_the_name_is_unknown()
    {
        using var rig = new ConnectorRig(new Uri("https://teams.invalid/"));

        (await rig.PostAsync()).Outcome.ShouldBe(CallOutcome.Later);
    }

    [Fact]
    public async Task Nothing_was_sent_to_who_is_not_who_it_says()
    {
        await using var stranger = await ScriptedServer.StartAsync(TestRoot.Stranger);
        using var rig = new ConnectorRig(stranger.Url);
        await using var plain = await ScriptedServer.StartAsync();
        using var other = new ConnectorRig(new Uri(plain.Url.AbsoluteUri.Replace("http:", "https:", StringComparison.Ordinal)));

        (await rig.PostAsync()).Outcome.ShouldBe(CallOutcome.Later);
        (await other.PostAsync()).Outcome.ShouldBe(CallOutcome.Later);
        (stranger.Requests.Count + plain.Requests.Count).ShouldBe(0);
    }

    [Fact]
    public async Task A_connection_that_breaks_after_sending_leaves_a_post_in_doubt_and_a_change_to_be_repeated()
    {
        using var rig = new ConnectorRig(_teams.Url);
        _teams.Always("""{"id":"1:a"}""", 201);
        (await rig.PostAsync()).Outcome.ShouldBe(CallOutcome.Done);
        _teams.Answer = static context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };

        (await rig.PostAsync()).Outcome.ShouldBe(CallOutcome.Doubtful);
        (await rig.CreateAsync()).Outcome.ShouldBe(CallOutcome.Doubtful);
        (await rig.UpdateAsync()).Outcome.ShouldBe(CallOutcome.Later);
        _teams.Requests.Count(request => request.Method == "POST").ShouldBe(3, "the client below does not send a post twice by itself, on a used connection least of all");
    }

    [Fact]
    public async Task Silence_leaves_a_post_in_doubt_and_a_change_to_be_repeated()
    {
        var time = new ManualTime(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
        using var rig = new ConnectorRig(_teams.Url, time);
        var arrived = new SemaphoreSlim(0);
        _teams.Answer = async context =>
        {
            arrived.Release();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        };

        var posted = rig.PostAsync();
        await arrived.WaitAsync(TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(16));
        var changed = rig.UpdateAsync();
        await arrived.WaitAsync(TestContext.Current.CancellationToken);
        time.Advance(TimeSpan.FromSeconds(16));

        (await posted).ShouldBe(CallResult.Doubtful<string?>("timeout"));
        (await changed).Outcome.ShouldBe(CallOutcome.Later);
    }

    [Fact]
    public async Task An_answer_without_end_is_not_read_to_its_end()
    {
        using var rig = new ConnectorRig(_teams.Url);
        _teams.Answer = async context =>
        {
            context.Response.StatusCode = 403;
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

        (await rig.PostAsync()).ShouldBe(CallResult.Refused<string?>("http_403"));
    }

    [Fact]
    public async Task Cancellation_alone_is_thrown()
    {
        using var rig = new ConnectorRig(_teams.Url);
        using var gone = new CancellationTokenSource();
        _teams.Answer = async context =>
        {
            await gone.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        };

        await Should.ThrowAsync<OperationCanceledException>(rig.Connector.TypingAsync(rig.Place, gone.Token));
    }

    [Fact]
    public async Task A_message_that_is_too_long_is_not_sent()
    {
        using var rig = new ConnectorRig(_teams.Url);
        var message = new TeamsMessage("long", null) { Text = new string('x', 52_000) };

        (await rig.Connector.PostAsync(rig.Place, message, null, TestContext.Current.CancellationToken)).ShouldBe(CallResult.Refused<string?>("too_long"));
        (_teams.Requests.Count, rig.Fetched).ShouldBe((0, 0));
    }

    [Fact]
    public async Task No_token_no_text_and_no_id_reaches_the_log_or_a_result()
    {
        using var rig = new ConnectorRig(_teams.Url);
        var said = "";
        foreach (var (body, status) in ((string, int)[])[("""{"error":{"code":"secret-token-1 is bad"}}""", 403), ("secret-token-1", 500), ("", 401), ("", 503), (Error, 403)])
        {
            _teams.Always(body, status);
            said += (await rig.PostAsync()).ToString() + await rig.UpdateAsync() + await rig.CreateAsync();
        }

        (said + rig.LogText).ShouldNotContain("secret-token");
        rig.LogText.ShouldNotContain(ConnectorRig.Message.Text!);
        rig.LogText.ShouldNotContain(rig.Place.ConversationId);
        rig.LogText.ShouldContain("Teams refused a post in tenant tenant: BotNotInConversationRoster");
    }

    private static async Task<(CallOutcome, string?, TimeSpan)> Plain<T>(Task<CallResult<T>> call)
    {
        var result = await call;
        return (result.Outcome, result.Error, result.RetryAfter);
    }
}
