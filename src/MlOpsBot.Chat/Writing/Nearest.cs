using System.Collections.Immutable;
using MlOpsBot.Answers;

namespace MlOpsBot.Chat.Writing;

/// <summary>Finds what is nearest to a card that is gone, by the words of its slug.</summary>
public static class Nearest
{
    private const int Most = 3;
    private const int MostOfTarget = 200;

    /// <summary>What to open instead, best first; empty where nothing is near. Any text is safe.</summary>
    /// <param name="answerer">Who answers now.</param>
    /// <param name="target">What a button would have opened; null for nothing.</param>
    /// <param name="today">The reader's date.</param>
    public static ImmutableArray<FollowUp> To(Answerer answerer, string? target, DateOnly today)
    {
        ArgumentNullException.ThrowIfNull(answerer);
        if (target is not { Length: > 0 and <= MostOfTarget } || target.IndexOf(':', StringComparison.Ordinal) is not (>= 0 and var colon))
        {
            return [];
        }

        var words = target[(colon + 1)..].Split('#')[0].Replace(':', ' ').Replace('-', ' ');
        var answer = answerer.Ask(new Question(words, today));
        return [.. answer.Cards.Select(answerer.Knowledge.FindCard).OfType<Knowledge.Card>().Select(CardTargets.Of).Take(Most)];
    }
}
