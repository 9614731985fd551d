using MlOpsBot.Slack.Tests.FakeSlack;
using MlOpsBot.Storage;

namespace MlOpsBot.Slack.Tests.Running;

/// <summary>The life of an installation as a whole.</summary>
public sealed class InstalledBotTests
{
    [Fact]
    public async Task A_workspace_that_installs_the_bot_is_answered_and_one_that_removes_it_is_forgotten()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var bot = await SlackBot.StartAsync(new SlackBotSettings { UsesOAuth = true });
        var (slack, acme) = (bot.Slack, new WorkspaceKey("slack", bot.Slack.Acme.Id));
        await InstallAsync(bot, slack.Robin);
        (await bot.Store.Installations.FindAsync(acme, stop)).ShouldNotBeNull();
        (await slack.Robin.DirectMessageAsync("who owns data quality?")).Read().ShouldContain("Data Engineer");

        foreach (var delivery in await slack.UninstallAsync(slack.Acme))
        {
            delivery.IsAcknowledged.ShouldBeTrue();
        }

        await bot.RestAsync();
        (await bot.Store.Installations.FindAsync(acme, stop)).ShouldBeNull();
        (await slack.Robin.SendAsync(slack.World.Direct(slack.Robin), "who owns data quality?")).Events[0].IsAcknowledged.ShouldBeTrue();
        await bot.RestAsync();
        slack.World.BotPosts.Length.ShouldBe(1);
    }

    [Fact]
    public async Task Tips_stop_with_the_installation_and_go_on_with_the_next_one()
    {
        var stop = TestContext.Current.CancellationToken;
        await using var bot = await SlackBot.StartAsync(new SlackBotSettings { UsesOAuth = true });
        var (slack, acme) = (bot.Slack, new WorkspaceKey("slack", bot.Slack.Acme.Id));
        await InstallAsync(bot, slack.Robin);
        (await slack.Robin.CommandAsync("/mlops tips on", slack.General)).OnlyFor.ShouldBeNull();
        (await slack.Robin.CommandAsync("/mlops tips on 8:00", slack.Team)).OnlyFor.ShouldBeNull();

        await slack.UninstallAsync(slack.Acme);
        await bot.RestAsync();
        foreach (var channel in new[] { slack.General, slack.Team })
        {
            (await bot.Store.Tips.FindAsync(acme, channel.Id, stop))!.Suspension!.Reason.ShouldBe("app_uninstalled");
        }

        slack.Acme.IsInstalled = true;
        await InstallAsync(bot, slack.Kim);
        foreach (var channel in new[] { slack.General, slack.Team })
        {
            var resumed = (await bot.Store.Tips.FindAsync(acme, channel.Id, stop))!;
            resumed.Suspension.ShouldBeNull();
            resumed.NextDue.ShouldNotBeNull();
        }
    }

    /// <summary>Clicks the button, allows it, and comes back.</summary>
    private static async Task InstallAsync(SlackBot bot, Person person)
    {
        using var browser = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        using var start = await browser.GetAsync(new Uri(bot.Url, "slack/install"), TestContext.Current.CancellationToken);
        using var back = new HttpRequestMessage(HttpMethod.Get, new Uri(bot.Url, bot.Slack.OAuth.Allow(person, start.Headers.Location!).PathAndQuery));
        back.Headers.Add("Cookie", start.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        using var end = await browser.SendAsync(back, TestContext.Current.CancellationToken);
        end.EnsureSuccessStatusCode();
    }
}
