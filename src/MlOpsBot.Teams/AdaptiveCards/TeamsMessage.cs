namespace MlOpsBot.Teams.AdaptiveCards;

/// <summary>
/// A message: a card or a text, never both, as Teams makes two messages of that and returns no id. Sources stand on the card:
/// Teams' own citations hang on numbers in a message's text, of which a card has none. Immutable.
/// </summary>
/// <param name="Summary">What notifications and lists of chats show, plain text.</param>
/// <param name="Card">The card; null for a text.</param>
public sealed record TeamsMessage(string Summary, AdaptiveCard? Card)
{
    /// <summary>The text of a message without a card, plain.</summary>
    public string? Text { get; init; }

    /// <summary>Whether Teams shows its own thumbs below the message.</summary>
    public bool AsksForFeedback { get; init; }
}

/// <summary>Where a message goes. Immutable.</summary>
/// <param name="BotId">The bot's own id there.</param>
/// <param name="BotName">Its name there; null where it is not known.</param>
/// <param name="ConversationId">The conversation.</param>
/// <param name="ReplyToId">The message that it replies to; null for none.</param>
public sealed record MessageEnvelope(string BotId, string? BotName, string ConversationId, string? ReplyToId = null);
