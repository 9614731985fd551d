using System.Collections.Immutable;
using MlOpsBot.Answers;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Slack.BlockKit;

namespace MlOpsBot.Slack.Rendering;

/// <summary>Writes two roles side by side: as a table, or as lists where no table is allowed.</summary>
internal static class ComparisonBlocks
{
    private const int MostRows = 20;
    private const int MostOfName = 80;
    private const int LeastOfCell = 40;

    /// <summary>A table with the roles as columns; cells are cut evenly to what there is room for.</summary>
    public static TableBlock Table(ComparisonTable comparison, int room)
    {
        var shown = Math.Min(comparison.Rows.Length, MostRows);
        var mostOfCell = Math.Clamp(((room - (3 * MostOfName)) / Math.Max(1, shown) - 100) / 2, LeastOfCell, 1_000);
        var rows = ImmutableArray.CreateBuilder<ImmutableArray<TableCell>>(shown + 1);
        rows.Add(
        [
            new TableCell("Aspect", IsBold: true),
            new TableCell(Fit.Within(comparison.LeftName, MostOfName), IsBold: true),
            new TableCell(Fit.Within(comparison.RightName, MostOfName), IsBold: true),
        ]);
        foreach (var row in comparison.Rows.Take(shown))
        {
            rows.Add(
            [
                new TableCell(Aspect(row), IsBold: true),
                new TableCell(Fit.Within(row.Left, mostOfCell)),
                new TableCell(Fit.Within(row.Right, mostOfCell)),
            ]);
        }

        return new TableBlock(rows.ToImmutable());
    }

    /// <summary>The same, aspect by aspect.</summary>
    public static IEnumerable<RichTextBlock> Lists(ComparisonTable comparison) => comparison.Rows.Take(MostRows).Select(row => new RichTextBlock(
    [
        RichLines.Heading(Aspect(row)),
        new RichTextList([Side(comparison.LeftName, row.Left), Side(comparison.RightName, row.Right)]),
    ]));

    private static RichTextSection Side(string name, string text) =>
        new([new TextRun(Fit.Within(name, MostOfName), IsBold: true), new TextRun($": {Fit.Within(text, 1_000)}")]);

    private static string Aspect(ComparisonRow row) => Fit.Within(row.Aspect, 60) + AnswerText.Marks(row.Sources);
}
