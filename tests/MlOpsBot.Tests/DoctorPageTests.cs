using System.Text.RegularExpressions;
using MlOpsBot.Diagnosis;
using MlOpsBot.Serving;

namespace MlOpsBot.Tests;

/// <summary>Holds <c>deploy/doctor.md</c> to the program.</summary>
public sealed partial class DoctorPageTests
{
    private static readonly string _page = File.ReadAllText(Path.Combine(Repository.Root, "deploy", "doctor.md"));

    [Fact]
    public void Every_finding_has_its_row_and_every_row_its_finding()
    {
        var rows = Rows("## Every finding", "## What ");

        rows.Order(StringComparer.Ordinal).ShouldBe(FindingCode.All.Select(code => code.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_finding_is_given_somewhere_in_the_program()
    {
        var folder = Path.Combine(Repository.Root, "src", "MlOpsBot", "Diagnosis");
        var command = File.ReadAllText(Path.Combine(Repository.Root, "src", "MlOpsBot", "CommandLine", "DoctorCommand.cs"));
        var program = string.Join('\n', Directory.GetFiles(folder, "*.cs").Where(file => !file.EndsWith("FindingCode.cs", StringComparison.Ordinal)).Select(File.ReadAllText).Append(command));
        var given = Used().Matches(program).Select(match => match.Groups["field"].Value).ToHashSet(StringComparer.Ordinal);

        typeof(FindingCode).GetFields().Select(field => field.Name).Where(field => !given.Contains(field)).ShouldBeEmpty();
    }

    [Fact]
    public void What_the_first_tables_name_are_findings_or_reasons()
    {
        var known = FindingCode.All.Select(code => code.Name).Concat(Reasons()).ToHashSet(StringComparer.Ordinal);
        var named = Code().Matches(Section("## Where to begin", "## Every finding")).Select(match => match.Groups["code"].Value).Where(name => name.Contains('-', StringComparison.Ordinal));

        named.Where(name => !known.Contains(name)).ShouldBeEmpty();
    }

    [Fact]
    public void Every_reason_of_health_has_its_row() =>
        Rows("## What ", null).Order(StringComparer.Ordinal).ShouldBe(Reasons().Order(StringComparer.Ordinal));

    [Fact]
    public void Codes_are_written_in_lower_case_with_hyphens_and_differ()
    {
        FindingCode.All.ShouldAllBe(code => Form().IsMatch(code.Name));
        FindingCode.All.Select(code => code.Name).ShouldBeUnique();
        FindingCode.DiskLow.Name.ShouldBe("disk-low");
    }

    private static IEnumerable<string> Reasons() =>
        typeof(HealthReason).GetFields().Where(field => field.FieldType == typeof(HealthReason)).Select(field => ((HealthReason)field.GetValue(null)!).Name);

    private static IEnumerable<string> Rows(string from, string? to) => Row().Matches(Section(from, to)).Select(match => match.Groups["code"].Value);

    private static string Section(string from, string? to)
    {
        var start = _page.IndexOf(from, StringComparison.Ordinal);
        return to is null ? _page[start..] : _page[start.._page.IndexOf(to, start, StringComparison.Ordinal)];
    }

    [GeneratedRegex("^\\| `(?<code>[a-z-]+)` \\|", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Row();

    [GeneratedRegex("`(?<code>[a-z-]+)`", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Code();

    [GeneratedRegex("FindingCode\\.(?<field>[A-Za-z]+)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Used();

    [GeneratedRegex("^[a-z]+(-[a-z]+)+$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Form();
}
