using System.Text;
using MlOpsBot.Answers;
using Spectre.Console;

namespace MlOpsBot.CommandLine;

/// <summary>
/// Prints answers for a person: with colour and rules in a terminal, as plain lines where the output goes elsewhere
/// or NO_COLOR is set. Not thread safe.
/// </summary>
public sealed class TerminalAnswer
{
    // Wide enough to read, narrow enough for a quotation in a mail.
    private const int WidthElsewhere = 100;

    private readonly IAnsiConsole _console;

    /// <summary>A printer to the standard output of those surroundings.</summary>
    public TerminalAnswer(Surroundings surroundings)
    {
        ArgumentNullException.ThrowIfNull(surroundings);
        var inTerminal = surroundings.TerminalWidth is not null;
        var colourless = !inTerminal || !string.IsNullOrEmpty(Environment.GetEnvironmentVariable("NO_COLOR"));
        _console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Ansi = colourless ? AnsiSupport.No : AnsiSupport.Detect,
            ColorSystem = colourless ? ColorSystemSupport.NoColors : ColorSystemSupport.Detect,
            Interactive = InteractionSupport.No,
            Out = new AnsiConsoleOutput(surroundings.Output),
        });
        _console.Profile.Width = surroundings.TerminalWidth ?? WidthElsewhere;
        _console.Profile.Capabilities.Unicode = true;
    }

    /// <summary>Prints one answer.</summary>
    public void Write(Answer answer, Explanation? explanation, TimeSpan took)
    {
        ArgumentNullException.ThrowIfNull(answer);
        Line(answer.Title, "bold");
        if (answer.Holder is { Entry: not null } held)
        {
            Line(held.Text, held.IsStale ? "yellow" : "green");
            Blank();
        }

        Line(answer.Lead);
        if (answer.Holder is { Entry: null } vacant)
        {
            Blank();
            Line(vacant.Text, "grey");
        }

        if (answer.Comparison is { } comparison)
        {
            Write(comparison);
        }

        foreach (var block in answer.Blocks)
        {
            Write(block);
        }

        WriteSources(answer);
        WriteFollowUps(answer);
        if (explanation is not null)
        {
            Write(explanation, answer, took);
        }

        Blank();
    }

    private void Write(AnswerBlock block)
    {
        Blank();
        if (block.Heading is { } heading)
        {
            Line(heading, "bold");
        }

        foreach (var line in block.Lines)
        {
            var label = line.Label is null ? "" : line.Text.Length == 0 ? line.Label : $"{line.Label}: ";
            Indented("• ", $"{label}{line.Text}{Marks(line.Sources)}");
        }
    }

    private void Write(ComparisonTable comparison)
    {
        Blank();
        var table = new Table { Border = TableBorder.Rounded, ShowRowSeparators = true, Expand = false };
        table.AddColumn(new TableColumn(new Text("")) { Width = 15 });
        table.AddColumn(new TableColumn(new Text(comparison.LeftName, new Style(decoration: Decoration.Bold))));
        table.AddColumn(new TableColumn(new Text(comparison.RightName, new Style(decoration: Decoration.Bold))));
        foreach (var row in comparison.Rows)
        {
            table.AddRow(new Text(row.Aspect + Marks(row.Sources)), new Text(row.Left), new Text(row.Right));
        }

        _console.Write(table);
    }

    private void WriteSources(Answer answer)
    {
        if (answer.Sources.IsEmpty)
        {
            return;
        }

        Blank();
        Line("Sources", "bold");
        for (var i = 0; i < answer.Sources.Length; i++)
        {
            var source = answer.Sources[i];
            Indented($"[{i + 1}] ", $"{source.Citation} ({source.File})", "grey");
        }
    }

    private void WriteFollowUps(Answer answer)
    {
        if (answer.FollowUps.IsEmpty)
        {
            return;
        }

        Blank();
        foreach (var followUp in answer.FollowUps)
        {
            Indented("Next: ", followUp.Label, "blue");
        }
    }

    private void Write(Explanation explanation, Answer answer, TimeSpan took)
    {
        Blank();
        Line("How this answer came about", "bold");
        Line($"Wants: {explanation.Intent}");
        Line($"Rule:  {explanation.Rule}");
        Line($"Kind:  {answer.Kind.Name()}, confidence {answer.Confidence:0.00}, {took.TotalMicroseconds:0} µs, knowledge {answer.KnowledgeVersion}");
        WriteTable(
            ["word", "read as", "taken for"],
            explanation.Words.Select(word => new[] { word.Text, word.ReadAs == word.Text ? "" : word.ReadAs, word.Meaning }));
        WriteTable(
            ["candidate", "score", "covers", "why"],
            explanation.Candidates.Select(candidate =>
                new[] { candidate.Card, $"{candidate.Score:0.00}", $"{candidate.Coverage:0%}", candidate.Why }));
    }

    private void WriteTable(string[] headings, IEnumerable<string[]> rows)
    {
        var table = new Table { Border = TableBorder.Simple };
        foreach (var heading in headings)
        {
            table.AddColumn(new TableColumn(new Text(heading)));
        }

        foreach (var row in rows)
        {
            table.AddRow(row.Select(cell => new Text(cell)));
        }

        if (table.Rows.Count > 0)
        {
            _console.Write(table);
        }
    }

    private static string Marks(IEnumerable<int> sources) => string.Concat(sources.Select(number => $" [{number}]"));

    private void Blank() => _console.WriteLine();

    private void Line(string text, string? style = null) => Wrapped("", text, style);

    private void Indented(string bullet, string text, string? style = null) => Wrapped("  " + bullet, text, style);

    // Spectre's own grids pad every line with blanks to the full width, which is a nuisance in files and diffs.
    private void Wrapped(string lead, string text, string? style)
    {
        var look = style is null ? Style.Plain : Style.Parse(style);
        var indent = new string(' ', lead.Length);
        var first = true;
        foreach (var line in Wrap(text, _console.Profile.Width - lead.Length))
        {
            _console.Write(new Text(first ? lead : indent));
            _console.Write(new Text(line, look).Overflow(Overflow.Ellipsis));
            _console.WriteLine();
            first = false;
        }
    }

    /// <summary>A text in lines no wider than <paramref name="width"/>, but for longer words.</summary>
    internal static IEnumerable<string> Wrap(string text, int width)
    {
        foreach (var paragraph in text.Split('\n'))
        {
            var line = new StringBuilder();
            foreach (var word in paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            {
                if (line.Length > 0 && line.Length + 1 + word.Length > width)
                {
                    yield return line.ToString();
                    line.Clear();
                }

                line.Append(line.Length > 0 ? " " : "").Append(word);
            }

            yield return line.ToString();
        }
    }
}
