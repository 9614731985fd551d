using System.Buffers;
using System.Collections.Immutable;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using MlOpsBot.Answers;
using MlOpsBot.Teams.AdaptiveCards;
using MlOpsBot.Teams.Conversing;
using MlOpsBot.Teams.Rendering;

namespace MlOpsBot.Teams.Extending;

/// <summary>Something that was found, as it can be inserted. Immutable.</summary>
/// <param name="Answer">The answer.</param>
/// <param name="Card">Its card.</param>
/// <param name="Short">Makes a shorter one, for where many share little room.</param>
internal sealed record SearchResult(Answer Answer, AdaptiveCard Card, Func<AdaptiveCard> Short);

/// <summary>
/// Writes the replies of message extensions. Source: <c>https://learn.microsoft.com/microsoftteams/platform/messaging-extensions/how-to/search-commands/respond-to-search</c>
/// and <c>…/action-commands/create-task-module</c>.
/// </summary>
internal static class ExtensionJson
{
    private const string Thumbnail = "application/vnd.microsoft.card.thumbnail";

    /// <summary>Most bytes of a page of results, as UTF-8. Teams does not say what it takes; tabs, which come the same way, may have 50 KB.</summary>
    private const int MostOfPage = 48 * 1_024;

    /// <summary>
    /// Search results, each a card to insert with a preview; or none. A client that goes on asks for what comes after the page that it
    /// asked for, however much of it came: so where room is short the last cards are short, and left out only where even that is too much.
    /// </summary>
    /// <param name="results">What was found, best first.</param>
    public static InvokeReply Results(IEnumerable<SearchResult> results)
    {
        var attachments = Fitting([.. results]);
        return Reply(writer =>
        {
            writer.WriteStartObject("composeExtension"u8);
            writer.WriteString("type"u8, "result"u8);
            writer.WriteString("attachmentLayout"u8, "list"u8);
            writer.WriteStartArray("attachments"u8);
            foreach (var attachment in attachments)
            {
                writer.WriteRawValue(attachment, skipInputValidation: true);
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

    private static List<byte[]> Fitting(ImmutableArray<SearchResult> results)
    {
        var whole = results.Select(result => Attachment(result.Answer, result.Card)).ToList();
        var left = MostOfPage;
        if (whole.Sum(static attachment => attachment.Length) <= left)
        {
            return whole;
        }

        var shorter = results.Select(result => Attachment(result.Answer, result.Short())).ToList();
        var later = shorter.Sum(static attachment => attachment.Length);
        var fitting = new List<byte[]>(whole.Count);
        for (var i = 0; i < whole.Count; i++)
        {
            later -= shorter[i].Length;
            var attachment = whole[i].Length + later <= left ? whole[i] : shorter[i];
            left -= attachment.Length;
            if (left < 0)
            {
                break;
            }

            fitting.Add(attachment);
        }

        return fitting;
    }

    private static byte[] Attachment(Answer answer, AdaptiveCard card)
    {
        var preview = InsertedCard.ThumbnailPreview(answer);
        var buffer = new ArrayBufferWriter<byte>(4096);
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
        writer.Flush();
        return buffer.WrittenSpan.ToArray();
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
