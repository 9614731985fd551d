using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MlOpsBot.Teams.AdaptiveCards;

/// <summary>Writes cards as JSON.</summary>
internal static class CardJson
{
    /// <summary>How cards are written: as short as may be.</summary>
    public static readonly JsonWriterOptions Options = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes a card as an object.</summary>
    public static void Write(Utf8JsonWriter writer, AdaptiveCard card)
    {
        if (card.Prepared is { } prepared)
        {
            prepared.WriteTo(writer);
            return;
        }

        writer.WriteStartObject();
        writer.WriteString("type"u8, "AdaptiveCard"u8);
        writer.WriteString("$schema"u8, "http://adaptivecards.io/schemas/adaptive-card.json"u8);
        writer.WriteString("version"u8, "1.5"u8);
        writer.WriteString("lang"u8, "en"u8);
        writer.WriteString("fallbackText"u8, card.FallbackText);
        if (card.IsWide)
        {
            writer.WriteStartObject("msteams"u8);
            writer.WriteString("width"u8, "Full"u8);
            writer.WriteEndObject();
        }

        WriteItems(writer, "body"u8, card.Body);
        if (!card.Actions.IsEmpty)
        {
            WriteButtons(writer, card.Actions);
        }

        writer.WriteEndObject();
    }

    /// <summary>Writes an element as an object.</summary>
    public static void Write(Utf8JsonWriter writer, CardElement element)
    {
        writer.WriteStartObject();
        switch (element)
        {
            case Heading heading:
                writer.WriteString("type"u8, "TextBlock"u8);
                writer.WriteString("text"u8, CardText.Escaped(heading.Text));
                writer.WriteString("style"u8, "heading"u8);
                writer.WriteString("size"u8, heading.IsTitle ? "Large"u8 : "Medium"u8);
                writer.WriteString("weight"u8, "Bolder"u8);
                writer.WriteBoolean("wrap"u8, value: true);
                break;
            case Paragraph paragraph:
                writer.WriteString("type"u8, "RichTextBlock"u8);
                if (paragraph.IsAtEnd)
                {
                    writer.WriteString("horizontalAlignment"u8, "Right"u8);
                }

                WriteRuns(writer, paragraph.Runs);
                break;
            case Box box:
                writer.WriteString("type"u8, "Container"u8);
                WriteLook(writer, box.Look);
                WriteItems(writer, "items"u8, box.Items);
                WritePress(writer, box.Press);
                break;
            case ColumnRow row:
                writer.WriteString("type"u8, "ColumnSet"u8);
                WriteColumns(writer, row.Columns);
                break;
            case CardTable table:
                writer.WriteString("type"u8, "Table"u8);
                WriteTable(writer, table);
                break;
            case ButtonRow buttons:
                writer.WriteString("type"u8, "ActionSet"u8);
                WriteButtons(writer, buttons.Buttons);
                break;
            default:
                InputJson.Write(writer, element);
                break;
        }

        WriteRest(writer, element);
        writer.WriteEndObject();
    }

    private static void WriteRest(Utf8JsonWriter writer, CardElement element)
    {
        if (element.Spacing != CardSpacing.Default)
        {
            writer.WriteString("spacing"u8, element.Spacing.ToString());
        }

        if (element.HasSeparator)
        {
            writer.WriteBoolean("separator"u8, value: true);
        }

        if (element.Id is not null)
        {
            writer.WriteString("id"u8, element.Id);
        }

        if (element.IsHidden)
        {
            writer.WriteBoolean("isVisible"u8, value: false);
        }
    }

    private static void WriteItems(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ImmutableArray<CardElement> items)
    {
        writer.WriteStartArray(name);
        foreach (var item in items)
        {
            Write(writer, item);
        }

        writer.WriteEndArray();
    }

    private static void WriteRuns(Utf8JsonWriter writer, ImmutableArray<TextRun> runs)
    {
        writer.WriteStartArray("inlines"u8);
        foreach (var run in runs)
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, "TextRun"u8);
            writer.WriteString("text"u8, CardText.Plain(run.Text));
            if (run.IsBold)
            {
                writer.WriteString("weight"u8, "Bolder"u8);
            }

            if (run.IsItalic)
            {
                writer.WriteBoolean("italic"u8, value: true);
            }

            if (run.IsSubtle)
            {
                writer.WriteBoolean("isSubtle"u8, value: true);
            }

            if (run.IsSmall)
            {
                writer.WriteString("size"u8, "Small"u8);
            }

            WritePress(writer, run.Press);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteColumns(Utf8JsonWriter writer, ImmutableArray<CardColumn> columns)
    {
        writer.WriteStartArray("columns"u8);
        foreach (var column in columns)
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, "Column"u8);
            writer.WriteString("width"u8, column.IsStretched ? "stretch"u8 : "auto"u8);
            if (column.Spacing != CardSpacing.Default)
            {
                writer.WriteString("spacing"u8, column.Spacing.ToString());
            }

            WriteItems(writer, "items"u8, column.Items);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteTable(Utf8JsonWriter writer, CardTable table)
    {
        writer.WriteBoolean("showGridLines"u8, value: false);
        if (!table.HasHeads)
        {
            writer.WriteBoolean("firstRowAsHeaders"u8, value: false);
        }

        writer.WriteStartArray("columns"u8);
        for (var i = 0; i < table.Rows[0].Cells.Length; i++)
        {
            writer.WriteStartObject();
            writer.WriteNumber("width"u8, table.Widths.IsEmpty ? 1 : table.Widths[i]);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("rows"u8);
        foreach (var row in table.Rows)
        {
            writer.WriteStartObject();
            writer.WriteString("type"u8, "TableRow"u8);
            WriteLook(writer, row.IsBand ? BoxLook.Emphasis : BoxLook.Plain);
            writer.WriteStartArray("cells"u8);
            foreach (var cell in row.Cells)
            {
                writer.WriteStartObject();
                writer.WriteString("type"u8, "TableCell"u8);
                WriteItems(writer, "items"u8, cell);
                writer.WriteEndObject();
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteLook(Utf8JsonWriter writer, BoxLook look)
    {
        if (look != BoxLook.Plain)
        {
            writer.WriteString("style"u8, look switch { BoxLook.Emphasis => "emphasis"u8, BoxLook.Accent => "accent"u8, _ => "warning"u8 });
        }
    }

    private static void WritePress(Utf8JsonWriter writer, CardButton? press)
    {
        if (press is not null)
        {
            writer.WritePropertyName("selectAction"u8);
            ButtonJson.Write(writer, press);
        }
    }

    private static void WriteButtons(Utf8JsonWriter writer, ImmutableArray<CardButton> buttons)
    {
        writer.WriteStartArray("actions"u8);
        foreach (var button in buttons)
        {
            ButtonJson.Write(writer, button);
        }

        writer.WriteEndArray();
    }
}
