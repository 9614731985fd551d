using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;

namespace MlOpsBot.Teams.Tests.FakeTeams;

/// <summary>What the connector does not take, and what it takes apart.</summary>
internal static class ActivityRules
{
    /// <summary>The whole payload in UTF-16.</summary>
    public const int MostBytes = 100 * 1024;

    /// <summary>A card as it stands in the payload, in UTF-8.</summary>
    public const int MostCardBytes = 28 * 1024;

    private const string MessageEntity = "https://schema.org/Message";

    /// <summary>The error that a message is refused with; null if it is fine.</summary>
    public static Reply? Refuse(JsonElement activity)
    {
        if (activity.ValueKind != JsonValueKind.Object || activity.Text("type") != "message")
        {
            return Bad("The activity has no type that can be sent.");
        }

        // Each character of the text counts two bytes, as .NET holds it.
        if (activity.GetRawText().Length * 2 > MostBytes)
        {
            return TooBig();
        }

        var cards = activity.Items("attachments").ToList();
        if (cards.Any(card => Encoding.UTF8.GetByteCount(card.GetRawText()) > MostCardBytes))
        {
            return TooBig();
        }

        if (activity.Text("text").Length == 0 && cards.Count == 0)
        {
            return Bad("Activity must include non empty 'text' field or at least one attachment.");
        }

        return RefuseEntities(activity) ?? cards.Select(RefuseAttachment).FirstOrDefault(refused => refused is not null);
    }

    /// <summary>A message with text and attachments becomes two.</summary>
    public static ImmutableArray<JsonElement> Split(JsonElement activity)
    {
        if (activity.Text("text").Length == 0 || !activity.Items("attachments").Any())
        {
            return [activity];
        }

        var text = JsonNode.Parse(activity.GetRawText())!.AsObject();
        var card = text.DeepClone().AsObject();
        text.Remove("attachments");
        card.Remove("text");
        return [Frozen.Of(text), Frozen.Of(card)];
    }

    private static Reply? RefuseEntities(JsonElement activity)
    {
        var messages = activity.Items("entities").Where(entity => entity.Text("type") == MessageEntity).ToList();
        if (messages.Count > 1)
        {
            return Bad("Activity contains more than one Message entity.");
        }

        if (messages is not [var message])
        {
            return null;
        }

        if (message.Text("@type") != "Message" || message.Text("@context") != "https://schema.org")
        {
            return Bad("The Message entity lacks @type or @context.");
        }

        var citations = message.Items("citation").ToList();
        return citations.Count > 20
            ? Bad("At most 20 citations are allowed.")
            : citations.Select((citation, index) => RefuseCitation(citation, index)).FirstOrDefault(refused => refused is not null);
    }

    private static Reply? RefuseCitation(JsonElement citation, int index)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"citation[{index}]");
        if (citation.Text("@type") != "Claim" || !citation.TryGetProperty("position", out var position) || position.ValueKind != JsonValueKind.Number
            || !citation.TryGetProperty("appearance", out var shown) || shown.Text("@type") != "DigitalDocument" || shown.Text("name").Length == 0)
        {
            return Bad($"{place} is malformed.");
        }

        var keywords = shown.Items("keywords").ToList();
        return shown.Text("name").Length > 80 || shown.Text("abstract").Length > 160 || keywords.Count > 3 || keywords.Any(keyword => keyword.GetString()!.Length > 28)
            ? Bad($"{place} is too long.")
            : null;
    }

    private static Reply? RefuseAttachment(JsonElement attachment)
    {
        if (attachment.Text("contentType") != Card.ContentType)
        {
            return attachment.Text("contentType").Length == 0 ? Bad("An attachment has no contentType.") : null;
        }

        var finding = attachment.TryGetProperty("content", out var card) ? CardRules.Find(card, isDialog: false) : "an attachment without content";
        return finding is null ? null : Bad($"The card is malformed: {finding}.");
    }

    private static Reply Bad(string message) => Reply.Error(StatusCodes.Status400BadRequest, "BadSyntax", message);

    private static Reply TooBig() => Reply.Error(StatusCodes.Status413PayloadTooLarge, "MessageSizeTooBig", "Message size too large.");
}
