using System.Text.Json;
using MlOpsBot.Chat.Receiving;
using MlOpsBot.Teams.Requests;

namespace MlOpsBot.Teams.Extending;

/// <summary>Reads the message that somebody pointed at.</summary>
internal static class PointedMessage
{
    /// <summary>What it says, without mark-up; empty where it says nothing.</summary>
    /// <param name="message">The invoke's <c>messagePayload</c>.</param>
    /// <param name="botName">The bot's name, of which a mention is left out; null where it is not known.</param>
    public static string Words(JsonElement message, string? botName)
    {
        var body = message.Member("body");
        var content = body.Said("content") ?? "";
        var words = body.Said("contentType") == "text" ? content.Trim() : MessageText.Plain(content, botName);
        return message.Said("subject") is { Length: > 0 } subject ? $"{subject}. {words}".TrimEnd() : words;
    }
}
