using static Microsoft.Playwright.Assertions;

namespace MlOpsBot.EndToEnd;

public sealed class WithoutScriptTests(Browser browser)
{
    [Fact]
    public async Task A_question_is_a_plain_form_and_the_conversation_goes_on()
    {
        await using var visit = await Visit.StartAsync(browser, script: false);

        await visit.Question.FillAsync("what does a data engineer do?");
        await visit.Page.Locator(".send").ClickAsync();
        await Expect(visit.LastAnswer.Locator("h2")).ToContainTextAsync("Data Engineer");
        await visit.Question.FillAsync("and what skills does she need?");
        await visit.Question.PressAsync("Enter");

        await Expect(visit.Page.Locator(".question")).ToContainTextAsync("and what skills does she need?");
        await Expect(visit.LastAnswer).ToContainTextAsync("Data warehousing");
        visit.ShouldHaveBeenQuiet();
    }

    [Fact]
    public async Task Follow_ups_cards_and_folds_work()
    {
        await using var visit = await Visit.StartAsync(browser, "/?q=who+owns+model+monitoring", script: false);
        await visit.LastAnswer.Locator(".sources summary").ClickAsync();
        await Expect(visit.LastAnswer.Locator(".sources li").First).ToBeVisibleAsync();

        await visit.LastAnswer.Locator("a.card").First.ClickAsync();
        await Expect(visit.LastAnswer).ToHaveAttributeAsync("data-kind", "role");
        await visit.LastAnswer.Locator(".follow-ups button").First.ClickAsync();

        await Expect(visit.Answers).ToHaveCountAsync(1);
    }

    [Fact]
    public async Task Browsing_filters_by_a_plain_form()
    {
        await using var visit = await Visit.StartAsync(browser, "/browse", script: false);

        await visit.Page.Locator("#words").FillAsync("data engineer");
        await visit.Page.Locator(".filter .send").ClickAsync();

        await Expect(visit.Page.Locator(".tiles li:visible .name", new() { HasText = "Data Engineer" }).First).ToBeVisibleAsync();
        await Expect(visit.Page.Locator(".tiles li:visible .name", new() { HasText = "Business Stakeholder" })).ToHaveCountAsync(0);
    }
}
