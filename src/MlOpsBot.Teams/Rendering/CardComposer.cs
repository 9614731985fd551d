using MlOpsBot.Answers;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Teams.AdaptiveCards;

namespace MlOpsBot.Teams.Rendering;

/// <summary>
/// Writes an answer as a card: what was asked first, who to ask here, then the rest, the sources and what to do next. What does not
/// fit is cut from the end, and said.
/// </summary>
internal sealed class CardComposer(Answer answer, CardSetting setting, TeamsCloud cloud)
{
    /// <summary>Bytes for what stands around the body (schema, version), and for what was left out.</summary>
    private const int Around = 400;
    private const int LeftOut = 1_700;

    /// <summary>A part is begun only where this much of it fits.</summary>
    private const int LeastOfBlock = 1_500;

    /// <summary>Names that can be pressed: each costs as much as a few lines.</summary>
    private const int MostLinks = 24;

    /// <summary>Characters of what a client shows that cannot show the card.</summary>
    private const int MostOfFallback = 700;

    private static readonly int[] s_cells = [1_000, 480, 240, 120, 40];

    private readonly CardPresses _presses = new(setting, answer.Target);
    private readonly List<string> _leftOut = [];
    private int _links;

    /// <summary>Writes the card.</summary>
    public AdaptiveCard Compose()
    {
        var fallback = Fallback(answer);
        using var sheet = new CardSheet(ActivityJson.MostOfCard - Around - (fallback.Length * 4));
        var end = new CardEnd(answer, setting, _presses, sheet).Compose();
        sheet.Keep(end);
        sheet.Keep(LeftOut);
        if (setting.Notice is { } notice)
        {
            sheet.Add(new Box([new Paragraph(Fit.Within(notice, 300))], BoxLook.Accent));
        }

        sheet.Add(new Heading(Fit.Within(answer.Title, AnswerText.MostOfTitle), IsTitle: true));
        sheet.Add(CardLines.Lead(answer, AnswerText.Owner(answer, setting.Answerer.Knowledge)));
        if (answer.Holder is { } holder)
        {
            sheet.Add(HolderBox.Of(holder, setting.Answerer.Knowledge, cloud));
        }

        AddComparison(sheet);
        foreach (var block in answer.Blocks)
        {
            AddBlock(sheet, block);
        }

        if (_leftOut.Count > 0)
        {
            end.Insert(0, CardLines.Remark(AnswerText.LeftOut(_leftOut)));
        }

        return new AdaptiveCard(sheet.FinishWith(end), [], fallback) { IsWide = answer.Comparison is not null };
    }

    /// <summary>What a client shows that cannot show the card.</summary>
    public static string Fallback(Answer answer) => Fit.Within(FallbackText.Of(answer, mostOfBody: MostOfFallback), 2 * MostOfFallback);

    private void AddComparison(CardSheet sheet)
    {
        if (answer.Comparison is not { } comparison)
        {
            return;
        }

        foreach (var mostOfCell in s_cells)
        {
            if (sheet.TryAdd(RolesTable.Of(comparison, mostOfCell)))
            {
                return;
            }
        }

        _leftOut.Add("the table");
    }

    private void AddBlock(CardSheet sheet, AnswerBlock block)
    {
        if (block.Heading is null && block.Lines is [{ Label: null } only])
        {
            sheet.TryAdd(CardLines.Remark(Fit.Within(only.Text, AnswerText.MostOfLine)));
            return;
        }

        var name = block.Heading is null ? $"{block.Lines.Length} lines" : Fit.Within(block.Heading, AnswerText.MostOfTitle);
        if (sheet.Left < LeastOfBlock)
        {
            _leftOut.Add(name);
            return;
        }

        if (block.Heading is not null && block.Heading != answer.Title)
        {
            sheet.Add(new Heading(name) { Spacing = CardSpacing.Medium });
        }

        for (var i = 0; i < block.Lines.Length; i++)
        {
            var line = Line(block.Lines[i], answer.Kind == AnswerKind.Clarify ? i + 1 : null);
            if (sheet.Length(line) > sheet.Left - (i == block.Lines.Length - 1 ? 0 : 200))
            {
                sheet.Add(CardLines.More(block.Lines.Length - i));
                return;
            }

            sheet.Add(line);
        }
    }

    private CardElement Line(AnswerLine line, int? number)
    {
        var opens = line.Label is null || _links == MostLinks ? null : TargetOf(line);
        _links += opens is null ? 0 : 1;
        return CardLines.Of(line, number, opens is null ? null : _presses.Open($"Open {line.Label}", opens));
    }

    /// <summary>What pressing a line's name opens: its card, or what a button of that name does. Not the card that is shown.</summary>
    private string? TargetOf(AnswerLine line)
    {
        var target = line.Card is not null
            ? setting.Answerer.Knowledge.FindCard(line.Card) is { } card ? CardTargets.Of(card).Target : null
            : answer.FollowUps.FirstOrDefault(offer => offer.Label == line.Label)?.Target;
        return target is null || target == answer.Target || !CardPresses.Fits(target) ? null : target;
    }
}
