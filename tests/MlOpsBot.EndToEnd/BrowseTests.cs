using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MlOpsBot.EndToEnd;

public sealed class BrowseTests(Browser browser)
{
    [Fact]
    public async Task A_newcomer_finds_every_role_by_category_and_opens_one()
    {
        await using var visit = await Visit.StartAsync(browser);
        await visit.Page.GetByText("Browse all roles").ClickAsync();

        await Expect(visit.Page.Locator(".shelf h2")).ToHaveTextAsync(
            ["Business roles", "Technical roles", "Additional roles", "Topics", "Activities"]);
        await visit.Page.GetByRole(AriaRole.Link, new() { Name = "Data Engineer", Exact = true }).ClickAsync();

        await Expect(visit.LastAnswer.Locator("h2")).ToContainTextAsync("Data Engineer");
        visit.ShouldHaveBeenQuiet();
    }

    [Fact]
    public async Task Typing_filters_at_once_and_the_address_remembers()
    {
        await using var visit = await Visit.StartAsync(browser, "/browse");

        var all = await visit.Page.Locator("#shown").TextContentAsync();

        await visit.Page.Keyboard.PressAsync("/");
        await visit.Page.Keyboard.TypeAsync("monitoring");

        await Expect(visit.Page.Locator(".name:visible", new() { HasText = "Monitoring and Observability Engineer" })).ToHaveCountAsync(1);
        await Expect(visit.Page.Locator(".name:visible", new() { HasText = "Business Stakeholder" })).ToHaveCountAsync(0);
        await Expect(visit.Page.Locator("#shown")).Not.ToHaveTextAsync(all!);
        var shown = await visit.Page.Locator("#shown").TextContentAsync();
        visit.Page.Url.ShouldBe($"{visit.Origin}/browse?filter=monitoring");

        await visit.Page.ReloadAsync();
        await Expect(visit.Page.Locator("#shown")).ToHaveTextAsync(shown!);
    }

    [Fact]
    public async Task A_phase_narrows_it_down()
    {
        await using var visit = await Visit.StartAsync(browser, "/browse");

        await visit.Page.GetByRole(AriaRole.Radio, new() { Name = "Deployment" }).CheckAsync();

        var phases = await visit.Page.Locator(".shelf li:visible").EvaluateAllAsync<string[]>("items => items.map(item => item.dataset.phases)");
        phases.ShouldNotBeEmpty();
        phases.ShouldAllBe(phase => phase.Contains("deployment", StringComparison.Ordinal));
    }
}
