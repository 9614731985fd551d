using System.CommandLine;
using System.Text.Json;
using MlOpsBot.Diagnosis;
using MlOpsBot.Serving;
using MlOpsBot.Wire;

namespace MlOpsBot.CommandLine;

/// <summary><c>doctor</c>: looks at everything that the bot depends on, and says what to do about each fault.</summary>
public static class DoctorCommand
{
    /// <summary>The command.</summary>
    public static Command Create(GlobalOptions global, Surroundings surroundings)
    {
        var json = new Option<bool>("--json") { Description = "The findings as JSON." };
        var command = new Command("doctor", "Checks configuration, knowledge, store, clock and credentials, and says what to do about each fault.") { json };
        command.SetAction((parsed, stop) => RunAsync(
            global.Of(parsed, surroundings), parsed.GetValue(json), surroundings, stop));
        return command;
    }

    /// <summary>
    /// Looks. Gives <see cref="ExitCode.Fine"/> where nothing is to be done, <see cref="ExitCode.Findings"/> after a warning or a
    /// fault, <see cref="ExitCode.WrongUse"/> where the bot would not even start.
    /// </summary>
    public static async Task<int> RunAsync(ServerSettings settings, bool json, Surroundings surroundings, CancellationToken stop)
    {
        ArgumentNullException.ThrowIfNull(settings);
        ArgumentNullException.ThrowIfNull(surroundings);
        var report = new DoctorReport(surroundings, json);
        var (setup, fault) = BotServer.Look(settings);
        if (setup is null)
        {
            report.Add(Diagnosed.Unusable("options", fault!));
            return report.End();
        }

        using var checks = new Checks(setup);
        await foreach (var finding in new Doctor(checks.All, settings.Clock).ExamineAsync(report.Progress, stop))
        {
            report.Add(finding);
        }

        return report.End();
    }
}

/// <summary>Prints a diagnosis as it comes, or as JSON at its end.</summary>
internal sealed class DoctorReport(Surroundings surroundings, bool json)
{
    private readonly List<Diagnosed> _findings = [];

    /// <summary>Tells whoever waits what for.</summary>
    public void Progress(string check) => surroundings.Error.WriteLine($"… {check}: waiting for an answer");

    /// <summary>Prints a finding.</summary>
    public void Add(Diagnosed finding)
    {
        _findings.Add(finding);
        if (json)
        {
            return;
        }

        var lead = $"{Word(finding.Verdict),-8} {finding.Check,-14} ";
        surroundings.Output.WriteLine($"{lead}{finding.Text}");
        if (finding.Remedy is { } remedy)
        {
            surroundings.Output.WriteLine($"{new string(' ', lead.Length)}{remedy}");
        }

        surroundings.Output.Flush();
    }

    /// <summary>Prints what it came to, and gives the exit code.</summary>
    public int End()
    {
        var worst = _findings.Max(finding => finding.Verdict);
        if (json)
        {
            var document = new DiagnosisDocument(
                Word(worst), [.. _findings.Select(finding => new DiagnosedDocument(finding.Check, Word(finding.Verdict), finding.Text) { Remedy = finding.Remedy })]);
            surroundings.Output.WriteLine(JsonSerializer.Serialize(document, BotJson.Indented.DiagnosisDocument));
        }
        else
        {
            surroundings.Output.WriteLine($"{Count(Verdict.Fault, "fault")}, {Count(Verdict.Warning, "warning")}.");
        }

        return _findings.Exists(finding => finding.KeepsFromStarting) ? ExitCode.WrongUse : worst == Verdict.Ok ? ExitCode.Fine : ExitCode.Findings;
    }

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Ok => "ok",
        Verdict.Warning => "warning",
        _ => "fault",
    };

    private string Count(Verdict verdict, string word) => _findings.Count(finding => finding.Verdict == verdict) switch
    {
        1 => $"1 {word}",
        var number => $"{number} {word}s",
    };
}
