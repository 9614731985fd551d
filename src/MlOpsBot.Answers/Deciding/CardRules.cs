using System.Text;
using MlOpsBot.Answers.Composing;
using MlOpsBot.Answers.Evidence;
using MlOpsBot.Answers.Language;
using MlOpsBot.Answers.Understanding;
using MlOpsBot.Knowledge;

namespace MlOpsBot.Answers.Deciding;

/// <summary>Questions that name no role: the cards that account for most of the question compete.</summary>
internal sealed class CardRules(AnswerBook book, CardRetriever retriever)
{
    private readonly PhaseWords _phases = new(retriever.Lexicon);

    /// <summary>From here on a card answers.</summary>
    private const float Sure = 0.5f;

    /// <summary>From here on a card is offered as a reading to choose.</summary>
    private const float Likely = 0.36f;

    /// <summary>The same where the question has a word that the field lives on.</summary>
    private const float LikelyWithAnchor = 0.28f;

    /// <summary>Below this a match rests on words like "data" alone.</summary>
    private const float LeastMass = 0.4f;

    /// <summary>The same for a question that is nothing but the phrase: "MLOps" may be asked for, "role" may not.</summary>
    private const float LeastExactMass = 0.2f;

    /// <summary>What a phrase asked without a "who" has to weigh: "our model discriminates" does, "repeat" alone does not.</summary>
    private const float ExactMassOfDuty = 1.01f;

    /// <summary>Two readings closer than this are both offered, unless the first accounts for nearly everything.</summary>
    private const float Close = 0.04f;

    private const int MostReadings = 4;

    public Decision Decide(Workspace workspace, string text, DateOnly today)
    {
        var reading = workspace.Reading;
        var asksWho = AsksWho(reading);
        var asksOwner = asksWho || reading.Has(Cue.Own);
        var found = retriever.Retrieve(workspace, EvidenceScope.All);
        if (RoleList(workspace, found) is { } list)
        {
            return list;
        }

        var needed = Needed(reading, asksWho);
        var best = Best(workspace, found, asksOwner);
        if (best is not null && reading.Has(Cue.HowTo) && !asksWho && !HasAnchor(reading))
        {
            return DontKnow(workspace, text, "It asks how to do something, and not about roles.");
        }

        if (best is null || needed > 1)
        {
            return DontKnow(workspace, text, "No card accounts for enough of the question.");
        }

        var fit = best.Value;
        if (fit.Strength >= needed)
        {
            return Rival(workspace, found, fit, asksOwner) is { } rival
                ? Choose(workspace, [fit, rival], "Two cards account for the question about equally well.")
                : Give(reading, fit, today, "The card accounts for the question best.");
        }

        return fit.Strength >= Math.Max(HasAnchor(reading) ? LikelyWithAnchor : Likely, needed - 0.2f) || IsHinted(reading, fit, asksWho)
            ? Choose(workspace, [fit, .. Readings(workspace, found, fit.Card)], "Some cards account for part of the question, none for enough of it.")
            : DontKnow(workspace, text, "No card accounts for enough of the question.");
    }

    /// <summary>The best card, where one clearly accounts for the question.</summary>
    public Decision? TryGive(Workspace workspace, DateOnly today)
    {
        var reading = workspace.Reading;
        var asksWho = AsksWho(reading);
        var found = retriever.Retrieve(workspace, EvidenceScope.All);
        return Best(workspace, found, asksWho || reading.Has(Cue.Own)) is { } best && best.Strength >= Needed(reading, asksWho)
            ? Give(reading, best, today, "It names a field of work, and a card accounts for the question.")
            : null;
    }

    /// <summary>The topic that accounts for the question best, if for enough.</summary>
    public Fit? FindTopic(Workspace workspace, EvidenceScope scope, float least) =>
        Find(workspace, scope, CardKind.Topic, least);

    /// <summary>The role whose name has all of the question's words, in whatever order, or null.</summary>
    public int? FindRole(Workspace workspace)
    {
        var found = retriever.Retrieve(workspace, EvidenceScope.All);
        for (var i = 0; i < found; i++)
        {
            ref readonly var fit = ref workspace.Fits[i];
            if (retriever[fit.Card] is { Card: RoleCard role } evidence && fit.IsExact && evidence.Phrases[fit.Phrase].IsName)
            {
                return book.RoleNumber(role.Slug);
            }
        }

        return null;
    }

    /// <summary>The activity that accounts best for what is said beside the roles' names, if for enough.</summary>
    public Fit? FindActivity(Workspace workspace, float least) =>
        Find(workspace, EvidenceScope.OutsideMentions, CardKind.Activity, least);

