using System.Text;
using MlOpsBot.Answers.Composing;
using MlOpsBot.Answers.Evidence;
using MlOpsBot.Answers.Language;
using MlOpsBot.Answers.Understanding;
using MlOpsBot.Knowledge;

namespace MlOpsBot.Answers.Deciding;

/// <summary>What a decision can come to: a card, cards to choose from, or not knowing. Immutable and thread safe.</summary>
internal sealed class Replies(AnswerBook book, CardRetriever retriever)
{
    /// <summary>Readings offered at once: more than a reader takes in at a glance would be a list.</summary>
    public const int MostReadings = 4;

    private const int MostNearest = 3;

    /// <summary>Gives a topic.</summary>
    public Decision Topic(Reading reading, in Fit fit, string rule) =>
        new(book.Topic(book.TopicNumber(retriever[fit.Card].Card.Slug), AsksForList(reading)), fit.Strength, rule);

    /// <summary>Gives the owner of an activity.</summary>
    public Decision Owner(in Fit fit, DateOnly today, string rule) =>
        new(book.Owner(book.ActivityNumber(retriever[fit.Card].Card.Slug), supportFirst: false, today), fit.Strength, rule);

    /// <summary>Gives the answer that goes with the kind of card.</summary>
    public Decision Give(Reading reading, in Fit fit, DateOnly today, string rule) => retriever[fit.Card].Card switch
    {
        ActivityCard => Owner(fit, today, rule),
        RoleCard role => new Decision(book.Role(book.RoleNumber(role.Slug), null, today), fit.Strength, rule),
        _ => Topic(reading, fit, rule),
    };

    /// <summary>Offers roles to choose from.</summary>
    public Decision Clarify(IEnumerable<int> roles, string rule)
    {
        var readings = roles.Select(role => Choice.Of(book.Knowledge.Roles[role]));
        return new Decision(TalkComposer.Clarify(book.Knowledge, readings), 0.4f, rule);
    }

    /// <summary>Offers cards to choose from.</summary>
    public Decision Choose(Workspace workspace, List<Fit> fits, string rule) => new(
        TalkComposer.Clarify(book.Knowledge, fits.ConvertAll(fit => Choice.Of(retriever[fit.Card].Card))), fits[0].Strength, rule);

    /// <summary>Offers the cards that are found by a whole phrase of theirs in the question, and the role; or says that it does not know.</summary>
    public Decision Suggest(Workspace workspace, string text, int role, string rule)
    {
        var found = retriever.Retrieve(workspace, EvidenceScope.All);
        if (workspace.Reading.Has(Cue.HowTo) && (found == 0 || workspace.Fits[0].Strength < CardRules.Sure))
        {
            return DontKnow(workspace, text, rule);
        }

        var readings = new List<Choice>(MostReadings);
        for (var i = 0; i < found && readings.Count < MostReadings - 1; i++)
        {
            ref readonly var fit = ref workspace.Fits[i];
            var card = retriever[fit.Card].Card;
            if ((fit.Completeness >= 0.95f && card.Kind == CardKind.Topic) || (fit.Strength >= 0.45f && card.Slug != book.Knowledge.Roles[role].Slug))
            {
                readings.Add(Choice.Of(card));
            }
        }

        var named = Choice.Of(book.Knowledge.Roles[role]);
        readings.Insert(workspace.Reading.Has(Cue.Work) && !workspace.Reading.Has(Cue.Who) ? 0 : readings.Count, named);
        return new Decision(TalkComposer.Clarify(book.Knowledge, readings), 0.4f, rule);
    }

    /// <summary>Says that it does not know, and what is nearest.</summary>
    public Decision DontKnow(Workspace workspace, string text, string rule)
    {
        var found = retriever.Retrieve(workspace, EvidenceScope.All);
        var nearest = new List<Choice>(MostNearest);
        foreach (ref readonly var mention in workspace.Reading.Mentions)
        {
            if (mention.Name.Roles.Length == 1)
            {
                nearest.Add(Choice.Of(book.Knowledge.Roles[mention.Role]));
                break;
            }
        }

        for (var i = 0; i < found && nearest.Count < MostNearest; i++)
        {
            if (workspace.Fits[i].Coverage >= 0.2f && workspace.Fits[i].Mass >= 0.2f)
            {
                var choice = Choice.Of(retriever[workspace.Fits[i].Card].Card);
                if (nearest.TrueForAll(present => present.Target != choice.Target))
                {
                    nearest.Add(choice);
                }
            }
        }

        return new Decision(TalkComposer.None(book.Knowledge, LookedFor(workspace, text), nearest), 0, rule);
    }

    private static bool AsksForList(Reading reading) => reading.Has(Cue.List | Cue.Members) || (reading.Has(Cue.Team) && reading.Has(Cue.Work));

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
