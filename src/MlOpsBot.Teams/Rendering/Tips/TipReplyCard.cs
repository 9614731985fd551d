using System.Collections.Immutable;
using System.Globalization;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Teams.AdaptiveCards;
using MlOpsBot.Teams.Conversing;
using MlOpsBot.Tips.Commands;

namespace MlOpsBot.Teams.Rendering.Tips;

/// <summary>Writes what is said to whoever gave an order about tips: lines, facts or days below one another, a tip, and what can be done next.</summary>
public static class TipReplyCard
{
    /// <summary>The field for the day on which a pause ends, in <see cref="CardAction.Inputs"/>.</summary>
    public const string Until = "until";

    /// <summary>Whoever is meant where nobody can be asked for a name.</summary>
    private const string Somebody = "somebody here";

    /// <summary>What a row says where there is no tip.</summary>
    private const string Nothing = "–";

    private const string PauseId = "pause";
    private const string PauseOrder = "pause";
    private const int MostOfSummary = 500;
    private const int MostOfPart = 600;
    private const int MostOfCell = 200;
    private const int MostRows = 60;

    /// <summary>Buttons that are seen at once: Teams has room for six. The others are behind "…".</summary>
    private const int MostPrimary = 6;
    private const int MostButtons = 10;

    /// <summary>Bytes for what stands around the body, the fallback's text, what is left out and the buttons.</summary>
    private const int Around = 3_500;

    /// <summary>A reply as a message.</summary>
    public static TeamsMessage Message(TipReply reply, TipSetting setting)
    {
        ArgumentNullException.ThrowIfNull(reply);
        ArgumentNullException.ThrowIfNull(setting);
        var presses = new TipPresses(setting);
        var end = End(reply, setting, presses);
        using var sheet = new CardSheet(ActivityJson.MostOfCard - Around);
        sheet.Keep(end);
        sheet.Add(new Heading(Fit.Within(reply.Title, AnswerText.MostOfTitle), IsTitle: true));
        foreach (var (number, line) in reply.Lines.Index())
        {
            // Facts stand closer to one another than sentences.
            sheet.TryAdd(Line(line, setting) with { Spacing = number > 0 && line.Parts is [{ IsStrong: true }, ..] ? CardSpacing.Small : CardSpacing.Default });
        }

        if (reply.Tip is { } tip)
        {
            sheet.TryAdd(TipCard.Shown(tip, setting));
        }

        AddRows(sheet, reply);
        var summary = CardText.Plain(Fit.Within(Plain(reply, setting, ": ", " "), MostOfSummary));
        var fallback = Fit.Within(Plain(reply, setting, "\n", "\n"), MostOfPart);
        return new TeamsMessage(summary, new AdaptiveCard(sheet.FinishWith(end), [], fallback));
    }

    private static Paragraph Line(TipLine line, TipSetting setting)
        => new([.. line.Parts.Where(static part => part.Text.Length > 0).Select(part => new TextRun(Text(part, setting)) { IsBold = part.IsStrong || part.IsPerson }).DefaultIfEmpty(new TextRun("–"))]);

    private static string Text(TipPart part, TipSetting setting)
        => part.IsPerson ? Fit.Within(setting.Names.GetValueOrDefault(part.Text, Somebody), AnswerText.MostOfLabel) : Long(part.Text, MostOfPart);

    // A part may begin or end with the space that parts it from its neighbours.
    private static string Long(string text, int most) => text.Length <= most ? text : Fit.Within(text, most);

    private static string Plain(TipReply reply, TipSetting setting, string afterTitle, string between)
        => reply.Title + afterTitle + string.Join(between, reply.Lines.Select(line => string.Concat(line.Parts.Select(part => Text(part, setting)))));

