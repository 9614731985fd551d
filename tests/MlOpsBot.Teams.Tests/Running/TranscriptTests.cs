using MlOpsBot.Teams.Tests.FakeTeams;

namespace MlOpsBot.Teams.Tests.Running;

/// <summary>
/// One conversation in every way that the bot can be talked to. To read it:
/// <c>BOT_TRANSCRIPT=folder dotnet run --project tests/MlOpsBot.Teams.Tests -- -class MlOpsBot.Teams.Tests.Running.TranscriptTests</c>
/// writes <c>teams.txt</c> into the folder.
/// </summary>
public sealed class TranscriptTests
{
    [Fact]
    public async Task A_conversation_in_personal_chat_group_and_channel_reads_well()
    {
        await using var bot = await TeamsBot.StartAsync();
        var transcript = new Transcript(bot);
        var (teams, robin, kim) = (bot.Teams, bot.Teams.Robin, bot.Teams.Kim);
        await PersonallyAsync(transcript, robin, teams);
        await TogetherAsync(transcript, robin, kim, teams);
        await BesideMessagesAsync(transcript, robin, kim, teams);
        if (Environment.GetEnvironmentVariable("BOT_TRANSCRIPT") is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllTextAsync(Path.Combine(folder, "teams.txt"), transcript.Text, TestContext.Current.CancellationToken);
        }

        bot.Log.Errors.ShouldBeEmpty();
        teams.World.BotPosts.ShouldAllBe(message => message.Summary.Length > 0 && message.Text.Length == 0);
        teams.Calls.All.Where(call => call.Outcome != "ok").ShouldBeEmpty();
        var log = string.Join('\n', bot.Log.All);
        string[] untold = [teams.Options.ClientSecret, "Bearer", "eyJ", "Robin", "lunch", "weather", "our own team", "churn"];
        untold.Where(word => log.Contains(word, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty(log);
        transcript.Text.ShouldContain("Who owns model monitoring?");
    }

    /// <summary>The welcome, a question, a button in place and back, an older client's button, a follow-up, thumbs.</summary>
    private static async Task PersonallyAsync(Transcript transcript, Person robin, FakeTeamsServer teams)
    {
        await transcript.DoAsync(robin, "installs the app, which Teams announces twice", () => robin.SendInstallAsync());
        teams.World.BotPosts.ShouldHaveSingleItem();
        await transcript.DoAsync(robin, null, () => robin.SendSayAsync("who owns model monitoring?"));
        var answer = transcript.Message();
        await transcript.DoAsync(robin, "presses \"MLOps Engineer\"", () => robin.PressAsync(answer.Card!, "MLOps Engineer"));
        await transcript.DoAsync(robin, "presses \"Back\"", () => robin.PressAsync(transcript.Card(), "‹ Back"));
        transcript.Card().Read().ShouldContain("Who owns model monitoring?");
        await transcript.DoAsync(robin, "presses \"MLOps Engineer\" on an old phone", () => robin.SendSubmitAsync(answer.Card!, "MLOps Engineer"));
        await transcript.DoAsync(robin, null, () => robin.SendSayAsync("and what skills does she need?"));
        await transcript.DoAsync(robin, "gives thumbs down in Teams' own way and writes \"our own team does it\"", () => robin.RateAsync(answer, isUp: false, "our own team does it"));
        await transcript.DoAsync(robin, null, () => robin.SendSayAsync("what is the weather in Rome?"));
        await transcript.DoAsync(robin, null, () => robin.SendSayAsync("help"));
    }

    /// <summary>A channel's thread, where what does not mention the bot is left alone, and a group chat.</summary>
    private static async Task TogetherAsync(Transcript transcript, Person robin, Person kim, FakeTeamsServer teams)
    {
        await transcript.DoAsync(robin, "adds the app to the team", () => robin.SendInstallAsync(teams.General));
        await transcript.DoAsync(kim, null, () => kim.SendSayAsync("who owns data quality?", teams.General));
        var root = transcript.Last[0].Message;
        await transcript.DoAsync(robin, null, () => robin.SendSayAsync("and who supports them?", teams.General, root.Id));
        await transcript.DoAsync(kim, null, () => kim.SendSayAsync("thanks, lunch at noon?", teams.General, root.Id, mentions: false));
        transcript.Last.ShouldHaveSingleItem();
        await transcript.DoAsync(kim, null, () => kim.SendSayAsync("compare data engineer and data scientist", teams.Group));
    }

    /// <summary>The search box, a card put into a message, and "Who owns this?".</summary>
    private static async Task BesideMessagesAsync(Transcript transcript, Person robin, Person kim, FakeTeamsServer teams)
    {
        InvokeAnswer? answer = null;
        await transcript.DoAsync(robin, "opens the search box", async () => answer = await robin.SearchAsync("", teams.Group));
        transcript.Seen("The list, first five:", string.Join('\n', answer!.Results.Take(5).Select(result => $"{result.Title}: {result.Text}")));
        await transcript.DoAsync(robin, "types \"drif\" into it", async () => answer = await robin.SearchAsync("drif", teams.Group));
        transcript.Seen("The list:", string.Join('\n', answer.Results.Take(5).Select(result => $"{result.Title}: {result.Text}")));
        var inserted = answer.Results[0].Card;
        await transcript.DoAsync(robin, "takes the first", () => Task.FromResult(robin.Insert(inserted, teams.Group)));
        await transcript.DoAsync(kim, null, () => kim.SendSayAsync("Drift again in the churn model. Who looks after model retraining?", teams.Group, mentions: false));
        var message = transcript.Last[0].Message;
        await transcript.DoAsync(robin, "uses \"Who owns this?\" on it", async () => answer = await robin.PointAsync(message));
        transcript.Seen("A dialog:", answer.Dialog!.Read());
    }
}
