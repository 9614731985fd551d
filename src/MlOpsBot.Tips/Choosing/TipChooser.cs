using System.Collections.Frozen;
using System.Collections.Immutable;
using MlOpsBot.Knowledge;
using MlOpsBot.Tips.Subscriptions;

namespace MlOpsBot.Tips.Choosing;

/// <summary>
/// Chooses tips: none is repeated before all of the channel's chosen ones have come, in an order of the channel's own. Tips on cards
/// that somebody asked about, or that people want more of, come earlier in a round, those that people want less of last; the same
/// card does not come twice running where there is a choice. The same past always gives the same tips, so that a preview is what will
/// be posted as things stand. Thread-safe.
/// </summary>
public static class TipChooser
{
    /// <summary>What comes next; null where none of the chosen topics has a tip.</summary>
    public static TipChoice? Next(KnowledgeBase knowledge, SubscriptionPlan plan, TipPast past) => Preview(knowledge, plan, past).FirstOrDefault();

    /// <summary>What comes next, and then, and then: without end, as the rounds have none; empty where none of the chosen topics has a tip.</summary>
    public static IEnumerable<TipChoice> Preview(KnowledgeBase knowledge, SubscriptionPlan plan, TipPast past)
    {
        ArgumentNullException.ThrowIfNull(knowledge);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(past);
        return Choices(knowledge, plan, past);
    }

    /// <summary>How far a channel is.</summary>
    public static TipRound Round(KnowledgeBase knowledge, SubscriptionPlan plan, TipPast past)
    {
        ArgumentNullException.ThrowIfNull(knowledge);
        ArgumentNullException.ThrowIfNull(plan);
        ArgumentNullException.ThrowIfNull(past);
        var tips = Chosen(knowledge, plan);
        return new TipRound(Bag(knowledge, tips, past).Used, tips.Length);
    }

    /// <summary>The tips that a plan leaves to choose from: those that open a card of its topics, or stand in the file of one.</summary>
    public static ImmutableArray<Tip> Chosen(KnowledgeBase knowledge, SubscriptionPlan plan)
    {
        ArgumentNullException.ThrowIfNull(knowledge);
        ArgumentNullException.ThrowIfNull(plan);
        return plan.Topics.IsDefaultOrEmpty ? knowledge.Tips : Of(knowledge, plan.Topics.SelectMany(topic => topic.Cards));
    }

    /// <summary>The tips that belong to some cards.</summary>
    public static ImmutableArray<Tip> Of(KnowledgeBase knowledge, IEnumerable<string> cards)
    {
        ArgumentNullException.ThrowIfNull(knowledge);
        var slugs = cards.ToFrozenSet(StringComparer.Ordinal);
        return [.. knowledge.Tips.Where(tip => slugs.Contains(tip.Card) || slugs.Contains(FileOf(tip)))];
    }

    private static IEnumerable<TipChoice> Choices(KnowledgeBase knowledge, SubscriptionPlan plan, TipPast past)
    {
        var tips = Chosen(knowledge, plan);
        var bag = Bag(knowledge, tips, past);
        var asked = past.AskedAbout.ToFrozenSet(StringComparer.Ordinal);
        while (bag.Next(tip => Liking(tip, asked, past.Votes)) is { } tip)
        {
            yield return new TipChoice(tip, knowledge.FindCard(tip.Card)!, Why(knowledge, plan, tip, bag, tips.Length, asked, past.Votes));
            bag.Add(tip.Id, tip.Card);
        }
    }

    private static TipBag Bag(KnowledgeBase knowledge, ImmutableArray<Tip> tips, TipPast past)
    {
        var cards = knowledge.Tips.ToFrozenDictionary(tip => tip.Id, tip => tip.Card, StringComparer.Ordinal);
        return new TipBag(tips, past, cards.GetValueOrDefault);
    }

    /// <summary>"Less like this" outweighs that somebody asked: they asked for an answer, and said of the tips that they are enough.</summary>
    private static int Liking(Tip tip, FrozenSet<string> asked, ImmutableDictionary<string, int> votes) => Votes(tip, votes) switch
    {
        < 0 => -1,
        var vote => (AskedAbout(tip, asked) is not null ? 2 : 0) + Math.Sign(vote),
    };

    /// <summary>What people said of a tip's cards: the one that it opens, and the one whose file it stands in.</summary>
    private static int Votes(Tip tip, ImmutableDictionary<string, int> votes) => CardsOf(tip).Sum(votes.GetValueOrDefault);

    private static string? AskedAbout(Tip tip, FrozenSet<string> asked) => CardsOf(tip).FirstOrDefault(asked.Contains);

    private static IEnumerable<string> CardsOf(Tip tip) => FileOf(tip) is { Length: > 0 } file && file != tip.Card ? [tip.Card, file] : [tip.Card];

    private static string Why(KnowledgeBase knowledge, SubscriptionPlan plan, Tip tip, TipBag bag, int count, FrozenSet<string> asked, ImmutableDictionary<string, int> votes)
    {
        var wanted = Votes(tip, votes);
        if (wanted >= 0 && AskedAbout(tip, asked) is { } slug && knowledge.FindCard(slug) is { } card)
        {
            return $"Because {Named(card)} came up here lately.";
        }

        if (wanted > 0 && knowledge.FindCard(CardsOf(tip).First(one => votes.GetValueOrDefault(one) > 0)) is { } liked)
        {
            return $"Because you wanted more on {Named(liked)}.";
        }

        var tips = plan.Topics.IsDefaultOrEmpty ? "tips" : $"tips on {List(plan.Topics.Select(topic => topic.Label))}";
        return (count, bag.Left() - 1) switch
        {
            (1, _) => plan.Topics.IsDefaultOrEmpty ? "The only tip there is." : $"The only one of the {tips}.",
            (_, 0) => $"The last of {count} {tips}: from the next one on they begin anew, in another order.",
            (_, 1) => $"One of {count} {tips}; 1 more before any repeats.",
            (_, var left) => $"One of {count} {tips}; {left} more before any repeats.",
        };
    }

    private static string Named(Card card) => card.Kind == CardKind.Role ? $"the {card.Name}" : card.Name;

    private static string List(IEnumerable<string> labels)
    {
        var all = labels.ToList();
        return all.Count == 1 ? all[0] : $"{string.Join(", ", all[..^1])} and {all[^1]}";
    }

    private static string FileOf(Tip tip) => tip.Id[..Math.Max(0, tip.Id.IndexOf('/'))];
}
