using System.Diagnostics;
using System.Text.Json;

namespace MlOpsBot.Teams.AdaptiveCards;

/// <summary>Writes a card's fields as JSON, into an object that is open.</summary>
internal static class InputJson
{
    public static void Write(Utf8JsonWriter writer, CardElement element)
    {
        switch (element)
        {
            case TextInput text:
                writer.WriteString("type"u8, "Input.Text"u8);
                writer.WriteString("id"u8, text.Name);
                writer.WriteString("label"u8, CardText.Plain(text.Label));
                writer.WriteBoolean("isMultiline"u8, value: true);
                writer.WriteNumber("maxLength"u8, text.Most);
                WriteRest(writer, text.Example, text.Required);
                break;
            case ChoiceInput choice:
                writer.WriteString("type"u8, "Input.ChoiceSet"u8);
                writer.WriteString("id"u8, choice.Name);
                writer.WriteString("label"u8, CardText.Plain(choice.Label));
                writer.WriteString("style"u8, choice.Look switch { ChoiceLook.Expanded => "expanded"u8, ChoiceLook.Compact => "compact"u8, _ => "filtered"u8 });
                if (choice.IsMultiple)
                {
                    writer.WriteBoolean("isMultiSelect"u8, value: true);
                }

                if (!choice.Chosen.IsEmpty)
                {
                    writer.WriteString("value"u8, string.Join(',', choice.Chosen));
                }

                if (choice.Look != ChoiceLook.Filtered)
                {
                    writer.WriteBoolean("wrap"u8, value: true);
                }

                WriteRest(writer, choice.Example, choice.Required);
                writer.WriteStartArray("choices"u8);
                foreach (var each in choice.Choices)
                {
                    Write(writer, each);
                }

                writer.WriteEndArray();
                break;
            case TimeInput time:
                writer.WriteString("type"u8, "Input.Time"u8);
                WriteField(writer, time.Name, time.Label, time.Value);
                WriteRest(writer, example: null, time.Required);
                break;
            case DateInput date:
                writer.WriteString("type"u8, "Input.Date"u8);
                WriteField(writer, date.Name, date.Label, date.Value);
                if (date.Least is not null)
                {
                    writer.WriteString("min"u8, date.Least);
                }

                WriteRest(writer, example: null, date.Required);
                break;
            default:
                throw new UnreachableException($"{element.GetType().Name} is no element that is written.");
        }
    }

    public static void Write(Utf8JsonWriter writer, CardChoice choice)
    {
        writer.WriteStartObject();
        writer.WriteString("title"u8, CardText.Plain(choice.Title));
        writer.WriteString("value"u8, choice.Value);
        writer.WriteEndObject();
    }

    private static void WriteField(Utf8JsonWriter writer, string name, string label, string? value)
    {
        writer.WriteString("id"u8, name);
        writer.WriteString("label"u8, CardText.Plain(label));
        if (value is not null)
        {
            writer.WriteString("value"u8, value);
        }
    }

    private static void WriteRest(Utf8JsonWriter writer, string? example, string? required)
    {
        if (example is not null)
        {
            writer.WriteString("placeholder"u8, CardText.Plain(example));
        }

        if (required is not null)
        {
            writer.WriteBoolean("isRequired"u8, value: true);
            writer.WriteString("errorMessage"u8, CardText.Plain(required));
        }
    }
}
