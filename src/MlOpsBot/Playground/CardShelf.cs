using System.Collections.Immutable;
using MlOpsBot.Knowledge;

namespace MlOpsBot.Playground;

/// <summary>Cards that stand together on the browse page.</summary>
/// <param name="Id">Id of the heading.</param>
/// <param name="Name">The heading.</param>
/// <param name="About">What the cards have in common.</param>
/// <param name="IsCompact">Whether there are so many that each gets a line instead of a tile.</param>
/// <param name="Cards">The cards, by name.</param>
public sealed record CardShelf(string Id, string Name, string About, bool IsCompact, ImmutableArray<ShelvedCard> Cards)
{
    /// <summary>All cards: roles by category, then topics, then activities.</summary>
    public static ImmutableArray<CardShelf> All(KnowledgeBase knowledge)
    {
        ArgumentNullException.ThrowIfNull(knowledge);
        return
        [
            Roles(knowledge, RoleCategory.Business, "Business roles", "Set goals and budget, and bring the knowledge of the field."),
            Roles(knowledge, RoleCategory.Technical, "Technical roles", "Handle data, models and their operation."),
            Roles(knowledge, RoleCategory.Additional, "Additional roles", "Join in where a project or a company needs them."),
            new("topics", "Topics", "Ideas: what MLOps is, its phases, its teams.", false, ByName(knowledge.Topics, topic => topic.Summary.Text)),
            new("activities", "Activities", "What is owned, and the role that leads it.", true, ByName(knowledge.Activities, activity => Leader(knowledge, activity))),
        ];
    }

    private static CardShelf Roles(KnowledgeBase knowledge, RoleCategory category, string name, string about) => new(
        category.ToString().ToLowerInvariant(), name, about, false, ByName(knowledge.Roles.Where(role => role.Category == category), role => role.Summary.Text));

    private static string Leader(KnowledgeBase knowledge, ActivityCard activity) =>
        knowledge.FindCard(activity.Lead.Role)?.Name ?? activity.Lead.Role;

    private static ImmutableArray<ShelvedCard> ByName<TCard>(IEnumerable<TCard> cards, Func<TCard, string> line)
        where TCard : Card =>
        [.. cards.OrderBy(card => card.Name, StringComparer.OrdinalIgnoreCase).Select(card => ShelvedCard.From(card, line(card)))];
}

/// <summary>A card on the browse page.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Line">A sentence about it.</param>
/// <param name="Target">What opens it.</param>
/// <param name="Phases">Its phases in lower case, with spaces between.</param>
/// <param name="Words">All it can be filtered by, in lower case.</param>
public sealed record ShelvedCard(string Name, string Line, string Target, string Phases, string Words)
{
    /// <summary>Takes what the browse page shows out of a card.</summary>
    public static ShelvedCard From(Card card, string line)
    {
        ArgumentNullException.ThrowIfNull(card);
        var names = card is RoleCard role ? role.Aliases.Concat(role.Abbreviations) : card.Aliases;
        return new ShelvedCard(
            card.Name,
            line,
            CardTarget.Of(card),
            string.Join(' ', card.Phases).ToLowerInvariant(),
            string.Join(' ', names.Prepend(card.Name).Append(line).Append(card.Summary.Text)).ToLowerInvariant());
    }

    /// <summary>Whether every word of a filter stands on the card, and the card belongs to a phase; empty lets all pass.</summary>
    public bool Matches(string filter, string phase)
    {
        ArgumentNullException.ThrowIfNull(filter);
        return filter.ToLowerInvariant().Split(' ', StringSplitOptions.RemoveEmptyEntries).All(word => Words.Contains(word, StringComparison.Ordinal))
            && (string.IsNullOrEmpty(phase) || Phases.Split(' ').Contains(phase.ToLowerInvariant(), StringComparer.Ordinal));
    }
}
