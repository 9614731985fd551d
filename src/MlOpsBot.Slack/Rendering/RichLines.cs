using System.Collections.Immutable;
using MlOpsBot.Answers;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Slack.BlockKit;

namespace MlOpsBot.Slack.Rendering;

/// <summary>Writes the lines of an answer as rich text, where nothing in them can become mark-up.</summary>
internal static class RichLines
{
    /// <summary>A heading.</summary>
    public static RichTextSection Heading(string text) => new([new TextRun(Fit.Within(text, Limits.Header), IsBold: true)]);

    /// <summary>A paragraph.</summary>
    public static RichTextSection Plain(string text, int most = AnswerText.MostOfLine) => new([new TextRun(Fit.Within(text, most))]);

    /// <summary>What is left out, as the last item of a list.</summary>
    public static RichTextSection More(int count) => new([new TextRun(AnswerText.More(count), IsItalic: true)]);

    /// <summary>A line: its label in bold, what it says, and where that comes from.</summary>
    public static RichTextSection Of(AnswerLine line)
    {
        var marks = AnswerText.Marks(line.Sources);
        if (line.Label is null)
        {
            return new([new TextRun(Fit.Within(line.Text, AnswerText.MostOfLine) + marks)]);
        }

        var label = new TextRun(Fit.Within(line.Label, AnswerText.MostOfLabel), IsBold: true);
        return line.Text.Length == 0 ? new([label]) : new([label, new TextRun($": {Fit.Within(line.Text, AnswerText.MostOfLine)}{marks}")]);
    }

    /// <summary>Text with one name in it in bold.</summary>
    public static ImmutableArray<RichTextRun> Emphasized(string text, string? name)
    {
        var (before, found, after) = AnswerText.Around(text, name);
        return
        [
            .. before.Length > 0 ? [new TextRun(before)] : ImmutableArray<RichTextRun>.Empty,
            .. found.Length > 0 ? [new TextRun(found, IsBold: true)] : ImmutableArray<RichTextRun>.Empty,
            .. after.Length > 0 ? [new TextRun(after)] : ImmutableArray<RichTextRun>.Empty,
        ];
    }
}
