using MlOpsBot.Chat.Writing;
using MlOpsBot.Teams.AdaptiveCards;
using MlOpsBot.Teams.Conversing;

namespace MlOpsBot.Teams.Rendering;

/// <summary>Makes the buttons of one card.</summary>
/// <param name="setting">How the card is shown.</param>
/// <param name="target">What opens the card itself again; null where nothing does.</param>
internal sealed class CardPresses(CardSetting setting, string? target)
{
    /// <summary>Slugs come from file names. A button carries its target four times, so a target that is longer gets none.</summary>
    private const int MostOfTarget = 400;

    private readonly ButtonValues _values = new(setting.Answerer, setting.DeliveryId);
    private readonly string? _back = BackTrail.Push(target, setting.Back);

    /// <summary>Whether a target can stand on a button.</summary>
    public static bool Fits(string target) => target.Length <= MostOfTarget;

    /// <summary>Opens a card in the place of this one; "Back" on it leads to another than itself.</summary>
    public VerbButton Open(string label, string opens) => Make(Fit.Within(label, AnswerText.MostOfButton), CardVerbs.Open, opens) with { Back = BackTrail.First(_back) == opens ? BackTrail.Rest(_back) : _back };

    /// <summary>Opens what is chosen in the menu.</summary>
    public VerbButton OpenChosen() => Make("Open", CardVerbs.Open, opens: null) with { Back = _back, SendsInputs = true };

    /// <summary>Leads back to what was shown before; null where nothing was.</summary>
    public VerbButton? Back() => BackTrail.First(setting.Back) is { } first && Fits(first)
        ? Make("‹ Back", CardVerbs.Open, first) with { Back = BackTrail.Rest(setting.Back), Tooltip = "Back to what was shown before" }
        : null;

    /// <summary>Says that the answer helped, or did not.</summary>
    public VerbButton Thumb(bool isUp) => Make(isUp ? "👍 Helpful" : "👎 Not helpful", isUp ? CardVerbs.Up : CardVerbs.Down, target) with
    {
        Back = _back,
        Tooltip = isUp ? "This answer helped" : "This answer did not help",
    };

    /// <summary>Puts the card that a dialog shows into the message being written.</summary>
    public VerbButton Insert() => Make("Put it into my reply", CardVerbs.Insert, target) with { IsPositive = true };

    private VerbButton Make(string title, string verb, string? opens) => new(title, verb, _values.Of(opens is not null && Fits(opens) ? opens : null)) { IsSubmit = setting.Place == CardPlace.Dialog };
}
