using System.Buffers.Binary;
using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using MlOpsBot.Knowledge;

namespace MlOpsBot.Tips.Choosing;

/// <summary>
/// The tips that a channel chose, and in which round each of them came last. It is worked out from what the channel got and from
/// nothing else, so that neither a restart nor an edit of the knowledge can lose its place. Not thread-safe.
/// </summary>
/// <remarks>
/// A round begins with the first tip that the running one had already. What comes next is always among the tips whose last round is
/// the longest ago, those that never came first of all: so nothing is repeated before everything else was there, also where tips
/// were added or taken away in between, and where the channel chose a part of them for a while and then more again.
/// </remarks>
internal sealed class TipBag
{
    private const int Never = -1;

    private readonly ImmutableArray<Tip> _tips;
    private readonly Dictionary<string, Entry> _entries;
    private readonly string _channel;
    private int _round;
    private int _posts;
    private string? _lastCard;

    public TipBag(ImmutableArray<Tip> tips, TipPast past, Func<string, string?> cardOf)
    {
        _tips = tips;
        _entries = tips.ToDictionary(tip => tip.Id, tip => new Entry(tip), StringComparer.Ordinal);
        _channel = $"{past.Workspace}/{past.Channel}";
        foreach (var id in past.History)
        {
            Add(id, cardOf(id));
        }
    }

    /// <summary>Takes a tip out, as posted.</summary>
    public void Add(string id, string? card)
    {
        _lastCard = card;
        if (!_entries.TryGetValue(id, out var entry))
        {
            return;
        }

        if (entry.Round == _round)
        {
            _round++;
        }

        entry.Round = _round;
        entry.Post = _posts++;
    }

    /// <summary>How many came in the round that is running; all of them where it has just ended.</summary>
    public int Used => _entries.Values.Count(entry => entry.Round == _round);

    /// <summary>What comes next, as things stand; null where there is nothing.</summary>
    /// <param name="liking">How much the channel wants a tip: more of it comes earlier.</param>
    public Tip? Next(Func<Tip, int> liking)
    {
        if (_tips.IsEmpty)
        {
            return null;
        }

        var longestAgo = _entries.Values.Min(entry => entry.Round);
        var round = longestAgo == _round ? _round + 1 : _round;

        // Half of the bag lies between two postings of the same tip: what ended a round does not begin the next one.
        var lately = _posts - _tips.Length / 2;
        return _entries.Values
            .Where(entry => entry.Round == longestAgo)
            .OrderBy(entry => entry.Post >= lately && entry.Post != Never)
            .ThenBy(entry => entry.Tip.Card == _lastCard)
            .ThenByDescending(entry => liking(entry.Tip))
            .ThenBy(entry => Lot(round, entry.Tip.Id))
            .ThenBy(entry => entry.Tip.Id, StringComparer.Ordinal)
            .First().Tip;
    }

    /// <summary>How many come before anything is repeated.</summary>
    public int Left()
    {
        var running = _entries.Values.Count(entry => entry.Round < _round);
        return running == 0 ? _tips.Length : running;
    }

    /// <summary>The lot that a tip draws in a round: as good as random, and the same in every process.</summary>
    private ulong Lot(int round, string id)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{_channel}\n{round}\n{id}"), hash);
        return BinaryPrimitives.ReadUInt64LittleEndian(hash);
    }

    private sealed class Entry(Tip tip)
    {
        public Tip Tip { get; } = tip;

        public int Round { get; set; } = Never;

        public int Post { get; set; } = Never;
    }
}
