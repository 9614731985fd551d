using System.Text;
using MlOpsBot.Knowledge;

namespace MlOpsBot.Answers.Composing;

/// <summary>Says who holds a role or an activity in the reader's own company.</summary>
internal static class HolderNotes
{
    /// <summary>For an owner answer: the activity's holder, else the leading role's, else how to enter one.</summary>
    public static HolderNote ForActivity(KnowledgeBase knowledge, ActivityCard activity, bool stale) =>
        Find(knowledge, activity, stale)
        ?? (knowledge.FindCard(activity.Lead.Role) is { } lead ? Find(knowledge, lead, stale) : null)
        ?? new HolderNote(activity.Slug, null, false, $"In your organization: nobody entered yet. To enter somebody, add “card: {activity.Slug}” with people, team or channel to organization.yaml in the knowledge folder.");

    /// <summary>For a role's card: its holder, or null where nobody is entered.</summary>
    public static HolderNote? ForRole(KnowledgeBase knowledge, RoleCard role, bool stale) => Find(knowledge, role, stale);

    private static HolderNote? Find(KnowledgeBase knowledge, Card card, bool stale) =>
        knowledge.Organization.Holdings.TryGetValue(card.Slug, out var holding)
            ? new HolderNote(card.Slug, holding, stale, Describe(knowledge, card, holding, stale))
            : null;

    private static string Describe(KnowledgeBase knowledge, Card card, Holding holding, bool stale)
    {
        var text = new StringBuilder(knowledge.Organization.Company is { Length: > 0 } company ? $"At {company}" : "In your organization");
        text.Append(": ").Append(card.Name).Append(" – ");
        var parts = new List<string>(5);
        parts.AddRange(holding.People.Select(person => person.Name));
        if (holding.Team is { } team)
        {
            parts.Add($"team {team}");
        }

        if (holding.Channel is { } channel)
        {
            parts.Add($"ask in {channel}");
        }

        if (holding.Deputy is { } deputy)
        {
            parts.Add($"deputy {deputy.Name}");
        }

        if (holding.Since is { } since)
        {
            parts.Add($"since {since:yyyy-MM-dd}");
        }

        text.AppendJoin(", ", parts).Append('.');
        if (holding.ReviewBy is { } due)
        {
            text.Append(stale ? $" Stale: this entry was to be reviewed by {due:yyyy-MM-dd}." : $" To be reviewed by {due:yyyy-MM-dd}.");
        }

        return text.ToString();
    }
}
