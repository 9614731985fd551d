using System.CommandLine;
using MlOpsBot.Knowledge;

namespace MlOpsBot.CommandLine;

/// <summary><c>check</c>: everything that is wrong with the knowledge folder, in one run.</summary>
public static class CheckCommand
{
    /// <summary>The command.</summary>
    public static Command Create(GlobalOptions global, Surroundings surroundings)
    {
        var command = new Command("check", "Validates the knowledge folder and prints every finding as file:line: message.");
        command.SetAction(parsed =>
            LoadedKnowledge.Find(global.Of(parsed, surroundings), surroundings) is { } folder
                ? Report(KnowledgeFolder.Load(folder), surroundings.Output)
                : ExitCode.WrongUse);
        return command;
    }

    private static int Report(KnowledgeLoad load, TextWriter output)
    {
        foreach (var finding in load.Findings)
        {
            output.WriteLine(finding);
        }

        var errors = load.Findings.Count(finding => finding.Severity == FindingSeverity.Error);
        var warnings = load.Findings.Length - errors;
        output.WriteLine($"{Contents(load.Knowledge)}{Count(errors, "error")}, {Count(warnings, "warning")}.");
        return errors > 0 ? ExitCode.Findings : ExitCode.Fine;
    }

    private static string Contents(KnowledgeBase? knowledge) => knowledge is null
        ? ""
        : $"{Count(knowledge.Roles.Length, "role")}, {Count(knowledge.Activities.Length, "activity", "activities")}, "
        + $"{Count(knowledge.Topics.Length, "topic")}, {Count(knowledge.Tips.Length, "tip")}, {Count(knowledge.Sources.Length, "source")}: ";

    private static string Count(int number, string one, string? many = null) => $"{number} {(number == 1 ? one : many ?? one + "s")}";
}
