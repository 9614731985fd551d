using System.Collections.Immutable;
using MlOpsBot.Knowledge;

namespace MlOpsBot.Answers.Composing;

/// <summary>Writes what is said when no card answers: help, thanks, choices, and not knowing.</summary>
internal static class TalkComposer
{
    public static Answer Help(KnowledgeBase knowledge, string target, string title, string lead)
    {
        var draft = new AnswerDraft(knowledge, AnswerKind.Help, title, lead) { Target = target };
        draft.Add("You can ask",
        [
            Line("who owns something: “Who owns model monitoring?”"),
            Line("what a role does: “What does a data engineer do?”, or just “data engineer skills”"),
            Line("how two roles differ: “ML engineer vs MLOps engineer”"),
            Line("who works on a phase: “Which roles are in the deployment phase?”"),
            Line("what something is: “What is MLOps?”, “Why do ML projects fail?”"),
        ]);
        draft.Add(null,
        [
            Line($"I know {knowledge.Roles.Length} roles, {knowledge.Activities.Length} activities and {knowledge.Topics.Length} topics, quote my sources, and say so when I do not know."),
        ]);
        draft.Offer("All roles", Targets.AllRoles);
        foreach (var topic in knowledge.Topics.Where(topic => topic.Roles.Length > 0).Take(1))
        {
            draft.Offer(topic);
        }

        return draft.Finish();
    }

    /// <summary>Offers readings to choose from; of several that lead to one card, the first.</summary>
    public static Answer Clarify(KnowledgeBase knowledge, IEnumerable<Choice> candidates)
    {
        var choices = candidates.DistinctBy(choice => choice.Card, StringComparer.Ordinal).ToList();
        if (choices is [var only])
        {
            return Hint(knowledge, only);
        }

        var draft = new AnswerDraft(knowledge, AnswerKind.Clarify, "Which one do you mean?", "That could mean more than one thing. Pick one, or answer “the first one”.")
        {
            Cards = [.. choices.Select(choice => choice.Card)],
        };
        return draft.Add(null, Lines(choices)).Offer(choices).Finish();
    }

    /// <summary>Offers the one reading that is likely, without claiming that it answers.</summary>
    private static Answer Hint(KnowledgeBase knowledge, Choice choice) =>
        new AnswerDraft(knowledge, AnswerKind.Clarify, $"Do you mean: {choice.Label}?", "I am not sure what you ask about it. This is what I have.") { Cards = [choice.Card] }
            .Add(null, Lines([choice]))
            .Offer([choice])
            .Finish();

    /// <summary>Says that it does not know, what it looked for, and what is nearest.</summary>
    public static Answer None(KnowledgeBase knowledge, string lookedFor, IReadOnlyList<Choice> nearest)
    {
        var looked = lookedFor.Length == 0
            ? "I found nothing in that to look for."
            : $"I looked for “{lookedFor}” in {knowledge.Roles.Length} roles, {knowledge.Activities.Length} activities and {knowledge.Topics.Length} topics, and no card answers it.";
        var draft = new AnswerDraft(knowledge, AnswerKind.None, "I don't know", looked);
        return draft.Add("The nearest I do know", Lines(nearest)).Offer(nearest).Offer("All roles", Targets.AllRoles).Offer("What can I ask?", Targets.Help).Finish();
    }

    private static ImmutableArray<AnswerLine> Lines(IEnumerable<Choice> choices) => [.. choices.Select(choice => new AnswerLine(choice.Text, null, choice.Label, []))];

    private static AnswerLine Line(string text) => new(text, null, null, ImmutableArray<int>.Empty);
}
