using System.Collections.Immutable;
using MlOpsBot.Answers;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Slack.BlockKit;
using MlOpsBot.Slack.Rendering;
using MlOpsBot.Tips.Commands;
using MlOpsBot.Tips.Dispatching;

namespace MlOpsBot.Slack.Tips;

/// <summary>Writes tips, and what is said about them, within all of Slack's limits. Thread-safe.</summary>
internal static class TipMessages
{
    /// <summary>Longest paragraph, and longest text of a tip: several times what a tip may have.</summary>
    private const int MostOfLine = 1_000;

    private const int MostOfCell = 300;

    /// <summary>"Wed 25 Nov 2026, 09:30", and a little more.</summary>
    private const int MostOfDay = 24;

    /// <summary>Characters that are kept for what comes below a table.</summary>
    private const int AfterTable = 1_500;

    /// <summary>A tip as it is posted.</summary>
    /// <param name="post">The tip.</param>
    /// <param name="answerer">Who knows its card.</param>
    /// <param name="delivery">The message's delivery.</param>
    public static SlackMessage Tip(TipPost post, Answerer answerer, string delivery) => new(
        SlackText.EscapedWithin(TipText.Plain(post), Limits.Text),
        [
            .. TipBlocks(post),
            new ActionsBlock([.. TipElements(post, answerer, delivery, first: 0), TipButtons.Of(new TipButton("Change or stop", TipVerb.Order, TipOrders.Status), 2) with { AccessibilityLabel = "Change or stop these tips" }]),
        ]);

    /// <summary>What is said to an order or a press.</summary>
    /// <param name="reply">What.</param>
    /// <param name="answerer">Who knows the cards.</param>
    /// <param name="delivery">The message's delivery.</param>
    public static SlackMessage Reply(TipReply reply, Answerer answerer, string delivery)
    {
        var end = new List<Block>(8);
        if (reply.Tip is { } tip)
        {
            end.Add(new DividerBlock());
            end.AddRange(TipBlocks(tip));
            end.Add(new ActionsBlock(TipElements(tip, answerer, delivery, first: reply.Buttons.Length)));
            if (reply.Buttons.Length > 0)
            {
                end.Add(new DividerBlock());
            }
        }

        if (reply.Buttons.Length > 0)
        {
            end.Add(new ActionsBlock([.. reply.Buttons.Take(Limits.ActionElements).Select(TipButtons.Of)]));
        }

        var sheet = new Sheet(Limits.MessageBlocks, Limits.MessageText).Keep(end).Keep(blocks: 1, text: 100);
        sheet.Add(new HeaderBlock(Fit.Within(reply.Title, Limits.Header)));
        AddLines(sheet, reply.Lines);
        AddRows(sheet, reply);
        return new SlackMessage(SlackText.EscapedWithin(TipText.Plain(reply), Limits.Text), sheet.FinishWith(end));
    }

    /// <summary>In a channel where tips were suspended and go on.</summary>
    public static SlackMessage Back { get; } = Note("I can post here again, and so the role tips go on. /mlops tips shows when the next one comes.");

    /// <summary>A command that was given up: it may have been carried out.</summary>
    public static SlackMessage TookTooLong { get; } = Note("That took me too long, so I cannot tell whether it is done. /mlops tips shows how things stand.");

    /// <summary>To the owner of a subscription that nothing can be posted for any more.</summary>
    /// <param name="channel">Its channel.</param>
    /// <param name="reason">Slack's word for why.</param>
    public static SlackMessage Stopped(string channel, string reason)
    {
        RichTextRun place = HolderLines.IsId(channel, 'C', 'G') ? new ChannelRun(channel) : new TextRun("a channel");
        var why = ClosedChannel.Explain(reason);
        return new SlackMessage(
            $"I have stopped posting role tips in a channel where you had switched them on. {why.What} {why.Remedy}",
            [
                new HeaderBlock("Role tips have stopped"),
                new RichTextBlock([new RichTextSection([new TextRun("You had switched on role tips in "), place, new TextRun($". {why.What}")])]),
                new RichTextBlock([new RichTextSection([new TextRun(why.Remedy)])]),
            ]);
    }

    private static SlackMessage Note(string text) => new(text, [new SectionBlock(new TextObject(text))]);

