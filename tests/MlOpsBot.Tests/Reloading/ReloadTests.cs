using System.Diagnostics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using MlOpsBot.Chat.Limiting;
using MlOpsBot.Storage;

namespace MlOpsBot.Tests.Reloading;

/// <summary>Files of options that are edited while the bot runs.</summary>
public sealed class ReloadTests
{
    [Fact]
    public async Task An_edit_takes_effect_at_once_and_is_told_by_the_names_of_its_options()
    {
        await using var bot = await ReloadedBot.StartAsync();
        (await bot.StatusAsync("/")).ShouldBe(200);

        await bot.EditAsync(("MlOpsBot:Playground:Enabled", "false"), ("MlOpsBot:Limits:PagesPerAddress", "3"));

        (await bot.StatusAsync("/")).ShouldBe(404);
        (await bot.StatusAsync("/")).ShouldBe(404);
        (await bot.StatusAsync("/")).ShouldBe(404);
        (await bot.StatusAsync("/")).ShouldBe(429);
        bot.Said(LogLevel.Information).ShouldBe(["Options changed, in effect at once: MlOpsBot:Playground:Enabled, MlOpsBot:Limits:PagesPerAddress"]);
    }

    [Fact]
    public async Task What_needs_a_restart_is_told_once_and_the_rest_of_the_edit_takes_effect()
    {
        await using var bot = await ReloadedBot.StartAsync();

        await bot.EditAsync(("MlOpsBot:Port", "4000"), ("MlOpsBot:Playground:Enabled", "false"), ("MlOpsBot:Slack:SigningSecret", "s"), ("MlOpsBot:Slack:BotToken", "xoxb-1"));

        (await bot.StatusAsync("/")).ShouldBe(404);
        (await bot.StatusAsync("/slack/events")).ShouldBe(404);
        bot.Said(LogLevel.Warning).ShouldBe(["Options changed, takes effect at the next start: MlOpsBot:Port, MlOpsBot:Slack:SigningSecret, MlOpsBot:Slack:BotToken"]);
        (await bot.GetAsync("/health/ready")).ShouldContain("\"options\":{\"faults\":0,\"atNextStart\":3}");

        await bot.EditAsync(("MlOpsBot:Playground:Enabled", "true"));
        (await bot.StatusAsync("/")).ShouldBe(200);
        bot.Said(LogLevel.Warning).Count.ShouldBe(1);

        await bot.EditAsync(("MlOpsBot:Port", null), ("MlOpsBot:Slack:SigningSecret", null), ("MlOpsBot:Slack:BotToken", null));
        (await bot.GetAsync("/health/ready")).ShouldNotContain("options");
    }

    [Fact]
    public async Task Levels_of_the_log_take_effect_at_once()
    {
        await using var bot = await ReloadedBot.StartAsync(("Logging:LogLevel:MlOpsBot.Serving.SettingsWatch", "Error"));

        await bot.EditAsync(("MlOpsBot:Playground:Enabled", "false"));
        bot.Log.Ours.Where(line => line.Category.EndsWith("SettingsWatch", StringComparison.Ordinal)).ShouldBeEmpty();

        await bot.EditAsync(("Logging:LogLevel:MlOpsBot.Serving.SettingsWatch", "Debug"));
        bot.Said(LogLevel.Information).ShouldBe(["Options changed, in effect at once: Logging:LogLevel:MlOpsBot.Serving.SettingsWatch"]);
    }

