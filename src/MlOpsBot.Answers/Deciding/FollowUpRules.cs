using MlOpsBot.Answers.Composing;
using MlOpsBot.Answers.Evidence;
using MlOpsBot.Answers.Language;
using MlOpsBot.Answers.Understanding;

namespace MlOpsBot.Answers.Deciding;

/// <summary>Questions that lean on the answer before: "and what skills does she need?", "who else?", "the second one".</summary>
internal sealed class FollowUpRules(AnswerBook book, Lexicon lexicon, CardRetriever retriever)
{
    /// <summary>A message longer than this stands on its own feet.</summary>
    private const int LongestFollowUp = 12;

    private readonly int[][] _ordinals =
    [
        lexicon.FindWords("first", "1", "1st", "one", "former", "yes", "yeah", "sure"),
        lexicon.FindWords("second", "2", "2nd", "two"),
        lexicon.FindWords("third", "3", "3rd", "three"),
        lexicon.FindWords("fourth", "4", "4th", "four"),
        lexicon.FindWords("fifth", "5", "5th", "five"),
    ];

    private readonly int[] _last = lexicon.FindWords("last", "latter");
    private readonly int[] _asking = lexicon.FindWords("what", "is", "are", "does", "do", "how", "which");
    private readonly int[] _both = lexicon.FindWords("two", "both", "them", "they");
    private readonly int[] _other = lexicon.FindWords("other", "another");

    /// <summary>The decision where the question is a follow-up, else null.</summary>
    public Decision? TryDecide(Workspace workspace, ConversationContext context, DateOnly today)
    {
        var reading = workspace.Reading;
        if (reading.WordCount > LongestFollowUp)
        {
            return null;
        }

        var outside = Residue.Of(reading, retriever, card: -1);
        return Pick(reading, context, outside, today)
            ?? More(reading, context, outside, today)
            ?? (reading.MentionCount > 0 ? Turn(reading, context, outside, today) : Deepen(reading, context, outside, today));
    }

    /// <summary>"The second one", after a choice was offered.</summary>
    private Decision? Pick(Reading reading, ConversationContext context, in Residue outside, DateOnly today)
    {
        if (context.Choices.IsDefaultOrEmpty || reading.MentionCount > 0 || outside.Content > 0)
        {
            return null;
        }

        var choice = -1;
        foreach (ref readonly var word in reading.Words)
        {
            if (_last.AsSpan().Contains(word.Id))
            {
                choice = context.Choices.Length - 1;
            }
            else if (_other.AsSpan().Contains(word.Id))
            {
                choice = Other(context);
            }
            else
            {
                for (var i = 0; i < _ordinals.Length; i++)
                {
                    // "The second one": the number that was named first counts, not the "one" after it.
                    if (choice < 0 && _ordinals[i].AsSpan().Contains(word.Id))
                    {
                        choice = i;
                    }
                }
            }
        }

        if (choice < 0 || choice >= context.Choices.Length)
        {
            return null;
        }

        var target = context.Choices[choice];
        if ((RoleRules.Section(reading) ?? context.Section) is { } section && target.StartsWith(Targets.RolePrefix, StringComparison.Ordinal))
        {
            target = Targets.Section(target[Targets.RolePrefix.Length..], section);
        }

        return book.Open(target, today) is { } answer ? new Decision(answer, 0.95f, "It picks one of those that were offered before.") : null;
    }

    /// <summary>The choice that was not taken yet.</summary>
    private static int Other(ConversationContext context)
    {
        var taken = context.Cards.IsDefaultOrEmpty ? -1 : context.Choices.IndexOf(Targets.Role(context.Cards[0]));
        return taken == 1 ? 0 : 1;
    }

    /// <summary>"Who else?", after an owner.</summary>
    private Decision? More(Reading reading, ConversationContext context, in Residue outside, DateOnly today)
    {
        if (!reading.Has(Cue.More) || outside.Content > 0)
        {
            return null;
        }

        if (context.Activity is { } slug && book.ActivityNumber(slug) is >= 0 and var activity)
        {
            return new Decision(book.Owner(activity, supportFirst: true, today), 0.9f, "It asks who else has a part in the activity before.");
        }

        return Subject(context) is >= 0 and var role
            ? new Decision(book.Role(role, RoleSections.WorksWith, today), 0.8f, "It asks who else belongs to the role before.")
            : null;
    }

    /// <summary>"What about the data engineer?", "compare it with the data scientist".</summary>
    private Decision? Turn(Reading reading, ConversationContext context, in Residue outside, DateOnly today)
    {
        var named = reading.Mentions[0];
        if (reading.MentionCount > 1 || named.Strength == NameStrength.Discipline || named.Name.Roles.Length > 1 || outside.Foreign > 0)
        {
            return null;
        }

        var subject = Subject(context);
        if (reading.Has(Cue.Compare) && subject >= 0 && subject != named.Role && !reading.Has(Cue.Who))
        {
            return new Decision(book.Comparison(subject, named.Role), 0.9f, "It compares the role before with another one.");
        }

        return context.Section is { } section && (reading.Has(Cue.About) || IsBare(reading))
            ? new Decision(book.Role(named.Role, section, today), 0.85f, "It asks the same as before of another role.")
            : null;
    }

    /// <summary>"And what skills does she need?", "what does she do?", "and in a start-up?".</summary>
    private Decision? Deepen(Reading reading, ConversationContext context, in Residue outside, DateOnly today)
    {
        if (outside.Content > 0 || Subject(context) is not (>= 0 and var role))
        {
            return null;
        }

        if (reading.Has(Cue.Compare) && Names(reading, _both) && context.Cards.Length > 1 && book.RoleNumber(context.Cards[1]) is >= 0 and var second)
        {
            return new Decision(book.Comparison(second, role), 0.9f, "It compares the two roles before.");
        }

        if (RoleRules.Section(reading) is { } section)
        {
            return new Decision(book.Role(role, section, today), 0.9f, "It asks for a section of the role's card before.");
        }

        if (reading.Has(Cue.Who | Cue.Ask) && context.Activity is { } slug && book.ActivityNumber(slug) is >= 0 and var activity && reading.Has(Cue.Pronoun))
        {
            return new Decision(book.Owner(activity, supportFirst: false, today), 0.8f, "It asks who owns the activity before.");
        }

        return reading.Has(Cue.Pronoun) && reading.Has(Cue.Work) && !reading.Has(Cue.Who)
            ? new Decision(book.Role(role, null, today), 0.85f, "It asks what the role before is or does.")
            : null;
    }

    private static bool Names(Reading reading, int[] words)
    {
        foreach (var id in reading.Ids)
        {
            if (words.AsSpan().Contains(id))
            {
                return true;
            }
        }

        return false;
    }

    private int Subject(ConversationContext context) => context.Cards.IsDefaultOrEmpty || context.Kind is AnswerKind.Topic or AnswerKind.List or AnswerKind.Clarify
        ? -1
        : book.RoleNumber(context.Cards[0]);

    private bool IsBare(Reading reading)
    {
        foreach (ref readonly var word in reading.Words)
        {
            if (word.Mention < 0 && (word.Has(Cue.Work | Cue.Who) || _asking.AsSpan().Contains(word.Id) || (word.IsContent && !word.Has(Cue.Grade))))
            {
                return false;
            }
        }

        return true;
    }
}
