using System.Collections.Immutable;
using MlOpsBot.Answers;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Knowledge;
using MlOpsBot.Slack.BlockKit;

namespace MlOpsBot.Slack.Rendering;

/// <summary>What to ask next: a row of buttons, a menu of the cards that a list names, and a way to share.</summary>
internal sealed class NextSteps(Answer answer, KnowledgeBase knowledge, CardValues values)
{
    /// <summary>Buttons in a row: more would be a wall.</summary>
    private const int MostButtons = 8;

    public IEnumerable<Block> Blocks(bool canShare)
    {
        var offers = Offers.Of(answer, knowledge, MostButtons);
        var row = ImmutableArray.CreateBuilder<Element>();
        if (Menu(offers.Menu) is { } menu)
        {
            row.Add(menu);
        }

        foreach (var offer in offers.Row)
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

    private StaticSelect? Menu(ImmutableArray<FollowUp> offers)
    {
        var options = ImmutableArray.CreateBuilder<MenuOption>();
        foreach (var offer in offers)
        {
            if (options.Count < Limits.Options && values.Choose(offer.Target) is { } value)
            {
                options.Add(new MenuOption(Fit.Within(offer.Label, Limits.OptionText), value));
            }
        }

        return options.Count == 0 ? null : new StaticSelect(ActionIds.OpenMenu, Offers.MenuTitle(answer.Kind), options.ToImmutable());
    }
}
