using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;

namespace MlOpsBot.Slack.BlockKit;

/// <summary>Writes what can be pressed, chosen or filled in.</summary>
internal static class ElementJson
{
    public static void Write(Utf8JsonWriter writer, Element element)
    {
        writer.WriteStartObject();
        switch (element)
        {
            case Button button:
                WriteButton(writer, button);
                break;
            case StaticSelect select:
                writer.WriteString("type"u8, "static_select"u8);
                BlockKitJson.WritePlain(writer, "placeholder"u8, select.Placeholder);
                WriteOptions(writer, select.Options);
                if (select.Chosen is not null)
                {
                    writer.WritePropertyName("initial_option"u8);
                    WriteOption(writer, select.Chosen);
                }

                break;
            case MultiSelect select:
                writer.WriteString("type"u8, "multi_static_select"u8);
                BlockKitJson.WritePlain(writer, "placeholder"u8, select.Placeholder);
                WriteOptions(writer, select.Options);
                WriteChosen(writer, select.Chosen);
                break;
            case Checkboxes boxes:
                writer.WriteString("type"u8, "checkboxes"u8);
                WriteOptions(writer, boxes.Options);
                WriteChosen(writer, boxes.Chosen);
                break;
            case TimePicker picker:
                writer.WriteString("type"u8, "timepicker"u8);
                writer.WriteString("initial_time"u8, picker.Chosen.ToString("HH:mm", CultureInfo.InvariantCulture));
                break;
            case RadioButtons radio:
                writer.WriteString("type"u8, "radio_buttons"u8);
                WriteOptions(writer, radio.Options);
                writer.WritePropertyName("initial_option"u8);
                WriteOption(writer, radio.Chosen);
                break;
            case TextInput input:
                writer.WriteString("type"u8, "plain_text_input"u8);
                writer.WriteBoolean("multiline"u8, true);
                writer.WriteNumber("max_length"u8, input.MaxLength);
                BlockKitJson.WritePlain(writer, "placeholder"u8, input.Placeholder);
                break;
            case FeedbackButtons feedback:
                writer.WriteString("type"u8, "feedback_buttons"u8);
                WriteThumb(writer, "positive_button"u8, "👍", "This answer helped", feedback.UpValue);
                WriteThumb(writer, "negative_button"u8, "👎", "This answer did not help", feedback.DownValue);
                break;
            default:
                throw new ArgumentException($"No such element: {element.GetType().Name}.", nameof(element));
        }

        writer.WriteString("action_id"u8, element.ActionId);
        writer.WriteEndObject();
    }

    private static void WriteButton(Utf8JsonWriter writer, Button button)
    {
        writer.WriteString("type"u8, "button"u8);
        BlockKitJson.WritePlain(writer, "text"u8, button.Text);
        writer.WriteString("value"u8, button.Value);
        if (button.IsPrimary || button.IsDangerous)
        {
            writer.WriteString("style"u8, button.IsPrimary ? "primary"u8 : "danger"u8);
        }

        if (button.AccessibilityLabel is not null)
        {
            writer.WriteString("accessibility_label"u8, button.AccessibilityLabel);
        }
    }

    private static void WriteThumb(Utf8JsonWriter writer, ReadOnlySpan<byte> name, string text, string label, string value)
    {
        writer.WriteStartObject(name);
        BlockKitJson.WritePlain(writer, "text"u8, text);
        writer.WriteString("accessibility_label"u8, label);
        writer.WriteString("value"u8, value);
        writer.WriteEndObject();
    }

    private static void WriteOptions(Utf8JsonWriter writer, ImmutableArray<MenuOption> options) => WriteOptions(writer, "options"u8, options);

    /// <summary>Slack takes no empty list here.</summary>
    private static void WriteChosen(Utf8JsonWriter writer, ImmutableArray<MenuOption> options)
    {
        if (options.Length > 0)
        {
            WriteOptions(writer, "initial_options"u8, options);
        }
    }

    private static void WriteOptions(Utf8JsonWriter writer, ReadOnlySpan<byte> name, ImmutableArray<MenuOption> options)
    {
        writer.WriteStartArray(name);
        foreach (var option in options)
        {
            WriteOption(writer, option);
        }

        writer.WriteEndArray();
    }

    private static void WriteOption(Utf8JsonWriter writer, MenuOption option)
    {
        writer.WriteStartObject();
        BlockKitJson.WritePlain(writer, "text"u8, option.Text);
        writer.WriteString("value"u8, option.Value);
        writer.WriteEndObject();
    }
}
