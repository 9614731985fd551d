using System.Globalization;
using System.Text;
using MlOpsBot.Teams.Tests.FakeTeams;
using MlOpsBot.Teams.Tests.Running;

namespace MlOpsBot.Teams.Tests.Extending;

/// <summary>The search box of a company that has entered its people for every card, which makes every card long.</summary>
public sealed class PageTests : IAsyncLifetime
{
    private const int PageSize = 25;

    private readonly Scratch _knowledge = new();
    private TeamsBot _bot = null!;

    public async ValueTask InitializeAsync()
    {
        Copy(new DirectoryInfo(Repository.Knowledge), _knowledge.Path);
        var entries = new StringBuilder("company: Example Corp\nholdings:\n");
        foreach (var folder in (string[])["roles", "activities"])
        {
            foreach (var card in Directory.GetFiles(Path.Combine(_knowledge.Path, folder), "*.md").Select(Path.GetFileNameWithoutExtension).Order(StringComparer.Ordinal))
            {
                entries.Append(CultureInfo.InvariantCulture, $"""
                      - card: {card}
                        people:
                          - name: Ada Example
                            email: ada@example.com
                          - name: Cleo Example
                            email: cleo@example.com
                        deputy: {"{"} name: Ben Example, email: ben@example.com {"}"}
                        team: Data Platform
                        channel: "#data-platform"
                        since: 2026-01-01

                    """);
            }
        }

        await File.WriteAllTextAsync(Path.Combine(_knowledge.Path, "organization.yaml"), entries.ToString(), TestContext.Current.CancellationToken);
        _bot = await TeamsBot.StartAsync(new TeamsBotSettings { Knowledge = _knowledge.Path, Teams = new FakeTeamsOptions { AnswerWithin = TimeSpan.FromSeconds(20) } });
    }

    public async ValueTask DisposeAsync()
    {
        await _bot.DisposeAsync();
        _knowledge.Dispose();
    }

    [Theory]
    [InlineData("")]
    [InlineData("d")]
    [InlineData("m")]
    [InlineData("model")]
    public async Task A_client_that_goes_on_by_whole_pages_misses_nothing(string typed)
    {
        var (few, pages) = (await TitlesAsync(typed, count: 5), await TitlesAsync(typed, PageSize));

        few.Count.ShouldBeGreaterThan(20);
        pages.ShouldBe(few);
    }

    [Fact]
    public async Task What_fits_comes_whole_and_the_last_of_a_long_page_says_in_a_line_who_to_ask()
    {
        var page = await _bot.Teams.Robin.SearchAsync("model");

        page.Results.Length.ShouldBe(PageSize);
        Encoding.UTF8.GetByteCount(page.Receipt.Body).ShouldBeLessThan(50 * 1_024);
        page.Results[0].Card.Buttons.ShouldContain(button => button.Title == "Chat with Ada Example");
        page.Results[^1].Card.Buttons.ShouldNotContain(button => button.Title == "Chat with Ada Example");
        page.Results[^1].Card.Read().ShouldContain("Ada Example");
    }

    private async Task<List<string>> TitlesAsync(string typed, int count)
    {
        var titles = new List<string>();
        for (var skip = 0; skip < 4 * PageSize; skip += count)
        {
            titles.AddRange((await _bot.Teams.Robin.SearchAsync(typed, skip: skip, count: count)).Results.Select(result => result.Title));
        }

        return titles;
    }

    private static void Copy(DirectoryInfo from, string to)
    {
        foreach (var file in from.EnumerateFiles("*", SearchOption.AllDirectories))
        {
            var path = Path.Combine(to, Path.GetRelativePath(from.FullName, file.FullName));
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            file.CopyTo(path);
        }
    }
}
