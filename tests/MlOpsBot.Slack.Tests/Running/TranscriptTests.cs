using MlOpsBot.Slack.Tests.FakeSlack;

namespace MlOpsBot.Slack.Tests.Running;

/// <summary>
/// One conversation in every way that the bot can be talked to, by HTTP and by Socket Mode. To read it:
/// <c>BOT_TRANSCRIPT=folder dotnet run --project tests/MlOpsBot.Slack.Tests -- -class MlOpsBot.Slack.Tests.Running.TranscriptTests</c>
/// writes <c>http.txt</c> and <c>socket-mode.txt</c> into the folder.
/// </summary>
public sealed class TranscriptTests
{
    [Fact]
    public async Task A_conversation_reads_the_same_by_HTTP_and_by_Socket_Mode()
    {
        var http = await ConverseAsync(socket: false);
        var socket = await ConverseAsync(socket: true);

        if (Environment.GetEnvironmentVariable("BOT_TRANSCRIPT") is { Length: > 0 } folder)
        {
            Directory.CreateDirectory(folder);
            await File.WriteAllTextAsync(Path.Combine(folder, "http.txt"), http, TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder, "socket-mode.txt"), socket, TestContext.Current.CancellationToken);
        }

        socket.ShouldBe(http);
        http.ShouldContain("Who owns model monitoring?");
    }

    private static async Task<string> ConverseAsync(bool socket)
    {
        await using var bot = await SlackBot.StartAsync(new SlackBotSettings
        {
            UsesSocket = socket,
            Slack = new FakeSlackOptions
            {
                LimitsCalls = false,
                Subscriptions = ["app_mention", "message.im", "message.channels", "app_home_opened", "app_uninstalled", "tokens_revoked"],
            },
            Options = [("Channels:FollowThreads", "true")],
        });
        var (slack, transcript) = (bot.Slack, new Transcript(bot));
        var (robin, kim, general) = (slack.Robin, slack.Kim, slack.General);
        await ThreadAsync(transcript, robin, kim, general);
        await PrivatelyAsync(transcript, robin, kim, general);
        await ElsewhereAsync(transcript, robin, slack);
        bot.Log.Errors.ShouldBeEmpty();
        slack.World.BotPosts.SelectMany(message => message.Mentions).Where(mention => mention.Rings)
            .ShouldAllBe(mention => mention.Target == robin.Id || mention.Target == kim.Id);
        slack.World.BotPosts.ShouldAllBe(message => !message.Unfurls && message.Text.Length > 0 && message.Text.Length <= 4000);
        var log = string.Join('\n', bot.Log.All);
        string[] untold = [slack.Acme.BotToken, slack.Options.AppToken, slack.Options.SigningSecret, "/respond/", "lunch", "weather", "our own team", "churn"];
        untold.Where(word => log.Contains(word, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty(log);
        return transcript.Text;
    }

    /// <summary>A mention, follow-ups without one, a button pressed by another, a thumb and why.</summary>
    private static async Task ThreadAsync(Transcript transcript, Person robin, Person kim, Channel general)
    {
        await transcript.DoAsync(robin, null, () => robin.SendMentionAsync(general, "who owns model monitoring?"));
        var answer = transcript.Message();
        var thread = answer.ThreadTs!;
        await transcript.DoAsync(kim, null, () => kim.SendSayAsync(general, "and what skills does she need?", thread));
        await transcript.DoAsync(kim, null, () => kim.SendSayAsync(general, "thanks, lunch at noon?", thread));
        await transcript.DoAsync(kim, "presses \"MLOps Engineer\"", () => kim.SendPressAsync(answer, "MLOps Engineer"));
        await transcript.DoAsync(robin, "presses thumbs down", () => robin.SendPressAsync(answer, "negative_button"));
        var thanks = transcript.Message();
        await transcript.DoAsync(robin, "presses \"Say why\"", () => robin.SendPressAsync(thanks, thanks.Controls.First(control => control.Type == "button").Label));
        var modal = transcript.View();
        var field = modal.Controls.First(control => control.Type == "plain_text_input").ActionId;
        await transcript.DoAsync(robin, "writes \"<!channel> our own team does it\" and sends it", () => robin.SendSubmitAsync(modal, (field, "<!channel> our own team does it")));
    }

    /// <summary>Commands, sharing, the shortcut.</summary>
    private static async Task PrivatelyAsync(Transcript transcript, Person robin, Person kim, Channel general)
    {
        await transcript.DoAsync(robin, "types /mlops who owns data quality", () => robin.SendCommandAsync("/mlops who owns data quality", general));
        var card = transcript.Message();
        await transcript.DoAsync(robin, "presses \"Share to channel\"", () => robin.SendPressAsync(card, "share"));
        await transcript.DoAsync(robin, "types /mlops compare data engineer, data scientist", () => robin.SendCommandAsync("/mlops compare data engineer, data scientist", general));
        await transcript.DoAsync(kim, null, () => kim.SendSayAsync(general, "Drift again in the churn model. Who looks after model retraining?"));
        var message = transcript.Last[0].Message!;
        await transcript.DoAsync(robin, "uses the shortcut \"Who owns this?\" on it", () => robin.SendShortcutAsync(message));
    }

    /// <summary>The Home tab, a question that needs another, one that has no answer here, a direct message.</summary>
    private static async Task ElsewhereAsync(Transcript transcript, Person robin, FakeSlackServer slack)
    {
        await transcript.DoAsync(robin, "opens the Home tab", () => robin.SendOpenAsync("home"));
        var home = transcript.View();
        var button = home.Controls.First(control => control.Type == "button");
        await transcript.DoAsync(robin, $"presses \"{button.Label}\" there", () => robin.SendPressAsync(home, button.ActionId));
        await transcript.DoAsync(robin, null, () => robin.SendMentionAsync(slack.General, "what does the engineer do?"));
        await transcript.DoAsync(robin, null, () => robin.SendMentionAsync(slack.General, "what is the weather in Rome, @channel?"));
        await transcript.DoAsync(robin, null, () => robin.SendAsync(slack.World.Direct(robin), "what does a data analyst do?"));
    }
}
