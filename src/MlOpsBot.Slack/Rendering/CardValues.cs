using MlOpsBot.Answers;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Slack.BlockKit;

namespace MlOpsBot.Slack.Rendering;

/// <summary>Writes what the buttons of one message carry.</summary>
/// <param name="answerer">Who answered; knows the fingerprints of the cards that buttons open.</param>
/// <param name="delivery">The message's delivery; null where there is none.</param>
internal sealed class CardValues(Answerer answerer, string? delivery)
{
    private readonly string _version = answerer.Knowledge.Version;

    /// <summary>What a button carries that opens a target.</summary>
    public string Open(string target) => Of(target).Write();

    /// <summary>What a thumb carries.</summary>
    public string Thumb(bool isUp, string? target) => new ThumbValue(isUp, Of(target)).Write();

    /// <summary>What a menu's option carries: it has to be short, so the delivery is left out, and at need the fingerprint. Null where even that is too long.</summary>
    public string? Choose(string target)
    {
        var value = new ButtonValue(target, _version, answerer.Fingerprint(target), null);
        var written = value.Write();
        written = written.Length > Limits.OptionValue ? (value with { Fingerprint = null }).Write() : written;
        return written.Length > Limits.OptionValue ? null : written;
    }

    private ButtonValue Of(string? target)
    {
        // Slugs come from file names, so a target this long is a stranger's; the button then says that the card is gone.
        var kept = target is { Length: > 1_000 } ? null : target;
        return new ButtonValue(kept, _version, kept is null ? null : answerer.Fingerprint(kept), delivery);
    }
}
