using MlOpsBot.Answers.Composing;
using MlOpsBot.Answers.Evidence;
using MlOpsBot.Answers.Language;
using MlOpsBot.Knowledge;

namespace MlOpsBot.Answers.Deciding;

/// <summary>Questions for several roles at once. Immutable and thread safe.</summary>
internal sealed class ListRules(AnswerBook book, CardRetriever retriever)
{
    private readonly PhaseWords _phases = new(retriever.Lexicon);

    /// <summary>"Which roles are there", "business roles", "roles in the design phase".</summary>
    public Decision? TryDecide(Workspace workspace, int found)
    {
        var reading = workspace.Reading;
        if (!reading.Has(Cue.List | Cue.Members))
        {
            return null;
        }

        if (reading.Has(Cue.List) && _phases.Find(reading) is { } phase)
        {
            return new Decision(book.RolesIn(phase), 0.9f, "It asks for the roles of a phase.");
        }

        var foreign = 0;
        foreach (ref readonly var word in reading.Words)
        {
            var belongs = !word.IsContent || word.Has(Cue.List | Cue.Work | Cue.Who | Cue.Business | Cue.Technical | Cue.Team | Cue.Grade | Cue.Compare | Cue.Members) || (word.Id >= 0 && retriever.IsAnchor(word.Id));
            foreign += belongs ? 0 : 1;
        }

        // One word of another kind may be "needed" or "typical"; two make it a question about something else.
        if (foreign > 1)
        {
            return null;
        }

        if (foreign == 0 && reading.Has(Cue.Business) != reading.Has(Cue.Technical) && reading.Has(Cue.List))
        {
            return reading.Has(Cue.Business)
                ? new Decision(book.RolesOf(RoleCategory.Business), 0.9f, "It asks for the business roles.")
                : new Decision(book.RolesOf(RoleCategory.Technical), 0.9f, "It asks for the technical roles.");
        }

        if (reading.Has(Cue.Members) && FirstList(workspace, found) is { } members)
        {
            return members;
        }

        if (found > 0 && workspace.Fits[0] is { Strength: >= 0.6f } fit && retriever[fit.Card].Card is TopicCard { Roles.Length: > 0 } topic && CardFinder.IsSubstantial(fit))
        {
            return new Decision(book.Topic(book.TopicNumber(topic.Slug), asList: true), fit.Strength, "It asks for roles, and a topic lists them.");
        }

        if (foreign > 0)
        {
            return null;
        }

        return new Decision(book.AllRoles(), 0.9f, "It asks for the roles.");
    }

    /// <summary>The best topic that lists roles, however weak: "key people for an ML project" has hardly a word of its own.</summary>
    private Decision? FirstList(Workspace workspace, int found)
    {
        for (var i = 0; i < found; i++)
        {
            ref readonly var fit = ref workspace.Fits[i];
            if (retriever[fit.Card].Card is TopicCard { Roles.Length: > 0, Phases.Length: 0 } topic)
            {
                return new Decision(book.Topic(book.TopicNumber(topic.Slug), asList: true), Math.Max(fit.Strength, CardRules.Sure), "It asks who belongs together, and a topic lists them.");
            }
        }

        return null;
    }
}
