using System.Text;

namespace MlOpsBot.Chat.Testing;

/// <summary>A conversation in plain lines: what people do at the margin, what they see of the bot indented. Not thread-safe.</summary>
/// <param name="changes">Everything that could be seen so far.</param>
/// <param name="restAsync">Waits until nothing more comes of what was done.</param>
/// <param name="write">Writes down one thing that was seen.</param>
internal sealed class TranscriptText<TChange>(Func<IReadOnlyCollection<TChange>> changes, Func<Task> restAsync, Action<TChange> write)
{
    private readonly StringBuilder _text = new();
    private int _written;

    /// <summary>What was seen since the last thing that was done.</summary>
    public IReadOnlyList<TChange> Last { get; private set; } = [];

    public override string ToString() => _text.ToString();

    /// <summary>Something is done; everything that comes of it is written down.</summary>
    /// <param name="who">By whom.</param>
    /// <param name="what">What, for the transcript; null for what is written as a message anyway.</param>
    /// <param name="act">Does it.</param>
    public async Task DoAsync(string who, string? what, Func<Task> act)
    {
        if (what is not null)
        {
            _text.Append('\n').Append(who).Append(' ').Append(what).Append('\n');
        }

        await act();
        await restAsync();
        Last = [.. changes().Skip(_written)];
        _written += Last.Count;
        foreach (var change in Last)
        {
            write(change);
        }
    }

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
