using MlOpsBot.Chat.Writing;
using MlOpsBot.Slack.Tests.FakeSlack;

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
}
