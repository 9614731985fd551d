using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace MlOpsBot.EndToEnd;

public sealed class LayoutTests(Browser browser)
{
    [Theory]
    [InlineData(320, "/")]
    [InlineData(320, "/browse")]
    [InlineData(320, "/?q=who+owns+model+monitoring")]
    [InlineData(320, "/?q=data+engineer+vs+data+scientist")]
    [InlineData(320, "/?q=best+laptop+for+a+data+scientist")]
    [InlineData(320, "/?q=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData(390, "/?q=data+engineer+vs+data+scientist")]
    [InlineData(768, "/?q=data+engineer+vs+data+scientist")]
    [InlineData(1280, "/browse")]
    public async Task Nothing_scrolls_sideways(int width, string path)
    {
        await using var visit = await Visit.StartAsync(browser, path, width, 700);
        foreach (var fold in await visit.Page.Locator("summary").AllAsync())
        {
            await fold.ClickAsync();
        }

        (await visit.ScrollsSidewaysAsync()).ShouldBeFalse();
    }

    [Fact]
    public async Task A_comparison_is_a_table_on_a_wide_screen_and_stacked_on_a_phone()
    {
        await using var visit = await Visit.StartAsync(browser, "/?q=data+engineer+vs+data+scientist");
        var row = visit.LastAnswer.Locator(".comparison tbody tr").First;
        var cells = row.GetByRole(AriaRole.Cell);
        await Expect(visit.LastAnswer.GetByRole(AriaRole.Table).First).ToBeVisibleAsync();
        var (left, right) = await BoxesAsync(cells);
        right.Y.ShouldBe(left.Y, 1);
        right.X.ShouldBeGreaterThan(left.X + left.Width - 1);

        await visit.Page.SetViewportSizeAsync(390, 800);

        (left, right) = await BoxesAsync(cells);
        right.Y.ShouldBeGreaterThan(left.Y + left.Height - 1);
        right.X.ShouldBe(left.X, 1);
        await Expect(row.Locator(".whose").First).ToBeVisibleAsync();
        await Expect(visit.LastAnswer.GetByRole(AriaRole.Rowheader).First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task The_page_is_dark_where_the_system_is()
    {
        await using var light = await Visit.StartAsync(browser);
        await using var dark = await Visit.StartAsync(browser, scheme: ColorScheme.Dark);

        (await BrightnessAsync(light)).ShouldBeGreaterThan(200);
        (await BrightnessAsync(dark)).ShouldBeLessThan(60);
    }

    [Fact]
    public async Task The_input_stays_in_reach_under_a_long_answer()
    {
        await using var visit = await Visit.StartAsync(browser, "/?q=who+owns+model+monitoring", 390, 700);

        await Expect(visit.Question).ToBeInViewportAsync();
    }

    [Fact]
    public async Task A_new_answer_is_read_from_its_question_on()
    {
        await using var visit = await Visit.StartAsync(browser, width: 390, height: 700);
        await visit.AskAsync("what does a data engineer do?");

        await visit.AskAsync("who owns model monitoring?");

        await Expect(visit.Page.Locator(".question").Last).ToBeInViewportAsync();
        await Expect(visit.LastAnswer.Locator("h2")).ToBeInViewportAsync();
    }

    private static async Task<(LocatorBoundingBoxResult Left, LocatorBoundingBoxResult Right)> BoxesAsync(ILocator cells) =>
        ((await cells.Nth(0).BoundingBoxAsync())!, (await cells.Nth(1).BoundingBoxAsync())!);

    private static Task<int> BrightnessAsync(Visit visit) =>
        visit.Page.EvaluateAsync<int>("Math.max(...getComputedStyle(document.body).backgroundColor.match(/\\d+/g).slice(0, 3).map(Number))");
}
