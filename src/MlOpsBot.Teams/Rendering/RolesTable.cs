using System.Collections.Immutable;
using MlOpsBot.Answers;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Teams.AdaptiveCards;

namespace MlOpsBot.Teams.Rendering;

/// <summary>Writes two roles side by side: two columns alone, with each aspect as a band across them, so that it also reads on a phone.</summary>
internal static class RolesTable
{
    private const int MostRows = 20;
    private const int MostOfName = 80;

    /// <summary>A table, without what does not fit.</summary>
    /// <param name="comparison">What is compared.</param>
    /// <param name="mostOfCell">Most characters of a cell.</param>
    public static CardTable Of(ComparisonTable comparison, int mostOfCell)
    {
        var rows = ImmutableArray.CreateBuilder<CardTableRow>();
        rows.Add(new CardTableRow([Name(comparison.LeftName), Name(comparison.RightName)]));
        foreach (var row in comparison.Rows.Take(MostRows))
        {
            // A cell without content breaks some phones: where no source is cited, a space stands.
            var marks = AnswerText.Marks(row.Sources).TrimStart();
            rows.Add(new CardTableRow(
                [
                    [new Paragraph([new TextRun(Fit.Within(row.Aspect, 60)) { IsBold = true }])],
                    [new Paragraph([new TextRun(marks.Length == 0 ? "\u00A0" : marks) { IsSubtle = true }]) { IsAtEnd = true }],
                ],
                IsBand: true));
            rows.Add(new CardTableRow([[new Paragraph(Fit.Within(row.Left, mostOfCell))], [new Paragraph(Fit.Within(row.Right, mostOfCell))]]));
        }

        return new CardTable(rows.ToImmutable());
    }

    private static ImmutableArray<CardElement> Name(string name) => [new Paragraph([new TextRun(Fit.Within(name, MostOfName)) { IsBold = true }])];
}
