using System.Diagnostics;
using System.Text.Json;

namespace MlOpsBot.Teams.AdaptiveCards;

/// <summary>Writes a card's buttons as JSON.</summary>
internal static class ButtonJson
{
    public static void Write(Utf8JsonWriter writer, CardButton button)
    {
        switch (button)
        {
            case VerbButton { IsSubmit: true } verb:
                writer.WriteStartObject();
                WriteSubmit(writer, verb);
                writer.WriteEndObject();
                break;
            case VerbButton verb:
                writer.WriteStartObject();
                writer.WriteString("type"u8, "Action.Execute"u8);
                writer.WriteString("verb"u8, verb.Verb);
                WriteCommon(writer, verb);
                WriteData(writer, verb);
                writer.WriteStartObject("fallback"u8);
                WriteSubmit(writer, verb);
                writer.WriteEndObject();
                writer.WriteEndObject();
                break;
            case LinkButton link:
                writer.WriteStartObject();
                writer.WriteString("type"u8, "Action.OpenUrl"u8);
                WriteCommon(writer, link);
                writer.WriteString("url"u8, link.Address);
                writer.WriteEndObject();
                break;
            case ToggleButton toggle:
                writer.WriteStartObject();
                writer.WriteString("type"u8, "Action.ToggleVisibility"u8);
                WriteCommon(writer, toggle);
                writer.WriteStartArray("targetElements"u8);
                foreach (var id in toggle.Ids)
                {
                    writer.WriteStringValue(id);
                }

                writer.WriteEndArray();
                writer.WriteEndObject();
                break;
            default:
                throw new UnreachableException($"{button.GetType().Name} is no button that is written.");
        }
    }

    private static void WriteSubmit(Utf8JsonWriter writer, VerbButton button)
    {
        writer.WriteString("type"u8, "Action.Submit"u8);
        WriteCommon(writer, button);
        WriteData(writer, button);
    }

    private static void WriteCommon(Utf8JsonWriter writer, CardButton button)
    {
        writer.WriteString("title"u8, CardText.Plain(button.Title));
        if (button.Tooltip is not null)
        {
            writer.WriteString("tooltip"u8, CardText.Plain(button.Tooltip));
        }

        if (button.IsPositive)
        {
            writer.WriteString("style"u8, "positive"u8);
        }
        else if (button.IsDangerous)
        {
            writer.WriteString("style"u8, "destructive"u8);
        }

        if (button.IsSecondary)
        {
            writer.WriteString("mode"u8, "secondary"u8);
        }
    }

    /// <summary>The verb stands in the data too: <c>Action.Submit</c> has none of its own.</summary>
    private static void WriteData(Utf8JsonWriter writer, VerbButton button)
    {
        writer.WriteStartObject("data"u8);
        writer.WriteString("verb"u8, button.Verb);
        if (button.Button is { } value)
        {
            writer.WriteStartObject("b"u8);
            value.WriteTo(writer);
            writer.WriteEndObject();
        }

        if (button.Tip is { } tip)
        {
            writer.WriteStartObject("tip"u8);
            writer.WriteString("do"u8, tip.Do);
            writer.WriteString("v"u8, tip.Value);
            writer.WriteEndObject();
        }

        if (button.Back is not null)
        {
            writer.WriteString("back"u8, button.Back);
        }

        writer.WriteEndObject();
        if (!button.SendsInputs)
        {
            writer.WriteString("associatedInputs"u8, "none"u8);
        }
    }
}
