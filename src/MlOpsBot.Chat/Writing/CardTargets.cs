using MlOpsBot.Answers;
using MlOpsBot.Knowledge;

namespace MlOpsBot.Chat.Writing;

/// <summary>What opens a card.</summary>
public static class CardTargets
{
    /// <summary>A card under its name.</summary>
    public static FollowUp Of(Card card) => new(card.Name, card.Kind switch
    {
        CardKind.Role => $"role:{card.Slug}",
        CardKind.Activity => $"owner:{card.Slug}",
        _ => $"topic:{card.Slug}",
    });
}
