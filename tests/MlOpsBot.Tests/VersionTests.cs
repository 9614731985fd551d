using System.Text.RegularExpressions;
using System.Xml.Linq;
using MlOpsBot.CommandLine;
using MlOpsBot.Storage;

namespace MlOpsBot.Tests;

public sealed partial class VersionTests
{
    private static string Configured { get; } =
        XDocument.Load(Path.Combine(Repository.Root, "Directory.Build.props")).Descendants("Version").Single().Value;

    [Fact]
    public async Task The_version_is_told_with_its_schema()
    {
        var run = await CommandRun.OfAsync("--version");
        run.ExitCode.ShouldBe(ExitCode.Fine);
        run.Lines.ShouldHaveSingleItem().ShouldMatch($@"^MlOpsBot {Regex.Escape(Configured)}( \([0-9a-f]{{12}}\))?, schema {Store.ProgramSchema}$");
    }

    [Fact]
    public void The_changelog_has_an_entry_for_the_version_and_a_date()
    {
        var headings = Headings().Matches(File.ReadAllText(Path.Combine(Repository.Root, "CHANGELOG.md"))).Select(match => match.Groups["title"].Value).ToList();
        headings[0].ShouldBe("[Unreleased]");
        headings[1].ShouldMatch($@"^\[{Regex.Escape(Configured)}\] - 20\d\d-\d\d-\d\d$", "the latest version of the changelog is the one that is built");
        headings.ShouldBeUnique();
    }

    [GeneratedRegex(@"^## (?<title>.+?)\r?$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Headings();
}
