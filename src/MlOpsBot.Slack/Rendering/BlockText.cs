using System.Collections.Immutable;
using MlOpsBot.Slack.BlockKit;

namespace MlOpsBot.Slack.Rendering;

/// <summary>Counts the text that a block shows, for the limit of all blocks together.</summary>
internal static class BlockText
{
    /// <summary>Characters of a mention that Slack may count: the longest name it shows.</summary>
    private const int Mention = 80;

    public static int Length(Block block) => block switch
    {
        HeaderBlock header => header.Text.Length,
        SectionBlock section => section.Text.Text.Length + (section.Accessory is null ? 0 : Length(section.Accessory)),
        ContextBlock context => context.Elements.Sum(element => element.Text.Length),
        RichTextBlock rich => rich.Elements.Sum(Length),
        ActionsBlock actions => actions.Elements.Sum(Length),
        ContextActionsBlock => 2,
        TableBlock table => table.Rows.Sum(row => row.Sum(cell => cell.Text.Length)),
        InputBlock input => input.Label.Length + (input.Hint?.Length ?? 0) + Length(input.Field),
        _ => 0,
    };

    public static int Length(RichTextSection section) => section.Runs.Sum(Length);

    private static int Length(RichTextElement element) => element switch
    {
        RichTextSection section => Length(section),
        RichTextList list => list.Items.Sum(Length),
        _ => 0,
    };

    private static int Length(RichTextRun run) => run switch
    {
        TextRun text => text.Text.Length,
        LinkRun link => link.Text.Length,
        _ => Mention,
    };

    private static int Length(Element element) => element switch
    {
        Button button => button.Text.Length,
        StaticSelect select => select.Placeholder.Length + Length(select.Options),
        RadioButtons radio => Length(radio.Options),
        MultiSelect select => select.Placeholder.Length + Length(select.Options),
        Checkboxes boxes => Length(boxes.Options),
        TextInput input => input.Placeholder.Length,
        _ => 0,
    };

    private static int Length(ImmutableArray<MenuOption> options) => options.Sum(option => option.Text.Length);
}
