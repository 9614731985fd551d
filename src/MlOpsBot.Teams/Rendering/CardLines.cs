using System.Collections.Immutable;
using MlOpsBot.Answers;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Teams.AdaptiveCards;

namespace MlOpsBot.Teams.Rendering;

/// <summary>Writes the lines of an answer as elements of a card.</summary>
internal static class CardLines
{
    /// <summary>The sentence that answers, with a name in bold and where it comes from.</summary>
    public static Paragraph Lead(Answer answer, string? owner)
    {
        var (before, name, after) = AnswerText.Around(Fit.Within(answer.Lead, AnswerText.MostOfLead), owner);
        var runs = ImmutableArray.CreateBuilder<TextRun>(4);
        AddIfAny(runs, new TextRun(before));
        AddIfAny(runs, new TextRun(name) { IsBold = true });
        AddIfAny(runs, new TextRun(after));
        AddMarks(runs, answer.LeadSources);
        return new Paragraph(runs.ToImmutable());
    }

    /// <summary>A line: what it is about in bold, what it says, and where that comes from. Lines without a name get a bullet.</summary>
    /// <param name="line">The line.</param>
    /// <param name="number">Its number in a list to choose from; null for none.</param>
    /// <param name="press">What pressing its name does; null for nothing.</param>
    public static CardElement Of(AnswerLine line, int? number, CardButton? press)
    {
        var runs = ImmutableArray.CreateBuilder<TextRun>(4);
        if (line.Label is null)
        {
            runs.Add(new TextRun(Fit.Within(line.Text, AnswerText.MostOfLine)));
            AddMarks(runs, line.Sources);
            return Bullet(new Paragraph(runs.ToImmutable()));
        }

        if (number is not null)
        {
            runs.Add(new TextRun($"{number}. "));
        }

        runs.Add(new TextRun(Fit.Within(line.Label, AnswerText.MostOfLabel)) { IsBold = true, Press = press });
        if (line.Text.Length > 0)
        {
            // A name that is a question ends its own sentence.
            runs.Add(new TextRun((line.Label[^1] is '?' or '!' or '.' ? " " : ": ") + Fit.Within(line.Text, AnswerText.MostOfLine)));
            AddMarks(runs, line.Sources);
        }

        return new Paragraph(runs.ToImmutable()) { Spacing = CardSpacing.Small };
    }

    /// <summary>A remark that steps back.</summary>
    public static Paragraph Remark(string text) => new([new TextRun(text) { IsSubtle = true, IsSmall = true }]);

    /// <summary>What is left out, as the last line of a list.</summary>
    public static Paragraph More(int count) => new([new TextRun(AnswerText.More(count)) { IsItalic = true }]) { Spacing = CardSpacing.Small };

    /// <summary>An item of a list, beside a bullet.</summary>
    private static ColumnRow Bullet(Paragraph paragraph)
    {
        var bullet = new CardColumn([new Paragraph("•")], IsStretched: false);
        return new ColumnRow([bullet, new CardColumn([paragraph], IsStretched: true) { Spacing = CardSpacing.Small }]) { Spacing = CardSpacing.Small };
    }

    private static void AddMarks(ImmutableArray<TextRun>.Builder runs, ImmutableArray<int> sources)
    {
        if (AnswerText.Marks(sources) is { Length: > 0 } marks)
        {
            runs.Add(new TextRun(marks) { IsSubtle = true });
        }
    }

    private static void AddIfAny(ImmutableArray<TextRun>.Builder runs, TextRun run)
    {
        if (run.Text.Length > 0)
        {
            runs.Add(run);
        }
    }
}
