using System.Collections.Immutable;
using MlOpsBot.Answers;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Slack.BlockKit;

namespace MlOpsBot.Slack.Rendering;

/// <summary>
/// Writes an answer as blocks: what was asked first, who to ask here, then the rest, the sources and what to do next. What does not
/// fit is cut from the end, and said.
/// </summary>
/// <param name="answer">The answer.</param>
/// <param name="place">Where it is shown.</param>
/// <param name="answerer">Who answered.</param>
/// <param name="delivery">The delivery that its buttons carry; null where there is none.</param>
/// <param name="hasTips">Whether help names the tips a day.</param>
internal sealed class CardComposer(Answer answer, CardPlace place, Answerer answerer, string? delivery, bool hasTips)
{
    /// <summary>Longest single rich text block; long lists go on in the next.</summary>
    private const int MostOfBlock = 2_800;

    /// <summary>A block is begun only where this much of it fits.</summary>
    private const int LeastOfBlock = 300;

    /// <summary>Blocks and characters for lines on top ("Opened by …", "This card has changed …"), and for what was left out.</summary>
    private const int BlocksOnTop = 4;
    private const int TextOnTop = 900;

    private readonly bool _isModal = place == CardPlace.Modal;
    private readonly List<string> _leftOut = [];
    private readonly Sheet _sheet = place == CardPlace.Modal
        ? new Sheet(Limits.ViewBlocks, Limits.ViewText)
        : new Sheet(Limits.MessageBlocks, Limits.MessageText);

    /// <summary>Writes the blocks.</summary>
    public ImmutableArray<Block> Compose()
    {
        var end = End();
        _sheet.Keep(BlocksOnTop, TextOnTop).Keep(end);
        AddAnswer();
        AddHolder();
        AddComparison();
        foreach (var block in answer.Blocks)
        {
            AddBlock(block);
        }

        if (_leftOut.Count > 0)
        {
            end.Insert(0, new ContextBlock(AnswerText.LeftOut(_leftOut)));
        }

        return _sheet.FinishWith(end);
    }

    private void AddAnswer()
    {
        _sheet.Add(new HeaderBlock(Fit.Within(answer.Title, Limits.Header)));
        var lead = Fit.Within(answer.Lead, AnswerText.MostOfLead);
        var runs = RichLines.Emphasized(lead, AnswerText.Owner(answer, answerer.Knowledge));
        var marks = AnswerText.Marks(answer.LeadSources);
        _sheet.Add(new RichTextBlock([new RichTextSection(marks.Length == 0 ? runs : runs.Add(new TextRun(marks)))]));
    }

    private void AddHolder()
    {
        if (answer.Holder is { Entry: not null } held)
        {
            _sheet.Add(HolderLines.Block(held, answerer.Knowledge, mayMention: place != CardPlace.Channel));
            if (HolderText.Dates(held.Entry, held.IsStale) is { } dates)
            {
                _sheet.Add(new ContextBlock(dates));
            }

            // Above the line: who to ask here. Below: what the cards say of it anywhere.
            _sheet.Add(new DividerBlock());
        }
        else if (answer.Holder is { } note)
        {
            _sheet.Add(new ContextBlock(Fit.Within(note.Text, 600)));
        }
    }

    private void AddComparison()
    {
        if (answer.Comparison is not { } comparison)
        {
            return;
        }

        if (!_isModal)
        {
            _sheet.TryAdd(ComparisonBlocks.Table(comparison, Math.Min(Limits.TableText, _sheet.TextLeft)));
            return;
        }

        foreach (var aspect in ComparisonBlocks.Lists(comparison))
        {
            _sheet.TryAdd(aspect);
        }
    }

    private void AddBlock(AnswerBlock block)
    {
        if (block.Heading is null && block.Lines is [{ Label: null } only])
        {
            _sheet.TryAdd(new ContextBlock(Fit.Within(only.Text, AnswerText.MostOfLine)));
            return;
        }

        var next = 0;
        while (next < block.Lines.Length && _sheet.BlocksLeft > 0 && _sheet.TextLeft > LeastOfBlock)
        {
            next = AddLines(block, next);
        }

        if (next == 0)
        {
            _leftOut.Add(block.Heading ?? $"{block.Lines.Length} lines");
        }
    }

    /// <summary>Adds lines from one on, as many as a block and the room that is left hold; gives the number of the next, or the end.</summary>
    private int AddLines(AnswerBlock block, int first)
    {
        var room = Math.Min(MostOfBlock, _sheet.TextLeft);
        var heading = first == 0 && block.Heading is not null ? RichLines.Heading(block.Heading) : null;
        room -= heading is null ? 0 : BlockText.Length(heading);
        var items = ImmutableArray.CreateBuilder<RichTextSection>();
        var next = first;
        for (; next < block.Lines.Length; next++)
        {
            var item = RichLines.Of(block.Lines[next]);
            var length = BlockText.Length(item);
            if (length > room - 20 && items.Count > 0)
            {
                break;
            }

            items.Add(item);
            room -= length;
        }

        // The last block that there is room for says how many are missing; another block can still take them on otherwise.
        var isLast = _sheet.BlocksLeft == 1 || _sheet.TextLeft - (Math.Min(MostOfBlock, _sheet.TextLeft) - room) <= LeastOfBlock;
        if (next < block.Lines.Length && isLast)
        {
            items.Add(RichLines.More(block.Lines.Length - next));
            next = block.Lines.Length;
        }

        var list = new RichTextList(items.ToImmutable(), IsOrdered: answer.Kind == AnswerKind.Clarify && first == 0);
        _sheet.Add(new RichTextBlock(heading is null ? [list] : [heading, list]));
        return next;
    }

    /// <summary>What comes after the body and must not be missing: sources, what to ask next, an opinion.</summary>
    private List<Block> End()
    {
        var end = new List<Block>(6);
        if (answer.Sources.Length > 0)
        {
            end.Add(Sources());
        }

        var values = new CardValues(answerer, delivery);
        end.AddRange(new NextSteps(answer, answerer.Knowledge, values).Blocks(canShare: place == CardPlace.Private && answer.Target is not null));
        if (Hint() is { } hint)
        {
            end.Add(new ContextBlock(hint));
        }

        if (answer.Kind != AnswerKind.Help)
        {
            var (up, down) = (values.Thumb(isUp: true, answer.Target), values.Thumb(isUp: false, answer.Target));
            end.Add(_isModal
                ? new ActionsBlock([Thumb(ActionIds.ThumbUp, "Helpful", "This answer helped", up), Thumb(ActionIds.ThumbDown, "Not helpful", "This answer did not help", down)])
                : new ContextActionsBlock(new FeedbackButtons(ActionIds.Thumb, up, down)));
        }

        return end;
    }

    private string? Hint() => answer.Kind switch
    {
        AnswerKind.None => Examples.Of(answerer.Knowledge).Hint("/mlops roles"),
        AnswerKind.Help => "Mention me in a channel, write me a direct message, or type /mlops and your question anywhere." + (hasTips ? $"\n{Sayings.Tips("/mlops tips on")}" : ""),
        AnswerKind.Clarify => "None of these? Say it in other words, or type /mlops roles to see every role.",
        _ => null,
    };

    private ContextBlock Sources() => new($"{AnswerText.SourcesHeading(answer)}\n{string.Join('\n', AnswerText.SourceLines(answer))}");

    private static Button Thumb(string actionId, string text, string label, string value) => new(actionId, text, value) { AccessibilityLabel = label };
}
