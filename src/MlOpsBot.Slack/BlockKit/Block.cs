using System.Collections.Immutable;

namespace MlOpsBot.Slack.BlockKit;

/// <summary>
/// One block of a message or view, in the few forms that this program uses. Immutable. Text that is not ours stands in plain text
/// or rich text alone, where nothing can become mark-up, a mention or a link.
/// </summary>
/// <remarks>Forms: Slack's block reference, https://docs.slack.dev/reference/block-kit/blocks.</remarks>
public abstract record Block;

/// <summary>A large, bold line.</summary>
/// <param name="Text">Plain text, at most <see cref="Limits.Header"/> characters.</param>
public sealed record HeaderBlock(string Text) : Block;

/// <summary>A paragraph.</summary>
/// <param name="Text">At most <see cref="Limits.Section"/> characters.</param>
public sealed record SectionBlock(TextObject Text) : Block
{
    /// <summary>A button or menu at its right; null for none.</summary>
    public Element? Accessory { get; init; }
}

/// <summary>Small grey text.</summary>
/// <param name="Elements">1 to <see cref="Limits.ContextElements"/>.</param>
public sealed record ContextBlock(ImmutableArray<TextObject> Elements) : Block
{
    /// <summary>One line of plain text.</summary>
    public ContextBlock(string text)
        : this([new TextObject(text)])
    {
    }
}

/// <summary>Structured text: paragraphs and lists.</summary>
/// <param name="Elements">At least one.</param>
public sealed record RichTextBlock(ImmutableArray<RichTextElement> Elements) : Block;

/// <summary>Buttons and menus in a row.</summary>
/// <param name="Elements">1 to <see cref="Limits.ActionElements"/>.</param>
public sealed record ActionsBlock(ImmutableArray<Element> Elements) : Block;

/// <summary>A small row for an opinion about the message. In messages alone.</summary>
/// <param name="Feedback">The two thumbs.</param>
public sealed record ContextActionsBlock(FeedbackButtons Feedback) : Block;

/// <summary>A line across.</summary>
public sealed record DividerBlock : Block;

/// <summary>A table; one a message, and in messages alone. The first row is its head. Columns wrap but for the first ones where that is said.</summary>
/// <param name="Rows">1 to <see cref="Limits.TableRows"/>, each of as many cells, at most <see cref="Limits.TableColumns"/>.</param>
public sealed record TableBlock(ImmutableArray<ImmutableArray<TableCell>> Rows) : Block
{
    /// <summary>How many of the first columns keep to one line: those of short words alone, as the rest is cut.</summary>
    public int Unwrapped { get; init; }
}

/// <summary>A cell of a table.</summary>
/// <param name="Text">Plain text, not empty.</param>
/// <param name="IsBold">Whether it heads its row or column.</param>
public readonly record struct TableCell(string Text, bool IsBold = false);

/// <summary>A field of a form. In modals alone.</summary>
/// <param name="Label">Plain text.</param>
/// <param name="Field">What is filled in.</param>
public sealed record InputBlock(string Label, Element Field) : Block
{
    /// <summary>Grey text below; null for none.</summary>
    public string? Hint { get; init; }

    /// <summary>Whether it may stay empty.</summary>
    public bool IsOptional { get; init; }
}

/// <summary>A piece of text in a section or context.</summary>
/// <param name="Text">Not empty.</param>
/// <param name="IsMarkdown">Whether it is Slack's mrkdwn: only for text that is wholly ours, such as a category's name or a mention of a checked user id.</param>
public sealed record TextObject(string Text, bool IsMarkdown = false);
