using System.Collections.Immutable;
using MlOpsBot.Answers;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Slack.BlockKit;

namespace MlOpsBot.Slack.Rendering;

/// <summary>Writes the lines of an answer as rich text, where nothing in them can become mark-up.</summary>
internal static class RichLines
{
    /// <summary>Longest line that is shown whole: twice what a card may have.</summary>
    public const int MostOfLine = 480;

    /// <summary>Longest label.</summary>
    public const int MostOfLabel = 120;

    private const int MostMarks = 8;

    /// <summary>A heading.</summary>
    public static RichTextSection Heading(string text) => new([new TextRun(Fit.Within(text, Limits.Header), IsBold: true)]);

    /// <summary>A paragraph.</summary>
    public static RichTextSection Plain(string text, int most = MostOfLine) => new([new TextRun(Fit.Within(text, most))]);

    /// <summary>What is left out, as the last item of a list.</summary>
    public static RichTextSection More(int count) => new([new TextRun($"… and {count} more", IsItalic: true)]);

    /// <summary>A line: its label in bold, what it says, and where that comes from.</summary>
    public static RichTextSection Of(AnswerLine line)
    {
        var marks = Marks(line.Sources);
        if (line.Label is null)
        {
            return new([new TextRun(Fit.Within(line.Text, MostOfLine) + marks)]);
        }

        var label = new TextRun(Fit.Within(line.Label, MostOfLabel), IsBold: true);
        return line.Text.Length == 0 ? new([label]) : new([label, new TextRun($": {Fit.Within(line.Text, MostOfLine)}{marks}")]);
    }

    /// <summary>" [1][2]", in order; of very many sources the first.</summary>
    public static string Marks(ImmutableArray<int> sources) => sources.IsDefaultOrEmpty
        ? string.Empty
        : $" {string.Concat(sources.Order().Take(MostMarks).Select(number => $"[{number}]"))}{(sources.Length > MostMarks ? "…" : string.Empty)}";

    /// <summary>Text with one name in it in bold.</summary>
    public static ImmutableArray<RichTextRun> Emphasized(string text, string? name)
    {
        var at = string.IsNullOrEmpty(name) ? -1 : text.IndexOf(name, StringComparison.Ordinal);
        if (at < 0)
        {
            return [new TextRun(text)];
        }

        var runs = ImmutableArray.CreateBuilder<RichTextRun>(3);
        if (at > 0)
        {
            runs.Add(new TextRun(text[..at]));
        }

        runs.Add(new TextRun(name!, IsBold: true));
        if (at + name!.Length < text.Length)
        {
            runs.Add(new TextRun(text[(at + name.Length)..]));
        }

        return runs.ToImmutable();
    }
}
