using static Microsoft.Playwright.Assertions;

namespace MlOpsBot.EndToEnd;

public sealed class KeyboardTests(Browser browser)
{
    [Fact]
    public async Task Arrow_keys_bring_back_what_was_asked()
    {
        await using var visit = await Visit.StartAsync(browser);
        await visit.AskAsync("what is mlops?");
        await visit.AskAsync("what does a data engineer do?");

        await visit.Question.PressSequentiallyAsync("half a thou");
        await visit.Page.Keyboard.PressAsync("ArrowUp");
        await Expect(visit.Question).ToHaveValueAsync("what does a data engineer do?");
        await visit.Page.Keyboard.PressAsync("ArrowUp");
        await Expect(visit.Question).ToHaveValueAsync("what is mlops?");
        await visit.Page.Keyboard.PressAsync("ArrowDown");
        await visit.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(visit.Question).ToHaveValueAsync("half a thou");
    }

    [Fact]
    public async Task What_was_asked_survives_a_reload()
    {
        await using var visit = await Visit.StartAsync(browser);
        await visit.AskAsync("what is mlops?");
        await visit.Page.ReloadAsync();

        await visit.Question.FocusAsync();
        await visit.Page.Keyboard.PressAsync("ArrowUp");

        await Expect(visit.Question).ToHaveValueAsync("what is mlops?");
    }

    [Fact]
    public async Task A_slash_leads_to_the_input_from_anywhere_and_is_typed_inside_it()
    {
        await using var visit = await Visit.StartAsync(browser);
        await visit.AskAsync("what is mlops?");
        await visit.LastAnswer.Locator(".raw summary").FocusAsync();

        await visit.Page.Keyboard.PressAsync("/");
        await Expect(visit.Question).ToBeFocusedAsync();
        await Expect(visit.Question).ToHaveValueAsync("");

        await visit.Page.Keyboard.TypeAsync("ci/cd");
        await Expect(visit.Question).ToHaveValueAsync("ci/cd");
    }

    [Fact]
    public async Task The_first_stop_skips_to_the_content()
    {
        await using var visit = await Visit.StartAsync(browser, "/browse");

        await visit.Page.Keyboard.PressAsync("Tab");
        await Expect(visit.Page.Locator(".skip")).ToBeFocusedAsync();
        await Expect(visit.Page.Locator(".skip")).ToBeInViewportAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.Keyboard.PressAsync("Tab");

        await Expect(visit.Page.Locator("#words")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task Every_stop_of_the_tab_key_is_reached_in_reading_order_and_shows_where_it_is()
    {
        await using var visit = await Visit.StartAsync(browser, "/?q=who+owns+model+monitoring");
        var expected = await visit.Page.Locator("a[href]:visible, button:visible, input:visible, summary:visible, pre[tabindex='0']:visible").CountAsync();

        var seen = new List<string>();
        await visit.Page.Locator(".skip").FocusAsync();
        for (var i = 0; i < expected; i++)
        {
            var stop = await visit.Page.EvaluateAsync<string?>(
                """
                () => {
                  const at = document.activeElement;
                  const ring = element => getComputedStyle(element).outlineStyle !== "none";
                  if (at === document.body || !(ring(at) || ring(at.closest(".field") ?? at))) return null;
                  return `${at.tagName} ${at.textContent.trim().slice(0, 30)} ${[...document.querySelectorAll("*")].indexOf(at)}`;
                }
                """);
            stop.ShouldNotBeNull($"after {string.Join(" > ", seen)}");
            seen.Add(stop);
            await visit.Page.Keyboard.PressAsync("Tab");
        }

        var places = seen.ConvertAll(stop => int.Parse(stop.Split(' ')[^1]));
        places.ShouldBe(places.Order());
        places.ShouldBeUnique();
    }

    [Fact]
    public async Task A_whole_conversation_needs_no_mouse()
    {
        await using var visit = await Visit.StartAsync(browser);
        await visit.Page.Keyboard.TypeAsync("who owns model monitoring?");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Answers).ToHaveCountAsync(1);

        await visit.LastAnswer.Locator(".follow-ups button").First.FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Answers).ToHaveCountAsync(2);
        await visit.LastAnswer.Locator(".sources summary").FocusAsync();
        await visit.Page.Keyboard.PressAsync("Space");
        await Expect(visit.LastAnswer.Locator(".sources li").First).ToBeVisibleAsync();
        await visit.Page.Keyboard.PressAsync("/");
        await visit.Page.Keyboard.TypeAsync("thanks");
        await visit.Page.Keyboard.PressAsync("Enter");

        await Expect(visit.Answers).ToHaveCountAsync(3);
        await Expect(visit.LastAnswer).ToHaveAttributeAsync("data-kind", "help");
    }
}
