using System.Collections.Immutable;
using MlOpsBot.Answers;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Teams.AdaptiveCards;

namespace MlOpsBot.Teams.Rendering;

/// <summary>Writes a menu of cards, as long as it may be.</summary>
internal static class CardMenu
{
    /// <summary>Choices beyond which nobody reads.</summary>
    private const int MostChoices = 100;

    /// <summary>A menu whose choices are targets.</summary>
    /// <param name="name">The input's name.</param>
    /// <param name="title">What it asks for: "Open a role…".</param>
    /// <param name="offers">What there is to choose.</param>
    /// <param name="most">Most bytes of the choices.</param>
    /// <param name="sheet">Counts bytes.</param>
    public static ChoiceInput Of(string name, string title, IReadOnlyList<FollowUp> offers, int most, CardSheet sheet)
    {
        var choices = ImmutableArray.CreateBuilder<CardChoice>();
        foreach (var offer in offers)
        {
            var choice = new CardChoice(Fit.Within(offer.Label, AnswerText.MostOfButton), offer.Target);
            most -= sheet.Length(choice);
            if (most < 0 || choices.Count == MostChoices)
            {
                break;
            }

            choices.Add(choice);
        }

        var label = choices.Count == offers.Count ? title.TrimEnd('…') : $"{title.TrimEnd('…')} (the first {choices.Count} of {offers.Count}: ask me for the others by name)";
        return new ChoiceInput(name, label, choices.ToImmutable()) { Example = title, Required = "Choose one first." };
    }
}
