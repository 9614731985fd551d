using System.Diagnostics;
using static Microsoft.Playwright.Assertions;

namespace MlOpsBot.EndToEnd;

public sealed class LiveKnowledgeTests(Browser browser)
{
    [Fact]
    public async Task An_edit_is_in_the_next_answer_of_an_open_page()
    {
        using var scratch = Scratch.WithKnowledge();
        await using var bot = await RunningBot.StartAsync(scratch.Knowledge);
        await using var visit = await Visit.StartAsync(browser, bot: bot);
        await visit.AskAsync("which skills does a data engineer need?");
        await Expect(visit.LastAnswer).ToContainTextAsync("Data warehousing");
        var before = bot.Knowledge.State;

        scratch.Edit("roles/data-engineer.md", text => text.Replace("Data warehousing", "Watering plants", StringComparison.Ordinal));
        var since = Stopwatch.GetTimestamp();
        await RunningBot.UntilAsync(() => Task.FromResult(bot.Knowledge.State is { IsDegraded: false } now && now != before));
        TestContext.Current.TestOutputHelper!.WriteLine($"Live after {Stopwatch.GetElapsedTime(since).TotalMilliseconds:0} ms.");
        await visit.AskAsync("which skills does a data engineer need?");

        await Expect(visit.LastAnswer).ToContainTextAsync("Watering plants");
    }

    [Fact]
    public async Task A_broken_edit_is_shown_with_its_findings_until_it_is_mended()
    {
        using var scratch = Scratch.WithKnowledge();
        await using var bot = await RunningBot.StartAsync(scratch.Knowledge);
        await using var visit = await Visit.StartAsync(browser, bot: bot);

        scratch.Edit("roles/data-engineer.md", text => text.Replace("category:", "kategory:", StringComparison.Ordinal));
        await RunningBot.UntilAsync(() => Task.FromResult(bot.Knowledge.State.IsDegraded));
        await visit.AskAsync("what does a data engineer do?");
        await Expect(visit.LastAnswer).ToHaveAttributeAsync("data-kind", "role");
        await visit.LastAnswer.GetByText("What is wrong").ClickAsync();
        await Expect(visit.LastAnswer.Locator(".degraded li").First).ToContainTextAsync("roles/data-engineer.md");

        scratch.Edit("roles/data-engineer.md", text => text.Replace("kategory:", "category:", StringComparison.Ordinal));
        await RunningBot.UntilAsync(() => Task.FromResult(!bot.Knowledge.State.IsDegraded));
        await visit.AskAsync("what does a data engineer do?");
        await Expect(visit.LastAnswer.Locator(".degraded")).ToHaveCountAsync(0);
    }
}
