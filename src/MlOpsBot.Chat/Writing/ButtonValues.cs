using MlOpsBot.Answers;

namespace MlOpsBot.Chat.Writing;

/// <summary>Makes what the buttons of one message carry.</summary>
/// <param name="answerer">Who answered; knows the fingerprints of the cards that buttons open.</param>
/// <param name="delivery">The message's delivery; null where there is none.</param>
public sealed class ButtonValues(Answerer answerer, string? delivery)
{
    /// <summary>Slugs come from file names, so a target that is longer is a stranger's.</summary>
    private const int MostOfTarget = 1_000;

    /// <summary>What a button carries that is about a target; a stranger's is left out, and the button then says that the card is gone.</summary>
    public ButtonValue Of(string? target)
    {
        var kept = target is { Length: > MostOfTarget } ? null : target;
        return new ButtonValue(kept, answerer.Knowledge.Version, kept is null ? null : answerer.Fingerprint(kept), delivery);
    }
}
