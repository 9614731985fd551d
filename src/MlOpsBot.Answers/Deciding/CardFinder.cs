using MlOpsBot.Answers.Composing;
using MlOpsBot.Answers.Evidence;
using MlOpsBot.Answers.Language;
using MlOpsBot.Answers.Understanding;
using MlOpsBot.Knowledge;

namespace MlOpsBot.Answers.Deciding;

/// <summary>Finds the card of one kind that treats what a question asks. Immutable and thread safe.</summary>
internal sealed class CardFinder(AnswerBook book, CardRetriever retriever)
{
    /// <summary>Below this a match rests on words like "data" alone.</summary>
    private const float LeastMass = 0.4f;

    /// <summary>The same for a question that is nothing but the phrase: "MLOps" may be asked for, "role" may not.</summary>
    private const float LeastExactMass = 0.2f;

    /// <summary>The topic that accounts for the question best, if for enough.</summary>
    public Fit? FindTopic(Workspace workspace, EvidenceScope scope, float least) =>
        Find(workspace, scope, CardKind.Topic, least);

    /// <summary>The activity that accounts best for what is said beside the roles' names, if for enough.</summary>
    public Fit? FindActivity(Workspace workspace, float least) =>
        Find(workspace, EvidenceScope.OutsideMentions, CardKind.Activity, least);

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

    /// <summary>Whether a match rests on a phrase that tells something.</summary>
    public static bool IsSubstantial(in Fit fit) => fit.Phrase >= 0 && (fit.Mass >= LeastMass || (fit.IsExact && fit.Mass >= LeastExactMass));

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
}
