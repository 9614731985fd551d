using System.Text;

namespace MlOpsBot.Knowledge.Tests;

/// <summary>Whatever stands in the files, reading them gives knowledge or findings, never an exception.</summary>
public sealed class AnyContentTests : IDisposable
{
    private static readonly string[] _files =
    [
        SampleFolder.Engineer, SampleFolder.Scientist, SampleFolder.Monitoring, SampleFolder.Topic,
        SampleFolder.Tips, SampleFolder.Sources, SampleFolder.Organization, SampleFolder.Synonyms,
    ];

    private static readonly string[] _fragments =
    [
        "---\n", "\n", "- ", "-", "## ", "#", "[^", "[^slides]", "]", "[", "(", ")", "](", "[x](y.md)", "**", "_", "`", "```\n", "<", "<b>", "<!--", "-->",
        "&amp;", "&#0;", "&#xD800;", "\\", ": ", ":", "{", "}", "{card=", "\"", "'", "|", ">", "> ", "%", "@", "*x", "&x ", "!!str ", "!<", "? ", "~", "null", ",",
        "\t", "\r", "\0", "\u0085", "\u2028", "\uFEFF", "\uD83D", "😀", "e\u0301", "=>", "^", "^0.5", "2026-01-01", "    ", "1. ", "<<: *x", "[[[[[[", "{{{{", "- - - -", "http://x.y", "../", "%00", "%zz",
    ];

    private readonly SampleFolder _folder = SampleFolder.Good();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Files_spoilt_at_random_give_findings_with_lines_inside_the_file(int seed)
    {
        var random = new Random(seed);
        var originals = _files.ToDictionary(file => file, _folder.Read);
        for (var round = 0; round < 400; round++)
        {
            var file = _files[random.Next(_files.Length)];
            var text = Spoil(originals[file], random);
            _folder.WriteBytes(file, random.Next(20) == 0 ? Encoding.Latin1.GetBytes(text) : Encoding.UTF8.GetBytes(text));

            var load = _folder.Load();

            (load.Knowledge is null).ShouldBe(load.Findings.Any(finding => finding.Severity == FindingSeverity.Error), text);
            var lines = text.ReplaceLineEndings("\n").Split('\n', '\r').Length;
            load.Findings.Where(finding => finding.Location.File == file).ShouldAllBe(finding => finding.Location.Line >= 0 && finding.Location.Line <= lines, text);
            load.Findings.ShouldAllBe(finding => finding.Message.Contains(": ") || finding.Message.Contains("; "), text);
            _folder.Write(file, originals[file]);
        }
    }

    [Theory]
    [InlineData("> ")]
    [InlineData("- ")]
    [InlineData("[")]
    [InlineData("*a_ ")]
    [InlineData("![")]
    [InlineData("<")]
    [InlineData("\n## x")]
    public void Mark_up_nested_thousands_deep_is_a_finding(string opening)
    {
        _folder.Append(SampleFolder.Engineer, string.Concat(Enumerable.Repeat(opening, 20_000)));

        _folder.Load().Knowledge.ShouldBeNull();
    }

    private static string Spoil(string text, Random random)
    {
        for (var edits = random.Next(1, 6); edits > 0; edits--)
        {
            var at = random.Next(text.Length + 1);
            var cut = Math.Min(random.Next(3) == 0 ? random.Next(60) : 0, text.Length - at);
            text = text[..at] + (random.Next(4) == 0 ? "" : _fragments[random.Next(_fragments.Length)]) + text[(at + cut)..];
        }

        return text;
    }
}
