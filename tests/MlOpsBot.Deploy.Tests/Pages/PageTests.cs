using System.Collections.Immutable;
using System.Text.RegularExpressions;
using Markdig;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;
using MlOpsBot.CommandLine;

namespace MlOpsBot.Deploy.Tests.Pages;

/// <summary>What the pages of deploy/ say is there: links, options, commands, files, versions.</summary>
public sealed partial class PageTests
{
    // The command line's names for itself that are no verbs.
    private static readonly string[] _noVerbs = ["--help", "--version"];

    public static TheoryData<string> All =>
        [.. Directory.EnumerateFiles(Folder, "*.md", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path => Path.GetRelativePath(Repository.Root, path))];

    private static string Folder { get; } = Path.Combine(Repository.Root, "deploy");

    [Theory]
    [MemberData(nameof(All))]
    public void Every_link_leads_somewhere(string page)
    {
        var path = Path.Combine(Repository.Root, page);
        foreach (var link in Markdown.Parse(File.ReadAllText(path), _pipeline).Descendants<LinkInline>().Select(link => link.Url ?? ""))
        {
            var (file, anchor) = (link.Split('#')[0], link.Contains('#', StringComparison.Ordinal) ? link.Split('#')[1] : null);
            if (Uri.TryCreate(file, UriKind.Absolute, out var uri) && uri.Scheme != Uri.UriSchemeFile)
            {
                uri.Scheme.ShouldBe(Uri.UriSchemeHttps, link);
                continue;
            }

            var target = file.Length == 0 ? path : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(path)!, file));
            Path.Exists(target).ShouldBeTrue($"{page}: {link}");
            if (anchor is not null)
            {
                Anchors(Directory.Exists(target) ? Path.Combine(target, "README.md") : target).ShouldContain(anchor, $"{page}: {link}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_option_that_it_names_is_one(string page)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, page));
        foreach (var name in EnvironmentNames().Matches(text).Concat(OptionNames().Matches(text)).Select(match => match.Value.Replace(":", "__", StringComparison.Ordinal)).Distinct(StringComparer.Ordinal))
        {
            Options.Exists(name).ShouldBeTrue($"{page}: {name}");
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public async Task Every_command_of_the_program_that_it_types_is_one(string page)
    {
        var text = await File.ReadAllTextAsync(Path.Combine(Repository.Root, page), TestContext.Current.CancellationToken);
        foreach (var command in Commands().Matches(text).Select(match => match.Groups["verbs"].Value.Trim()).Where(verb => verb.Length > 0 && !_noVerbs.Contains(verb)).Distinct(StringComparer.Ordinal))
        {
            using var output = new StringWriter();
            using var error = new StringWriter();
            using var surroundings = new Surroundings(TextReader.Null, output, error, TimeProvider.System, Repository.Root);
            (await BotCommands.RunAsync([.. command.Split(' '), "--help"], surroundings)).ShouldBe(0, $"{page}: {command}: {error}");
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_file_of_deploy_that_it_types_is_there(string page)
    {
        var text = File.ReadAllText(Path.Combine(Repository.Root, page));
        foreach (var path in OurPaths().Matches(text).Select(match => match.Value).Distinct(StringComparer.Ordinal))
        {
            // What the page has one make is kept out of version control.
            (Path.Exists(Path.Combine(Repository.Root, path)) || _made.Any(made => path.StartsWith(made, StringComparison.Ordinal))).ShouldBeTrue($"{page}: {path}");
        }
    }

    [Fact]
    public void Every_folder_has_a_page_and_the_first_page_leads_to_it()
    {
        var first = File.ReadAllText(Path.Combine(Folder, "README.md"));
        foreach (var folder in Directory.EnumerateDirectories(Folder).Select(path => Path.GetFileName(path)))
        {
            Directory.EnumerateFiles(Path.Combine(Folder, folder), "*.md").ShouldNotBeEmpty(folder);
            first.ShouldContain($"{folder}/", Case.Sensitive, folder);
        }
    }

    [Fact]
    public void Everything_speaks_of_the_version_that_is_built()
    {
        var files = Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories).Where(path => Path.GetExtension(path) is ".md" or ".yaml" or "" or ".service");
        foreach (var file in files)
        {
            foreach (var version in ImageVersions().Matches(File.ReadAllText(file)).Select(match => match.Groups["version"].Value))
            {
                version.ShouldBe(Versions.Program, file);
            }
        }

        var chart = YamlFile.Read("deploy", "helm", "mlopsbot", "Chart.yaml").Single();
        chart["version"]!.ToString().ShouldBe(Versions.Program);
        chart["appVersion"]!.ToString().ShouldBe(Versions.Program);
    }

    private static readonly ImmutableArray<string> _made =
        ["deploy/compose/bot.env", "deploy/compose/secrets", "deploy/compose/postgres-password"];

    private static readonly MarkdownPipeline _pipeline = new MarkdownPipelineBuilder().UsePipeTables().UseAutoLinks().Build();

    // As the sites do that show Markdown: small letters, no punctuation, hyphens for spaces.
    private static IEnumerable<string> Anchors(string file) =>
        Markdown.Parse(File.ReadAllText(file), _pipeline).Descendants<HeadingBlock>()
            .Select(heading => string.Concat(heading.Inline!.Descendants<LeafInline>().Select(part => part is CodeInline code ? code.Content : part.ToString())))
            .Select(text => NoLetters().Replace(text.ToLowerInvariant(), "").Replace(' ', '-'));

    [GeneratedRegex(@"\bMlOpsBot__\w*[A-Za-z0-9]\b(?!__|…|\*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex EnvironmentNames();

    [GeneratedRegex(@"\bMlOpsBot(:[A-Z]\w+)+\b(?!:|…|\*)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OptionNames();

    [GeneratedRegex(@"(?m)(?:^ {4,}|`|-- |\] |/app/|sudo |exec [\w-]+ |bot )mlopsbot (?<verbs>(health|doctor|serve|ask|check|eval|backup|restore|audit|(teams|store|tips) [a-z]+))\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Commands();

    [GeneratedRegex(@"(?<![\w/.])deploy/(container|compose|kubernetes|helm|azure|systemd|slack|teams)/[\w./-]*\w", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex OurPaths();

    [GeneratedRegex(@"\bmlopsbot[:-](?<version>[0-9]+\.[0-9]+\.[0-9]+)\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ImageVersions();

    [GeneratedRegex(@"[^\w\- ]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NoLetters();
}
