using MlOpsBot.Chat.Receiving;
using MlOpsBot.Slack.Tests.FakeSlack;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Working;
using MlOpsBot.Storage.Workspaces;

namespace MlOpsBot.Slack.Tests.Conversing;

public sealed class QuestionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_mention_is_answered_in_its_thread_and_the_next_one_there_knows_what_it_was_about()
    {
        await using var bot = await TalkingBot.StartAsync();
        var (robin, general) = (bot.Slack.Robin, bot.Slack.General);

        var first = await robin.MentionAsync(general, "who owns model monitoring?");
        first.Read().ShouldContain("Monitoring and Observability Engineer");
        first.OnlyFor.ShouldBeNull();
        first.Unfurls.ShouldBeFalse();

        var second = await robin.MentionAsync(general, "and what skills does she need?", first.ThreadTs);
        second.ThreadTs.ShouldBe(first.ThreadTs);
        second.Read().ShouldContain("Skills", Case.Insensitive);
        (await bot.QuietAsync()).ShouldBe(new InboxCounts(0, 2, 0, 0, null));
    }

    [Fact]
    public async Task A_conversation_goes_on_after_a_restart_because_it_is_in_the_store()
    {
        using var data = new Scratch();
        await using var slack = await FakeSlackServer.StartAsync();
        var before = await TalkingBot.JoinAsync(slack, ("MlOpsBot:Storage:DataFolder", data.Path));
        slack.ConnectHttp(before.Url);
        var first = await slack.Robin.MentionAsync(slack.General, "what does a data engineer do?");
        await before.StopAsync();

        var after = await TalkingBot.JoinAsync(slack, ("MlOpsBot:Storage:DataFolder", data.Path));
        slack.ConnectHttp(after.Url);
        var second = await slack.Robin.MentionAsync(slack.General, "and what skills does she need?", first.ThreadTs);
        second.Read().ShouldContain("Data Engineer");

        // Buttons of the message from before, too.
        (await slack.Kim.PressAsync(first, first.Controls.First(control => control.ActionId == "open:0").Label)).Message!.ThreadTs.ShouldBe(first.ThreadTs);
        await after.StopAsync();
    }

    [Fact]
    public async Task A_direct_message_is_answered_where_it_was_written()
    {
        await using var bot = await TalkingBot.StartAsync();
        var robin = bot.Slack.Robin;
        var top = await robin.DirectMessageAsync("who owns data quality?");
        top.ThreadTs.ShouldBeNull();
        var second = await robin.DirectMessageAsync("and what skills does she need?");
        second.Read().ShouldContain("Skills", Case.Insensitive);

        // The agent's tab writes in threads, and shows what the bot is doing until it has answered.
        var written = await robin.SendAsync(bot.Slack.World.Direct(robin), "hello");
        await robin.NextAsync(written.Since, change => change.Message is { IsFromBot: true }, "an answer");
        var inThread = await robin.DirectMessageAsync("what is MLOps?", written.Message.Ts);
        inThread.ThreadTs.ShouldBe(written.Message.Ts);
        bot.Slack.Calls.Of("assistant.threads.setStatus").ShouldHaveSingleItem().Arguments.Text("thread_ts").ShouldBe(written.Message.Ts);
        bot.Slack.World.Direct(robin).Status.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_mention_that_arrives_as_two_events_is_answered_once()
    {
        await using var bot = await TalkingBot.StartAsync(new FakeSlackOptions { Subscriptions = ["app_mention", "message.channels"] });
        var answer = await bot.Slack.Robin.MentionAsync(bot.Slack.General, "who owns model monitoring?");
        await bot.QuietAsync();
        bot.Slack.World.BotPosts.ShouldHaveSingleItem().Ts.ShouldBe(answer.Ts);
    }

    [Fact]
    public async Task A_mention_alone_is_told_what_can_be_asked()
    {
        await using var bot = await TalkingBot.StartAsync();
        (await bot.Slack.Robin.MentionAsync(bot.Slack.General, "")).Read().ShouldContain("Who owns", Case.Insensitive);
    }

    [Fact]
    public async Task A_follow_up_in_a_thread_that_the_bot_is_part_of_needs_no_mention_where_the_channel_says_so()
    {
        await using var bot = await TalkingBot.StartAsync(new FakeSlackOptions { Subscriptions = ["app_mention", "message.channels"] });
        var (robin, general) = (bot.Slack.Robin, bot.Slack.General);
        var first = await robin.MentionAsync(general, "what does a data engineer do?");
        await robin.SendSayAsync(general, "and what skills does she need?", first.ThreadTs);
        await bot.QuietAsync();
        bot.Slack.World.BotPosts.Length.ShouldBe(1);

        await SetAsync(bot, general, new ChannelRule(null, FollowThreads: true, null));
        (await robin.SayAsync(general, "and what skills does she need?", first.ThreadTs)).Read().ShouldContain("Data Engineer");
        await bot.QuietAsync();

        // What is said to others, what is no question, and what is said in other threads is none of its business.
        await robin.SendAsync(general, $"<@{bot.Slack.Kim.Id}> who owns model monitoring?", first.ThreadTs);
        await robin.SendSayAsync(general, "thanks!", first.ThreadTs);
        await robin.SendSayAsync(general, "my cat is asleep on the keyboard", first.ThreadTs);
        var other = await robin.SendSayAsync(general, "who owns model monitoring?");
        await robin.SendSayAsync(general, "who owns model monitoring?", other.Message.Ts);
        await bot.QuietAsync();
        bot.Slack.World.BotPosts.Length.ShouldBe(2);
    }

    [Fact]
    public async Task A_thread_stays_the_bots_after_its_context_has_been_forgotten()
    {
        await using var bot = await TalkingBot.StartAsync(new FakeSlackOptions { Subscriptions = ["app_mention", "message.channels"] });
        var general = bot.Slack.General;
        await SetAsync(bot, general, new ChannelRule(null, FollowThreads: true, null));
        var first = await bot.Slack.Robin.MentionAsync(general, "what does a data engineer do?");
        await bot.QuietAsync();
        await bot.Store.Conversations.RemoveAsync(TalkingBot.Acme, $"{general.Id}:{first.ThreadTs}", Cancellation);
        (await bot.Slack.Kim.SayAsync(general, "who owns model monitoring?", first.ThreadTs)).Read().ShouldContain("Monitoring");
    }

    [Fact]
    public async Task Where_a_channel_wants_private_answers_the_asker_alone_sees_them_and_may_share()
    {
        await using var bot = await TalkingBot.StartAsync();
        var (robin, kim, general) = (bot.Slack.Robin, bot.Slack.Kim, bot.Slack.General);
        await SetAsync(bot, general, new ChannelRule(AnswerPlace.Private, null, null));
        var written = await robin.SendMentionAsync(general, "who owns model monitoring?");
        var seen = await robin.NextAsync(written.Since, change => change.Message is { IsFromBot: true }, "an answer");
        seen.Message!.OnlyFor.ShouldBe(robin.Id);
        bot.Slack.World.Seen(kim, general).ShouldAllBe(message => !message.IsFromBot);

        await robin.SendPressAsync(seen.Message, "Share to channel");
        await bot.QuietAsync();
        var shared = bot.Slack.World.Seen(kim, general).Where(message => message.IsFromBot).ShouldHaveSingleItem();
        shared.Read().ShouldContain("Shared by");
        shared.Read().ShouldContain("Monitoring and Observability Engineer");
        bot.Slack.World.Seen(robin, general).Single(message => message.Ts == seen.Message.Ts).Read().ShouldBe("Shared to the channel.");
    }

    [Fact]
    public async Task Where_a_channel_wants_silence_nothing_is_said_when_there_is_no_answer()
    {
        await using var bot = await TalkingBot.StartAsync();
        var (robin, general) = (bot.Slack.Robin, bot.Slack.General);
        (await robin.MentionAsync(general, "what is the weather in Oslo")).Read().ShouldNotBeEmpty();
        await SetAsync(bot, general, new ChannelRule(null, null, SilentOnNone: true));
        await robin.SendMentionAsync(general, "what is the weather in Oslo");
        await bot.QuietAsync();
        bot.Slack.World.BotPosts.Length.ShouldBe(1);
        (await bot.ReasonsAsync(WorkState.Done))[0].ShouldBe("no answer, and silent about that here");
    }

    [Fact]
    public async Task Whoever_asks_when_too_many_are_waiting_is_told_so_and_everybody_else_is_answered_once()
    {
        await using var bot = await TalkingBot.StartAsync(
            new FakeSlackOptions { LimitsCalls = false }, ("MlOpsBot:Slack:QuestionsWaitingPerChannel", "3"));
        var (robin, general) = (bot.Slack.Robin, bot.Slack.General);
        bot.Slack.Faults.Next("chat.postMessage", [.. Enumerable.Repeat(Fault.RateLimited(1), 3)]);
        await Task.WhenAll(Enumerable.Range(0, 12).Select(_ => robin.SendMentionAsync(general, "who owns model monitoring?")));
        var counts = await bot.QuietAsync();
        counts.Done.ShouldBe(12);
        var posts = bot.Slack.World.BotPosts;
        var told = posts.Where(post => post.IsEphemeral).ToList();
        told.ShouldAllBe(post => post.Text.StartsWith("Many questions are waiting", StringComparison.Ordinal));
        told.ShouldNotBeEmpty();
        posts.Length.ShouldBe(12);
        posts.Where(post => !post.IsEphemeral).Select(post => post.ThreadTs).ShouldBeUnique();
        (await bot.ReasonsAsync(WorkState.Done)).Count(reason => reason.StartsWith("told to ask again", StringComparison.Ordinal)).ShouldBe(told.Count);
    }

    [Fact]
    public async Task Where_the_bot_may_not_post_the_asker_is_answered_privately()
    {
        await using var bot = await TalkingBot.StartAsync();
        var (robin, general) = (bot.Slack.Robin, bot.Slack.General);
        bot.Slack.Faults.Next("chat.postMessage", Fault.Error("restricted_action"));
        var written = await robin.SendMentionAsync(general, "who owns model monitoring?");
        var seen = await robin.NextAsync(written.Since, change => change.Message is { IsFromBot: true }, "an answer");
        seen.Message!.OnlyFor.ShouldBe(robin.Id);
        seen.Read().ShouldContain("I am not allowed to post there");
        seen.Read().ShouldContain("Monitoring and Observability Engineer");
        (await bot.QuietAsync()).Done.ShouldBe(1);

        bot.Slack.Faults.Next("chat.postMessage", Fault.Error("is_archived"));
        bot.Slack.Faults.Next("chat.postEphemeral", Fault.Error("is_archived"));
        written = await robin.SendMentionAsync(general, "who owns model monitoring?");
        seen = await robin.NextAsync(written.Since, change => change.Message is { IsFromBot: true }, "an answer");
        seen.Message!.Channel.ShouldBe(bot.Slack.World.Direct(robin).Id);
    }

    [Fact]
    public async Task An_answer_whose_form_Slack_refuses_is_said_in_plain_words()
    {
        await using var bot = await TalkingBot.StartAsync();
        bot.Slack.Faults.Next("chat.postMessage", Fault.Error("invalid_blocks"));
        var answer = await bot.Slack.Robin.MentionAsync(bot.Slack.General, "who owns model monitoring?");
        answer.Blocks.ShouldBeNull();
        answer.Text.ShouldContain("Monitoring and Observability Engineer");
    }

    [Fact]
    public async Task A_question_where_the_bot_is_not_installed_any_more_is_given_up_and_says_so()
    {
        await using var bot = await TalkingBot.StartAsync();
        bot.Slack.Faults.Next("chat.postMessage", Fault.Error("account_inactive"));
        await bot.Slack.Robin.SendMentionAsync(bot.Slack.General, "who owns model monitoring?");
        (await bot.QuietAsync()).GivenUp.ShouldBe(1);
        (await bot.ReasonsAsync(WorkState.GivenUp)).ShouldBe(["account_inactive"]);
        bot.Slack.Calls.Count("chat.postEphemeral").ShouldBe(0);
    }

    private static Task<ChannelRule?> SetAsync(TalkingBot bot, Channel channel, ChannelRule rule)
        => bot.Store.ChannelRules.SetAsync(TalkingBot.Acme, channel.Id, rule, "U1", Cancellation);
}
