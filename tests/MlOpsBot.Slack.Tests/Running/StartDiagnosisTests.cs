using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MlOpsBot.Diagnosis;
using MlOpsBot.Serving;
using MlOpsBot.Slack.Tests.FakeSlack;

namespace MlOpsBot.Slack.Tests.Running;

/// <summary>What the bot says of a Slack that has not called since the start.</summary>
public sealed class StartDiagnosisTests
{
    [Fact]
    public async Task A_bot_that_is_only_given_commands_is_not_said_to_be_silent()
    {
        await using var bot = await SlackBot.StartAsync();
        await bot.Slack.Robin.CommandAsync("/mlops who owns model monitoring?");

        (await ListenAsync(bot)).ShouldBeFalse();
        (await bot.Store.Inbox.CountAsync("slack", TestContext.Current.CancellationToken)).Done.ShouldBe(0);
    }

    [Fact]
    public async Task The_test_of_an_address_is_no_call_as_the_doctor_sends_it_too()
    {
        await using var bot = await SlackBot.StartAsync();
        await bot.Slack.VerifyUrlAsync("challenge");

        (await ListenAsync(bot)).ShouldBeTrue();
        bot.Log.All.ShouldContain(line => line.Contains(
            "Nothing has come from Slack to this bot in the 30 minutes since the start, and the store has no event from before. If somebody has written to the bot, see that the bot's address/slack/events stands as the Request URL", StringComparison.Ordinal));
    }

    /// <summary>Whether the bot says after half an hour that nothing has come.</summary>
    private static async Task<bool> ListenAsync(SlackBot bot)
    {
        using var scratch = new Scratch();
        var options = BotConfiguration.For(bot.Slack, new SlackBotSettings(), scratch.Path);
        var (setup, _) = BotServer.Look(new ServerSettings(Repository.Knowledge, Repository.Root, TimeProvider.System) { Environment = "Production", Overrides = options });
        var time = new ManualTime(TimeProvider.System.GetUtcNow());
        using var diagnosis = new StartDiagnosis(
            setup!, bot.Store, bot.App.Services, bot.App.Services.GetRequiredService<IHostApplicationLifetime>(), time, bot.App.Services.GetRequiredService<ILogger<StartDiagnosis>>());
        await diagnosis.StartAsync(TestContext.Current.CancellationToken);
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!diagnosis.ExecuteTask!.IsCompleted)
        {
            time.Advance(StartDiagnosis.FirstCall);
            await beat.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        }

        return bot.Log.All.Any(line => line.Contains("[never-asked]", StringComparison.Ordinal));
    }
}
