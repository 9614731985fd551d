using MlOpsBot.Chat.Writing;
using MlOpsBot.Slack.BlockKit;
using MlOpsBot.Slack.Tests.FakeSlack;
using MlOpsBot.Slack.WebApi;

namespace MlOpsBot.Slack.Tests.Running;

/// <summary>One person asks more than may be asked: they are told once, others are answered, and nothing is left behind.</summary>
public sealed class TooMuchTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_asks_too_much_is_told_once_and_alone_while_others_are_answered(bool socket)
    {
        var settings = new SlackBotSettings { UsesSocket = socket, Options = [(":MlOpsBot:Limits:QuestionsPerUser", "2")] };
        await using var bot = await SlackBot.StartAsync(settings);
        var slack = bot.Slack;
        (await slack.Robin.MentionAsync(slack.General, "who owns model monitoring?")).Read().ShouldContain("Monitoring");
        (await slack.Robin.DirectMessageAsync("who owns data quality?")).Read().ShouldContain("Data");

        for (var i = 0; i < 10; i++)
        {
            await slack.Robin.SendMentionAsync(slack.General, "who owns model monitoring?");
        }

        await bot.RestAsync();
        var said = slack.World.BotPosts.Where(message => message.Text == Sayings.TooMuch).ToList();
        said.ShouldHaveSingleItem().OnlyFor.ShouldBe(slack.Robin.Id);
        var answered = await slack.Robin.CommandAsync("/mlops who owns model monitoring?");
        answered.Text.ShouldBe(Sayings.TooMuch, "a command is answered in place, each one");
        answered.OnlyFor.ShouldBe(slack.Robin.Id);
        (await slack.Kim.MentionAsync(slack.General, "who owns model monitoring?")).Read().ShouldContain("Monitoring");
        bot.Log.All.ShouldContain(line => line.Contains("more questions than one user may ask in a minute", StringComparison.Ordinal));
        bot.Log.Warnings.ShouldBeEmpty();
    }

    [Fact]
    public async Task An_opinion_is_no_question_and_is_kept_however_much_was_asked()
    {
        await using var bot = await SlackBot.StartAsync(new SlackBotSettings { Options = [(":MlOpsBot:Limits:QuestionsPerUser", "1")] });
        var slack = bot.Slack;
        var answer = await slack.Robin.MentionAsync(slack.General, "who owns model monitoring?");

        await slack.Robin.SendPressAsync(answer, "positive_button");
        await bot.RestAsync();

        (await bot.Store.Feedback.ListAsync(SlackInstallation.KeyOf(slack.Acme.Id), 10, TestContext.Current.CancellationToken)).ShouldHaveSingleItem().UserId.ShouldBe(slack.Robin.Id);
        slack.World.BotPosts.ShouldNotContain(message => message.Text == Sayings.TooMuch);
        (await slack.Robin.CommandAsync("/mlops who owns model monitoring?")).Text.ShouldBe(Sayings.TooMuch);
    }

    [Theory]
    [InlineData("open:3", true)]
    [InlineData("open:menu", true)]
    [InlineData("home:0", true)]
    [InlineData("share", true)]
    [InlineData("of another version", true)]
    [InlineData("thumb", false)]
    [InlineData("thumb:down", false)]
    [InlineData("why", false)]
    [InlineData("settings:undo", false)]
    [InlineData("settings:edit", false)]
    [InlineData("tip:undo:1", false)]
    public void What_asks_for_an_answer_counts_as_a_question(string action, bool asks) => ActionIds.Asks(action).ShouldBe(asks);
}
