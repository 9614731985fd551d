using MlOpsBot.Slack.Conversing;
using MlOpsBot.Slack.Tests.FakeSlack;
using MlOpsBot.Slack.WebApi;
using MlOpsBot.Storage.Inbox;
using MlOpsBot.Storage.Working;
using MlOpsBot.Storage.Workspaces;

namespace MlOpsBot.Slack.Tests.Conversing;

public sealed class InstallationTests
{
    private static readonly (string, string)[] _oauth =
    [
        ("MlOpsBot:Slack:BotToken", ""),
        ("MlOpsBot:Slack:ClientId", "1.2"),
        ("MlOpsBot:Slack:ClientSecret", "0f1e2d3c4b5a69788796a5b4c3d2e1f0"),
        ("MlOpsBot:Slack:PublicUrl", "https://bot.example.com"),
    ];

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_installation_whose_token_was_revoked_is_removed_with_its_tokens()
    {
        await using var bot = await InstalledAsync();
        bot.Slack.Tokens.RevokeAll(bot.Slack.Acme);
        await EndAsync(bot);
        (await bot.Store.Installations.FindAsync(TalkingBot.Acme, Cancellation)).ShouldBeNull();
        (await bot.Store.Audit.ListAsync(TalkingBot.Acme, 10, Cancellation))[0].Action.ShouldBe("uninstall");

        // Said again, it finds nothing to do.
        await EndAsync(bot, "E2");
        (await bot.ReasonsAsync(WorkState.Done))[0].ShouldBe("not installed");
    }

    [Fact]
    public async Task An_event_that_comes_late_does_not_remove_what_was_installed_again_since()
    {
        await using var bot = await InstalledAsync();
        await EndAsync(bot);
        (await bot.Store.Installations.FindAsync(TalkingBot.Acme, Cancellation)).ShouldNotBeNull();
        (await bot.ReasonsAsync(WorkState.Done)).ShouldBe(["installed again"]);
        (await bot.Slack.Robin.MentionAsync(bot.Slack.General, "who owns model monitoring?")).Read().ShouldContain("Monitoring");
    }

    private static async Task<TalkingBot> InstalledAsync()
    {
        var bot = await TalkingBot.StartAsync(null, _oauth);
        var acme = bot.Slack.Acme;
        await bot.Store.Installations.SaveAsync(
            new Installation(TalkingBot.Acme, acme.Name, acme.BotUser, new StoredSettings(acme.BotId).ToText(), new StoredTokens(acme.BotToken).ToSecret(), null, "U1"),
            Cancellation);
        return bot;
    }

    private static async Task EndAsync(TalkingBot bot, string id = "E1")
    {
        await bot.Store.Inbox.RecordAsync(
            new IncomingEvent(TalkingBot.Acme, id, InstallationEnded.Kind, """{"kind":"installation-ended","reason":"app_uninstalled"}"""), Cancellation);
        await bot.QuietAsync();
    }
}
