using System.Collections.Immutable;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace MlOpsBot.Slack.BlockKit;

/// <summary>Writes messages and views as Slack reads them. Thread-safe.</summary>
public static class BlockKitJson
{
    /// <summary>How to set up a writer for JSON that goes to Slack: no indentation, text as it is. The JSON is no part of any page.</summary>
    public static JsonWriterOptions WriterOptions { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    /// <summary>Writes <c>"text":…,"blocks":[…]</c> into an object that is open. Without blocks, <c>blocks</c> is left out.</summary>
    public static void WriteMessage(Utf8JsonWriter writer, SlackMessage message)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(message);
        if (message.Blocks is [PreparedBlocks { Template: var template }] && ReferenceEquals(template.Text, message.Text))
        {
            writer.WriteString("text"u8, template.EncodedText);
        }
        else
        {
            writer.WriteString("text"u8, message.Text);
        }

        if (!message.Blocks.IsDefaultOrEmpty)
        {
            WriteBlocks(writer, message.Blocks);
        }
    }

    /// <summary>Writes a view as a whole object.</summary>
    public static void WriteView(Utf8JsonWriter writer, SlackView view)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(view);
        writer.WriteStartObject();
        writer.WriteString("type"u8, view.Kind == SlackViewKind.Home ? "home"u8 : "modal"u8);
        if (view.Kind == SlackViewKind.Modal)
        {
            WritePlain(writer, "title"u8, view.Title);
            WritePlainIfAny(writer, "submit"u8, view.Submit);
            WritePlainIfAny(writer, "close"u8, view.Close);
        }

        if (view.CallbackId is not null)
        {
            writer.WriteString("callback_id"u8, view.CallbackId);
        }

        if (view.PrivateMetadata is not null)
        {
            writer.WriteString("private_metadata"u8, view.PrivateMetadata);
        }

        WriteBlocks(writer, view.Blocks);
        writer.WriteEndObject();
    }

    /// <summary>Writes blocks one after the other, into an array that is open.</summary>
    internal static void WriteEach(Utf8JsonWriter writer, ImmutableArray<Block> blocks)
    {
        foreach (var block in blocks)
        {
            if (block is PreparedBlocks prepared)
            {
                prepared.WriteTo(writer);
                continue;
            }

            writer.WriteStartObject();
            WriteContent(writer, block);
            writer.WriteEndObject();
        }
    }

    internal static void WritePlain(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string text)
    {
        writer.WritePropertyName(name);
        WriteText(writer, text, isMarkdown: false);
    }

    private static void WriteBlocks(Utf8JsonWriter writer, ImmutableArray<Block> blocks)
    {
        writer.WriteStartArray("blocks"u8);
        WriteEach(writer, blocks);
        writer.WriteEndArray();
    }

    private static void WriteContent(Utf8JsonWriter writer, Block block)
    {
        switch (block)
        {
            case HeaderBlock header:
                writer.WriteString("type"u8, "header"u8);
                WritePlain(writer, "text"u8, header.Text);
                break;
            case SectionBlock section:
                writer.WriteString("type"u8, "section"u8);
                writer.WritePropertyName("text"u8);
                WriteText(writer, section.Text.Text, section.Text.IsMarkdown);
                if (section.Accessory is not null)
                {
                    writer.WritePropertyName("accessory"u8);
                    ElementJson.Write(writer, section.Accessory);
                }

                break;
            case ContextBlock context:
                writer.WriteString("type"u8, "context"u8);
                WriteContext(writer, context);
                break;
            case RichTextBlock rich:
                RichTextJson.WriteContent(writer, rich.Elements);
                break;
            case ActionsBlock actions:
                writer.WriteString("type"u8, "actions"u8);
                WriteElements(writer, actions.Elements);
                break;
            case ContextActionsBlock actions:
                writer.WriteString("type"u8, "context_actions"u8);
                WriteElements(writer, [actions.Feedback]);
                break;
            case DividerBlock:
                writer.WriteString("type"u8, "divider"u8);
                break;
            case TableBlock table:
                WriteTable(writer, table);
                break;
            case InputBlock input:
                WriteInput(writer, input);
                break;
            default:
                throw new ArgumentException($"No such block: {block.GetType().Name}.", nameof(block));
        }
    }

    private static void WriteContext(Utf8JsonWriter writer, ContextBlock context)
    {
        writer.WriteStartArray("elements"u8);
        foreach (var text in context.Elements)
        {
            WriteText(writer, text.Text, text.IsMarkdown);
        }

        writer.WriteEndArray();
    }

    private static void WriteElements(Utf8JsonWriter writer, ImmutableArray<Element> elements)
    {
        writer.WriteStartArray("elements"u8);
        foreach (var element in elements)
        {
            ElementJson.Write(writer, element);
        }

        writer.WriteEndArray();
    }

    private static void WriteTable(Utf8JsonWriter writer, TableBlock table)
    {
        writer.WriteString("type"u8, "table"u8);
        writer.WriteStartArray("column_settings"u8);
        for (var column = 0; column < table.Rows[0].Length; column++)
        {
            writer.WriteStartObject();
            writer.WriteBoolean("is_wrapped"u8, column >= table.Unwrapped);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartArray("rows"u8);
        foreach (var row in table.Rows)
        {
            writer.WriteStartArray();
            foreach (var cell in row)
            {
                writer.WriteStartObject();
                if (cell.IsBold)
                {
                    RichTextJson.WriteContent(writer, [new RichTextSection([new TextRun(cell.Text, IsBold: true)])]);
                }
                else
                {
                    writer.WriteString("type"u8, "raw_text"u8);
                    writer.WriteString("text"u8, cell.Text);
                }

                writer.WriteEndObject();
            }

            writer.WriteEndArray();
        }

        writer.WriteEndArray();
    }

    private static void WriteInput(Utf8JsonWriter writer, InputBlock input)
    {
        writer.WriteString("type"u8, "input"u8);
        WritePlain(writer, "label"u8, input.Label);
        WritePlainIfAny(writer, "hint"u8, input.Hint);
        writer.WriteBoolean("optional"u8, input.IsOptional);
        writer.WritePropertyName("element"u8);
        ElementJson.Write(writer, input.Field);
    }

    private static void WritePlainIfAny(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string? text)
    {
        if (text is not null)
        {
            WritePlain(writer, name, text);
        }
    }

    /// <summary>Emoji are switched off in plain text: ":bug:" in a card or a question is what it says.</summary>
    private static void WriteText(Utf8JsonWriter writer, string text, bool isMarkdown)
    {
        writer.WriteStartObject();
        writer.WriteString("type"u8, isMarkdown ? "mrkdwn"u8 : "plain_text"u8);
        writer.WriteString("text"u8, text);
        if (!isMarkdown)
        {
            writer.WriteBoolean("emoji"u8, false);
        }

        writer.WriteEndObject();
    }
}
