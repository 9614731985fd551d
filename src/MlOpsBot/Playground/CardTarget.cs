using MlOpsBot.Knowledge;

namespace MlOpsBot.Playground;

/// <summary>What opens a card: the target of a button that shows it.</summary>
public static class CardTarget
{
    /// <summary>"role:data-engineer", "owner:model-monitoring" or "topic:what-is-mlops".</summary>
    public static string Of(Card card)
    {
        ArgumentNullException.ThrowIfNull(card);
        return card.Kind switch
        {
            CardKind.Role => $"role:{card.Slug}",
            CardKind.Activity => $"owner:{card.Slug}",
            CardKind.Topic => $"topic:{card.Slug}",
            _ => throw new ArgumentOutOfRangeException(nameof(card), card.Kind, "No such kind of card."),
        };
    }
}
