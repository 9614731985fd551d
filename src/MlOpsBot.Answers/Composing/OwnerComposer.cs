using MlOpsBot.Knowledge;

namespace MlOpsBot.Answers.Composing;

/// <summary>Writes answers about who owns an activity.</summary>
internal static class OwnerComposer
{
    private const int DetailLines = 4;

    public static Answer Owner(KnowledgeBase knowledge, ActivityCard activity, bool stale, bool supportFirst)
    {
        var draft = Draft(knowledge, activity, stale, supportFirst);
        if (supportFirst)
        {
            draft.Add("Supporting", activity.Supporting).Add("Lead", [activity.Lead]);
        }
        else
        {
            draft.Add("Lead", [activity.Lead]).Add("Supporting", activity.Supporting);
        }

        draft.Add("Where the sources disagree", activity.Disagreement);
        draft.Add("What belongs to it", activity.Details.Prepend(activity.Summary), DetailLines);
        draft.Offer(draft.NameOf(activity.Lead.Role), Targets.Role(activity.Lead.Role));
        foreach (var supporter in activity.Supporting.Take(2))
        {
            draft.Offer(draft.NameOf(supporter.Role), Targets.Role(supporter.Role));
        }

        if (activity.Supporting.Length > 0)
        {
            var other = activity.Supporting[0].Role;
            draft.Offer($"Compare {draft.NameOf(activity.Lead.Role)} with {draft.NameOf(other)}", Targets.Compare(activity.Lead.Role, other));
        }

        return draft.Finish();
    }

    private static AnswerDraft Draft(KnowledgeBase knowledge, ActivityCard activity, bool stale, bool supportFirst)
    {
        var lead = knowledge.FindCard(activity.Lead.Role)?.Name ?? activity.Lead.Role;
        var subject = AnswerDraft.Lowered(activity.Name);
        var names = activity.Supporting.Select(supporter => knowledge.FindCard(supporter.Role)?.Name ?? supporter.Role).ToList();
        var answer = (supportFirst, names.Count) switch
        {
            (true, 0) => $"Nobody else is named: the {lead} leads {subject}.",
            (true, _) => $"Besides the {lead}, who leads {subject}: {Enumerate(names)}.",
            (false, 0) => $"The {lead} leads {subject}.",
            (false, _) => $"The {lead} leads {subject}, with support from {Enumerate(names)}.",
        };
        return new AnswerDraft(knowledge, AnswerKind.Owner, $"Who owns {subject}?", answer)
        {
            Cards = [activity.Lead.Role, .. activity.Supporting.Select(supporter => supporter.Role)],
            Activity = activity.Slug,
            Target = supportFirst ? Targets.Supporters(activity.Slug) : Targets.Owner(activity.Slug),
            Holder = HolderNotes.ForActivity(knowledge, activity, stale),
        }.CiteLead(activity.Lead.Sources);
    }

    private static string Enumerate(List<string> names) => names.Count switch
    {
        1 => $"the {names[0]}",
        _ => $"the {string.Join(", the ", names.Take(names.Count - 1))} and the {names[^1]}",
    };
}
