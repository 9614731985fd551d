using System.Net;
using System.Text.Json;
using MlOpsBot.Serving;

namespace MlOpsBot.Tests;

public sealed class HealthTests
{
    [Fact]
    public async Task A_bot_that_serves_is_live_and_ready()
    {
        await using var bot = await RunningBot.StartAsync(environment: "Production");

        (await bot.GetAsync("/health/live")).ShouldBe($$"""{"status":"live","version":"{{ProgramVersion.Text}}"}""");
        using var ready = JsonDocument.Parse(await bot.GetAsync("/health/ready"));
        ready.RootElement.GetProperty("status").GetString().ShouldBe("ready");
        ready.RootElement.GetProperty("errors").GetInt32().ShouldBe(0);
    }

    [Fact]
    public async Task A_bot_that_has_not_begun_to_work_is_starting()
    {
        var (app, _) = await BotServer.BuildAsync(RunningBot.Settings(null, "Production"), TestContext.Current.CancellationToken);
        await using (app!)
        {
            Health.ReasonsOf(app!.Services, answers: null).ShouldBe([HealthReason.Starting]);
            HealthReason.Starting.TakesAway.ShouldBeTrue();
        }
    }

    [Fact]
    public async Task An_edit_is_live_without_a_restart()
    {
        using var scratch = Scratch.WithKnowledge();
        await using var bot = await RunningBot.StartAsync(scratch.Knowledge);
        (await bot.AskAsync("which skills does a data engineer need?")).GetProperty("text").GetString()!.ShouldNotContain("Watering plants");

        scratch.Edit("roles/data-engineer.md", text => text.Replace("Data warehousing", "Watering plants", StringComparison.Ordinal));

        await RunningBot.UntilAsync(async () =>
            (await bot.AskAsync("which skills does a data engineer need?")).GetProperty("text").GetString()!.Contains("Watering plants", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_broken_edit_leaves_the_last_good_knowledge_serving_and_is_reported()
    {
        using var scratch = Scratch.WithKnowledge();
        await using var bot = await RunningBot.StartAsync(scratch.Knowledge);
        var version = bot.Knowledge.State.Answerer.Knowledge.Version;

        scratch.Edit("roles/data-engineer.md", text => text.Replace("category:", "kategory:", StringComparison.Ordinal));

        await RunningBot.UntilAsync(async () =>
            (await bot.GetAsync("/health/ready")).Contains("\"degraded\"", StringComparison.Ordinal));
        using var ready = JsonDocument.Parse(await bot.GetAsync("/health/ready"));
        ready.RootElement.GetProperty("knowledgeVersion").GetString().ShouldBe(version);
        ready.RootElement.GetProperty("errors").GetInt32().ShouldBeGreaterThan(0);
        ready.RootElement.GetProperty("reasons")[0].GetProperty("reason").GetString().ShouldBe("knowledge-broken");
        (await bot.AskAsync("what does a data engineer do?")).GetProperty("cards")[0].GetString().ShouldBe("data-engineer");
        var page = await bot.GetAsync("/");
        page.ShouldContain("The last edit of the knowledge folder is not live.");
        page.ShouldContain("roles/data-engineer.md");
    }

    [Fact]
    public async Task What_is_wrong_with_the_folder_stays_in_the_house_outside_development()
    {
        using var scratch = Scratch.WithKnowledge();
        await using var bot = await RunningBot.StartAsync(scratch.Knowledge, "Production", ("MlOpsBot:Playground:Enabled", "true"));

        scratch.Edit("roles/data-engineer.md", text => text.Replace("category:", "kategory:", StringComparison.Ordinal));

        await RunningBot.UntilAsync(() => Task.FromResult(bot.Knowledge.State.IsDegraded));
        var page = await bot.GetAsync("/");
        page.ShouldContain("The last edit of the knowledge folder is not live.");
        page.ShouldNotContain("kategory");
    }

    [Fact]
    public async Task Health_is_served_where_the_playground_is_off()
    {
        await using var bot = await RunningBot.StartAsync(environment: "Production");

        using var response = await bot.Client.GetAsync("/", TestContext.Current.CancellationToken);

        response.StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await bot.GetAsync("/health/live")).ShouldNotBeEmpty();
    }
}
