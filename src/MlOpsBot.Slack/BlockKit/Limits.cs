namespace MlOpsBot.Slack.BlockKit;

/// <summary>Slack's limits, in characters unless said otherwise. What exceeds one is refused whole (<c>invalid_blocks</c>), so nothing may.</summary>
public static class Limits
{
    /// <summary>Blocks of a message.</summary>
    public const int MessageBlocks = 50;

    /// <summary>Blocks of a modal or Home tab.</summary>
    public const int ViewBlocks = 100;

    /// <summary>Text of all blocks of a message together. Undocumented (<c>msg_blocks_too_long</c> beyond 13,200 or so); this keeps off it.</summary>
    public const int MessageText = 12_000;

    /// <summary>Text of all blocks of a view together: none is documented; beyond this nobody reads, and a view has a limit of 250 kB in all.</summary>
    public const int ViewText = 24_000;

    /// <summary>A message's own <c>text</c>; longer ones are cut by Slack.</summary>
    public const int Text = 4_000;

    /// <summary>A section's text.</summary>
    public const int Section = 3_000;

    /// <summary>A header.</summary>
    public const int Header = 150;

    /// <summary>Elements of an actions block.</summary>
    public const int ActionElements = 25;

    /// <summary>Elements of a context block.</summary>
    public const int ContextElements = 10;

    /// <summary>Rows of a table.</summary>
    public const int TableRows = 100;

    /// <summary>Cells of a table's row.</summary>
    public const int TableColumns = 20;

    /// <summary>Text of all of a table's cells together.</summary>
    public const int TableText = 10_000;

    /// <summary>A button's text, or its accessibility label.</summary>
    public const int ButtonText = 75;

    /// <summary>A button's value.</summary>
    public const int ButtonValue = 2_000;

    /// <summary>A menu's options.</summary>
    public const int Options = 100;

    /// <summary>Boxes to tick.</summary>
    public const int CheckboxOptions = 10;

    /// <summary>Radio buttons.</summary>
    public const int RadioOptions = 10;

    /// <summary>An option's text.</summary>
    public const int OptionText = 75;

    /// <summary>An option's value.</summary>
    public const int OptionValue = 150;

    /// <summary>A placeholder.</summary>
    public const int Placeholder = 150;

    /// <summary>A label or hint of a form's field.</summary>
    public const int InputLabel = 2_000;

    /// <summary>A link's address.</summary>
    public const int Url = 3_000;

    /// <summary>An <c>action_id</c>, <c>block_id</c> or <c>callback_id</c>.</summary>
    public const int Id = 255;

    /// <summary>A modal's title, or the text of its submit or close button.</summary>
    public const int ViewTitle = 24;

    /// <summary>A view's <c>private_metadata</c>.</summary>
    public const int PrivateMetadata = 3_000;
}
