using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using Microsoft.Extensions.DependencyInjection;
using MlOpsBot.Slack.SocketMode;
using MlOpsBot.Slack.Tests.FakeSlack;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Workspaces;

namespace MlOpsBot.Slack.Tests.Running;

/// <summary>Options of Slack that change while the bot runs.</summary>
public sealed class ReloadTests
{
    private const string Question = "who owns model monitoring?";
    private const string Answer = "Monitoring";

    [Fact]
    public async Task A_new_signing_secret_is_taken_beside_the_old_one_and_then_alone()
    {
        await using var bot = await SlackBot.StartAsync(new SlackBotSettings { InFile = ["MlOpsBot:Slack:SigningSecret"] });
        var (slack, old) = (bot.Slack, bot.Slack.SigningSecret);
        const string renewed = "00112233445566778899aabbccddeeff";
        (await StatusAsync(bot, old)).ShouldBe(200);
        (await StatusAsync(bot, renewed)).ShouldBe(401);

        await bot.EditAsync(("MlOpsBot:Slack:SigningSecret", $"{renewed},{old}"));
        (await StatusAsync(bot, old)).ShouldBe(200);
        (await StatusAsync(bot, renewed)).ShouldBe(200);

        await bot.EditAsync(("MlOpsBot:Slack:SigningSecret", renewed));
        (await StatusAsync(bot, old)).ShouldBe(401);
        slack.SigningSecret = renewed;
        (await slack.Robin.MentionAsync(slack.General, Question)).Read().ShouldContain(Answer);
        bot.Log.All.ShouldNotContain(line => line.Contains(renewed, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_new_bot_token_answers_from_then_on()
    {
        await using var bot = await SlackBot.StartAsync(new SlackBotSettings { InFile = ["MlOpsBot:Slack:BotToken"] });
        var slack = bot.Slack;
        (await slack.Robin.MentionAsync(slack.General, Question)).Read().ShouldContain(Answer);

        slack.Tokens.Add("xoxb-the-new-one", slack.Acme, expires: null);
        await bot.EditAsync(("MlOpsBot:Slack:BotToken", "xoxb-the-new-one"));
        slack.Tokens.Revoke(slack.Acme.BotToken);

        (await slack.Robin.MentionAsync(slack.Team, Question)).Read().ShouldContain(Answer);
        bot.Log.Errors.ShouldBeEmpty();
        bot.Log.All.ShouldNotContain(line => line.Contains("the-new-one", StringComparison.Ordinal));
        (await bot.Store.Audit.ListAsync(AuditActions.Bot, 5, TestContext.Current.CancellationToken)).ShouldHaveSingleItem().Detail.ShouldBe("MlOpsBot:Slack:BotToken");
    }

    [Fact]
    public async Task A_token_that_Slack_refused_is_mended_by_the_next_edit()
    {
        await using var bot = await SlackBot.StartAsync(new SlackBotSettings { InFile = ["MlOpsBot:Slack:BotToken"] });
        var slack = bot.Slack;
        slack.Tokens.Add("xoxb-the-new-one", slack.Acme, expires: null);

        await bot.EditAsync(("MlOpsBot:Slack:BotToken", "xoxb-a-slip-of-the-hand"));
        await slack.Robin.SendMentionAsync(slack.General, Question);
        await bot.RestAsync();
        await bot.EditAsync(("MlOpsBot:Slack:BotToken", "xoxb-the-new-one"));

        (await slack.Robin.MentionAsync(slack.Team, Question)).Read().ShouldContain(Answer);
    }

    [Fact]
    public async Task A_new_app_token_opens_the_next_link_before_the_old_one_is_left()
    {
        await using var bot = await SlackBot.StartAsync(new SlackBotSettings { UsesSocket = true, InFile = ["MlOpsBot:Slack:AppToken"] });
        var slack = bot.Slack;
        slack.AppToken = "xapp-the-new-one";

        await bot.EditAsync(("MlOpsBot:Slack:AppToken", "xapp-the-new-one"));

        await slack.UntilGoneAsync(() => bot.Log.All.Any(line => line.Contains("link 2 serves", StringComparison.Ordinal)));
        bot.App.Services.GetRequiredService<SocketModeStatus>().State.ShouldBe(SocketModeState.Connected);
        (await slack.Robin.MentionAsync(slack.General, Question)).Read().ShouldContain(Answer);
        bot.Log.Warnings.ShouldBeEmpty();
        bot.App.Services.GetRequiredService<SocketModeStatus>().MostSockets.ShouldBe(2);
    }

    [Fact]
    public async Task How_channels_are_answered_and_who_may_change_that_take_effect_at_once()
    {
        await using var bot = await SlackBot.StartAsync(new SlackBotSettings { InFile = ["MlOpsBot:Slack:Channels:AnswerIn", "MlOpsBot:Slack:WhoMayChangeSettings"] });
        var slack = bot.Slack;
        (await slack.Robin.MentionAsync(slack.General, Question)).OnlyFor.ShouldBeNull();
        var shown = await slack.Robin.CommandAsync("/mlops settings", slack.General);

        await bot.EditAsync(("MlOpsBot:Slack:Channels:AnswerIn", "Private"), ("MlOpsBot:Slack:WhoMayChangeSettings", "Administrators"));

        (await slack.Robin.MentionAsync(slack.General, Question)).OnlyFor.ShouldBe(slack.Robin.Id);
        (await slack.Robin.PressAsync(shown, "Change")).Read().ShouldContain("Only administrators and owners");
    }

    [Fact]
    public async Task When_tips_come_by_default_and_who_may_change_them_take_effect_at_once()
    {
        await using var bot = await SlackBot.StartAsync(new SlackBotSettings { InFile = ["MlOpsBot:Tips:Default", "MlOpsBot:Tips:WhoMayChange"] });
        var slack = bot.Slack;

        await bot.EditAsync(("MlOpsBot:Tips:Default", "every day at 11:15 UTC"));
        (await slack.Admin.CommandAsync("/mlops tips on", slack.General)).Read().ShouldContain("11:15");

        await bot.EditAsync(("MlOpsBot:Tips:WhoMayChange", "Administrators"));
        (await slack.Robin.CommandAsync("/mlops tips off", slack.General)).Read().ShouldContain("dministrators");
    }

    [Fact]
    public async Task A_new_key_encrypts_what_is_stored_from_then_on_and_the_old_one_still_reads()
    {
        var (old, renewed) = (Convert.ToBase64String(new byte[32]), Convert.ToBase64String([.. Enumerable.Repeat((byte)7, 32)]));
        await using var bot = await SlackBot.StartAsync(new SlackBotSettings { Options = [(":MlOpsBot:Storage:EncryptionKeys", old)], InFile = ["MlOpsBot:Storage:EncryptionKeys", "MlOpsBot:Storage:Retention:Audit"] });
        await SaveAsync(bot, "T1");

        await bot.EditAsync(("MlOpsBot:Storage:EncryptionKeys", $"{renewed},{old}"));
        await SaveAsync(bot, "T2");
        (await FindAsync(bot, "T1")).ShouldBe("secret of T1");

        await bot.EditAsync(("MlOpsBot:Storage:EncryptionKeys", renewed));
        (await FindAsync(bot, "T2")).ShouldBe("secret of T2");
        (await Should.ThrowAsync<StorageException>(() => FindAsync(bot, "T1"))).Failure.ShouldBe(StorageFailure.SecretUnreadable);
    }

    private static Task SaveAsync(SlackBot bot, string team) => bot.Store.Installations.SaveAsync(
        new Installation(new WorkspaceKey("slack", team), team, null, "", new Storage.Secrets.Secret($"secret of {team}"), null, "U1"), TestContext.Current.CancellationToken);

    private static async Task<string?> FindAsync(SlackBot bot, string team)
        => (await bot.Store.Installations.FindAsync(new WorkspaceKey("slack", team), TestContext.Current.CancellationToken))?.Secrets.Reveal();

    private static async Task<int> StatusAsync(SlackBot bot, string secret)
    {
        const string body = """{"type":"url_verification","challenge":"c"}""";
        var time = bot.Slack.Options.Time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using var client = new HttpClient(new SocketsHttpHandler());
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(bot.Url, "slack/events")) { Content = new StringContent(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json")) };
        request.Headers.Add("X-Slack-Request-Timestamp", time);
        request.Headers.Add("X-Slack-Signature", HttpDelivery.Sign(secret, time, body));
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }
}