    /// <summary>A topic that treats what is asked about the named roles: it has to be asked by the roles' own words, and by what is asked of them.</summary>
    public Fit? FindAspect(Workspace workspace, bool isAsked, params ReadOnlySpan<Mention> named)
    {
        // Where pay or prospects are asked for, the topic is clear from the cue; elsewhere it has to account for most of the question.
        var reading = workspace.Reading;
        var (strength, coverage) = reading.Has(Cue.Salary | Cue.Career) ? (isAsked ? 0.6f : 0.35f, 0.4f)
            : reading.Has(Cue.Together | Cue.List | Cue.Team | Cue.Startup) ? (0.55f, 0.7f)
            : (0.7f, 0.75f);
        if (FindTopic(workspace, EvidenceScope.All, strength) is not { } fit || fit.Coverage < coverage)
        {
            return null;
        }

        var card = retriever[fit.Card];
        foreach (ref readonly var mention in named)
        {
            for (var i = mention.Start; i < mention.End; i++)
            {
                ref readonly var word = ref reading.Words[i];
                if (word.IsContent && !word.Has(Cue.Head) && (word.Id < 0 || !card.IsAskedBy(word.Id)))
                {
                    return null;
                }
            }
        }

        if (reading.Has(Cue.Salary | Cue.Career))
        {
            return fit;
        }

        foreach (ref readonly var word in reading.Words)
        {
            if (word.Mention < 0 && word.IsContent && !word.Has(Cue.Work | Cue.Who | Cue.Grade) && word.Id >= 0 && card.IsAskedBy(word.Id))
            {
                return fit;
            }
        }

        return null;
    }

    /// <summary>Whether the phrase that a card is found by compares what the question compares: "DevOps vs MLOps".</summary>
    public bool IsAskedByBoth(Reading reading, in Fit fit, in Mention left, in Mention right)
    {
        var phrase = retriever[fit.Card].Phrases[fit.Phrase];
        return phrase.Compares && HasOneOf(phrase, reading, left) && HasOneOf(phrase, reading, right);
    }

