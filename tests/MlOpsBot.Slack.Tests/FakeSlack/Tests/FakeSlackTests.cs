using Microsoft.AspNetCore.Http;

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary>The fake Slack with the smallest bot that there is.</summary>
public sealed class FakeSlackTests
{
    [Fact]
    public async Task A_mention_is_answered_in_its_thread_and_a_button_privately()
    {
        await using var slack = await FakeSlackServer.StartAsync();
        await using var bot = await EchoBot.StartAsync(slack);

        var answer = await slack.Robin.MentionAsync(slack.General, "who owns <b> & @here?");
        answer.Text.ShouldBe($"You said: <@{slack.Acme.BotUser}> who owns &lt;b&gt; &amp; <!here>?");
        answer.Mentions.Select(mention => mention.Target).ShouldBe([slack.Acme.BotUser, "here"]);
        answer.Read().ShouldBe("You said something\n[Again]");

        var seen = await slack.Kim.PressAsync(answer, "Again");
        seen.Message!.OnlyFor.ShouldBe(slack.Kim.Id);
        seen.Read().ShouldBe("Pressed");
        slack.World.Seen(slack.Robin, slack.General).ShouldNotContain(seen.Message);
    }

    [Fact]
    public async Task A_command_is_answered_in_the_response()
    {
        await using var slack = await FakeSlackServer.StartAsync();
        await using var bot = await EchoBot.StartAsync(slack);

        (await slack.Robin.CommandAsync("/mlops who owns it?", slack.Random)).Read().ShouldBe("Private: who owns it?");
    }

    [Fact]
    public async Task An_event_that_is_not_acknowledged_comes_again_at_once_after_a_minute_and_after_five()
    {
        var time = new ManualTime(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
        await using var slack = await FakeSlackServer.StartAsync(new FakeSlackOptions { Time = time });
        await using var bot = await EchoBot.StartAsync(slack);
        bot.OnEvent = context =>
        {
            context.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
            return Task.CompletedTask;
        };

        var written = await slack.Robin.SendMentionAsync(slack.General, "hello");
        var delivery = written.Events.ShouldHaveSingleItem();
        await slack.SteppingAsync(time, () => delivery.Last.Task.IsCompleted);

        bot.Received.Select(request => (request.Headers["x-slack-retry-num"].ToString(), request.Headers["x-slack-retry-reason"].ToString()))
            .ShouldBe([("", ""), ("1", "http_error"), ("2", "http_error"), ("3", "http_error")]);
        time.GetUtcNow().ShouldBeInRange(new DateTimeOffset(2026, 3, 2, 9, 6, 0, TimeSpan.Zero), new DateTimeOffset(2026, 3, 2, 9, 7, 0, TimeSpan.Zero));
        slack.World.BotPosts.ShouldBeEmpty();
    }

    [Fact]
    public async Task No_retry_comes_where_the_bot_forbids_it()
    {
        await using var slack = await FakeSlackServer.StartAsync();
        await using var bot = await EchoBot.StartAsync(slack);
        bot.OnEvent = context =>
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            context.Response.Headers["x-slack-no-retry"] = "1";
            return Task.CompletedTask;
        };

        var written = await slack.Robin.SendMentionAsync(slack.General, "hello");
        await written.Events[0].Last.Task;
        bot.Received.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Posts_to_a_channel_are_limited_to_one_a_second_after_a_burst()
    {
        var time = new ManualTime(new DateTimeOffset(2026, 3, 2, 9, 0, 0, TimeSpan.Zero));
        await using var slack = await FakeSlackServer.StartAsync(new FakeSlackOptions { Time = time });
        await using var bot = await EchoBot.StartAsync(slack);
        for (var post = 0; post < slack.Options.PostBurst; post++)
        {
            (await Post()).ShouldBe("ok");
        }

        (await Post()).ShouldBe("ratelimited");
        time.Advance(TimeSpan.FromSeconds(1));
        (await Post()).ShouldBe("ok");
        (await Post()).ShouldBe("ratelimited");

        async Task<string> Post()
        {
            var answer = await bot.CallAsync("chat.postMessage", new { channel = slack.General.Id, text = "x" });
            return answer.GetProperty("ok").GetBoolean() ? "ok" : answer.GetProperty("error").GetString()!;
        }
    }

    [Theory]
    [InlineData("closed", "not_in_channel")]
    [InlineData("archived", "is_archived")]
    [InlineData("unknown", "channel_not_found")]
    public async Task Nothing_is_posted_where_the_bot_may_not(string where, string error)
    {
        await using var slack = await FakeSlackServer.StartAsync();
        await using var bot = await EchoBot.StartAsync(slack);
        var channel = where switch { "closed" => slack.Random.Id, "archived" => slack.Old.Id, _ => "C404" };

        (await bot.CallAsync("chat.postMessage", new { channel, text = "x" })).GetProperty("error").GetString().ShouldBe(error);
    }

    [Fact]
    public async Task An_answer_that_is_lost_was_posted_all_the_same()
    {
        await using var slack = await FakeSlackServer.StartAsync();
        await using var bot = await EchoBot.StartAsync(slack);
        slack.Faults.Next("chat.postMessage", Fault.CutAfter, Fault.CutBefore);

        await Should.ThrowAsync<HttpRequestException>(() => bot.CallAsync("chat.postMessage", new { channel = slack.General.Id, text = "x" }));
        slack.World.BotPosts.Length.ShouldBe(1);
        await Should.ThrowAsync<HttpRequestException>(() => bot.CallAsync("chat.postMessage", new { channel = slack.General.Id, text = "x" }));
        slack.World.BotPosts.Length.ShouldBe(1);
    }
}
