using System.Collections.Immutable;
using MlOpsBot.Answers;
using MlOpsBot.Chat.Writing;

namespace MlOpsBot.Teams.Extending;

/// <summary>What the search box shows while somebody types: names that begin so, and what the answerer makes of it.</summary>
internal static class TypeAhead
{
    /// <summary>Most results: the client asks for no more than four pages of 25 (<c>https://github.com/MicrosoftDocs/msteams-docs/issues/865</c>).</summary>
    public const int Most = 100;

    private const string RoleMap = "list:roles";

    /// <summary>What to show, best first, as targets for <see cref="Answerer.Open"/>.</summary>
    /// <param name="answerer">Who answers.</param>
    /// <param name="typed">What stands in the search box; blank for nothing yet: then it is the map of roles.</param>
    /// <param name="today">The reader's date.</param>
    public static ImmutableArray<string> Find(Answerer answerer, string typed, DateOnly today)
        => [.. (string.IsNullOrWhiteSpace(typed) ? Map(answerer, today) : Search(answerer, typed, today)).Distinct(StringComparer.Ordinal).Take(Most)];

    private static IEnumerable<string> Map(Answerer answerer, DateOnly today)
        => [RoleMap, .. Cards(answerer, answerer.Open(RoleMap, today)?.Cards ?? []), .. answerer.Knowledge.Roles.Select(static role => CardTargets.Of(role).Target)];

    private static IEnumerable<string> Search(Answerer answerer, string typed, DateOnly today)
    {
        var named = NameSearch.Of(answerer.Knowledge).Find(typed);
        var answer = answerer.Ask(new Question(typed, today));
        var isName = named.Length > 0 && named[0].Fit <= NameFit.BeginningOfAlias;
        var names = named.Select(static found => CardTargets.Of(found.Card).Target);
        var answers = Answers(answerer, answer);
        return isName ? names.Concat(answers) : answers.Take(1).Concat(names).Concat(answers.Skip(1));
    }

    // The answer itself, then the cards that it is about.
    private static List<string> Answers(Answerer answerer, Answer answer)
    {
        var targets = new List<string>();
        if (answer.Kind is AnswerKind.None or AnswerKind.Help)
        {
            return targets;
        }

        if (answer.Target is { } target)
        {
            targets.Add(target);
        }

        if (answer.Kind == AnswerKind.Clarify)
        {
            targets.AddRange(answer.FollowUps.Select(static offer => offer.Target));
        }

        targets.AddRange(Cards(answerer, answer.Cards));
        return targets;
    }

    private static IEnumerable<string> Cards(Answerer answerer, ImmutableArray<string> slugs)
        => slugs.Select(answerer.Knowledge.FindCard).OfType<Knowledge.Card>().Select(static card => CardTargets.Of(card).Target);
}
