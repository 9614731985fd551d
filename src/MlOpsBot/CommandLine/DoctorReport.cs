using System.Text.Json;
using MlOpsBot.Diagnosis;
using MlOpsBot.Serving;
using MlOpsBot.Wire;

namespace MlOpsBot.CommandLine;

/// <summary>Prints a diagnosis as it comes, or as JSON at its end.</summary>
internal sealed class DoctorReport(Surroundings surroundings, bool json)
{
    private const string Plain = "\e[0m";

    private readonly List<Diagnosed> _findings = [];

    // https://no-color.org: whoever sets the variable wants none.
    private readonly bool _hasColour = surroundings.TerminalWidth is not null && string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));

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

        var (word, check) = ($"{Word(finding.Verdict),-8} ", $"{finding.Check,-14} ");
        Write($"{Coloured(finding.Verdict, word)}{check}", word.Length + check.Length, finding.Text + (finding.Code is { } code ? $" [{code}]" : ""));
        if (finding.Remedy is { } remedy)
        {
            Write(new string(' ', word.Length + check.Length), word.Length + check.Length, remedy);
        }

        surroundings.Output.Flush();
    }

    /// <summary>Prints what it came to, and gives the exit code.</summary>
    public int End()
    {
        var worst = _findings.Select(finding => finding.Verdict).DefaultIfEmpty().Max();
        if (json)
        {
            var document = new DiagnosisDocument(
                Word(worst), ProgramVersion.Text, Number(Verdict.Ok), Number(Verdict.Warning), Number(Verdict.Fault), [.. _findings.Select(Document)]);
            surroundings.Output.WriteLine(JsonSerializer.Serialize(document, BotJson.Indented.DiagnosisDocument));
        }
        else
        {
            surroundings.Output.WriteLine(Coloured(worst, Sum(Number(Verdict.Ok), Number(Verdict.Warning), Number(Verdict.Fault))));
        }

        return _findings.Exists(finding => finding.KeepsFromStarting) ? ExitCode.WrongUse : worst == Verdict.Ok ? ExitCode.Fine : ExitCode.Findings;
    }

    /// <summary>What a diagnosis came to: "12 ok, 1 warning, 2 faults."</summary>
    public static string Sum(int ok, int warnings, int faults) => $"{ok} ok, {warnings} warning{(warnings == 1 ? "" : "s")}, {faults} fault{(faults == 1 ? "" : "s")}.";

    private static DiagnosedDocument Document(Diagnosed finding) =>
        new(finding.Check, Word(finding.Verdict), finding.Text) { Code = finding.Code?.Name, Remedy = finding.Remedy };

    private static string Word(Verdict verdict) => verdict switch
    {
        Verdict.Ok => "ok",
        Verdict.Warning => "warning",
        _ => "fault",
    };

    private int Number(Verdict verdict) => _findings.Count(finding => finding.Verdict == verdict);

    private string Coloured(Verdict verdict, string text) => !_hasColour ? text : verdict switch
    {
        Verdict.Ok => $"\e[32m{text}{Plain}",
        Verdict.Warning => $"\e[33m{text}{Plain}",
        _ => $"\e[31m{text}{Plain}",
    };

    // A file gets whole lines, which can be searched; a terminal gets them as wide as it is.
    private void Write(string lead, int indent, string text)
    {
        if (surroundings.TerminalWidth is not { } width)
        {
            surroundings.Output.WriteLine(lead + text);
            return;
        }

        foreach (var line in TerminalAnswer.Wrap(text, Math.Max(20, width - indent)))
        {
            surroundings.Output.WriteLine(lead + line);
            lead = new string(' ', indent);
        }
    }
}
