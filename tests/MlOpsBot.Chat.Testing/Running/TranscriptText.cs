using System.Text;

namespace MlOpsBot.Chat.Testing;

/// <summary>A conversation in plain lines: what people do at the margin, what they see of the bot indented. Not thread-safe.</summary>
internal sealed class TranscriptText
{
    private readonly StringBuilder _text = new();

    public override string ToString() => _text.ToString();

    /// <summary>Somebody did something.</summary>
    public void Did(string who, string what) => _text.Append('\n').Append(who).Append(' ').Append(what).Append('\n');

    /// <summary>Somebody said something.</summary>
    public void Said(string who, string words) => _text.Append('\n').Append(who).Append(": ").Append(words).Append('\n');

    /// <summary>Something is seen.</summary>
    public void Seen(string what, string body)
    {
        _text.Append("  ").Append(what).Append('\n');
        foreach (var line in body.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            _text.Append("    ").Append(line).Append('\n');
        }
    }
}
