using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using MlOpsBot.Answers;
using MlOpsBot.Teams.AdaptiveCards;
using MlOpsBot.Teams.Conversing;
using MlOpsBot.Teams.Rendering;

namespace MlOpsBot.Teams.Extending;

/// <summary>
/// Writes the replies of message extensions. Source: <c>https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/search-commands/respond-to-search</c>
/// and <c>…/action-commands/create-task-module</c>.
/// </summary>
internal static class ExtensionJson
{
    private const string Thumbnail = "application/vnd.microsoft.card.thumbnail";

    /// <summary>Most bytes of a page of results, as UTF-8. Teams does not say what it takes; tabs, which come the same way, may have 50 KB.</summary>
    private const int MostOfPage = 48 * 1_024;

    /// <summary>Search results, each a card to insert with a preview; or none. As many as fit.</summary>
    /// <param name="results">Answers with their cards.</param>
    public static InvokeReply Results(IEnumerable<(Answer Answer, AdaptiveCard Card)> results)
    {
        var one = new ArrayBufferWriter<byte>(4096);
        var left = MostOfPage;
        return Reply(writer =>
        {
            writer.WriteStartObject("composeExtension"u8);
            writer.WriteString("type"u8, "result"u8);
            writer.WriteString("attachmentLayout"u8, "list"u8);
            writer.WriteStartArray("attachments"u8);
            foreach (var (answer, card) in results)
            {
                one.ResetWrittenCount();
                Attachment(one, answer, card);
                left -= one.WrittenCount;
                if (left < 0)
                {
                    break;
                }

                writer.WriteRawValue(one.WrittenSpan, skipInputValidation: true);
            }

            writer.WriteEndArray();
            writer.WriteEndObject();
        });
    }

    /// <summary>A dialog with a card.</summary>
    public static InvokeReply Dialog(string title, AdaptiveCard card) => Reply(writer =>
    {
        writer.WriteStartObject("task"u8);
        writer.WriteString("type"u8, "continue"u8);
        writer.WriteStartObject("value"u8);
        writer.WriteString("title"u8, title);
        writer.WriteString("height"u8, "large"u8);
        writer.WriteString("width"u8, "medium"u8);
        writer.WritePropertyName("card"u8);
        ActivityJson.WriteAttachment(writer, card);
        writer.WriteEndObject();
        writer.WriteEndObject();
    });

    /// <summary>A dialog that says something.</summary>
    /// <param name="text">Plain text.</param>
    public static InvokeReply Saying(string text) => Reply(writer =>
    {
        writer.WriteStartObject("task"u8);
        writer.WriteString("type"u8, "message"u8);
        writer.WriteString("value"u8, text);
        writer.WriteEndObject();
    });

    /// <summary>Nothing more to show: the dialog closes.</summary>
    public static InvokeReply Nothing() => Reply(static _ => { });

    private static void Attachment(IBufferWriter<byte> buffer, Answer answer, AdaptiveCard card)
    {
        var preview = InsertedCard.ThumbnailPreview(answer);
        using var writer = new Utf8JsonWriter(buffer, ActivityJson.Options);
        writer.WriteStartObject();
        writer.WriteString("contentType"u8, ActivityJson.CardType);
        writer.WritePropertyName("content"u8);
        ActivityJson.WriteCard(writer, card);
        writer.WriteStartObject("preview"u8);
        writer.WriteString("contentType"u8, Thumbnail);
        writer.WriteStartObject("content"u8);
        writer.WriteString("title"u8, preview.Title);
        writer.WriteString("text"u8, preview.Text);
        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static InvokeReply Reply(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(8192);
        using (var writer = new Utf8JsonWriter(buffer, ActivityJson.Options))
        {
            writer.WriteStartObject();
            write(writer);
            writer.WriteEndObject();
        }

        return new InvokeReply(StatusCodes.Status200OK, buffer.WrittenMemory);
    }
}
