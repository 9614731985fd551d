using System.Collections.Immutable;
using MlOpsBot.Answers;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Knowledge;
using MlOpsBot.Slack.BlockKit;

namespace MlOpsBot.Slack.Rendering;

/// <summary>What to ask next: a row of buttons, a menu of the cards that a list names, and a way to share.</summary>
internal sealed class NextSteps(Answer answer, KnowledgeBase knowledge, CardValues values)
{
    /// <summary>Buttons in a row: more would be a wall; further ones go into the menu.</summary>
    private const int MostButtons = 8;

    /// <summary>Cards from which on a list has a menu in place of buttons.</summary>
    private const int LeastOfMenu = 5;

    public IEnumerable<Block> Blocks(bool canShare)
    {
        var cards = answer.Kind is AnswerKind.List or AnswerKind.Topic ? Listed() : [];
        var offered = answer.Kind == AnswerKind.Help ? answer.FollowUps.Union(Examples.Of(knowledge).Questions) : answer.FollowUps;
        var offers = offered.Where(offer => cards.Count < LeastOfMenu || cards.TrueForAll(card => card.Target != offer.Target)).DistinctBy(offer => offer.Target, StringComparer.Ordinal).ToList();
        var inMenu = (cards.Count < LeastOfMenu ? [] : cards).Concat(offers.Skip(MostButtons)).ToList();
        var row = ImmutableArray.CreateBuilder<Element>();
        if (Menu(inMenu) is { } menu)
        {
            row.Add(menu);
        }

        foreach (var offer in offers.Take(MostButtons))
        {
            row.Add(new Button(ActionIds.Open(row.Count), Fit.Within(offer.Label, Limits.ButtonText), values.Open(offer.Target)));
        }

        if (canShare)
        {
            row.Add(new Button(ActionIds.Share, "Share to channel", values.Open(answer.Target!)) { IsPrimary = true });
        }

        if (row.Count > 0)
        {
            yield return new ActionsBlock(row.ToImmutable());
        }
    }

    private StaticSelect? Menu(List<FollowUp> offers)
    {
        var options = ImmutableArray.CreateBuilder<MenuOption>();
        foreach (var offer in offers)
        {
            if (options.Count < Limits.Options && values.Choose(offer.Target) is { } value)
            {
                options.Add(new MenuOption(Fit.Within(offer.Label, Limits.OptionText), value));
            }
        }

        return options.Count == 0
            ? null
            : new StaticSelect(ActionIds.OpenMenu, answer.Kind is AnswerKind.List or AnswerKind.Topic ? "Open a role…" : "More…", options.ToImmutable());
    }

    /// <summary>The cards that the answer's lines name, in their order, as what opens them.</summary>
    private List<FollowUp> Listed() =>
        [.. answer.Blocks
            .SelectMany(block => block.Lines)
            .Where(line => line.Card is not null)
            .DistinctBy(line => line.Card, StringComparer.Ordinal)
            .Select(line => knowledge.FindCard(line.Card!))
            .OfType<Card>()
            .Select(CardTargets.Of)];
}
