using MlOpsBot.Teams.Conversing;
using MlOpsBot.Teams.Tests.FakeTeams;
using MlOpsBot.Teams.Tests.Running;

namespace MlOpsBot.Teams.Tests.Conversing;

/// <summary>The Agents Playground on a developer's own machine: the whole way to the bot and back, without a token.</summary>
public sealed class PlaygroundTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Welcome_question_and_button_work_without_a_token_and_none_is_sent_although_the_bot_may_have_one(bool hasApp)
    {
        var playground = new FakeTeamsOptions { IsPlayground = true, AnswerWithin = TimeSpan.FromSeconds(20) };
        await using var bot = await TeamsBot.StartAsync(new TeamsBotSettings { Teams = playground, UsesPlayground = true, HasApp = hasApp });
        var robin = bot.Teams.Robin;

        var welcome = await robin.InstallAsync();
        welcome.Card!.Buttons.Length.ShouldBeGreaterThan(1);
        var answer = await robin.SayAsync("who owns model monitoring?");
        answer.Card!.Read().ShouldContain("Monitoring");
        var opened = await robin.PressAsync(answer.Card, CardVerbs.Open);
        opened.Card!.Read().ShouldNotBe(answer.Card.Read());
        await bot.RestAsync();

        // The fake refuses a token there.
        var posts = bot.Teams.Calls.Of("post");
        posts.Length.ShouldBe(2);
        posts.ShouldAllBe(call => call.Outcome == "ok" && call.Path.StartsWith("/_connector/", StringComparison.Ordinal));
        bot.Log.Errors.ShouldBeEmpty();
    }
}
