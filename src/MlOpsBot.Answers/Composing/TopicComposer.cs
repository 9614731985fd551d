using System.Collections.Immutable;
using MlOpsBot.Knowledge;

namespace MlOpsBot.Answers.Composing;

/// <summary>Writes answers about topics, and lists of roles.</summary>
internal static class TopicComposer
{
    private const int SectionLines = 5;

    public static Answer Topic(KnowledgeBase knowledge, TopicCard topic, bool asList)
    {
        var draft = new AnswerDraft(knowledge, asList ? AnswerKind.List : AnswerKind.Topic, topic.Name, topic.Summary.Text)
        {
            Cards = asList ? [topic.Slug, .. topic.Roles] : [topic.Slug],
            Target = asList ? Targets.TopicList(topic.Slug) : Targets.Topic(topic.Slug),
        };
        draft.CiteLead(topic.Summary.Sources);
        if (asList)
        {
            draft.Add("Roles", Lines(knowledge, draft, topic.Roles));
        }

        foreach (var section in topic.Sections)
        {
            draft.Add(section.Title, section.Statements, SectionLines);
        }

        if (!asList)
        {
            draft.Add("Roles", Lines(knowledge, draft, topic.Roles));
        }

        foreach (var role in topic.Roles.Take(4).Select(knowledge.FindCard).OfType<RoleCard>())
        {
            draft.Offer(role);
        }

        return draft.Offer("All roles", Targets.AllRoles).Finish();
    }

    /// <summary>Roles by category, all of them or those of one category or phase; the topic that carries the list goes first.</summary>
    public static Answer Roles(KnowledgeBase knowledge, string target, string title, string lead, Func<RoleCard, bool> which)
    {
        var roles = knowledge.Roles.Where(which).OrderBy(role => role.Category).ThenBy(role => role.Name, StringComparer.Ordinal).ToList();
        var carrier = knowledge.Topics
            .Where(topic => roles.TrueForAll(role => topic.Roles.Contains(role.Slug, StringComparer.Ordinal)))
            .MaxBy(topic => topic.Roles.Length);
        var slugs = roles.Select(role => role.Slug);
        var draft = new AnswerDraft(knowledge, AnswerKind.List, title, lead)
        {
            Cards = [.. carrier is null ? slugs : slugs.Prepend(carrier.Slug)],
            Target = target,
        };
        foreach (var group in roles.GroupBy(role => role.Category))
        {
            draft.Add($"{group.Key} roles", Lines(knowledge, draft, [.. group.Select(role => role.Slug)]));
        }

        foreach (var role in roles.Take(5))
        {
            draft.Offer(role);
        }

        return draft.Finish();
    }

    private static ImmutableArray<AnswerLine> Lines(KnowledgeBase knowledge, AnswerDraft draft, ImmutableArray<string> roles) =>
        [.. roles.Select(knowledge.FindCard).OfType<RoleCard>().Select(role => new AnswerLine(role.Summary.Text, role.Slug, role.Name, draft.Cite(role.Summary.Sources)))];
}