    [Theory]
    [InlineData("wrong value", "MlOpsBot:Limits:RequestSeconds is 'soon'; give a whole number from 1 to 600.")]
    [InlineData("misspelt", "MlOpsBot:Playgrund:Enabled is no option; did you mean MlOpsBot:Playground:Enabled?")]
    [InlineData("no JSON", "bot.json cannot be read: ")]
    [InlineData("gone", "--settings names '")]
    [InlineData("no folder of secrets", "MlOpsBot:SecretsFolder names 'nowhere', which is no folder here;")]
    [InlineData("strange secret", "MlOpsBot:SecretsFolder (secrets) holds 'slack-token', which is no option;")]
    [InlineData("wrong level", "Logging:LogLevel:Default is 'Loud'; give Trace,")]
    [InlineData("wrong queue", "Logging:Console:MaxQueueLength is 'lots', which it cannot be;")]
    [InlineData("no knowledge", "MlOpsBot:Knowledge names 'nowhere', which is no folder here.")]
    public async Task An_edit_with_a_fault_changes_nothing_is_told_once_and_shows_in_health_until_it_is_mended(string edit, string fault)
    {
        await using var bot = await ReloadedBot.StartAsync();

        await bot.JudgedAsync(() => Break(bot, edit));

        (await bot.StatusAsync("/")).ShouldBe(200);
        bot.Said(LogLevel.Error).ShouldHaveSingleItem().ShouldStartWith("The options were changed and are not taken over, those before stay: ");
        bot.Said(LogLevel.Error)[0].ShouldContain(fault);
        (await bot.StatusAsync("/health/ready")).ShouldBe(200);
        (await bot.GetAsync("/health/ready")).ShouldStartWith("{\"status\":\"degraded\"");
        (await bot.GetAsync("/health/ready")).ShouldContain("\"options\":{\"faults\":1,\"atNextStart\":0}");

        await bot.JudgedAsync(() =>
        {
            File.Delete(Path.Combine(bot.Scratch.Path, "secrets", "slack-token"));
            bot.File.Write(("MlOpsBot:Limits:RequestSeconds", null), ("MlOpsBot:Playgrund:Enabled", null), ("MlOpsBot:SecretsFolder", "secrets"), ("Logging:LogLevel:Default", "Information"), ("Logging:Console:MaxQueueLength", null), ("MlOpsBot:Playground:Enabled", "false"), ("MlOpsBot:Knowledge", Repository.Knowledge));
        });
        (await bot.StatusAsync("/")).ShouldBe(404);
        (await bot.GetAsync("/health/ready")).ShouldStartWith("{\"status\":\"ready\"");
        bot.Said(LogLevel.Information)[0].ShouldBe("The options are right again");
        bot.Said(LogLevel.Error).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Options_that_a_part_of_the_program_fails_on_are_a_fault_and_those_before_stay()
    {
        await using var bot = await ReloadedBot.StartAsync();
        var limits = bot.Services.GetRequiredService<Current<LimitsOptions>>();
        limits.Changed += (_, _) =>
        {
            if (limits.Value.Request == TimeSpan.FromSeconds(7))
            {
                throw new InvalidOperationException("Seven is one too many.");
            }
        };

        await bot.EditAsync(("MlOpsBot:Limits:RequestSeconds", "7"), ("MlOpsBot:Playground:Enabled", "false"));
        bot.State.Faults.ShouldHaveSingleItem().ShouldStartWith("Seven is one too many.");
        (await bot.StatusAsync("/")).ShouldBe(200);
        limits.Value.Request.ShouldBe(TimeSpan.FromSeconds(30));

        await bot.EditAsync(("MlOpsBot:Limits:RequestSeconds", "8"));
        bot.State.Faults.ShouldBeEmpty();
        (await bot.StatusAsync("/")).ShouldBe(404);
    }

    [Fact]
    public async Task What_a_faulty_option_names_may_be_mended_without_touching_the_settings()
    {
        await using var bot = await ReloadedBot.StartAsync();
        await bot.EditAsync(("MlOpsBot:SecretsFolder", "later"), ("MlOpsBot:Playground:Enabled", "false"));
        (await bot.StatusAsync("/")).ShouldBe(200);

        await bot.JudgedAsync(() => bot.Scratch.Write("later/MlOpsBot__Limits__RequestSeconds", "9"));

        bot.State.Faults.ShouldBeEmpty();
        (await bot.StatusAsync("/")).ShouldBe(404);
    }

    [Fact]
    public async Task Nobody_who_asks_notices_edits_right_wrong_and_half_written()
    {
        await using var bot = await ReloadedBot.StartAsync(("MlOpsBot:Limits:PagesPerAddress", "0"));
        using var over = new CancellationTokenSource();
        var asking = Enumerable.Range(0, 4).Select(_ => AskAsync(bot.Client, over.Token)).ToArray();

        var secret = Path.Combine(bot.Scratch.Path, "secrets", "MlOpsBot__Limits__QuestionsPerUser");
        await bot.EditAsync(("MlOpsBot:Playground:Conversations", "5"));
        await bot.JudgedAsync(() => File.WriteAllText(bot.File.Path, "{\"MlOpsBot:Playground:Ena"));
        await bot.EditAsync(("MlOpsBot:Playground:Conversations", "9"));
        await bot.JudgedAsync(() => File.WriteAllText(secret, ""));
        await bot.JudgedAsync(() => File.WriteAllText(secret, "many"));
        await bot.JudgedAsync(() => File.Delete(secret));
        await over.CancelAsync();

        var answered = await Task.WhenAll(asking);
        answered.ShouldAllBe(count => count > 2);
    }

    [Fact]
    public async Task A_volume_of_Kubernetes_that_swaps_its_link_is_read_as_a_whole()
    {
        await using var bot = await ReloadedBot.StartAsync();
        var volume = Path.Combine(bot.Scratch.Path, "secrets");
        Publish(volume, "..1", "5");
        File.CreateSymbolicLink(Path.Combine(volume, "MlOpsBot__Limits__RequestSeconds"), "..data/MlOpsBot__Limits__RequestSeconds");
        File.CreateSymbolicLink(Path.Combine(volume, "MlOpsBot__Limits__PagesPerAddress"), "..data/MlOpsBot__Limits__PagesPerAddress");
        await bot.JudgedAsync(() => { });
        bot.Said(LogLevel.Information).ShouldBe(["Options changed, in effect at once: MlOpsBot:Limits:PagesPerAddress, MlOpsBot:Limits:RequestSeconds"]);

        await bot.JudgedAsync(() => Publish(volume, "..2", "6"));

        bot.Said(LogLevel.Information)[1].ShouldBe("Options changed, in effect at once: MlOpsBot:Limits:PagesPerAddress, MlOpsBot:Limits:RequestSeconds");
        bot.Said(LogLevel.Error).ShouldBeEmpty();
    }

    // As the kubelet does: a new folder, a new link beside the old one, and then the one put over the other.
    private static void Publish(string volume, string version, string value)
    {
        var folder = Directory.CreateDirectory(Path.Combine(volume, version)).FullName;
        File.WriteAllText(Path.Combine(folder, "MlOpsBot__Limits__RequestSeconds"), value);
        File.WriteAllText(Path.Combine(folder, "MlOpsBot__Limits__PagesPerAddress"), value + "000");
        File.CreateSymbolicLink(Path.Combine(volume, "..data_tmp"), version);
        using var swap = Process.Start("mv", ["-T", Path.Combine(volume, "..data_tmp"), Path.Combine(volume, "..data")]);
        swap.WaitForExit();
        swap.ExitCode.ShouldBe(0);
    }

    private static void Break(ReloadedBot bot, string edit)
    {
        switch (edit)
        {
            case "wrong value":
                bot.File.Write(("MlOpsBot:Limits:RequestSeconds", "soon"), ("MlOpsBot:Playground:Enabled", "false"));
                break;
            case "misspelt":
                bot.File.Write(("MlOpsBot:Playgrund:Enabled", "false"), ("MlOpsBot:Playground:Enabled", "false"));
                break;
            case "no JSON":
                bot.File.WriteText("{\"MlOpsBot:Playground:Enabled\": fals");
                break;
            case "gone":
                File.Delete(bot.File.Path);
                break;
            case "no folder of secrets":
                bot.File.Write(("MlOpsBot:SecretsFolder", "nowhere"), ("MlOpsBot:Playground:Enabled", "false"));
                break;
            case "strange secret":
                bot.Scratch.Write("secrets/slack-token", "t");
                break;
            case "wrong level":
                bot.File.Write(("Logging:LogLevel:Default", "Loud"), ("MlOpsBot:Playground:Enabled", "false"));
                break;
            case "wrong queue":
                bot.File.Write(("Logging:Console:MaxQueueLength", "lots"), ("MlOpsBot:Playground:Enabled", "false"));
                break;
            default:
                bot.File.Write(("MlOpsBot:Knowledge", "nowhere"), ("MlOpsBot:Playground:Enabled", "false"));
                break;
        }
    }

    private static async Task<int> AskAsync(HttpClient client, CancellationToken over)
    {
        var answered = 0;
        for (; !over.IsCancellationRequested; answered++)
        {
            using var response = await client.GetAsync(answered % 2 == 0 ? "/?q=who+owns+model+monitoring" : "/health/ready", CancellationToken.None);
            ((int)response.StatusCode).ShouldBe(200);
        }

        return answered;
    }
}
