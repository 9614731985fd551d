using MlOpsBot.Slack.Tests.FakeSlack;
using MlOpsBot.Storage.Deliveries;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Working;
using MlOpsBot.Storage.Workspaces;

namespace MlOpsBot.Slack.Tests.Conversing;

/// <summary>Whatever Slack answers to a post, the question is answered once.</summary>
public sealed class DeliveryTests
{
    private static readonly Dictionary<string, Fault> _faults = new(StringComparer.Ordinal)
    {
        ["429"] = Fault.RateLimited(1),
        ["500"] = Fault.ServerError,
        ["500 after it was posted"] = Fault.ErrorAfter,
        ["a cut before"] = Fault.CutBefore,
        ["a cut after it was posted"] = Fault.CutAfter,
        ["garbage"] = Fault.Garbage,
        ["garbage after it was posted"] = Fault.GarbageAfter,
        ["internal_error"] = Fault.Error("internal_error"),
        ["service_unavailable"] = Fault.Error("service_unavailable"),
    };

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public static TheoryData<string> Faulty => [.. _faults.Keys];

    [Theory]
    [MemberData(nameof(Faulty))]
    public async Task However_a_post_fails_the_question_is_answered_once(string fault)
    {
        await using var bot = await TalkingBot.StartAsync();
        bot.Slack.Faults.Next("chat.postMessage", _faults[fault]);
        await bot.Slack.Robin.SendMentionAsync(bot.Slack.General, "who owns model monitoring?");
        (await bot.QuietAsync()).ShouldBe(new InboxCounts(0, 1, 0, 0, null));
        var post = bot.Slack.World.BotPosts.ShouldHaveSingleItem();
        post.IsEphemeral.ShouldBeFalse();
        (await bot.Store.Deliveries.FindAsync(TalkingBot.Acme, post.DeliveryId!, Cancellation))!.Message.ShouldBe(post.Ts);
    }

    [Fact]
    public async Task A_post_that_fails_again_and_again_in_every_way_is_there_once_in_the_end()
    {
        await using var bot = await TalkingBot.StartAsync();
        bot.Slack.Faults.Next("chat.postMessage", Fault.ServerError, Fault.RateLimited(1), Fault.CutBefore, Fault.ErrorAfter);
        bot.Slack.Faults.Next("conversations.replies", Fault.ServerError, Fault.RateLimited(1));
        await bot.Slack.Robin.SendMentionAsync(bot.Slack.General, "who owns model monitoring?");
        (await bot.QuietAsync()).Done.ShouldBe(1);
        bot.Slack.World.BotPosts.Length.ShouldBe(1);
    }

    [Fact]
    public async Task Where_Slack_lets_the_bot_look_only_now_and_then_a_doubt_is_resolved_all_the_same()
    {
        await using var bot = await TalkingBot.StartAsync(null, ("MlOpsBot:Slack:LeaseSeconds", "2"));
        var (look, wait) = (Fault.Slow(TimeSpan.Zero), Fault.RateLimited(3));
        bot.Slack.Faults.Next("chat.postMessage", Fault.CutBefore);
        bot.Slack.Faults.Next("conversations.replies", [.. Enumerable.Repeat(new[] { look, wait }, 30).SelectMany(pair => pair)]);
        await bot.Slack.Robin.SendMentionAsync(bot.Slack.General, "who owns model monitoring?");
        (await bot.QuietAsync()).Done.ShouldBe(1);
        bot.Slack.World.BotPosts.Length.ShouldBe(1);
        bot.Slack.Calls.Count("conversations.replies").ShouldBe(3);
    }

    [Fact]
    public async Task A_direct_message_in_doubt_is_looked_for_in_its_history()
    {
        await using var bot = await TalkingBot.StartAsync();
        bot.Slack.Faults.Next("chat.postMessage", Fault.ErrorAfter);
        await bot.Slack.Robin.DirectMessageAsync("who owns model monitoring?");
        await bot.QuietAsync();
        bot.Slack.World.BotPosts.Length.ShouldBe(1);
        bot.Slack.Calls.Count("conversations.history").ShouldBe(1);
    }

    [Fact]
    public async Task What_no_history_holds_is_not_said_again_in_doubt_and_its_row_says_so()
    {
        await using var bot = await TalkingBot.StartAsync();
        var general = bot.Slack.General;
        await bot.Store.ChannelRules.SetAsync(TalkingBot.Acme, general.Id, new ChannelRule(AnswerPlace.Private, null, null), "U1", Cancellation);
        bot.Slack.Faults.Next("chat.postEphemeral", Fault.ErrorAfter);
        await bot.Slack.Robin.SendMentionAsync(general, "who owns model monitoring?");
        (await bot.QuietAsync()).Doubtful.ShouldBe(1);
        bot.Slack.World.BotPosts.Length.ShouldBe(1);
        (await bot.Store.Deliveries.ListAsync(DeliveryState.Doubtful, 10, Cancellation)).ShouldHaveSingleItem().Reason.ShouldNotBeNullOrEmpty();
    }

    [Fact]
    public async Task A_doubt_that_may_not_be_looked_into_stays_one()
    {
        await using var bot = await TalkingBot.StartAsync();
        bot.Slack.Faults.Next("chat.postMessage", Fault.ErrorAfter);
        bot.Slack.Faults.Next("conversations.replies", Fault.Error("missing_scope"));
        await bot.Slack.Robin.SendMentionAsync(bot.Slack.General, "who owns model monitoring?");
        (await bot.QuietAsync()).Doubtful.ShouldBe(1);
        bot.Slack.World.BotPosts.Length.ShouldBe(1);
        (await bot.ReasonsAsync(WorkState.Doubtful)).ShouldBe(["looking for it was refused: missing_scope"]);
    }

    [Fact]
    public async Task An_answer_of_an_earlier_life_is_found_and_the_conversation_is_about_what_it_said()
    {
        using var data = new Scratch();
        await using var slack = await FakeSlackServer.StartAsync();

        // The first life ends while Slack's answer to its post is on the way.
        var first = await TalkingBot.JoinAsync(slack, ("MlOpsBot:Storage:DataFolder", data.Path), ("MlOpsBot:Slack:LeaseSeconds", "2"));
        slack.ConnectHttp(first.Url);
        slack.Faults.Next("chat.postMessage", Fault.LostAnswer);
        var written = await slack.Robin.SendMentionAsync(slack.General, "what does a data engineer do?");
        var answer = await slack.Robin.AnswerAsync(written);
        var stopping = first.StopAsync();

        var second = await TalkingBot.JoinAsync(slack, ("MlOpsBot:Storage:DataFolder", data.Path), ("MlOpsBot:Slack:LeaseSeconds", "2"));
        slack.ConnectHttp(second.Url);
        await stopping;
        (await second.QuietAsync()).Done.ShouldBe(1);
        slack.World.BotPosts.Length.ShouldBe(1);
        (await slack.Robin.MentionAsync(slack.General, "and what skills does she need?", answer.ThreadTs)).Read().ShouldContain("Data Engineer");
        await second.StopAsync();
    }
}
