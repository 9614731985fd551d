using System.Text.RegularExpressions;

namespace MlOpsBot.Tests;

public sealed partial class CheckCommandTests
{
    [Fact]
    public async Task The_shipped_knowledge_has_no_findings()
    {
        var run = await CommandRun.OfAsync("check");

        run.ExitCode.ShouldBe(0);
        run.Lines.ShouldHaveSingleItem();
        run.Output.ShouldMatch(@"^19 roles, \d+ activities, 15 topics, \d+ tips, 5 sources: 0 errors, 0 warnings\.");
    }

    [Fact]
    public async Task Every_finding_is_printed_as_file_line_message_and_the_exit_code_is_1()
    {
        using var scratch = Scratch.WithKnowledge();
        scratch.Edit("roles/data-engineer.md", text => text.Replace("category:", "kategory:", StringComparison.Ordinal));
        scratch.Edit("roles/ml-engineer.md", text => text.Replace("## Responsibilities", "## Responsibilties", StringComparison.Ordinal));

        var run = await CommandRun.InAsync(scratch.Path, "", "check");

        run.ExitCode.ShouldBe(1);
        run.Lines[..^1].ShouldAllBe(line => Finding().IsMatch(line));
        run.Output.ShouldContain("roles/data-engineer.md:");
        run.Output.ShouldContain("roles/ml-engineer.md:");
        run.Lines[^1].ShouldMatch(@"^\d+ errors, \d+ warnings?\.$");
    }

    [GeneratedRegex(@"^[^:]+:\d+: .+$", RegexOptions.NonBacktracking)]
    private static partial Regex Finding();
}
