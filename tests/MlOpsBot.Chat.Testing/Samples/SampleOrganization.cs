using System.Collections.Immutable;
using MlOpsBot.Answers;
using MlOpsBot.Knowledge;

namespace MlOpsBot.Chat.Testing;

/// <summary>The shipped cards, held by the people of a company that does not exist.</summary>
internal static class SampleOrganization
{
    public static Answerer Answerer { get; } = new(Of(SampleAnswers.Shipped.Knowledge));

    private static KnowledgeBase Of(KnowledgeBase shipped) => new(
        shipped.Roles,
        shipped.Activities,
        shipped.Topics,
        shipped.Tips,
        shipped.Sources,
        shipped.Synonyms,
        new Organization("Example Corp", Holdings.ToImmutableDictionary(holding => holding.Card, StringComparer.Ordinal)),
        "0123456789ab");

    private static Holding[] Holdings =>
    [
        new Holding
        {
            Card = "model-monitoring",
            People = [new Person("Ada Example", "ada@example.com", "U0000000001"), new Person("Cleo Sample", null, null)],
            Deputy = new Person("Ben Example", "ben@example.com", null),
            Team = "ML Platform",
            Channel = "#model-alerts",
            Since = new DateOnly(2026, 5, 4),
            ReviewBy = new DateOnly(2026, 12, 31),
            Location = default,
        },
        new Holding
        {
            Card = "data-engineer",
            People = [new Person("Dana Sample", null, null)],
            Team = "Data Platform",
            Channel = "https://example.com/data-platform",
            ReviewBy = new DateOnly(2026, 3, 31),
            Location = default,
        },
        new Holding { Card = "data-quality", Team = "Data Platform", Channel = "C0123456789", Location = default },
    ];
}
