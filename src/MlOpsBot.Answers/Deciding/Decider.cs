using MlOpsBot.Answers.Composing;
using MlOpsBot.Answers.Evidence;
using MlOpsBot.Answers.Language;
using MlOpsBot.Answers.Understanding;

namespace MlOpsBot.Answers.Deciding;

/// <summary>
/// Decides what a question is answered with: by the roles it names, by the shape it is asked in, and by how much of it
/// a card accounts for. When in doubt it offers readings to choose from, and else says that it does not know.
/// Immutable and thread safe.
/// </summary>
internal sealed class Decider
{
    private readonly AnswerBook _book;
    private readonly CardRetriever _retriever;
    private readonly CardFinder _finder;
    private readonly Replies _replies;
    private readonly FollowUpRules _followUps;
    private readonly RoleRules _roles;
    private readonly PairRules _pairs;
    private readonly CardRules _cards;
    private readonly int _and;

    public Decider(AnswerBook book, Lexicon lexicon, CardRetriever retriever)
    {
        _book = book;
        _retriever = retriever;
        _finder = new CardFinder(book, retriever);
        _replies = new Replies(book, retriever);
        _cards = new CardRules(book, retriever, _finder, _replies);
        _followUps = new FollowUpRules(book, lexicon, retriever);
        _roles = new RoleRules(book, lexicon, retriever, _finder, _replies, _cards);
        _pairs = new PairRules(book, retriever, _finder, _replies);
        _and = lexicon.FindWord("and");
    }

    /// <summary>Decides one question as read into the workspace.</summary>
    public Decision Decide(Workspace workspace, string text, ConversationContext? context, DateOnly today)
    {
        var reading = workspace.Reading;
        if (reading.WordCount == 0)
        {
            return new Decision(_book.Help(), 0, "There is nothing to read, so help is shown.");
        }

        if (Talk(reading) is { } talk)
        {
            return talk;
        }

        if (context is not null && _followUps.TryDecide(workspace, context, today) is { } followUp)
        {
            return followUp;
        }

        var (first, second) = Roles(reading);
        if (second >= 0)
        {
            return _pairs.Decide(workspace, text, first, second, today);
        }

        if (first >= 0)
        {
            return _roles.Decide(workspace, text, first, today);
        }

        return (reading.Has(Cue.Pronoun | Cue.More | Cue.About) || GoesOn(reading)) && !reading.Has(Cue.List | Cue.Members) && Residue.Of(reading, _retriever, card: -1).Content == 0 && !_finder.HasAnchor(reading)
            ? _replies.DontKnow(workspace, text, "It leans on something said before, and nothing was, or it has expired.")
            : _cards.Decide(workspace, text, today);
    }

    /// <summary>Whether the message goes on from another: "and …".</summary>
    public bool GoesOn(Reading reading) => reading.WordCount > 0 && reading.Words[0].Id == _and;

    /// <summary>Whether a part of a message may be the question in it: it has to ask, and about something of the field.</summary>
    public bool IsQuestion(Reading reading, bool endsAsOne)
    {
        var content = 0;
        foreach (ref readonly var word in reading.Words)
        {
            content += word.IsContent ? 1 : 0;
        }

        return content >= (endsAsOne ? 1 : 2)
            && (endsAsOne || reading.Has(Cue.Who | Cue.Ask | Cue.Compare | Cue.Reason))
            && (reading.MentionCount > 0 || reading.Has(Cue.Who | Cue.Ask) || _finder.HasAnchor(reading));
    }

    /// <summary>Greetings, thanks and calls for help, where the message has nothing else.</summary>
    private Decision? Talk(Reading reading)
    {
        const Cue talk = Cue.Help | Cue.Greet | Cue.Thanks;
        if (!reading.Has(talk))
        {
            return null;
        }

        foreach (ref readonly var word in reading.Words)
        {
            if (word.IsContent && !word.Has(talk))
            {
                return null;
            }
        }

        return reading.Has(Cue.Help) ? new Decision(_book.Help(), 0, "It asks what can be asked.")
            : reading.Has(Cue.Thanks) ? new Decision(_book.Thanks(), 0, "It says thanks or goodbye.")
            : new Decision(_book.Greeting(), 0, "It is a greeting.");
    }

    /// <summary>
    /// The first two different roles that the question names, as mention numbers, or -1. Surer names go before weaker ones:
    /// "a specialist such as a data engineer" names one role, and in "does an MLOps team need a research scientist"
    /// a field of work only says where.
    /// </summary>
    private static (int First, int Second) Roles(Reading reading)
    {
        var (first, second) = (Next(reading, -1, NameStrength.Abbreviation), -1);
        if (first >= 0)
        {
            second = Next(reading, first, NameStrength.Abbreviation);
            if (second < 0 && reading.Has(Cue.Compare))
            {
                second = Next(reading, first, NameStrength.Discipline);
            }

            return second >= 0 && second < first ? (second, first) : (first, second);
        }

        first = Next(reading, -1, NameStrength.Discipline);
        return first >= 0
            ? (first, Next(reading, first, NameStrength.Discipline))
            : (Next(reading, -1, NameStrength.Head), -1);
    }

    /// <summary>The first mention of at least that strength that names another role than <paramref name="other"/> does.</summary>
    private static int Next(Reading reading, int other, NameStrength least)
    {
        for (var i = 0; i < reading.MentionCount; i++)
        {
            if (i != other && reading.Mentions[i].Strength >= least && (other < 0 || !Same(reading.Mentions[i].Name, reading.Mentions[other].Name)))
            {
                return i;
            }
        }

        return -1;
    }

    private static bool Same(Name first, Name second) => first.Roles.Any(second.Roles.Contains);
}
