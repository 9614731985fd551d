using System.Collections.Immutable;
using MlOpsBot.Chat.Conversing;
using MlOpsBot.Storage;

namespace MlOpsBot.Chat.Tips;

/// <summary>What a channel asked about lately, from the answers that it got. Thread-safe.</summary>
/// <param name="store">Where the answers are kept.</param>
/// <param name="time">The clock.</param>
public sealed class AskedAbout(Store store, TimeProvider time)
{
    /// <summary>Most answers that are looked at: what a busy channel asked before them is old there.</summary>
    private const int MostAnswers = 200;

    /// <summary>How far it looks back.</summary>
    public static TimeSpan Lately { get; } = TimeSpan.FromDays(14);

    /// <summary>
    /// Slugs of the cards that answers in a channel and its threads opened, each once, the latest first. What one person alone was
    /// shown is nobody else's business and left out, and so are tips: nobody asked.
    /// </summary>
    /// <param name="workspace">Whose channel.</param>
    /// <param name="channel">The channel, as the place of a delivery begins.</param>
    /// <param name="separator">What parts the channel from a thread in a place.</param>
    /// <param name="cancellation">Gives up.</param>
    public async Task<IReadOnlyList<string>> FindAsync(WorkspaceKey workspace, string channel, char separator, CancellationToken cancellation)
    {
        ArgumentException.ThrowIfNullOrEmpty(channel);
        var answers = await store.Deliveries.ListPostedSinceAsync(workspace, channel, separator, time.GetUtcNow() - Lately, MostAnswers, cancellation);
        return
        [
            .. answers.Where(answer => !answer.Content.Place.AsSpan(channel.Length).Contains('@'))
                .Select(answer => DeliveryNote.Read(answer.Content.Target))
                .Where(note => note.Tip is null)
                .SelectMany(note => CardsOf(note.Target))
                .Distinct(StringComparer.Ordinal),
        ];
    }

    /// <summary>The cards that a target opens, the first named first: <c>role:a#skills</c>, <c>owner:a</c>, <c>topic:a</c>, <c>compare:a:b</c>.</summary>
    internal static ImmutableArray<string> CardsOf(string? target)
    {
        var parts = (target ?? "").Split('#')[0].Split(':');
        return parts switch
        {
            ["role" or "owner" or "topic", { Length: > 0 } card] => [card],
            ["compare", { Length: > 0 } left, { Length: > 0 } right] => [left, right],
            _ => [],
        };
    }
}
