using MlOpsBot.Answers.Composing;
using MlOpsBot.Answers.Evidence;
using MlOpsBot.Answers.Language;
using MlOpsBot.Answers.Understanding;
using MlOpsBot.Knowledge;

namespace MlOpsBot.Answers.Deciding;

/// <summary>Questions that name no role: the cards that account for most of the question compete.</summary>
internal sealed class CardRules(AnswerBook book, CardRetriever retriever, CardFinder finder, Replies replies)
{
    /// <summary>From here on a card answers.</summary>
    public const float Sure = 0.5f;

    /// <summary>From here on a card is offered as a reading to choose.</summary>
    private const float Likely = 0.36f;

    /// <summary>The same where the question has a word that the field lives on.</summary>
    private const float LikelyWithAnchor = 0.28f;

    /// <summary>What a phrase asked without a "who" has to weigh: "our model discriminates" does, "repeat" alone does not.</summary>
    private const float ExactMassOfDuty = 1.01f;

    /// <summary>Two readings closer than this are both offered, unless the first accounts for nearly everything.</summary>
    private const float Close = 0.04f;

    private readonly ListRules _lists = new(book, retriever);

    public Decision Decide(Workspace workspace, string text, DateOnly today)
    {
        var reading = workspace.Reading;
        var asksWho = AsksWho(reading);
        var asksOwner = asksWho || reading.Has(Cue.Own);
        var found = retriever.Retrieve(workspace, EvidenceScope.All);
        if (_lists.TryDecide(workspace, found) is { } list)
        {
            return list;
        }

        var needed = Needed(reading, asksWho);
        var best = Best(workspace, found, asksOwner);
        if (best is not null && reading.Has(Cue.HowTo) && !asksWho && !finder.HasAnchor(reading))
        {
            return replies.DontKnow(workspace, text, "It asks how to do something, and not about roles.");
        }

        if (best is null)
        {
            return replies.DontKnow(workspace, text, "No card accounts for enough of the question.");
        }

        var fit = best.Value;
        if (fit.Strength >= needed)
        {
            return Rival(workspace, found, fit, asksOwner) is { } rival
                ? replies.Choose(workspace, [fit, rival], "Two cards account for the question about equally well.")
                : replies.Give(reading, fit, today, "The card accounts for the question best.");
        }

        return fit.Strength >= Math.Max(finder.HasAnchor(reading) ? LikelyWithAnchor : Likely, needed - 0.2f) || IsHinted(reading, fit, asksWho)
            ? replies.Choose(workspace, [fit, .. Readings(workspace, found, fit.Card)], "Some cards account for part of the question, none for enough of it.")
            : replies.DontKnow(workspace, text, "No card accounts for enough of the question.");
    }

    /// <summary>The best card, where one clearly accounts for the question.</summary>
    public Decision? TryGive(Workspace workspace, DateOnly today)
    {
        var reading = workspace.Reading;
        var asksWho = AsksWho(reading);
        var found = retriever.Retrieve(workspace, EvidenceScope.All);
        return Best(workspace, found, asksWho || reading.Has(Cue.Own)) is { } best && best.Strength >= Needed(reading, asksWho)
            ? replies.Give(reading, best, today, "It names a field of work, and a card accounts for the question.")
            : null;
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
        if ((!CardFinder.IsSubstantial(fit) && !whole) || fit.Completeness < 0.5f || (reading.Has(Cue.Compare) && !asksOwner && fit.Share < 0.6f))
        {
            return false;
        }

        var evidence = retriever[fit.Card];
        return evidence.Card.Kind switch
        {
            // A role that is named is a mention; here its card can only be what somebody asks for without naming it.
            CardKind.Role => evidence.Phrases[fit.Phrase].IsName ? fit.Completeness >= 0.95f && fit.Coverage >= 0.9f : asksOwner,
            CardKind.Activity => asksOwner || (fit.IsExact && fit.Mass >= ExactMassOfDuty && !reading.Has(Cue.HowTo)) || (fit.Share >= 0.75f && fit.Completeness >= 0.9f && evidence.Phrases[fit.Phrase].IsName && HasTwoWordsOrAnchor(reading)),
            _ => fit.Completeness >= 0.85f || finder.HasAnchor(reading),
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

        return content != 1 || finder.HasAnchor(reading) || reading.WordCount == 1;
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
            ? (fit.Completeness >= 0.95f && fit.Mass >= 0.8f) || (fit.Completeness >= 0.6f && fit.Mass >= 0.6f && finder.HasAnchor(reading))
            : fit.Completeness >= 0.95f && fit.Mass >= 0.3f && finder.HasAnchor(reading) && !reading.Has(Cue.HowTo));

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
        var readings = new List<Fit>(Replies.MostReadings);
        for (var i = 0; i < found && readings.Count < Replies.MostReadings - 1; i++)
        {
            ref readonly var fit = ref workspace.Fits[i];
            if (fit.Card != except && CardFinder.IsSubstantial(fit) && fit.Strength >= 0.25f)
            {
                readings.Add(fit);
            }
        }

        return readings;
    }
}
