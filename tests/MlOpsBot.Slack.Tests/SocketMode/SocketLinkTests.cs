using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text;
using Microsoft.Extensions.Logging;
using MlOpsBot.Chat.Calling;
using MlOpsBot.Slack.Requests;
using MlOpsBot.Slack.SocketMode;

namespace MlOpsBot.Slack.Tests.SocketMode;

/// <summary>Links against servers that misbehave: what users of other clients have reported, each by itself.</summary>
public sealed class SocketLinkTests
{
    private static readonly SocketModeTimes _times = ScriptedSlack.ShortTimes;

    [Fact]
    public async Task An_envelope_is_acknowledged_with_a_payload_where_it_takes_one_and_there_is_one()
    {
        var acknowledged = new TaskCompletionSource<string?[]>();
        HandleEnvelope handle = (envelope, _) => Task.FromResult<SlackReply?>(
            envelope.Type == "events_api" ? SlackReply.Taken : new SlackReply(SlackReplyKind.Taken, """{"text":"it's"}"""u8.ToArray()));
        await using var slack = await ScriptedSlack.StartAsync(_times, handle, [async link =>
        {
            await link.GreetAsync();
            var answers = new List<string?>();
            foreach (var (type, takesPayload) in new[] { ("slash_commands", true), ("interactive", false), ("events_api", true), ("something_new", true) })
            {
                await link.SendEnvelopeAsync($"id-{type}", type, takesPayload);
                answers.Add(await link.ReceiveAsync());
            }

            acknowledged.SetResult([.. answers]);
            await link.StayAsync();
        }]);

        (await acknowledged.Task.WaitAsync(TestContext.Current.CancellationToken)).ShouldBe(
        [
            """{"envelope_id":"id-slash_commands","payload":{"text":"it's"}}""",
            """{"envelope_id":"id-interactive"}""",
            """{"envelope_id":"id-events_api"}""",
            """{"envelope_id":"id-something_new","payload":{"text":"it's"}}""",
        ]);
    }

    [Fact]
    public async Task What_could_not_be_recorded_is_not_acknowledged_and_what_makes_no_sense_is()
    {
        var acknowledged = new TaskCompletionSource<string?>();
        HandleEnvelope handle = (envelope, _) => Task.FromResult<SlackReply?>(envelope.Id switch
        {
            "full" => new SlackReply(SlackReplyKind.Unavailable, Reason: "the disk is full"),
            "bug" => throw new InvalidOperationException("a bug"),
            "unknown" => null,
            _ => new SlackReply(SlackReplyKind.Malformed, "{}"u8.ToArray(), "no sense"),
        });
        await using var slack = await ScriptedSlack.StartAsync(_times, handle, [async link =>
        {
            await link.GreetAsync();
            await link.SendEnvelopeAsync("full");
            await link.SendEnvelopeAsync("bug");
            await link.SendEnvelopeAsync("unknown");
            await link.SendEnvelopeAsync("senseless", takesPayload: true);
            string?[] two = [await link.ReceiveAsync(), await link.ReceiveAsync()];
            acknowledged.SetResult(string.Join('\n', two.Order(StringComparer.Ordinal)));
            await link.StayAsync();
        }]);

        (await acknowledged.Task.WaitAsync(TestContext.Current.CancellationToken)).ShouldBe("""
            {"envelope_id":"senseless"}
            {"envelope_id":"unknown"}
            """);
        slack.Links.ShouldBe(1);
        slack.Log.At(LogLevel.Error).ShouldHaveSingleItem().ShouldContain("failed and is not acknowledged");
        slack.Log.At(LogLevel.Warning).ShouldHaveSingleItem().ShouldContain("the disk is full");
    }

