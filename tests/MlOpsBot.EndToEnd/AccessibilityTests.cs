using System.Text.Json;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MlOpsBot.EndToEnd;

public sealed class AccessibilityTests(Browser browser)
{
    private static readonly string _rules = Path.Combine(
        Repository.Root, "tests", "MlOpsBot.EndToEnd", "node_modules", "axe-core", "axe.min.js");

    public static TheoryData<string, int, ColorScheme> Pages()
    {
        var pages = new TheoryData<string, int, ColorScheme>();
        foreach (var path in new[]
        {
            "/", "/browse", "/browse?filter=nothing-has-these-words", "/?open=role%3Alamplighter",
            "/?q=who+owns+model+monitoring", "/?q=data+engineer+vs+data+scientist", "/?q=best+laptop+for+a+data+scientist", "/?q=all+roles",
        })
        {
            pages.Add(path, 1280, ColorScheme.Light);
            pages.Add(path, 390, ColorScheme.Dark);
        }

        return pages;
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Axe_finds_nothing(string path, int width, ColorScheme scheme)
    {
        await using var visit = await Visit.StartAsync(browser, path, width, scheme: scheme);
        foreach (var fold in await visit.Page.Locator("summary").AllAsync())
        {
            await fold.ClickAsync();
        }

        (await FindingsAsync(visit.Page)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Axe_finds_nothing_in_a_running_conversation()
    {
        await using var visit = await Visit.StartAsync(browser);
        await visit.AskAsync("who owns model monitoring?");
        await visit.AskAsync("data engineer vs data scientist");
        await visit.AskAsync("best laptop for a data scientist");

        (await FindingsAsync(visit.Page)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Axe_finds_nothing_where_the_folder_is_broken()
    {
        using var scratch = Scratch.WithKnowledge();
        await using var bot = await RunningBot.StartAsync(scratch.Knowledge);
        scratch.Edit("roles/data-engineer.md", text => text.Replace("category:", "kategory:", StringComparison.Ordinal));
        await RunningBot.UntilAsync(() => Task.FromResult(bot.Knowledge.State.IsDegraded));
        await using var visit = await Visit.StartAsync(browser, "/?q=who+owns+model+monitoring", bot: bot);

        await Expect(visit.Page.Locator(".degraded")).ToBeVisibleAsync();
        (await FindingsAsync(visit.Page)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Answers_are_announced_politely()
    {
        await using var visit = await Visit.StartAsync(browser);
        await visit.AskAsync("what is mlops?");

        await Expect(visit.Page.GetByRole(AriaRole.Log)).ToHaveAttributeAsync("aria-live", "polite");
        await Expect(visit.Page.GetByRole(AriaRole.Log).GetByRole(AriaRole.Article)).ToHaveAccessibleNameAsync(
            (await visit.LastAnswer.Locator("h2").TextContentAsync())!);
    }

    // All rules but those that axe itself calls experimental: WCAG 2.2 AA and best practices.
    private static async Task<string[]> FindingsAsync(IPage page)
    {
        File.Exists(_rules).ShouldBeTrue("axe-core is not installed: 'bash tests/run' installs it, or 'npm install' in tests/MlOpsBot.EndToEnd.");
        await page.EvaluateAsync(await File.ReadAllTextAsync(_rules, TestContext.Current.CancellationToken) + "; undefined");
        var result = await page.EvaluateAsync<JsonElement>("axe.run(document, { resultTypes: ['violations'] })");
        return
        [
            .. result.GetProperty("violations").EnumerateArray().Select(violation =>
                $"{violation.GetProperty("id")}: {violation.GetProperty("help")} at {string.Join(" | ", violation.GetProperty("nodes").EnumerateArray().Select(node => node.GetProperty("html").GetString()))}"),
        ];
    }
}
