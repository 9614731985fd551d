using System.Text;
using System.Text.Json;

namespace MlOpsBot.Teams.AdaptiveCards;

/// <summary>Writes messages and replies as the wire has them. Thread-safe.</summary>
public static class ActivityJson
{
    /// <summary>What a card's content is called where it is attached.</summary>
    public const string CardType = "application/vnd.microsoft.card.adaptive";

    /// <summary>What a reply of text is called.</summary>
    public const string MessageType = "application/vnd.microsoft.activity.message";

    /// <summary>Most bytes of a whole activity, counted as UTF-16. What is written here stays far below it, as cards stay below <see cref="MostOfCard"/>.</summary>
    public const int MostOfActivity = 100 * 1_024;

    /// <summary>Most bytes of a card, as UTF-8.</summary>
    public const int MostOfCard = 28 * 1_024;

    /// <summary>How activities are written.</summary>
    public static JsonWriterOptions Options => CardJson.Options;

    /// <summary>Writes a message's activity.</summary>
    public static void WriteMessage(Utf8JsonWriter writer, TeamsMessage message, MessageEnvelope envelope)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(envelope);
        writer.WriteStartObject();
        writer.WriteString("type"u8, "message"u8);
        writer.WriteStartObject("from"u8);
        writer.WriteString("id"u8, envelope.BotId);
        if (envelope.BotName is not null)
        {
            writer.WriteString("name"u8, envelope.BotName);
        }

        writer.WriteEndObject();
        writer.WriteStartObject("conversation"u8);
        writer.WriteString("id"u8, envelope.ConversationId);
        writer.WriteEndObject();
        if (envelope.ReplyToId is not null)
        {
            writer.WriteString("replyToId"u8, envelope.ReplyToId);
        }

        WriteContent(writer, message);
        writer.WriteEndObject();
    }

    /// <summary>Writes what a message says (<c>summary</c>, <c>attachments</c> or <c>text</c>, <c>channelData</c>) into an object that is open.</summary>
    public static void WriteContent(Utf8JsonWriter writer, TeamsMessage message)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(message);
        writer.WriteString("summary"u8, message.Summary);
        if (message.Card is null)
        {
            writer.WriteString("textFormat"u8, "plain"u8);
            writer.WriteString("text"u8, message.Text ?? message.Summary);
        }
        else
        {
            writer.WriteStartArray("attachments"u8);
            WriteAttachment(writer, message.Card);
            writer.WriteEndArray();
        }

        if (message.AsksForFeedback)
        {
            writer.WriteStartObject("channelData"u8);
            writer.WriteStartObject("feedbackLoop"u8);
            writer.WriteString("type"u8, "default"u8);
            writer.WriteEndObject();
            writer.WriteEndObject();
        }
    }

    /// <summary>Writes a card as an attachment.</summary>
    public static void WriteAttachment(Utf8JsonWriter writer, AdaptiveCard card)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(card);
        writer.WriteStartObject();
        writer.WriteString("contentType"u8, CardType);
        writer.WritePropertyName("content"u8);
        CardJson.Write(writer, card);
        writer.WriteEndObject();
    }

    /// <summary>Writes a card by itself.</summary>
    public static void WriteCard(Utf8JsonWriter writer, AdaptiveCard card)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(card);
        CardJson.Write(writer, card);
    }

    /// <summary>Writes the answer to a pressed button (<c>adaptiveCard/action</c>): the card that takes the place of what was pressed, or a text that is shown for a moment.</summary>
    public static void WriteReply(Utf8JsonWriter writer, TeamsMessage message)
    {
        ArgumentNullException.ThrowIfNull(writer);
        ArgumentNullException.ThrowIfNull(message);
        writer.WriteStartObject();
        writer.WriteNumber("statusCode"u8, 200);
        writer.WriteString("type"u8, message.Card is null ? MessageType : CardType);
        writer.WritePropertyName("value"u8);
        if (message.Card is null)
        {
            writer.WriteStringValue(message.Text ?? message.Summary);
        }
        else
        {
            CardJson.Write(writer, message.Card);
        }

        writer.WriteEndObject();
    }

    /// <summary>Bytes of JSON as Teams counts them: two for each UTF-16 unit.</summary>
    /// <param name="json">UTF-8.</param>
    public static int Utf16Bytes(ReadOnlySpan<byte> json) => Encoding.UTF8.GetCharCount(json) * 2;
}
