using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using MlOpsBot.Diagnosis;
using MlOpsBot.Serving;
using MlOpsBot.Teams.Tests.FakeTeams;
using MlOpsBot.Teams.Tests.Running;

namespace MlOpsBot.Teams.Tests.Diagnosis;

/// <summary>What the bot says of its set-up after it has started.</summary>
public sealed class StartDiagnosisTests
{
    [Fact]
    public async Task A_bot_that_starts_with_faults_says_so_loudly_with_what_to_do()
    {
        await using var bot = await TeamsBot.StartAsync((":MlOpsBot:ChecksAtStart", "true"), ("MetadataUrl", "http://127.0.0.1:1/keys"), (":MlOpsBot:Storage:ReplicaName", "one"));

        await UntilAsync(() => bot.Log.All.Any(line => line.Contains("was looked over", StringComparison.Ordinal)));

        bot.Log.Errors.ShouldContain(line => line.Contains("teams keys: http://127.0.0.1:1/keys cannot be reached", StringComparison.Ordinal)
            && line.Contains("Let this machine reach 127.0.0.1", StringComparison.Ordinal) && line.Contains("[teams-keys-unreachable]", StringComparison.Ordinal));
        bot.Log.Errors.ShouldContain(line => line.Contains("The start was looked over: 1 fault, 1 warning (replica-name-with-sqlite, teams-keys-unreachable). Run 'mlopsbot doctor'", StringComparison.Ordinal));
        string.Join('\n', bot.Log.All).ShouldNotContain(bot.Teams.Options.ClientSecret);
    }

    [Fact]
    public async Task A_bot_that_starts_well_says_that_in_one_line()
    {
        await using var bot = await TeamsBot.StartAsync((":MlOpsBot:ChecksAtStart", "true"));

        await UntilAsync(() => bot.Log.All.Any(line => line.Contains("The start was looked over, and nothing is wrong with it", StringComparison.Ordinal)));

        bot.Log.Errors.ShouldBeEmpty();
    }

    [Fact]
    public async Task The_way_in_is_looked_at_after_a_minute_and_a_bot_that_is_never_asked_says_so_once_after_thirty()
    {
        await using var bot = await TeamsBot.StartAsync();
        using var scratch = new Scratch();
        var time = new ManualTime(TimeProvider.System.GetUtcNow());
        using var diagnosis = Diagnosis(bot, scratch, time);
        await diagnosis.StartAsync(TestContext.Current.CancellationToken);
        await UntilAsync(() => Said(bot, "The start was looked over") == 1);
        Said(bot, "public address").ShouldBe(0);

        await AdvanceUntilAsync(time, StartDiagnosis.Reachable, () => Said(bot, "The way in was looked over: 1 fault, 0 warnings (public-connect)") == 1);
        Said(bot, "[never-asked]").ShouldBe(0);
        await AdvanceUntilAsync(time, StartDiagnosis.FirstCall, () => Said(bot, "[never-asked]") > 0);
        bot.Log.All.ShouldContain(line => line.Contains(
            "Nothing has come from Teams to this bot in the 30 minutes since the start, and the store has no event from before. If somebody has written to the bot, see that https://127.0.0.1:1/api/messages stands as the Messaging endpoint", StringComparison.Ordinal));
        await diagnosis.ExecuteTask!;
        Said(bot, "[never-asked]").ShouldBe(1);
    }

    [Fact]
    public async Task A_bot_that_was_asked_before_is_not_said_to_be_silent()
    {
        await using var bot = await TeamsBot.StartAsync();
        await bot.Teams.Robin.SayAsync("who owns model monitoring?");
        await bot.RestAsync();
        using var scratch = new Scratch();
        var time = new ManualTime(TimeProvider.System.GetUtcNow());
        using var diagnosis = Diagnosis(bot, scratch, time);
        await diagnosis.StartAsync(TestContext.Current.CancellationToken);

        await AdvanceUntilAsync(time, StartDiagnosis.FirstCall, () => diagnosis.ExecuteTask!.IsCompleted);

        Said(bot, "[never-asked]").ShouldBe(0);
    }

    [Fact]
    public async Task A_bot_that_is_only_searched_in_is_not_said_to_be_silent()
    {
        await using var bot = await TeamsBot.StartAsync();
        await bot.Teams.Robin.SearchAsync("model");
        using var scratch = new Scratch();
        var time = new ManualTime(TimeProvider.System.GetUtcNow());
        using var diagnosis = Diagnosis(bot, scratch, time);
        await diagnosis.StartAsync(TestContext.Current.CancellationToken);

        await AdvanceUntilAsync(time, StartDiagnosis.FirstCall, () => diagnosis.ExecuteTask!.IsCompleted);

        (await bot.Store.Inbox.CountAsync("teams", TestContext.Current.CancellationToken)).Done.ShouldBe(0);
        Said(bot, "[never-asked]").ShouldBe(0);
    }

    [Fact]
    public async Task The_older_version_that_is_being_replaced_is_no_finding_at_the_start()
    {
        await using var bot = await TeamsBot.StartAsync();
        await using var front = await TlsFront.StartAsync(TestRoot.Server, bot.Url);
        front.Instead = async context =>
        {
            if (context.Request.Path != "/health/live")
            {
                return false;
            }

            await context.Response.WriteAsync("""{"status":"live","version":"0.0.1"}""");
            return true;
        };
        using var scratch = new Scratch();
        var time = new ManualTime(TimeProvider.System.GetUtcNow());
        using var diagnosis = Diagnosis(bot, scratch, time, front.Url.AbsoluteUri);
        await diagnosis.StartAsync(TestContext.Current.CancellationToken);
        await UntilAsync(() => Said(bot, "The start was looked over") == 1);

        await AdvanceUntilAsync(time, StartDiagnosis.Reachable, () => Said(bot, "The way in was looked over, and nothing is wrong with it") == 1);
    }

    private static StartDiagnosis Diagnosis(TeamsBot bot, Scratch scratch, TimeProvider time, string publicUrl = "https://127.0.0.1:1")
    {
        var options = BotConfiguration.For(bot.Teams, new TeamsBotSettings { Options = [(":MlOpsBot:PublicUrl", publicUrl)] }, scratch.Path);
        var (setup, _) = BotServer.Look(new ServerSettings(Repository.Knowledge, Repository.Root, TimeProvider.System) { Environment = "Production", Overrides = options });
        var loggers = bot.App.Services.GetRequiredService<ILoggerFactory>();
        return new StartDiagnosis(setup!, bot.Store, bot.App.Services, bot.App.Services.GetRequiredService<IHostApplicationLifetime>(), time, loggers.CreateLogger<StartDiagnosis>());
    }

    private static int Said(TeamsBot bot, string words) => bot.Log.All.Count(line => line.Contains(words, StringComparison.Ordinal));

    private static Task UntilAsync(Func<bool> holds) => AdvanceUntilAsync(null, TimeSpan.Zero, holds);

    private static async Task AdvanceUntilAsync(ManualTime? time, TimeSpan by, Func<bool> holds)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(30));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!holds())
        {
            time?.Advance(by);
            await beat.WaitForNextTickAsync(limit.Token);
        }
    }
}
