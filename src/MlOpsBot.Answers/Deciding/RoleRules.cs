using MlOpsBot.Answers.Composing;
using MlOpsBot.Answers.Evidence;
using MlOpsBot.Answers.Language;
using MlOpsBot.Answers.Understanding;

namespace MlOpsBot.Answers.Deciding;

/// <summary>Questions that name one role.</summary>
internal sealed class RoleRules(AnswerBook book, Lexicon lexicon, CardRetriever retriever, CardFinder finder, Replies replies, CardRules cards)
{
    /// <summary>How much each word that nobody knows takes from the confidence of a plain "what does X do".</summary>
    private const float ForeignPenalty = 0.2f;

    private readonly int _do = lexicon.FindWord("do");
    private readonly int[] _job = lexicon.FindWords("role", "job", "responsibilities", "responsibility", "duty", "task", "description", "profile", "daily", "day", "position", "title");
    private readonly int[] _asking = lexicon.FindWords("what", "who", "tell", "describe", "explain", "define", "about", "whats");

    public Decision Decide(Workspace workspace, string text, int mention, DateOnly today)
    {
        var reading = workspace.Reading;
        var named = reading.Mentions[mention];
        var outside = Residue.Of(reading, retriever, card: named.Name.Roles.Length == 1 ? named.Role : -1);
        if (reading.Has(Cue.Off))
        {
            return replies.DontKnow(workspace, text, "It is about the people's circumstances, not about their role.");
        }

        if (named.Strength == NameStrength.Head || named.Name.Roles.Length > 1)
        {
            return Open(workspace, text, named, outside, today);
        }

        if (named.Strength == NameStrength.Discipline && Field(workspace, text, named, outside, today) is { } field)
        {
            return field;
        }

        if (reading.HasOtherProfession)
        {
            return replies.Clarify([named.Role], "It names a role, and another one that no card is about.");
        }

        if (reading.Has(Cue.Startup) && reading.Has(Cue.Who | Cue.Compare | Cue.Team) && finder.FindTopic(workspace, EvidenceScope.All, least: 0.45f) is { } size)
        {
            return replies.Topic(reading, size, "It asks how roles change with the size of the company.");
        }

        var asked = IsAsked(reading, named);
        var aside = !asked && (outside.Content > 0 || reading.Has(Cue.List | Cue.Team)) && !IsTitle(reading, named);
        var elsewhere = aside || reading.Has(Cue.Salary | Cue.Career) || finder.FindTopic(workspace, EvidenceScope.All, least: 0.95f) is not null;
        if (elsewhere && finder.FindAspect(workspace, asked, named) is { } topic)
        {
            return replies.Topic(reading, topic, "It names a role, and asks for something that a topic treats.");
        }

        if (reading.Has(Cue.Who | Cue.Ask) && !IsPlain(outside, reading) && !AsksWhoIs(reading, named) && finder.FindActivity(workspace, least: 0.6f) is { } activity)
        {
            return replies.Owner(activity, today, "It asks who, and an activity accounts for the question.");
        }

        if (reading.Has(Cue.Together | Cue.WorksWith | Cue.HandsOver) && NamesMore(reading) && finder.FindTopic(workspace, EvidenceScope.OutsideMentions, least: 0.3f) is { } between)
        {
            return replies.Topic(reading, between, "It asks how roles work together.");
        }

        if (Section(reading) is { } section && outside.Foreign <= (reading.Has(Cue.HowTo) ? 0 : 1))
        {
            return new Decision(book.Role(named.Role, section, today), Confidence(outside, 0.97f), "It names a role and asks for a section of its card.");
        }

        return Plain(workspace, text, named, outside, asked, today);
    }

    /// <summary>The field of work, "data science": the job in it, or what a card says of it; null where the role itself is as good a reading.</summary>
    private Decision? Field(Workspace workspace, string text, in Mention named, in Residue outside, DateOnly today)
    {
        var reading = workspace.Reading;
        if (outside.Content == 0 && !reading.Has(Cue.Members) && IsJob(reading, named))
        {
            return new Decision(book.Role(named.Role, null, today), 0.85f, "It asks for the job in a field of work.");
        }

        if (reading.Has(Cue.List) && cards.Decide(workspace, text, today) is { Answer.Kind: not AnswerKind.None } list)
        {
            return list;
        }

        if (cards.TryGive(workspace, today) is { } card)
        {
            return card;
        }

        return outside.Content > 0
            ? replies.Suggest(workspace, text, named.Role, "It names a field of work, but no card accounts for enough of the question.")
            : null;
    }

