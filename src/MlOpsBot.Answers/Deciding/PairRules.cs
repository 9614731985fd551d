using MlOpsBot.Answers.Composing;
using MlOpsBot.Answers.Evidence;
using MlOpsBot.Answers.Language;
using MlOpsBot.Answers.Understanding;

namespace MlOpsBot.Answers.Deciding;

/// <summary>Questions that name two roles, or more.</summary>
internal sealed class PairRules(AnswerBook book, CardRetriever retriever, CardFinder finder, Replies replies)
{
    public Decision Decide(Workspace workspace, string text, int first, int second, DateOnly today)
    {
        var reading = workspace.Reading;
        var (left, right) = (reading.Mentions[first], reading.Mentions[second]);
        var outside = Residue.Of(reading, retriever, card: -1);
        if (reading.Has(Cue.Off) && !reading.Has(Cue.Compare))
        {
            return replies.DontKnow(workspace, text, "It is about the people's circumstances, not about their roles.");
        }

        var fields = left.Strength == NameStrength.Discipline && right.Strength == NameStrength.Discipline;
        if (fields && finder.FindTopic(workspace, EvidenceScope.All, least: 0.45f) is { } field && (!reading.Has(Cue.Compare) || finder.IsAskedByBoth(reading, field, left, right)))
        {
            return replies.Topic(reading, field, "It names two fields of work, and a topic accounts for the question.");
        }

        if (reading.Has(Cue.List) && reading.MentionCount > 2 && finder.FindTopic(workspace, EvidenceScope.OutsideMentions, least: 0.5f) is { } list)
        {
            return replies.Topic(reading, list, "It names roles, and asks for a list of others.");
        }

        if (AsksWhoFirst(reading, left) && !reading.Has(Cue.Compare) && finder.FindActivity(workspace, least: 0.65f) is { } activity)
        {
            return replies.Owner(activity, today, "It asks who, and an activity accounts for the question.");
        }

        if (!reading.Has(Cue.Compare) && finder.FindAspect(workspace, isAsked: false, left, right) is { } aspect)
        {
            return replies.Topic(reading, aspect, "It names two roles, and asks for something that a topic treats.");
        }

        if (reading.Has(Cue.Together | Cue.WorksWith | Cue.HandsOver) && !reading.Has(Cue.Compare))
        {
            return Together(workspace, left, today);
        }

        if (left.Name.Roles.Length > 1 || right.Name.Roles.Length > 1)
        {
            // The name that leaves less choice goes first.
            var (surer, vaguer) = left.Name.Roles.Length <= right.Name.Roles.Length ? (left.Name, right.Name) : (right.Name, left.Name);
            return replies.Clarify([.. surer.Roles.Union(vaguer.Roles).Take(Replies.MostReadings)], "Several roles go by one of those names.");
        }

        var compares = reading.Has(Cue.Compare);
        var confidence = Math.Max(0.3f, (compares ? 0.97f : 0.85f) - (0.1f * outside.Foreign));
        return compares || outside.Foreign <= 2
            ? new Decision(book.Comparison(left.Role, right.Role), confidence, "It names two roles, so they are set side by side.")
            : replies.Clarify([left.Role, right.Role], "It names two roles, but much of it is about something else.");
    }

    /// <summary>"Who owns it, the … or the …?", but not "a … who can code".</summary>
    private static bool AsksWhoFirst(Reading reading, in Mention first)
    {
        for (var i = 0; i < first.Start; i++)
        {
            if (reading.Words[i].Has(Cue.Who | Cue.Ask))
            {
                return true;
            }
        }

        return false;
    }

    private Decision Together(Workspace workspace, in Mention left, DateOnly today) =>
        finder.FindTopic(workspace, EvidenceScope.OutsideMentions, least: 0.4f) is { } topic
            ? replies.Topic(workspace.Reading, topic, "It asks how roles work together.")
            : new Decision(
                book.Role(left.Role, workspace.Reading.Has(Cue.HandsOver) ? RoleSections.HandsOverTo : RoleSections.WorksWith, today),
                0.7f,
                "It asks how roles work together, and the first one's card says with whom.");
}
