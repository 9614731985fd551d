using MlOpsBot.Answers;
using MlOpsBot.Chat.Writing;
using MlOpsBot.Slack.BlockKit;

namespace MlOpsBot.Slack.Rendering;

/// <summary>Writes what the buttons of one message carry.</summary>
/// <param name="answerer">Who answered; knows the fingerprints of the cards that buttons open.</param>
/// <param name="delivery">The message's delivery; null where there is none.</param>
internal sealed class CardValues(Answerer answerer, string? delivery)
{
    private readonly ButtonValues _values = new(answerer, delivery);

    /// <summary>What a button carries that opens a target.</summary>
    public string Open(string target) => _values.Of(target).Write();

    /// <summary>What a thumb carries.</summary>
    public string Thumb(bool isUp, string? target) => new ThumbValue(isUp, _values.Of(target)).Write();

    /// <summary>What a menu's option carries: it has to be short, so the delivery is left out, and at need the fingerprint. Null where even that is too long.</summary>
    public string? Choose(string target)
    {
        var value = new ButtonValue(target, answerer.Knowledge.Version, answerer.Fingerprint(target), null);
        var written = value.Write();
        written = written.Length > Limits.OptionValue ? (value with { Fingerprint = null }).Write() : written;
        return written.Length > Limits.OptionValue ? null : written;
    }
}