    private static IEnumerable<Block> TipBlocks(TipPost post)
    {
        if (post.Notice is { } notice)
        {
            yield return new ContextBlock(Fit.Within(notice, 300));
        }

        yield return new ContextBlock(TipText.Kind);
        yield return new HeaderBlock(Fit.Within(post.Tip.Title, Limits.Header));
        yield return new RichTextBlock([new RichTextSection([new TextRun(Fit.Within(post.Tip.Text, MostOfLine))])]);
        yield return new ContextBlock(Fit.Within(post.Why, 500));
        if (TipText.Sources(post) is { } sources)
        {
            yield return new ContextBlock(sources);
        }
    }

    private static ImmutableArray<Element> TipElements(TipPost post, Answerer answerer, string delivery, int first)
    {
        var target = CardTargets.Of(post.Card).Target;
        var card = new CardValues(answerer, delivery).Open(target);
        return
        [
            new Button(ActionIds.Open(0), Fit.Within($"Open {post.Card.Name}", Limits.ButtonText), card) { AccessibilityLabel = Fit.Within($"Open the card: {post.Card.Name}", Limits.ButtonText) },
            Vote("More like this", TipVerb.More, first) with { AccessibilityLabel = Fit.Within($"More tips about {post.Card.Name}", Limits.ButtonText) },
            Vote("Less like this", TipVerb.Less, first + 1) with { AccessibilityLabel = Fit.Within($"Fewer tips about {post.Card.Name}", Limits.ButtonText) },
        ];

        Button Vote(string label, TipVerb verb, int number) => TipButtons.Of(new TipButton(label, verb, post.Card.Slug), number);
    }

    /// <summary>Paragraphs; facts one after the other, each under a word that stands out, are a list.</summary>
    private static void AddLines(Sheet sheet, ImmutableArray<TipLine> lines)
    {
        for (var next = 0; next < lines.Length;)
        {
            var facts = lines.Skip(next).TakeWhile(IsFact).ToList();
            sheet.TryAdd(new RichTextBlock([facts.Count > 1 ? new RichTextList([.. facts.Select(Section)]) : Section(lines[next])]));
            next += Math.Max(1, facts.Count);
        }
    }

    private static bool IsFact(TipLine line) => line.Parts is [{ IsStrong: true }, _, ..];

    private static RichTextSection Section(TipLine line)
        => new([.. line.Parts.Where(part => part.Text.Length > 0).DefaultIfEmpty(new TipPart("–")).Select(Run)]);

    private static void AddRows(Sheet sheet, TipReply reply)
    {
        if (reply.Rows.IsEmpty)
        {
            return;
        }

        if (!reply.HasHeading)
        {
            sheet.TryAdd(new RichTextBlock([new RichTextList([.. reply.Rows.Where(row => row.Length > 0).Select(Fact)])]));
            return;
        }

        var room = Math.Min(Limits.TableText, sheet.TextLeft - AfterTable);
        var columns = Math.Min(Limits.TableColumns, reply.Rows.Max(row => row.Length));
        var rows = ImmutableArray.CreateBuilder<ImmutableArray<TableCell>>();
        foreach (var row in reply.Rows.Take(Limits.TableRows))
        {
            var cells = Enumerable.Range(0, columns)
                .Select(column => new TableCell(Fit.Within(column < row.Length ? row[column] : "", MostOfCell), IsBold: rows.Count == 0))
                .ToImmutableArray();
            room -= cells.Sum(cell => cell.Text.Length);
            if (room < 0)
            {
                break;
            }

            rows.Add(cells);
        }

        sheet.TryAdd(new TableBlock(rows.ToImmutable()) { Unwrapped = rows.All(row => row[0].Text.Length <= MostOfDay) ? 1 : 0 });
        if (rows.Count < reply.Rows.Length)
        {
            sheet.TryAdd(new ContextBlock(AnswerText.More(reply.Rows.Length - rows.Count)));
        }
    }

    private static RichTextSection Fact(ImmutableArray<string> row) => row.Length == 1
        ? RichLines.Plain(row[0], MostOfLine)
        : new RichTextSection(
        [
            new TextRun(Fit.Within(row[0], AnswerText.MostOfLabel), IsBold: true),
            new TextRun($": {Fit.Within(string.Join(", ", row.Skip(1).Where(cell => cell.Length > 0)), MostOfLine)}"),
        ]);

    private static RichTextRun Run(TipPart part) => part.IsPerson && HolderLines.IsId(part.Text, 'U', 'W')
        ? new UserRun(part.Text)
        : new TextRun(part.IsPerson ? TipText.Somebody : Fit.Within(part.Text, MostOfLine), IsBold: part.IsStrong);
}