    [Theory]
    [InlineData("warning")]
    [InlineData("refresh_requested")]
    public async Task A_replaced_link_acknowledges_what_it_has_in_hand_and_closes_when_the_next_one_was_greeted(string reason)
    {
        var inHand = new TaskCompletionSource();
        var secondGreeted = new TaskCompletionSource();
        var old = new TaskCompletionSource<(string? Acknowledgement, string? Then)>();
        HandleEnvelope handle = async (_, _) =>
        {
            await inHand.Task;
            return SlackReply.Taken;
        };
        await using var slack = await ScriptedSlack.StartAsync(
            _times,
            handle,
            [
                async link =>
                {
                    await link.GreetAsync();
                    await link.SendEnvelopeAsync("slow");
                    await link.SendAsync($$$"""{"type":"disconnect","reason":"{{{reason}}}","debug_info":{"host":"applink-1"}}""");
                    old.SetResult((await link.ReceiveAsync(), await link.ReceiveAsync()));
                    secondGreeted.Task.IsCompleted.ShouldBeTrue();
                    await link.CloseAsync(1000);
                },
                async link =>
                {
                    secondGreeted.SetResult();
                    await link.GreetAsync();
                    await link.StayAsync();
                },
            ]);
        await ScriptedSlack.UntilAsync(() => slack.Links == 2 && slack.Status.State == SocketModeState.Connected, "no second link");
        slack.Status.OpenSockets.ShouldBe(2);
        old.Task.IsCompleted.ShouldBeFalse();
        inHand.SetResult();

        (await old.Task.WaitAsync(TestContext.Current.CancellationToken)).ShouldBe(("""{"envelope_id":"slow"}""", null));
        await ScriptedSlack.UntilAsync(() => slack.Status.OpenSockets == 1, "the old link stayed");
    }

