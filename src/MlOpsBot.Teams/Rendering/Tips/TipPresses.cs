using MlOpsBot.Chat.Writing;
using MlOpsBot.Teams.AdaptiveCards;
using MlOpsBot.Teams.Conversing;
using MlOpsBot.Tips.Commands;

namespace MlOpsBot.Teams.Rendering.Tips;

/// <summary>Makes the buttons of a card about tips.</summary>
/// <param name="setting">How the card is shown.</param>
internal sealed class TipPresses(TipSetting setting)
{
    private readonly ButtonValues _values = new(setting.Answerer, setting.DeliveryId);
    private readonly string? _back = BackTrail.Push(setting.Target, setting.Back);

    /// <summary>What a button of a reply does.</summary>
    public VerbButton Of(TipButton button) => Make(button.Label, ActOf(button.Verb), button.Value) with
    {
        IsPositive = button.IsPrimary && !button.IsDangerous,
        IsDangerous = button.IsDangerous,
    };

    /// <summary>A button that does something about tips.</summary>
    public VerbButton Make(string title, string act, string value = "")
        => new(Fit.Within(title, AnswerText.MostOfButton), CardVerbs.Tips, null) { Tip = new TipPress(act, value), Back = _back };

    /// <summary>Opens a card in the place of this one.</summary>
    public VerbButton Open(string label, string opens)
        => new(Fit.Within(label, AnswerText.MostOfButton), CardVerbs.Open, _values.Of(opens)) { Back = _back };

    /// <summary>Leads back to what was shown before; null where nothing was.</summary>
    public VerbButton? Back() => BackTrail.First(setting.Back) is { } first && CardPresses.Fits(first)
        ? new VerbButton("‹ Back", CardVerbs.Open, _values.Of(first)) { Back = BackTrail.Rest(setting.Back), Tooltip = "Back to what was shown before" }
        : null;

    /// <summary>The act of a verb.</summary>
    public static string ActOf(TipVerb verb) => verb switch
    {
        TipVerb.Form => TipActs.Form,
        TipVerb.Undo => TipActs.Undo,
        TipVerb.More => TipActs.More,
        TipVerb.Less => TipActs.Less,
        _ => TipActs.Order,
    };

    /// <summary>The verb of an act; <see cref="TipVerb.Order"/> for what is none of them.</summary>
    public static TipVerb VerbOf(string act) => act switch
    {
        TipActs.Form => TipVerb.Form,
        TipActs.Undo => TipVerb.Undo,
        TipActs.More => TipVerb.More,
        TipActs.Less => TipVerb.Less,
        _ => TipVerb.Order,
    };
}