    /// <summary>Rows as a table of two columns, so that they read on a phone: a third one stands below the second.</summary>
    private static void AddRows(CardSheet sheet, TipReply reply)
    {
        if (reply.Rows.IsEmpty)
        {
            return;
        }

        var isDays = reply.Rows.Any(static row => row.Length > 2);
        var rows = isDays ? WithoutTime(reply.Rows, reply.HasHeading ? 1 : 0) : reply.Rows;
        var most = Math.Min(rows.Length, MostRows);
        for (var shown = most; shown > 0; shown /= 2)
        {
            var table = new CardTable([.. rows.Take(shown).Select((row, number) => Row(row, isHeading: reply.HasHeading && number == 0))])
            {
                Widths = isDays ? [1, 2] : [2, 3],
                HasHeads = reply.HasHeading,
                Spacing = CardSpacing.Medium,
            };
            if (sheet.TryAdd(table))
            {
                if (shown < rows.Length)
                {
                    sheet.TryAdd(CardLines.More(rows.Length - shown));
                }

                return;
            }
        }
    }

    private static CardTableRow Row(ImmutableArray<string> row, bool isHeading)
    {
        var first = row.Length > 0 ? row[0] : "";
        var second = row.Length > 1 ? row[1] : "";
        var third = row.Length > 2 && !isHeading ? row[2] : "";
        return second == Nothing && third.Length > 0
            ? new CardTableRow([Cell(first, isBold: false, ""), Cell(third, isBold: false, "")])
            : new CardTableRow([Cell(first, isHeading || row.Length == 2, ""), Cell(second, isHeading || third.Length > 0, third)]);
    }

    /// <summary>Days without the time, where that is the same for all: the lines above say it, and on a phone there is no room for it.</summary>
    private static ImmutableArray<ImmutableArray<string>> WithoutTime(ImmutableArray<ImmutableArray<string>> rows, int headings)
    {
        const string Before = ", ";
        var times = rows.Skip(headings).Select(static row => row is [var day, ..] && day.LastIndexOf(Before, StringComparison.Ordinal) is var at and > 0 ? day[at..] : "").Distinct(StringComparer.Ordinal).ToList();
        return times is [{ Length: > 0 } time] ? [.. rows.Select((row, number) => number < headings ? row : row.SetItem(0, row[0][..^time.Length]))] : rows;
    }

    // A cell without content breaks some phones: where nothing is said, a space stands.
    private static ImmutableArray<CardElement> Cell(string text, bool isBold, string below)
    {
        var cell = new Paragraph([new TextRun(text.Length == 0 ? "\u00A0" : Long(text, MostOfCell)) { IsBold = isBold }]);
        return below.Length == 0 ? [cell] : [cell, CardLines.Remark(Long(below, MostOfCell)) with { Spacing = CardSpacing.None }];
    }

    private static List<CardElement> End(TipReply reply, TipSetting setting, TipPresses presses)
    {
        var end = new List<CardElement>(2);
        var row = ImmutableArray.CreateBuilder<CardButton>();
        if (presses.Back() is { } back)
        {
            row.Add(back);
        }

        foreach (var button in reply.Buttons.Take(MostButtons))
        {
            CardButton made = presses.Of(button);
            if (button is { Verb: TipVerb.Order, Value: PauseOrder } && end.Count == 0)
            {
                end.Add(Pause(setting, presses));
                made = new ToggleButton(made.Title, [PauseId]);
            }

            row.Add(made with { IsSecondary = row.Count >= MostPrimary });
        }

        if (row.Count > 0)
        {
            end.Insert(0, new ButtonRow(row.ToImmutable()) { Spacing = CardSpacing.Medium });
        }

        return end;
    }

    /// <summary>Until when: shown once somebody wants to pause.</summary>
    private static Box Pause(TipSetting setting, TipPresses presses) => new(
        [
            new DateInput(Until, "The first day with a tip again (leave it empty to pause until somebody resumes)", null) { Least = setting.Today?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) },
            new ButtonRow([presses.Make("Pause", TipActs.Pause) with { SendsInputs = true, IsPositive = true }]) { Spacing = CardSpacing.Small },
        ],
        BoxLook.Emphasis)
    {
        Id = PauseId,
        IsHidden = true,
    };
}