    [Fact]
    public async Task A_half_open_link_is_noticed_by_pings_that_nobody_answers()
    {
        // A server that does not read does not answer pings either.
        var times = _times with { PingEvery = TimeSpan.FromMilliseconds(50), PongWithin = TimeSpan.FromMilliseconds(300) };
        await using var slack = await ScriptedSlack.StartAsync(
            times, ScriptedSlack.Taking, [async link => { await link.GreetAsync(); await link.NeverAsync(); }, GreetAndStayAsync]);

        await ServesByAsync(slack, 2);
        slack.Log.At(LogLevel.Warning).ShouldContain(line => line.StartsWith("Socket Mode: link 1 ended", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_link_on_which_pings_are_answered_and_nothing_comes_is_replaced()
    {
        var times = _times with { QuietFor = TimeSpan.FromMilliseconds(150), StableAfter = TimeSpan.Zero };
        await using var slack = await ScriptedSlack.StartAsync(times, ScriptedSlack.Taking, [GreetAndStayAsync]);

        await ScriptedSlack.UntilAsync(() => slack.Links >= 4, "it was left as it is");
        slack.Log.At(LogLevel.Warning).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("accepts and says nothing")]
    [InlineData("does not even accept")]
    public async Task A_link_that_is_never_greeted_is_cut_and_the_next_one_made(string how)
    {
        var times = _times with { GreetWithin = TimeSpan.FromMilliseconds(300) };
        await using var slack = await ScriptedSlack.StartAsync(
            times,
            ScriptedSlack.Taking,
            [
                async link =>
                {
                    if (how == "accepts and says nothing")
                    {
                        await link.AcceptAsync();
                    }

                    await link.NeverAsync();
                },
                GreetAndStayAsync,
            ]);

        await ServesByAsync(slack, 2);
        slack.Log.At(LogLevel.Warning).ShouldHaveSingleItem().ShouldContain("was not greeted within");
    }

    [Theory]
    [InlineData("warning")]
    [InlineData("refresh_requested")]
    [InlineData("link_disabled")]
    [InlineData("too_many_websockets")]
    public async Task A_disconnect_before_the_greeting_is_survived(string reason)
    {
        var times = _times with { LeaveWithin = TimeSpan.FromMilliseconds(50) };
        await using var slack = await ScriptedSlack.StartAsync(
            times,
            ScriptedSlack.Taking,
            [
                async link =>
                {
                    await link.AcceptAsync();
                    await link.SendAsync($$"""{"type":"disconnect","reason":"{{reason}}"}""");
                    await link.StayAsync();
                },
                GreetAndStayAsync,
            ]);

        await ServesByAsync(slack, 2);
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(1001)]
    [InlineData(1008)]
    [InlineData(1011)]
    [InlineData(3000)]
    [InlineData(4999)]
    public async Task A_close_with_any_code_leads_to_a_new_link(int code)
    {
        await using var slack = await ScriptedSlack.StartAsync(
            _times,
            ScriptedSlack.Taking,
            [
                async link =>
                {
                    await link.GreetAsync();
                    await link.CloseAsync(code);
                    await link.ReceiveAsync();
                },
                GreetAndStayAsync,
            ]);

        await ServesByAsync(slack, 2);
        slack.Log.At(LogLevel.Warning).ShouldHaveSingleItem().ShouldContain($"closed with {code}");
    }

    [Fact]
    public async Task Text_that_is_no_text_leads_to_a_new_link_as_the_standard_asks()
    {
        await using var slack = await ScriptedSlack.StartAsync(
            _times,
            ScriptedSlack.Taking,
            [
                async link =>
                {
                    await link.GreetAsync();
                    await link.SendAsync([0xFF, 0xFE, (byte)'{'], WebSocketMessageType.Text, end: true);
                    await link.ReceiveAsync();
                },
                GreetAndStayAsync,
            ]);

        await ServesByAsync(slack, 2);
    }

    [Fact]
    public async Task A_connection_that_is_torn_leads_to_a_new_link()
    {
        await using var slack = await ScriptedSlack.StartAsync(
            _times, ScriptedSlack.Taking, [async link => { await link.GreetAsync(); link.Abort(); }, GreetAndStayAsync]);

        await ServesByAsync(slack, 2);
    }

    [Fact]
    public async Task Useless_messages_are_passed_over_and_the_link_goes_on()
    {
        var acknowledged = new TaskCompletionSource<string?>();
        var handled = new ConcurrentQueue<string>();
        HandleEnvelope handle = (envelope, _) =>
        {
            handled.Enqueue(envelope.Payload.GetRawText());
            return Task.FromResult<SlackReply?>(SlackReply.Taken);
        };
        await using var slack = await ScriptedSlack.StartAsync(_times, handle, [async link =>
        {
            await link.GreetAsync();
            foreach (var useless in new[]
            {
                "", "{", "null", "[]", "7", "\"hello\"", "{}", """{"type":7}""", """{"type":"\ud83d"}""", """{"type":"pong"}""", """{"type":"hello"}""",
                """{"envelope_id":"","type":"events_api"}""", """{"envelope_id":7,"type":"events_api"}""", """{"envelope_id":"a b","type":"x"}""",
                new string('[', 100_000),
            })
            {
                await link.SendAsync(useless);
            }

            await link.SendAsync("{}", WebSocketMessageType.Binary);
            await link.SendAsync($$"""{"envelope_id":"giant","type":"events_api","payload":"{{new string('x', 3 * MessageReader.Longest)}}"}""");
            var fragments = Encoding.UTF8.GetBytes("""{"envelope_id":"cut","type":"events_api","payload":"ünï"}""");
            for (var i = 0; i < fragments.Length; i++)
            {
                await link.SendAsync([fragments[i]], WebSocketMessageType.Text, end: i == fragments.Length - 1);
            }

            acknowledged.SetResult(await link.ReceiveAsync());
            await link.StayAsync();
        }]);

        (await acknowledged.Task.WaitAsync(TestContext.Current.CancellationToken)).ShouldBe("""{"envelope_id":"cut"}""");
        handled.ShouldBe(["\"ünï\""]);
        slack.Links.ShouldBe(1);
    }

    [Fact]
    public async Task A_message_of_the_longest_length_that_is_read_is_read_whole()
    {
        var length = new TaskCompletionSource<int>();
        HandleEnvelope handle = (envelope, _) =>
        {
            length.SetResult(envelope.Payload.GetString()!.Length);
            return Task.FromResult<SlackReply?>(SlackReply.Taken);
        };
        const string head = """{"envelope_id":"long","type":"events_api","payload":""", tail = "}";
        var most = MessageReader.Longest - head.Length - tail.Length - 2;
        await using var slack = await ScriptedSlack.StartAsync(_times, handle, [async link =>
        {
            await link.GreetAsync();
            await link.SendAsync($"{head}\"{new string('x', most)}\"{tail}");
            await link.StayAsync();
        }]);

        (await length.Task.WaitAsync(TestContext.Current.CancellationToken)).ShouldBe(most);
    }

    [Fact]
    public async Task A_message_without_an_end_breaks_the_link_and_nothing_else()
    {
        var part = Encoding.UTF8.GetBytes(new string('x', 1024 * 1024));
        await using var slack = await ScriptedSlack.StartAsync(
            _times,
            ScriptedSlack.Taking,
            [
                async link =>
                {
                    await link.GreetAsync();
                    while (true)
                    {
                        await link.SendAsync(part, WebSocketMessageType.Text, end: false);
                    }
                },
                GreetAndStayAsync,
            ]);

        await ServesByAsync(slack, 2);
    }

    [Fact]
    public async Task A_flood_of_envelopes_is_handled_side_by_side_and_each_is_acknowledged_once()
    {
        const int count = 2_000;
        var acknowledged = new TaskCompletionSource<List<string?>>();
        var (now, most) = (0, 0);
        HandleEnvelope handle = async (_, cancellation) =>
        {
            most = Math.Max(most, Interlocked.Increment(ref now));
            await Task.Delay(1, cancellation);
            Interlocked.Decrement(ref now);
            return SlackReply.Taken;
        };
        await using var slack = await ScriptedSlack.StartAsync(_times, handle, [async link =>
        {
            await link.GreetAsync();
            var sending = Task.Run(async () =>
            {
                for (var i = 0; i < count; i++)
                {
                    await link.SendEnvelopeAsync($"e{i}");
                }
            });
            var answers = new List<string?>();
            while (answers.Count < count)
            {
                answers.Add(await link.ReceiveAsync());
            }

            await sending;
            acknowledged.SetResult(answers);
            await link.StayAsync();
        }]);

        var all = await acknowledged.Task.WaitAsync(TestContext.Current.CancellationToken);
        all.Distinct().Count().ShouldBe(count);
        most.ShouldBeInRange(2, 64);
    }

    [Fact]
    public async Task A_handler_that_hangs_is_given_up_and_not_acknowledged()
    {
        var times = _times with { HandleWithin = TimeSpan.FromMilliseconds(100) };
        var acknowledged = new TaskCompletionSource<string?>();
        HandleEnvelope handle = async (envelope, cancellation) =>
        {
            await Task.Delay(envelope.Id == "hangs" ? Timeout.Infinite : 0, cancellation);
            return SlackReply.Taken;
        };
        await using var slack = await ScriptedSlack.StartAsync(times, handle, [async link =>
        {
            await link.GreetAsync();
            await link.SendEnvelopeAsync("hangs");
            await link.SendEnvelopeAsync("next");
            acknowledged.SetResult(await link.ReceiveAsync());
            await link.StayAsync();
        }]);

        (await acknowledged.Task.WaitAsync(TestContext.Current.CancellationToken)).ShouldBe("""{"envelope_id":"next"}""");
        await ScriptedSlack.UntilAsync(() => slack.Log.At(LogLevel.Warning).Any(line => line.Contains("in time", StringComparison.Ordinal)), "not given up");
    }

    [Fact]
    public async Task A_stop_acknowledges_what_is_in_hand_and_says_goodbye()
    {
        var inHand = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        var end = new TaskCompletionSource<(string?, string?)>();
        HandleEnvelope handle = async (_, _) =>
        {
            begun.SetResult();
            await inHand.Task;
            return SlackReply.Taken;
        };
        await using var slack = await ScriptedSlack.StartAsync(_times, handle, [async link =>
        {
            await link.GreetAsync();
            await link.SendEnvelopeAsync("last");
            end.SetResult((await link.ReceiveAsync(), await link.ReceiveAsync()));
            await link.CloseAsync(1000);
        }]);
        await begun.Task.WaitAsync(TestContext.Current.CancellationToken);
        var stopping = slack.StopServiceAsync();
        inHand.SetResult();
        await stopping;

        (await end.Task.WaitAsync(TestContext.Current.CancellationToken)).ShouldBe(("""{"envelope_id":"last"}""", null));
        slack.Status.OpenSockets.ShouldBe(0);
    }

    [Fact]
    public async Task Slack_giving_no_address_is_waited_out_whatever_it_says()
    {
        await using var slack = await ScriptedSlack.StartAsync(
            _times,
            ScriptedSlack.Taking,
            [GreetAndStayAsync],
            CallResult.Later<Uri>("ratelimited", TimeSpan.FromMilliseconds(30)),
            CallResult.Doubtful<Uri>("500"),
            CallResult.Refused<Uri>("invalid_auth"),
            CallResult.Done(new Uri("http://127.0.0.1/link")),
            CallResult.Done(new Uri("ws://slack.example.com/link")),
            CallResult.Done(new Uri("wss://127.0.0.1:1/link?ticket=very-secret")));

        await ServesByAsync(slack, 1);
        slack.Log.At(LogLevel.Error).ShouldHaveSingleItem().ShouldContain("invalid_auth");
        slack.Log.At(LogLevel.Warning).Count(line => line.Contains("an address that is not wss", StringComparison.Ordinal)).ShouldBe(2);
        slack.Log.At(LogLevel.Warning).ShouldAllBe(line => !line.Contains("very-secret", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Even_a_bug_on_the_way_to_a_link_is_followed_by_the_next_one()
    {
        // An address without a scheme has no scheme to ask for: nothing that the Web API gives.
        await using var slack = await ScriptedSlack.StartAsync(
            _times, ScriptedSlack.Taking, [GreetAndStayAsync], CallResult.Done(new Uri("/link", UriKind.Relative)));

        await ServesByAsync(slack, 1);
        slack.Log.At(LogLevel.Error).ShouldHaveSingleItem().ShouldContain("failed in a way that it should not");
    }

    [Fact]
    public async Task A_hundred_links_that_fail_in_every_way_leak_no_socket()
    {
        var random = new Random(5);
        var times = _times with
        {
            GreetWithin = TimeSpan.FromMilliseconds(200),
            PingEvery = TimeSpan.FromMilliseconds(30),
            PongWithin = TimeSpan.FromMilliseconds(100),
            CloseWithin = TimeSpan.FromMilliseconds(50),
            LongestRetry = TimeSpan.FromMilliseconds(20),
            LeaveWithin = TimeSpan.FromMilliseconds(50),
        };
        Func<ScriptedLink, Task>[] ways =
        [
            async link => { await link.AcceptAsync(); await link.NeverAsync(); },
            async link => { await link.GreetAsync(); await link.NeverAsync(); },
            async link => { await link.GreetAsync(); link.Abort(); },
            async link => { await link.GreetAsync(); await link.CloseAsync(1011); },
            async link => { await link.GreetAsync(); await link.SendAsync("""{"type":"disconnect","reason":"warning"}"""); await link.NeverAsync(); },
            async link => { await link.GreetAsync(); await link.SendAsync("""{"type":"disconnect","reason":"refresh_requested"}"""); await link.StayAsync(); },
            async link => { await link.GreetAsync(); await link.SendAsync("""{"type":"disconnect","reason":"too_many_websockets"}"""); await link.StayAsync(); },
            _ => Task.CompletedTask,
        ];
        await using var slack = await ScriptedSlack.StartAsync(
            times, ScriptedSlack.Taking, [.. Enumerable.Range(0, 100).Select(_ => ways[random.Next(ways.Length)]), GreetAndStayAsync]);

        await ServesByAsync(slack, 101);
        await ScriptedSlack.UntilAsync(() => slack.Status.OpenSockets == 1, "sockets are left over");
    }

    private static async Task GreetAndStayAsync(ScriptedLink link)
    {
        await link.GreetAsync();
        await link.StayAsync();
    }

    private static Task ServesByAsync(ScriptedSlack slack, int links) =>
        ScriptedSlack.UntilAsync(() => slack.Links >= links && slack.Status.State == SocketModeState.Connected, $"no link {links} serves");
}
