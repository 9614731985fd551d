using MlOpsBot.Chat.Writing;
using MlOpsBot.Teams.Tests.FakeTeams;

namespace MlOpsBot.Teams.Tests.Running;

/// <summary>One person asks more than may be asked: they are told once, invokes are answered in place, and others are answered.</summary>
public sealed class TooMuchTests
{
    [Fact]
    public async Task Who_asks_too_much_is_told_once_while_others_are_answered()
    {
        await using var bot = await TeamsBot.StartAsync(new TeamsBotSettings { Options = [(":MlOpsBot:Limits:QuestionsPerUser", "2")] });
        var (teams, robin, kim) = (bot.Teams, bot.Teams.Robin, bot.Teams.Kim);
        var answer = await robin.SayAsync("who owns model monitoring?");
        await robin.SayAsync("who owns data quality?");

        for (var i = 0; i < 10; i++)
        {
            await robin.SendSayAsync("who owns model monitoring?");
        }

        await bot.RestAsync();
        teams.World.BotPosts.Length.ShouldBe(3);
        teams.World.BotPosts[^1].Summary.ShouldBe(Sayings.TooMuch);
        (await robin.PressAsync(answer.Card!, "MLOps Engineer")).Text.ShouldBe(Sayings.TooMuch, "a button is answered in place, each time");
        (await robin.SearchAsync("monitoring")).Results.ShouldNotBeEmpty("a search is made with every key; it is no question");
        (await kim.SayAsync("who owns model monitoring?")).Card!.Read().ShouldContain("Monitoring");
        bot.Log.All.ShouldContain(line => line.Contains("more questions than one user may ask in a minute", StringComparison.Ordinal));
        bot.Log.Warnings.ShouldBeEmpty();
    }
}