    private Decision Plain(Workspace workspace, string text, in Mention named, in Residue outside, bool asked, DateOnly today)
    {
        var reading = workspace.Reading;
        var card = book.Role(named.Role, null, today);
        if (reading.Has(Cue.Together) && !reading.Has(Cue.WorksWith) && finder.FindTopic(workspace, EvidenceScope.OutsideMentions, least: 0.45f) is { } together)
        {
            return replies.Topic(reading, together, "It asks how roles work together.");
        }

        if (outside.Content > 0 && finder.FindRole(workspace) is { } whole && whole != named.Role)
        {
            return new Decision(book.Role(whole, null, today), 0.85f, "All its words together are another role's name, in another order.");
        }

        if (outside.Content == 0)
        {
            return reading.Has(Cue.HowTo | Cue.Salary | Cue.Career)
                ? replies.Clarify([named.Role], "It names a role, but asks for something its card does not treat.")
                : new Decision(card, 0.97f, "It names a role and asks for nothing else.");
        }

        if (reading.Has(Cue.Salary | Cue.Career))
        {
            return replies.Clarify([named.Role], "No source says that of this role.");
        }

        if (outside.Foreign <= 1 && IsTitle(reading, named))
        {
            return new Decision(card, Confidence(outside, 0.85f), "It is a role's name with a word or two around it.");
        }

        var confidence = Confidence(outside, asked ? 0.95f : outside.Supported > 0 ? 0.75f : 0.6f);
        if (asked && confidence >= 0.5f && !reading.Has(Cue.HowTo))
        {
            return new Decision(card, confidence, "It asks what a role is or does.");
        }

        if (outside.Supported == outside.Content && !reading.Has(Cue.HowTo))
        {
            return new Decision(card, confidence, "It names a role, and the rest stands in the cards.");
        }

        return reading.Has(Cue.HowTo) && outside.Foreign > 1
            ? replies.DontKnow(workspace, text, "It names a role, but asks how to do something else.")
            : replies.Clarify([named.Role], "It names a role, but part of the question is about something else.");
    }

    /// <summary>A noun that several roles share, or a short form.</summary>
    private Decision Open(Workspace workspace, string text, in Mention named, in Residue outside, DateOnly today)
    {
        if (workspace.Reading.Has(Cue.Who | Cue.Ask) && finder.FindActivity(workspace, least: 0.5f) is { } activity)
        {
            return replies.Owner(activity, today, "It asks who, and an activity accounts for the question.");
        }

        if (outside.Content == 0)
        {
            return replies.Clarify([.. named.Name.Roles.Take(Replies.MostReadings)], "Several roles go by that name.");
        }

        if (finder.FindTopic(workspace, EvidenceScope.All, least: 0.7f) is { Share: >= 0.75f, Completeness: >= 0.75f } topic)
        {
            return replies.Topic(workspace.Reading, topic, "A topic accounts for the question.");
        }

        return outside.Foreign == 0 && IsAsked(workspace.Reading, named)
            ? replies.Clarify([.. named.Name.Roles.Take(Replies.MostReadings)], "Several roles go by that name.")
            : replies.DontKnow(workspace, text, "It names no role that a card is about.");
    }

    /// <summary>The section of a role's card that the cues ask for, or null.</summary>
    public static string? Section(Reading reading) =>
        reading.Has(Cue.HandsOver) ? RoleSections.HandsOverTo
        : reading.Has(Cue.WorksWith | Cue.Together) ? RoleSections.WorksWith
        : reading.Has(Cue.Skills) ? RoleSections.Skills
        : reading.Has(Cue.Startup) ? RoleSections.Startup
        : reading.Has(Cue.Compare) && !reading.HasOtherProfession ? RoleSections.DiffersFrom
        : null;

    /// <summary>"Who are the stakeholders …": nothing but small words between the who and the name.</summary>
    private static bool AsksWhoIs(Reading reading, in Mention named)
    {
        for (var i = named.Start - 1; i >= 0; i--)
        {
            if (reading.Words[i].Has(Cue.Who))
            {
                return true;
            }

            if (reading.Words[i].IsContent)
            {
                return false;
            }
        }

        return false;
    }

    /// <summary>"Data scientists and engineers": another noun stands for roles, too.</summary>
    private static bool NamesMore(Reading reading) => reading.MentionCount > 1;

    /// <summary>A job title: the name comes first, but for words such as "senior".</summary>
    private static bool IsTitle(Reading reading, in Mention named)
    {
        for (var i = 0; i < named.Start; i++)
        {
            if (!reading.Words[i].Has(Cue.Grade))
            {
                return false;
            }
        }

        return !reading.Has(Cue.HowTo | Cue.Pronoun);
    }

    /// <summary>"MLOps job description", "MLOps responsibilities": the person's work is asked for, and nothing else about the field.</summary>
    private bool IsJob(Reading reading, in Mention named)
    {
        var job = named.End < reading.WordCount && reading.Words[named.End].Id == _do;
        foreach (ref readonly var word in reading.Words)
        {
            if (word.Mention < 0)
            {
                job |= _job.AsSpan().Contains(word.Id);
                if (word.Has(Cue.Skills | Cue.Career | Cue.Salary | Cue.List | Cue.Team | Cue.Together | Cue.Reason | Cue.Compare | Cue.Startup | Cue.Who | Cue.Ask))
                {
                    return false;
                }
            }
        }

        return job;
    }

    private static bool IsPlain(in Residue outside, Reading reading) => outside.Content == 0 && !reading.Has(Cue.Own);

    private static float Confidence(in Residue outside, float most) => Math.Max(0.1f, most - (ForeignPenalty * outside.Foreign));

    /// <summary>Whether the question is put to the role itself: "what does a … do", "role of the …", "… job description".</summary>
    private bool IsAsked(Reading reading, in Mention named)
    {
        for (var i = named.Start - 1; i >= 0; i--)
        {
            ref readonly var word = ref reading.Words[i];
            if (word.Has(Cue.Work) && !word.Has(Cue.Stop) || _asking.AsSpan().Contains(word.Id))
            {
                return true;
            }

            if (word.IsContent && !word.Has(Cue.Grade | Cue.Who))
            {
                break;
            }
        }

        for (var i = named.End; i < reading.WordCount; i++)
        {
            ref readonly var word = ref reading.Words[i];
            if (word.Has(Cue.Work))
            {
                return true;
            }

            if (word.IsContent && !word.Has(Cue.Grade))
            {
                break;
            }
        }

        return false;
    }
}
