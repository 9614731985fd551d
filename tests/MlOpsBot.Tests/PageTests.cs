using AngleSharp;
using AngleSharp.Dom;

namespace MlOpsBot.Tests;

/// <summary>The pages as they come from the server: what somebody without JavaScript has.</summary>
public sealed class PageTests : IAsyncLifetime
{
    private RunningBot _bot = null!;

    public async ValueTask InitializeAsync() => _bot = await RunningBot.StartAsync();

    public ValueTask DisposeAsync() => _bot.DisposeAsync();

    [Fact]
    public async Task The_first_page_explains_itself_and_offers_examples_that_are_answered()
    {
        var page = await OpenAsync("/");

        page.QuerySelector(".headline")!.TextContent.ShouldContain("Who does what");
        var examples = page.QuerySelectorAll(".examples a").ToList();
        examples.Count.ShouldBeGreaterThanOrEqualTo(6);
        foreach (var example in examples)
        {
            var answered = await OpenAsync(example.GetAttribute("href")!);
            answered.QuerySelector(".answer")!.GetAttribute("data-kind").ShouldNotBeOneOf("none", "clarify", "help");
        }
    }

    [Fact]
    public async Task A_question_in_the_address_is_answered_on_the_page()
    {
        var page = await OpenAsync("/?q=who+owns+model+monitoring%3F");

        page.QuerySelector(".question")!.TextContent.ShouldContain("who owns model monitoring?");
        var answer = page.QuerySelector(".answer")!;
        answer.GetAttribute("data-kind").ShouldBe("owner");
        answer.QuerySelector(".holder")!.TextContent.ShouldContain("organization.yaml");
        answer.QuerySelectorAll(".sources li").Length.ShouldBeGreaterThan(0);
        answer.QuerySelector(".sources .file")!.TextContent.ShouldContain(".txt");
        answer.QuerySelector(".explanation summary")!.TextContent.ShouldBe("How this answer came about");
        page.Title!.ShouldEndWith("– MlOpsBot");
    }

    [Fact]
    public async Task Ones_own_people_come_first_and_a_passed_review_date_is_shown()
    {
        using var scratch = Scratch.WithKnowledge();
        scratch.Write("knowledge/organization.yaml", """
            company: Example Corp
            holdings:
              - card: model-monitoring
                people:
                  - name: Ada Example
                channel: "#model-alerts"
                review_by: 2001-01-31
            """);
        await using var bot = await RunningBot.StartAsync(scratch.Knowledge);
        var html = await bot.GetAsync("/?q=who+owns+model+monitoring");
        var page = await BrowsingContext.New().OpenAsync(
            response => response.Content(html), TestContext.Current.CancellationToken);

        var holder = page.QuerySelector(".answer .holder.stale")!;
        holder.TextContent.ShouldContain("Ada Example");
        holder.TextContent.ShouldContain("2001-01-31");
        holder.NextElementSibling!.ClassName.ShouldBe("lead");
        (await CommandRun.InAsync(scratch.Path, "", "ask", "who owns model monitoring?")).Lines[1].ShouldContain("Ada Example");
    }

    [Fact]
    public async Task Every_citation_leads_to_a_source_of_its_answer()
    {
        var page = await OpenAsync("/?q=data+engineer+vs+data+scientist");

        var citations = page.QuerySelectorAll("a.cite").ToList();
        citations.ShouldNotBeEmpty();
        citations.ShouldAllBe(citation => page.GetElementById(citation.GetAttribute("href")!.TrimStart('#')) != null);
    }

    [Fact]
    public async Task Follow_ups_are_form_buttons_that_carry_targets_and_keep_the_conversation()
    {
        var page = await OpenAsync("/?q=what+does+a+data+engineer+do");
        var form = page.QuerySelector("form.follow-ups")!;
        var conversation = form.QuerySelector("input[name=conversation]")!.GetAttribute("value")!;

        foreach (var button in form.QuerySelectorAll("button"))
        {
            var target = button.GetAttribute("value")!;
            target.ShouldMatch("^(role|owner|topic|compare|list|help)");
            var opened = await OpenAsync($"/?open={Uri.EscapeDataString(target)}&conversation={conversation}");
            opened.QuerySelector(".answer")!.GetAttribute("data-conversation").ShouldBe(conversation);
        }

        (await OpenAsync($"/?q=and+what+skills+does+she+need&conversation={conversation}")).QuerySelector(".answer").ShouldNotBeNull();
    }

    [Fact]
    public async Task A_link_to_a_card_that_is_gone_says_so()
    {
        var page = await OpenAsync("/?open=role%3Alamplighter");

        page.QuerySelector(".notice")!.TextContent.ShouldContain("That card is gone");
    }

    [Fact]
    public async Task Browsing_shows_every_card_and_each_opens()
    {
        var knowledge = _bot.Knowledge.State.Answerer.Knowledge;
        var page = await OpenAsync("/browse");

        var links = page.QuerySelectorAll(".shelf li a").ToList();
        links.Count.ShouldBe(knowledge.Cards.Count());
        page.QuerySelectorAll("#technical ~ ul li").Length.ShouldBe(knowledge.Roles.Count(role => role.Category == Knowledge.RoleCategory.Technical));
        foreach (var link in links)
        {
            (await OpenAsync(link.GetAttribute("href")!)).QuerySelector(".answer h2").ShouldNotBeNull(link.TextContent);
        }
    }

    [Fact]
    public async Task The_filter_works_as_a_plain_form()
    {
        var page = await OpenAsync("/browse?filter=data+engineer&phase=design");

        var shown = page.QuerySelectorAll(".shelf:not([hidden]) li:not([hidden])").ToList();
        shown.ShouldContain(item => item.QuerySelector(".name")!.TextContent == "Data Engineer");
        shown.ShouldAllBe(item => item.GetAttribute("data-phases")!.Contains("design", StringComparison.Ordinal));
        page.QuerySelector("#shown")!.TextContent.ShouldStartWith($"{shown.Count} of ");
        page.QuerySelector("#words")!.GetAttribute("value").ShouldBe("data engineer");
    }

    [Theory]
    [InlineData("<img src=x onerror=alert(1)>")]
    [InlineData("\" autofocus onfocus=alert(1) x=\"")]
    public async Task What_is_typed_is_text_and_never_markup(string typed)
    {
        var asked = await OpenAsync($"/?q={Uri.EscapeDataString(typed)}");
        asked.QuerySelector(".question")!.TextContent.ShouldContain(typed);
        asked.QuerySelectorAll("[onerror], [onfocus]").ShouldBeEmpty();

        var filtered = await OpenAsync($"/browse?filter={Uri.EscapeDataString(typed)}");
        filtered.QuerySelector("#words")!.GetAttribute("value").ShouldBe(typed);
        filtered.QuerySelectorAll("[onerror], [onfocus]").ShouldBeEmpty();
    }

    private async Task<IDocument> OpenAsync(string path)
    {
        var html = await _bot.GetAsync(path);
        return await BrowsingContext.New().OpenAsync(response => response.Content(html), TestContext.Current.CancellationToken);
    }
}
