using MlOpsBot.Slack.Tests.FakeSlack;

namespace MlOpsBot.Slack.Tests.Running;

/// <summary>The bot as a whole answers in Slack, by both ways of connecting.</summary>
public sealed class SlackBotTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_mention_a_direct_message_a_command_and_the_Home_tab_are_answered(bool socket)
    {
        await using var bot = await SlackBot.StartAsync(new SlackBotSettings { UsesSocket = socket });
        var slack = bot.Slack;

        (await slack.Robin.MentionAsync(slack.General, "who owns model monitoring?")).Read().ShouldContain("Monitoring");
        (await slack.Robin.DirectMessageAsync("who owns data quality?")).Read().ShouldContain("Data");
        (await slack.Robin.CommandAsync("/mlops who owns model monitoring?")).OnlyFor.ShouldBe(slack.Robin.Id);
        (await slack.Robin.OpenHomeAsync()).Read().ShouldContain("Data");
        bot.Log.Errors.ShouldBeEmpty();
    }
}
