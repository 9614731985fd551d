using MlOpsBot.Knowledge;

namespace MlOpsBot.Answers.Composing;

/// <summary>Writes answers about one role: its card's face, or one section of it.</summary>
internal static class RoleComposer
{
    /// <summary>Lines of responsibilities on a card's face: more would make a phone scroll.</summary>
    private const int FaceLines = 5;

    public static Answer Face(KnowledgeBase knowledge, RoleCard role, bool stale)
    {
        var draft = new AnswerDraft(knowledge, AnswerKind.Role, role.Name, role.Summary.Text)
        {
            Cards = [role.Slug],
            Target = Targets.Role(role.Slug),
            Holder = HolderNotes.ForRole(knowledge, role, stale),
        };
        draft.CiteLead(role.Summary.Sources);
        RoleSections.AddTo(draft, role, RoleSections.Responsibilities, FaceLines);
        draft.Add(null, [new AnswerLine(Placement(role), null, null, [])]);
        if (role.Responsibilities.Length > FaceLines)
        {
            draft.Offer($"All {role.Responsibilities.Length} responsibilities", Targets.Section(role.Slug, RoleSections.Responsibilities));
        }

        OfferSections(draft, role, except: null);
        OfferNeighbours(draft, knowledge, role);
        return draft.Finish();
    }

    public static Answer Section(KnowledgeBase knowledge, RoleCard role, string section, bool stale)
    {
        var present = RoleSections.Has(role, section);
        var heading = RoleSections.Heading(section);
        var lead = present
            ? Lead(role, section)
            : $"No source says anything here about the {role.Name} under “{heading}”. This is what the card has.";
        var draft = new AnswerDraft(knowledge, AnswerKind.Role, $"{role.Name}: {heading.ToLowerInvariant()}", lead)
        {
            Cards = [role.Slug],
            Section = section,
            Target = Targets.Section(role.Slug, section),
            Holder = HolderNotes.ForRole(knowledge, role, stale),
        };
        if (present)
        {
            RoleSections.AddTo(draft, role, section);
        }
        else
        {
            draft.Add(null, [role.Summary]);
            RoleSections.AddTo(draft, role, RoleSections.Responsibilities, FaceLines);
        }

        draft.Offer(role.Name, Targets.Role(role.Slug));
        OfferSections(draft, role, section);
        return draft.Finish();
    }

    private static string Lead(RoleCard role, string section) => section switch
    {
        RoleSections.Skills => $"What the sources ask of a {role.Name}:",
        RoleSections.WorksWith => $"Whom the {role.Name} works with, and on what:",
        RoleSections.HandsOverTo => $"Who takes over from the {role.Name}, and what:",
        RoleSections.DiffersFrom => $"What sets the {role.Name} apart from its neighbours:",
        RoleSections.Startup => $"How the {role.Name}'s work changes with the size of the company:",
        _ => $"What the {role.Name} does:",
    };

    private static string Placement(RoleCard role) => role.Phases.Length == 0
        ? $"{role.Category} role."
        : $"{role.Category} role, {(role.Phases.Length == 1 ? "phase" : "phases")}: {string.Join(", ", role.Phases).ToLowerInvariant()}.";

    private static void OfferSections(AnswerDraft draft, RoleCard role, string? except)
    {
        foreach (var section in RoleSections.All)
        {
            if (section != except && section != RoleSections.Responsibilities && RoleSections.Has(role, section))
            {
                draft.Offer(RoleSections.Heading(section), Targets.Section(role.Slug, section));
            }
        }
    }

    private static void OfferNeighbours(AnswerDraft draft, KnowledgeBase knowledge, RoleCard role)
    {
        var neighbours = role.DiffersFrom.Concat(role.WorksWith).Select(statement => statement.Role).Distinct(StringComparer.Ordinal).Take(2);
        foreach (var neighbour in neighbours.Select(knowledge.FindCard).OfType<RoleCard>())
        {
            draft.Offer($"Compare with {neighbour.Name}", Targets.Compare(role.Slug, neighbour.Slug));
        }
    }
}
