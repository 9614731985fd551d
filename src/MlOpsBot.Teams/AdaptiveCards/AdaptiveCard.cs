using System.Collections.Immutable;

namespace MlOpsBot.Teams.AdaptiveCards;

/// <summary>An Adaptive Card, version 1.5. Immutable.</summary>
/// <remarks>Form: https://adaptivecards.io/explorer. Of its elements those are here that every client of Teams shows.</remarks>
/// <param name="Body">What it shows.</param>
/// <param name="Actions">Buttons at its foot.</param>
/// <param name="FallbackText">What a client shows that cannot show the card; plain text.</param>
public sealed record AdaptiveCard(ImmutableArray<CardElement> Body, ImmutableArray<CardButton> Actions, string FallbackText)
{
    /// <summary>Whether it may be as wide as the conversation, which tables are better for.</summary>
    public bool IsWide { get; init; }

    /// <summary>The card as it was written before, with the delivery that its buttons carry; null where it is written now.</summary>
    internal PreparedCard? Prepared { get; init; }
}

/// <summary>A part of a card's body. Immutable.</summary>
public abstract record CardElement
{
    /// <summary>Room before it.</summary>
    public CardSpacing Spacing { get; init; }

    /// <summary>Whether a line is drawn before it.</summary>
    public bool HasSeparator { get; init; }

    /// <summary>Its name for <see cref="ToggleButton"/>; null for none.</summary>
    public string? Id { get; init; }

    /// <summary>Whether it is hidden until a <see cref="ToggleButton"/> shows it.</summary>
    public bool IsHidden { get; init; }
}

/// <summary>Room before an element.</summary>
public enum CardSpacing
{
    /// <summary>As the client has it.</summary>
    Default,

    /// <summary>None.</summary>
    None,

    /// <summary>A little.</summary>
    Small,

    /// <summary>More than by default.</summary>
    Medium,

    /// <summary>Much.</summary>
    Large,
}

/// <summary>A heading, which screen readers can jump to. Any text is safe: it is escaped, as clients read Markdown here.</summary>
/// <param name="Text">Plain text.</param>
/// <param name="IsTitle">Whether it is the card's own heading, else that of a part.</param>
public sealed record Heading(string Text, bool IsTitle = false) : CardElement;

/// <summary>A paragraph. Any text is safe: clients read no mark-up here.</summary>
/// <param name="Runs">Its text; at least one.</param>
public sealed record Paragraph(ImmutableArray<TextRun> Runs) : CardElement
{
    /// <summary>A paragraph of plain text.</summary>
    public Paragraph(string text)
        : this([new TextRun(text)])
    {
    }

    /// <summary>Whether it stands at the right.</summary>
    public bool IsAtEnd { get; init; }
}

/// <summary>Text that looks one way. Immutable.</summary>
/// <param name="Text">Plain text, not empty.</param>
public sealed record TextRun(string Text)
{
    /// <summary>Whether it is bold.</summary>
    public bool IsBold { get; init; }

    /// <summary>Whether it is in italics.</summary>
    public bool IsItalic { get; init; }

    /// <summary>Whether it steps back.</summary>
    public bool IsSubtle { get; init; }

    /// <summary>Whether it is small.</summary>
    public bool IsSmall { get; init; }

    /// <summary>What pressing it does; null for nothing.</summary>
    public CardButton? Press { get; init; }
}

/// <summary>Elements that belong together. Immutable.</summary>
/// <param name="Items">The elements; at least one.</param>
/// <param name="Look">How they are set off; every look is the client's own, in light, dark and high contrast.</param>
public sealed record Box(ImmutableArray<CardElement> Items, BoxLook Look = BoxLook.Plain) : CardElement
{
    /// <summary>What pressing it does; null for nothing.</summary>
    public CardButton? Press { get; init; }
}

/// <summary>How a box is set off.</summary>
public enum BoxLook
{
    /// <summary>Not at all.</summary>
    Plain,

    /// <summary>With a background of its own.</summary>
    Emphasis,

    /// <summary>As something to know.</summary>
    Accent,

    /// <summary>As something to be careful with.</summary>
    Warning,
}

/// <summary>Columns side by side. Immutable.</summary>
/// <param name="Columns">The columns; at least one.</param>
public sealed record ColumnRow(ImmutableArray<CardColumn> Columns) : CardElement;

/// <summary>A column. Immutable.</summary>
/// <param name="Items">What it holds; at least one.</param>
/// <param name="IsStretched">Whether it takes what the others leave, else what it needs.</param>
public sealed record CardColumn(ImmutableArray<CardElement> Items, bool IsStretched)
{
    /// <summary>Room before it.</summary>
    public CardSpacing Spacing { get; init; }
}

/// <summary>A table, whose columns are of equal width unless it says otherwise. Immutable.</summary>
/// <param name="Rows">The rows; all of as many cells.</param>
public sealed record CardTable(ImmutableArray<CardTableRow> Rows) : CardElement
{
    /// <summary>How wide the columns are, in proportion to one another; empty for all the same.</summary>
    public ImmutableArray<int> Widths { get; init; } = [];

    /// <summary>Whether the first row holds the columns' heads, which clients set off and screen readers say with each cell.</summary>
    public bool HasHeads { get; init; } = true;
}

/// <summary>A table's row. Immutable.</summary>
/// <param name="Cells">Its cells; each holds at least one element.</param>
/// <param name="IsBand">Whether it is set off: a heading for the rows below it.</param>
public sealed record CardTableRow(ImmutableArray<ImmutableArray<CardElement>> Cells, bool IsBand = false);

/// <summary>Buttons in a row. Immutable.</summary>
/// <param name="Buttons">The buttons; at least one, and of those that are not <see cref="CardButton.IsSecondary"/> six at most.</param>
public sealed record ButtonRow(ImmutableArray<CardButton> Buttons) : CardElement;
