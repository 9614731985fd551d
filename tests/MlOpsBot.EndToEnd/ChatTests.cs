using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MlOpsBot.EndToEnd;

public sealed class ChatTests(Browser browser)
{
    [Fact]
    public async Task One_types_presses_Enter_and_reads_the_answer()
    {
        await using var visit = await Visit.StartAsync(browser);
        await Expect(visit.Question).ToBeFocusedAsync();

        await visit.Page.Keyboard.TypeAsync("who owns model monitoring?");
        await visit.Page.Keyboard.PressAsync("Enter");

        await Expect(visit.LastAnswer.Locator("h2")).ToContainTextAsync("model monitoring", new() { IgnoreCase = true });
        await Expect(visit.LastAnswer.Locator(".lead")).ToContainTextAsync("Monitoring and Observability Engineer");
        await Expect(visit.LastAnswer.Locator(".holder")).ToContainTextAsync("organization.yaml");
        await Expect(visit.Page.Locator(".question").Last).ToContainTextAsync("who owns model monitoring?");
        await Expect(visit.Page.Locator("#welcome")).ToHaveCountAsync(0);
        await Expect(visit.Question).ToBeFocusedAsync();
        await Expect(visit.Question).ToHaveValueAsync("");
        visit.ShouldHaveBeenQuiet();
    }

    [Fact]
    public async Task The_conversation_goes_on()
    {
        await using var visit = await Visit.StartAsync(browser);

        await visit.AskAsync("what does a data engineer do?");
        await visit.AskAsync("and what skills does she need?");

        await Expect(visit.LastAnswer.Locator("h2")).ToContainTextAsync("Data Engineer");
        await Expect(visit.LastAnswer).ToContainTextAsync("Data warehousing");
    }

