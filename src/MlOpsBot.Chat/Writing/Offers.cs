using System.Collections.Immutable;
using MlOpsBot.Answers;
using MlOpsBot.Knowledge;

namespace MlOpsBot.Chat.Writing;

/// <summary>What to ask next: a few as buttons in a row, and for answers that name many cards a menu of them. Immutable.</summary>
/// <param name="Row">The buttons, most likely first.</param>
/// <param name="Menu">What goes into a menu; empty for none.</param>
public sealed record Offers(ImmutableArray<FollowUp> Row, ImmutableArray<FollowUp> Menu)
{
    /// <summary>Cards from which on a list has a menu in place of buttons.</summary>
    private const int LeastOfMenu = 5;

    /// <summary>What a menu asks for: "Open a role…".</summary>
    /// <param name="kind">The answer's kind.</param>
    public static string MenuTitle(AnswerKind kind) => kind is AnswerKind.List or AnswerKind.Topic ? "Open a role…" : "More…";

    /// <summary>What an answer offers.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="knowledge">The knowledge it stands in.</param>
    /// <param name="mostInRow">Buttons in a row: more would be a wall; further ones go into the menu.</param>
    public static Offers Of(Answer answer, KnowledgeBase knowledge, int mostInRow)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(knowledge);
        var cards = answer.Kind is AnswerKind.List or AnswerKind.Topic ? Listed(answer, knowledge) : [];
        var offered = answer.Kind == AnswerKind.Help ? answer.FollowUps.Union(Examples.Of(knowledge).Questions) : answer.FollowUps;
        var offers = offered
            .Where(offer => cards.Count < LeastOfMenu || cards.TrueForAll(card => card.Target != offer.Target))
            .DistinctBy(offer => offer.Target, StringComparer.Ordinal)
            .ToList();
        return new Offers([.. offers.Take(mostInRow)], [.. cards.Count < LeastOfMenu ? [] : cards, .. offers.Skip(mostInRow)]);
    }

    /// <summary>The cards that the answer's lines name, in their order, as what opens them.</summary>
    private static List<FollowUp> Listed(Answer answer, KnowledgeBase knowledge) =>
        [.. answer.Blocks
            .SelectMany(block => block.Lines)
            .Where(line => line.Card is not null)
            .DistinctBy(line => line.Card, StringComparer.Ordinal)
            .Select(line => knowledge.FindCard(line.Card!))
            .OfType<Card>()
            .Select(CardTargets.Of)];
}
