using System.Collections.Immutable;
using System.Text.Json;

namespace MlOpsBot.Slack.BlockKit;

/// <summary>Writes rich text.</summary>
internal static class RichTextJson
{
    /// <summary>Writes a rich text block's properties into an object that is open.</summary>
    public static void WriteContent(Utf8JsonWriter writer, ImmutableArray<RichTextElement> elements)
    {
        writer.WriteString("type"u8, "rich_text"u8);
        writer.WriteStartArray("elements"u8);
        foreach (var element in elements)
        {
            writer.WriteStartObject();
            switch (element)
            {
                case RichTextSection section:
                    WriteSection(writer, section);
                    break;
                case RichTextList list:
                    writer.WriteString("type"u8, "rich_text_list"u8);
                    writer.WriteString("style"u8, list.IsOrdered ? "ordered"u8 : "bullet"u8);
                    writer.WriteStartArray("elements"u8);
                    foreach (var item in list.Items)
                    {
                        writer.WriteStartObject();
                        WriteSection(writer, item);
                        writer.WriteEndObject();
                    }

                    writer.WriteEndArray();
                    break;
                default:
                    throw new ArgumentException($"No such element: {element.GetType().Name}.", nameof(elements));
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteSection(Utf8JsonWriter writer, RichTextSection section)
    {
        writer.WriteString("type"u8, "rich_text_section"u8);
        writer.WriteStartArray("elements"u8);
        foreach (var run in section.Runs)
        {
            writer.WriteStartObject();
            WriteRun(writer, run);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteRun(Utf8JsonWriter writer, RichTextRun run)
    {
        switch (run)
        {
            case TextRun text:
                writer.WriteString("type"u8, "text"u8);
                writer.WriteString("text"u8, text.Text);
                WriteStyle(writer, text);
                break;
            case LinkRun link:
                writer.WriteString("type"u8, "link"u8);
                writer.WriteString("url"u8, link.Url);
                writer.WriteString("text"u8, link.Text);
                break;
            case UserRun user:
                writer.WriteString("type"u8, "user"u8);
                writer.WriteString("user_id"u8, user.User);
                break;
            case ChannelRun channel:
                writer.WriteString("type"u8, "channel"u8);
                writer.WriteString("channel_id"u8, channel.Channel);
                break;
            default:
                throw new ArgumentException($"No such run: {run.GetType().Name}.", nameof(run));
        }
    }

    private static void WriteStyle(Utf8JsonWriter writer, TextRun text)
    {
        if (!text.IsBold && !text.IsItalic)
        {
            return;
        }

        writer.WriteStartObject("style"u8);
        if (text.IsBold)
        {
            writer.WriteBoolean("bold"u8, true);
        }

        if (text.IsItalic)
        {
            writer.WriteBoolean("italic"u8, true);
        }

        writer.WriteEndObject();
    }
}
