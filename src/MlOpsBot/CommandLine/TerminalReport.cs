using System.Collections.Immutable;
using MlOpsBot.Evaluation;

namespace MlOpsBot.CommandLine;

/// <summary>Prints an <see cref="EvaluationReport"/> as plain text: tables first, then every miss.</summary>
/// <param name="surroundings">Where to.</param>
public sealed class TerminalReport(Surroundings surroundings)
{
    private readonly TextWriter _output = surroundings.Output;

    /// <summary>Prints a report.</summary>
    public void Write(EvaluationReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (report.OnTopic.Total > 0)
        {
            WriteOnTopic(report);
        }

        if (report.OffTopic.Total > 0)
        {
            WriteOffTopic(report);
        }

        _output.WriteLine($"Median time to answer: {report.MedianMicroseconds:0.0} µs, cold start included.");
        WriteMisses("Wrong answers to on-topic questions", report.Misses.Where(miss => miss.Expected.Length > 0));
        WriteMisses("Answers to questions that should be abstained from", report.Misses.Where(miss => miss.Expected.IsEmpty));
        if (report.Typos is { } typos)
        {
            WriteMisses("Lost to typos", typos.Misses);
        }
    }

    private void WriteOnTopic(EvaluationReport report)
    {
        var typos = report.Typos;
        _output.WriteLine($"{"On topic",-16}{"questions",10}{"right",10}{"share",9}{"of which asked back",21}{(typos is null ? "" : $"{"with typos",13}{"loss",8}")}");
        foreach (var kind in report.Kinds.Where(kind => kind.ExpectsCard))
        {
            var typed = typos?.Kinds.FirstOrDefault(other => other.Kind == kind.Kind)?.Tally;
            _output.WriteLine(Row(kind.Kind, kind.Tally, typed));
        }

        _output.WriteLine(Row("total", report.OnTopic, typos?.OnTopic));
        _output.WriteLine(typos is null ? "" : $"One typo in each of two longer words, seed {typos.Seed}.{Environment.NewLine}");
    }

    private void WriteOffTopic(EvaluationReport report)
    {
        _output.WriteLine($"{"Off topic",-16}{"questions",10}{"kept off",10}{"share",9}{"of which asked back",21}");
        foreach (var kind in report.Kinds.Where(kind => !kind.ExpectsCard))
        {
            _output.WriteLine(Row(kind.Kind, kind.Tally, null));
        }

        _output.WriteLine(Row("total", report.OffTopic, null));
        _output.WriteLine();
    }

    private static string Row(string name, Tally tally, Tally? typed) =>
        $"{name,-16}{tally.Total,10}{tally.Right,10}{tally.Share,9:0.0%}{tally.AskedBack,21}"
        + (typed is null ? "" : $"{typed.Share,13:0.0%}{tally.Share - typed.Share,8:0.0%}");

    private void WriteMisses(string heading, IEnumerable<Miss> misses)
    {
        var list = misses.ToList();
        if (list.Count == 0)
        {
            return;
        }

        _output.WriteLine();
        _output.WriteLine($"{heading} ({list.Count}):");
        foreach (var miss in list)
        {
            _output.WriteLine($"  {miss.Id}  {Shortened(miss.Question)}");
            _output.WriteLine($"      expected {Names(miss.Expected, "to abstain")}; got {miss.Kind} {Names(miss.Got, "without a card")}, confidence {miss.Confidence:0.00}");
        }
    }

    private static string Names(ImmutableArray<string> slugs, string none) => slugs.IsEmpty ? none : string.Join(", ", slugs.Take(6));

    private static string Shortened(string question)
    {
        const int most = 160;
        var line = question.ReplaceLineEndings(" ");
        return line.Length <= most ? line : $"{line[..most]}…";
    }
}
