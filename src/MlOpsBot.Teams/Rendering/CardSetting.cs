using MlOpsBot.Answers;

namespace MlOpsBot.Teams.Rendering;

/// <summary>How an answer is shown. Immutable.</summary>
/// <param name="Answerer">Who answered: the one that the answer came from.</param>
/// <param name="DeliveryId">The message's delivery, which its buttons carry; as the store makes them. Null where there is none.</param>
public sealed record CardSetting(Answerer Answerer, string? DeliveryId)
{
    /// <summary>Where it is shown.</summary>
    public CardPlace Place { get; init; } = CardPlace.Message;

    /// <summary>A line on top, plain text of ours: <see cref="Notes.Changed"/>. Null for none.</summary>
    public string? Notice { get; init; }

    /// <summary>What "Back" opens: what the pressed button carried (<see cref="Conversing.CardAction.Back"/>). Null for no such button.</summary>
    public string? Back { get; init; }

    /// <summary>Whether Teams shows thumbs of its own below the message: the card then has none.</summary>
    public bool HasFeedbackLoop { get; init; }

    /// <summary>Whether help names the tips a day.</summary>
    public bool HasTips { get; init; }

    /// <summary>Whether a card to be inserted (<see cref="CardPlace.Inserted"/>) shares little room with many others.</summary>
    public bool IsShort { get; init; }
}

/// <summary>Where a card is shown.</summary>
public enum CardPlace
{
    /// <summary>In a message of ours.</summary>
    Message,

    /// <summary>In the place of another card, for whoever pressed a button on that.</summary>
    InPlace,

    /// <summary>In a message of somebody's own, who found it in the search box: short.</summary>
    Inserted,

    /// <summary>In a dialog, which knows <c>Action.Submit</c> alone.</summary>
    Dialog,
}