    private static bool HasOneOf(CardPhrase phrase, Reading reading, in Mention mention)
    {
        for (var i = mention.Start; i < mention.End; i++)
        {
            if (phrase.Words.Contains(reading.Words[i].Id))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Gives a topic.</summary>
    public Decision Topic(Reading reading, in Fit fit, string rule) =>
        new(book.Topic(book.TopicNumber(retriever[fit.Card].Card.Slug), AsksForList(reading)), fit.Strength, rule);

    /// <summary>Gives the owner of an activity.</summary>
    public Decision Owner(in Fit fit, DateOnly today, string rule) =>
        new(book.Owner(book.ActivityNumber(retriever[fit.Card].Card.Slug), supportFirst: false, today), fit.Strength, rule);

    /// <summary>Offers roles to choose from.</summary>
    public Decision Clarify(Workspace workspace, int[] roles, string rule)
    {
        var readings = roles.Select(role => Reading(book.Knowledge.Roles[role])).ToList();
        return new Decision(TalkComposer.Clarify(book.Knowledge, readings), 0.4f, rule);
    }

    /// <summary>Offers the cards that are found by a whole phrase of theirs in the question, and the role; or says that it does not know.</summary>
    public Decision Suggest(Workspace workspace, string text, int role, string rule)
    {
        var found = retriever.Retrieve(workspace, EvidenceScope.All);
        if (workspace.Reading.Has(Cue.HowTo) && (found == 0 || workspace.Fits[0].Strength < Sure))
        {
            return DontKnow(workspace, text, rule);
        }

        var readings = new List<TalkComposer.Reading>(MostReadings);
        for (var i = 0; i < found && readings.Count < MostReadings - 1; i++)
        {
            ref readonly var fit = ref workspace.Fits[i];
            var card = retriever[fit.Card].Card;
            if ((fit.Completeness >= 0.95f && card.Kind == CardKind.Topic) || (fit.Strength >= 0.45f && card.Slug != book.Knowledge.Roles[role].Slug))
            {
                readings.Add(Reading(card));
            }
        }

        var named = Reading(book.Knowledge.Roles[role]);
        readings.Insert(workspace.Reading.Has(Cue.Work) && !workspace.Reading.Has(Cue.Who) ? 0 : readings.Count, named);
        return new Decision(TalkComposer.Clarify(book.Knowledge, readings), 0.4f, rule);
    }

    /// <summary>Says that it does not know, and what is nearest.</summary>
    public Decision DontKnow(Workspace workspace, string text, string rule)
    {
        var found = retriever.Retrieve(workspace, EvidenceScope.All);
        var nearest = new List<TalkComposer.Reading>(3);
        foreach (ref readonly var mention in workspace.Reading.Mentions)
        {
            if (nearest.Count < 3 && mention.Name.Roles.Length == 1)
            {
                nearest.Add(Reading(book.Knowledge.Roles[mention.Role]));
                break;
            }
        }

        for (var i = 0; i < found && nearest.Count < 3; i++)
        {
            if (workspace.Fits[i].Coverage >= 0.2f && workspace.Fits[i].Mass >= 0.2f)
            {
                var reading = Reading(retriever[workspace.Fits[i].Card].Card);
                if (nearest.TrueForAll(present => present.Target != reading.Target))
                {
                    nearest.Add(reading);
                }
            }
        }

        return new Decision(TalkComposer.None(book.Knowledge, LookedFor(workspace, text), nearest), 0, rule);
    }

    private Fit? Find(Workspace workspace, EvidenceScope scope, CardKind kind, float least)
    {
        var found = retriever.Retrieve(workspace, scope);
        for (var i = 0; i < found; i++)
        {
            ref readonly var fit = ref workspace.Fits[i];
            if (retriever[fit.Card].Card.Kind == kind)
            {
                return fit.Strength >= least && IsSubstantial(fit) ? fit : null;
            }
        }

        return null;
    }

    /// <summary>Whether it asks for an owner; "who is part of the team" asks for all who belong to it.</summary>
    private static bool AsksWho(Reading reading) => reading.Has(Cue.Who | Cue.Ask) && !reading.Has(Cue.Members);

    /// <summary>How strong a fit has to be: more for other professions' names and for how-to questions, which cards rarely answer.</summary>
    private static float Needed(Reading reading, bool asksWho) =>
        reading.Has(Cue.Off) ? 0.8f
        : reading.HasOtherProfession ? 0.8f
        : reading.Has(Cue.HowTo) && !asksWho ? 0.7f
        : Sure;

    private Fit? Best(Workspace workspace, int found, bool asksOwner)
    {
        Fit? best = null;
        var most = float.MinValue;
        for (var i = 0; i < found; i++)
        {
            ref readonly var fit = ref workspace.Fits[i];
            var worth = Worth(fit, asksOwner);
            if (MayAnswer(workspace.Reading, fit, asksOwner) && worth > most)
            {
                (best, most) = (fit, worth);
            }
        }

        return best;
    }

    /// <summary>Whether a match rests on enough to answer with that sort of card at all.</summary>
    private bool MayAnswer(Reading reading, in Fit fit, bool asksOwner)
    {
        // "Who is accountable for AI?" has hardly a weighty word, but all of it stands in one phrase.
        var whole = asksOwner && retriever[fit.Card].Card.Kind != CardKind.Topic && fit.Phrase >= 0 && fit.Coverage >= 0.95f && fit.Completeness >= 0.75f && fit.Mass >= 0.3f;
        if ((!IsSubstantial(fit) && !whole) || fit.Completeness < 0.5f || (reading.Has(Cue.Compare) && !asksOwner && fit.Share < 0.6f))
        {
            return false;
        }

        var evidence = retriever[fit.Card];
        return evidence.Card.Kind switch
        {
            // A role that is named is a mention; here its card can only be what somebody asks for without naming it.
            CardKind.Role => evidence.Phrases[fit.Phrase].IsName ? fit.Completeness >= 0.95f && fit.Coverage >= 0.9f : asksOwner,
            CardKind.Activity => asksOwner || (fit.IsExact && fit.Mass >= ExactMassOfDuty && !reading.Has(Cue.HowTo)) || (fit.Share >= 0.75f && fit.Completeness >= 0.9f && evidence.Phrases[fit.Phrase].IsName && HasTwoWordsOrAnchor(reading)),
            _ => fit.Completeness >= 0.85f || HasAnchor(reading),
        };
    }

    /// <summary>One word alone ("repeat") is no question about a duty, unless the field lives on it.</summary>
    private bool HasTwoWordsOrAnchor(Reading reading)
    {
        var content = 0;
        foreach (ref readonly var word in reading.Words)
        {
            content += word.IsContent && word.State != WordState.Joined && !word.Has(Cue.Work) ? 1 : 0;
        }

        return content != 1 || HasAnchor(reading) || reading.WordCount == 1;
    }

    private static bool IsSubstantial(in Fit fit) => fit.Phrase >= 0 && (fit.Mass >= LeastMass || (fit.IsExact && fit.Mass >= LeastExactMass));

    /// <summary>Whether the question has a word that the field lives on: one that many cards are asked by.</summary>
    public bool HasAnchor(Reading reading)
    {
        foreach (ref readonly var word in reading.Words)
        {
            if (word.IsContent && word.Id >= 0 && retriever.IsAnchor(word.Id))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>Who-questions lean towards activities, the others towards topics.</summary>
    private float Worth(in Fit fit, bool asksOwner) => fit.Strength + ((retriever[fit.Card].Card.Kind, asksOwner) switch
    {
        (CardKind.Activity, true) => 0.1f,
        (CardKind.Topic, false) => 0.1f,
        (CardKind.Topic, true) => -0.05f,
        (CardKind.Activity, false) => -0.05f,
        _ => 0,
    });

    /// <summary>
    /// Whether a long question is likely to be about a card, though much of it is about something else: it has a whole phrase of
    /// the card ("… bias …"), or asks who and has most of a telling one.
    /// </summary>
    private bool IsHinted(Reading reading, in Fit fit, bool asksWho) =>
        !reading.Has(Cue.Off)
        && !reading.HasOtherProfession
        && (asksWho
            ? (fit.Completeness >= 0.95f && fit.Mass >= 0.8f) || (fit.Completeness >= 0.6f && fit.Mass >= 0.6f && HasAnchor(reading))
            : fit.Completeness >= 0.95f && fit.Mass >= 0.3f && HasAnchor(reading) && !reading.Has(Cue.HowTo));

    private Fit? Rival(Workspace workspace, int found, in Fit best, bool asksOwner)
    {
        if (best.Strength >= 0.75f)
        {
            return null;
        }

        for (var i = 0; i < found; i++)
        {
            ref readonly var fit = ref workspace.Fits[i];
            if (fit.Card != best.Card && MayAnswer(workspace.Reading, fit, asksOwner) && Worth(best, asksOwner) - Worth(fit, asksOwner) < Close && FirstCard(fit) != FirstCard(best))
            {
                return fit;
            }
        }

        return null;
    }

    private string FirstCard(in Fit fit) => retriever[fit.Card].Card is ActivityCard activity ? activity.Lead.Role : retriever[fit.Card].Card.Slug;

    private static List<Fit> Readings(Workspace workspace, int found, int except)
    {
        var readings = new List<Fit>(MostReadings);
        for (var i = 0; i < found && readings.Count < MostReadings - 1; i++)
        {
            ref readonly var fit = ref workspace.Fits[i];
            if (fit.Card != except && IsSubstantial(fit) && fit.Strength >= 0.25f)
            {
                readings.Add(fit);
            }
        }

        return readings;
    }

    private Decision Choose(Workspace workspace, List<Fit> fits, string rule) => new(
        TalkComposer.Clarify(book.Knowledge, fits.ConvertAll(fit => Reading(retriever[fit.Card].Card))), fits[0].Strength, rule);

    private Decision Give(Reading reading, in Fit fit, DateOnly today, string rule) => retriever[fit.Card].Card switch
    {
        ActivityCard => Owner(fit, today, rule),
        RoleCard role => new Decision(book.Role(book.RoleNumber(role.Slug), null, today), fit.Strength, rule),
        _ => Topic(reading, fit, rule),
    };

    /// <summary>"Which roles are there", "business roles", "roles in the design phase".</summary>
    private Decision? RoleList(Workspace workspace, int found)
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

        if (found > 0 && workspace.Fits[0] is { Strength: >= 0.6f } fit && retriever[fit.Card].Card is TopicCard { Roles.Length: > 0 } topic && IsSubstantial(fit))
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
                return new Decision(book.Topic(book.TopicNumber(topic.Slug), asList: true), Math.Max(fit.Strength, Sure), "It asks who belongs together, and a topic lists them.");
            }
        }

        return null;
    }

    private static bool AsksForList(Reading reading) => reading.Has(Cue.List | Cue.Members) || (reading.Has(Cue.Team) && reading.Has(Cue.Work));

    private static TalkComposer.Reading Reading(Card card) => card switch
    {
        ActivityCard activity => new(activity.Lead.Role, $"Who owns {AnswerDraft.Lowered(card.Name)}?", card.Summary.Text, Targets.Owner(card.Slug)),
        TopicCard => new(card.Slug, card.Name, card.Summary.Text, Targets.Topic(card.Slug)),
        _ => new(card.Slug, card.Name, card.Summary.Text, Targets.Role(card.Slug)),
    };

    /// <summary>The words that were looked for, as typed.</summary>
    private static string LookedFor(Workspace workspace, string text)
    {
        const int most = 80;
        var words = new StringBuilder(most);
        var last = -1;
        foreach (ref readonly var word in workspace.Reading.Words)
        {
            if (!word.IsContent || word.Token == last)
            {
                continue;
            }

            last = word.Token;
            var typed = text.AsSpan()[workspace.Tokens.Source(word.Token)];
            if (words.Length + typed.Length > most)
            {
                break;
            }

            words.Append(words.Length > 0 ? " " : string.Empty).Append(typed);
        }

        return words.ToString();
    }
}
