using MlOpsBot.Slack.Tests.FakeSlack;

namespace MlOpsBot.Slack.Tests.Running;

/// <summary>What is no question gets no answer.</summary>
public sealed class LeftAloneTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Edits_deletions_joins_and_bots_are_left_alone(bool socket)
    {
        await using var bot = await SlackBot.StartAsync(new SlackBotSettings
        {
            UsesSocket = socket,
            Slack = new FakeSlackOptions { LimitsCalls = false, Subscriptions = ["app_mention", "message.im", "message.channels"] },
        });
        var slack = bot.Slack;
        var question = (await slack.Robin.SendSayAsync(slack.General, "who owns model monitoring?")).Message;

        Delivery[] sent =
        [
            await slack.Robin.SendEditAsync(question, "who owns data quality?"),
            await slack.Robin.SendDeletionAsync(question),
            await slack.Robin.SendJoinAsync(slack.General),
            await slack.SendBotMessageAsync(slack.General, $"<@{slack.Acme.BotUser}> who owns model monitoring?", own: false),
            await slack.SendBotMessageAsync(slack.World.Direct(slack.Robin), "who owns model monitoring?", own: true),
        ];

        sent.ShouldAllBe(delivery => delivery.IsAcknowledged);

        // What comes after them is answered, and is all that is.
        await slack.Kim.DirectMessageAsync("who owns data quality?");
        slack.World.BotPosts.Length.ShouldBe(1);
        bot.Log.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_challenge_is_echoed_and_a_certificate_check_acknowledged()
    {
        await using var bot = await SlackBot.StartAsync();

        (await bot.Slack.VerifyUrlAsync("3eZbrw1aB10")).Body.ShouldContain("3eZbrw1aB10");
        (await bot.Slack.CheckCertificateAsync()).Status.ShouldBe(200);
    }

    [Fact]
    public async Task One_mention_that_comes_as_two_events_is_answered_once()
    {
        await using var bot = await SlackBot.StartAsync(new SlackBotSettings
        {
            Slack = new FakeSlackOptions { LimitsCalls = false, Subscriptions = ["app_mention", "message.channels"] },
            Options = [("Channels:FollowThreads", "true")],
        });
        var slack = bot.Slack;
        var first = await slack.Robin.SendMentionAsync(slack.General, "who owns model monitoring?");
        first.Events.Count.ShouldBe(2);
        var answer = await slack.Robin.AnswerAsync(first);
        await slack.Kim.MentionAsync(slack.General, "who owns data quality?", answer.ThreadTs);

        var counts = await bot.Store.Inbox.CountAsync("slack", TestContext.Current.CancellationToken);
        counts.GivenUp.ShouldBe(0);
        slack.World.BotPosts.Length.ShouldBe(2);
    }
}