    [Fact]
    public async Task An_example_is_asked_by_a_click()
    {
        await using var visit = await Visit.StartAsync(browser);
        var example = visit.Page.Locator(".examples a").First;
        var text = await example.TextContentAsync();

        await example.ClickAsync();

        await Expect(visit.Page.Locator(".question")).ToContainTextAsync(text!);
        await Expect(visit.LastAnswer.Locator("h2")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_follow_up_opens_what_its_button_says_and_takes_the_focus_along()
    {
        await using var visit = await Visit.StartAsync(browser);
        await visit.AskAsync("who owns model monitoring?");
        var button = visit.LastAnswer.Locator(".follow-ups button").First;
        var label = await button.TextContentAsync();

        await button.ClickAsync();

        await Expect(visit.Answers).ToHaveCountAsync(2);
        await Expect(visit.Page.Locator(".question").Last).ToContainTextAsync(label!);
        await Expect(visit.LastAnswer.Locator("h2")).ToContainTextAsync("Monitoring and Observability Engineer");
        await Expect(visit.LastAnswer.Locator("h2")).ToBeFocusedAsync();
        visit.ShouldHaveBeenQuiet();
    }

    [Fact]
    public async Task A_follow_up_belongs_to_the_conversation()
    {
        await using var visit = await Visit.StartAsync(browser);
        await visit.AskAsync("who owns model monitoring?");
        await visit.LastAnswer.Locator("a.card", new() { HasText = "DevOps Engineer" }).First.ClickAsync();
        await Expect(visit.Answers).ToHaveCountAsync(2);

        await visit.AskAsync("and what skills does she need?");

        await Expect(visit.LastAnswer.Locator("h2")).ToContainTextAsync("DevOps Engineer");
    }

    [Fact]
    public async Task A_citation_opens_the_sources_at_its_own()
    {
        await using var visit = await Visit.StartAsync(browser);
        await visit.AskAsync("who owns model monitoring?");
        await Expect(visit.LastAnswer.Locator(".sources li").First).ToBeHiddenAsync();

        await visit.LastAnswer.Locator("a.cite").First.ClickAsync();

        await Expect(visit.LastAnswer.Locator(".sources li").First).ToBeVisibleAsync();
        await Expect(visit.LastAnswer.Locator(".sources li").First).ToBeFocusedAsync();
        await Expect(visit.LastAnswer.Locator(".sources .file").First).ToContainTextAsync(".txt");
    }

    [Fact]
    public async Task How_the_answer_came_about_is_folded_in_until_asked_for()
    {
        await using var visit = await Visit.StartAsync(browser);
        await visit.AskAsync("who owns model monitoring?");
        var table = visit.LastAnswer.Locator(".explanation table").First;
        await Expect(table).ToBeHiddenAsync();

        await visit.LastAnswer.GetByText("How this answer came about").ClickAsync();

        await Expect(table).ToBeVisibleAsync();
        await Expect(visit.LastAnswer.Locator(".explanation")).ToContainTextAsync("Confidence");
    }

    [Fact]
    public async Task The_answer_is_there_as_JSON_too()
    {
        await using var visit = await Visit.StartAsync(browser);
        await visit.AskAsync("who owns model monitoring?");

        await visit.LastAnswer.Locator(".raw summary").ClickAsync();

        await Expect(visit.LastAnswer.Locator(".raw pre")).ToContainTextAsync("\"kind\": \"owner\"");
    }

    [Fact]
    public async Task Copying_puts_the_plain_text_on_the_clipboard()
    {
        await using var visit = await Visit.StartAsync(browser);
        await visit.AskAsync("who owns model monitoring?");

        await visit.LastAnswer.GetByRole(AriaRole.Button, new() { Name = "Copy" }).ClickAsync();

        await Expect(visit.LastAnswer.Locator("[data-copy]")).ToHaveTextAsync("Copied");
        var copied = await visit.Page.EvaluateAsync<string>("navigator.clipboard.readText()");
        copied.ReplaceLineEndings("\n").ShouldBe((await visit.LastAnswer.GetAttributeAsync("data-text"))!.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task The_address_leads_back_to_the_answer()
    {
        await using var visit = await Visit.StartAsync(browser);
        await visit.AskAsync("who owns model monitoring?");
        visit.Page.Url.ShouldBe($"{visit.Origin}/?q=who%20owns%20model%20monitoring%3F");

        await visit.Page.ReloadAsync();

        await Expect(visit.Answers).ToHaveCountAsync(1);
        await Expect(visit.LastAnswer.Locator(".lead")).ToContainTextAsync("Monitoring and Observability Engineer");
        await visit.AskAsync("who else?");
        await Expect(visit.Answers).ToHaveCountAsync(2);
    }

    [Fact]
    public async Task Not_knowing_is_said_with_the_nearest_cards_as_buttons()
    {
        await using var visit = await Visit.StartAsync(browser);
        await visit.AskAsync("best laptop for a data scientist");

        await Expect(visit.LastAnswer).ToHaveAttributeAsync("data-kind", "none");
        await visit.LastAnswer.Locator(".choices button", new() { HasText = "Data Scientist" }).First.ClickAsync();

        await Expect(visit.LastAnswer).ToHaveAttributeAsync("data-kind", "role");
    }

    [Fact]
    public async Task Markup_in_a_question_stays_text()
    {
        await using var visit = await Visit.StartAsync(browser);

        await visit.AskAsync("<img src=x onerror=alert(1)> & <b>data engineer</b>");

        await Expect(visit.Page.Locator(".question").Last).ToContainTextAsync("<img src=x onerror=alert(1)> & <b>data engineer</b>");
        visit.ShouldHaveBeenQuiet();
    }

    [Fact]
    public async Task A_bot_that_is_gone_is_reported_in_words()
    {
        await using var visit = await Visit.StartAsync(browser);
        await visit.Page.RouteAsync("**/api/ask", route => route.AbortAsync());

        await visit.Question.FillAsync("what is mlops?");
        await visit.Question.PressAsync("Enter");

        await Expect(visit.Page.Locator(".notice")).ToContainTextAsync("The bot cannot be reached");
        await visit.Page.UnrouteAllAsync();
        await visit.AskAsync("what is mlops?");
        await Expect(visit.Answers).ToHaveCountAsync(1);
    }
}
