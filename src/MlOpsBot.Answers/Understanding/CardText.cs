using MlOpsBot.Knowledge;

namespace MlOpsBot.Answers.Understanding;

/// <summary>The texts of a card, as understanding and retrieval use them.</summary>
internal static class CardText
{
    /// <summary>What the card can be asked by: name, aliases, phrases.</summary>
    public static IEnumerable<string> Phrases(Card card) => card.Aliases.Prepend(card.Name).Concat(card.Asked);

    /// <summary>What the card says.</summary>
    public static IEnumerable<string> Body(Card card) => Statements(card).Prepend(card.Summary.Text);

    private static IEnumerable<string> Statements(Card card) => card switch
    {
        RoleCard role => role.Responsibilities.Concat(role.Skills).Concat(role.StartupVersusEnterprise).Select(statement => statement.Text)
            .Concat(role.WorksWith.Concat(role.HandsOverTo).Concat(role.DiffersFrom).Select(statement => statement.Text)),
        ActivityCard activity => activity.Details.Concat(activity.Disagreement).Select(statement => statement.Text)
            .Concat(activity.Supporting.Prepend(activity.Lead).Select(statement => statement.Text)),
        TopicCard topic => topic.Sections.SelectMany(section => section.Statements.Select(statement => statement.Text).Prepend(section.Title)),
        _ => [],
    };
}
