using MlOpsBot.Answers;
using MlOpsBot.Chat.Conversing;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Tips.Dispatching;

namespace MlOpsBot.Chat.Tips;

/// <summary>What is kept with a tip that was posted or shown. Thread-safe.</summary>
public static class TipNote
{
    /// <summary>What a tip is about is what the conversation below it is about: its card, where that can be opened.</summary>
    /// <param name="tip">The tip.</param>
    /// <param name="answerer">What opens its card.</param>
    /// <param name="today">The day by which the card is judged.</param>
    public static DeliveryNote Of(TipPost tip, Answerer answerer, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(tip);
        ArgumentNullException.ThrowIfNull(answerer);
        var target = CardTargets.Of(tip.Card).Target;
        return new DeliveryNote(target, answerer.Open(target, today) is { } card ? Answerer.ContextAfter(card) : null) { Tip = tip.Tip.Id };
    }
}
