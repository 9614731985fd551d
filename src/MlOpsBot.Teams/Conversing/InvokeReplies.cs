using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using MlOpsBot.Teams.AdaptiveCards;
using MlOpsBot.Teams.Extending;
using MlOpsBot.Teams.Rendering;

namespace MlOpsBot.Teams.Conversing;

/// <summary>Writes the answers to invokes.</summary>
internal static class InvokeReplies
{
    /// <summary>Taken, and nothing to show.</summary>
    public static InvokeReply Nothing { get; } = new(StatusCodes.Status200OK, "{}"u8.ToArray());

    /// <summary>Nobody answers invokes of that name.</summary>
    public static InvokeReply Unknown { get; } = new(StatusCodes.Status501NotImplemented, ReadOnlyMemory<byte>.Empty);

    /// <summary>What a pressed button is answered by: a card in its place, or a text that is shown for a moment.</summary>
    public static InvokeReply Card(TeamsMessage message) => Write(writer => ActivityJson.WriteReply(writer, message));

    /// <summary>In the place of an answer that would be one too many: in a dialog where one was to be opened, else in place of the card for a moment.</summary>
    /// <param name="name">The invoke's name.</param>
    public static InvokeReply TooMuch(string name)
        => name.StartsWith("composeExtension/", StringComparison.Ordinal) ? ExtensionJson.Saying(Notes.TooMuch.Summary) : Card(Notes.TooMuch);

    /// <summary>A pressed button that is no button at all, said in words to whoever may have pressed it.</summary>
    public static InvokeReply Malformed(TeamsMessage message) => Write(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("statusCode"u8, StatusCodes.Status400BadRequest);
        writer.WriteString("type"u8, ActivityJson.MessageType);
        writer.WriteString("value"u8, message.Text ?? message.Summary);
        writer.WriteEndObject();
    });

    private static InvokeReply Write(Action<Utf8JsonWriter> write)
    {
        var buffer = new ArrayBufferWriter<byte>(16 * 1024);
        using var writer = new Utf8JsonWriter(buffer, ActivityJson.Options);
        write(writer);
        writer.Flush();
        return new InvokeReply(StatusCodes.Status200OK, buffer.WrittenMemory);
    }
}
