using System.Buffers.Text;
using System.Security.Cryptography;

namespace MlOpsBot.Answers;

/// <summary>
/// What conversations were about, kept in memory for <see cref="ConversationContext.Lifetime"/> after their last answer. Bounded:
/// the one that has been silent longest goes first. For places where losing it with a restart does no harm.
/// </summary>
/// <remarks>
/// Thread-safe. Many conversations are spread over several parts, each with a lock of its own and an equal share of the room, so
/// that those who ask at the same time seldom wait for each other; there "longest" is the longest of its part.
/// </remarks>
public sealed class RecentConversations
{
    /// <summary>Most characters of an id that a caller brings along.</summary>
    public const int LongestId = 100;

    private const int MostParts = 16;

    // A part of fewer would forget too early when ids happen to gather in it.
    private const int FewestAPart = 256;

    private readonly TimeProvider _clock;
    private readonly Part[] _parts;

    /// <summary>An empty store.</summary>
    /// <param name="capacity">Most conversations to remember, at least 1.</param>
    /// <param name="clock">The clock.</param>
    public RecentConversations(int capacity, TimeProvider clock)
        : this(() => capacity, clock)
    {
    }

    /// <summary>An empty store.</summary>
    /// <param name="capacity">Most conversations to remember as of now, at least 1. Where it becomes less, the oldest go as new ones come.</param>
    /// <param name="clock">The clock.</param>
    public RecentConversations(Func<int> capacity, TimeProvider clock)
    {
        ArgumentNullException.ThrowIfNull(capacity);
        ArgumentOutOfRangeException.ThrowIfLessThan(capacity(), 1, nameof(capacity));
        ArgumentNullException.ThrowIfNull(clock);
        _clock = clock;
        var parts = Math.Clamp(capacity() / FewestAPart, 1, MostParts);
        _parts = [.. Enumerable.Range(0, parts).Select(part => new Part(() => Math.Max(1, ((capacity() - part - 1) / parts) + 1)))];
    }

    /// <summary>How many are remembered, the expired ones among them until they are asked for or make room.</summary>
    public int Count => _parts.Sum(static part => part.Count);

    /// <summary>An id that nobody can guess.</summary>
    public static string NewId() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));

    /// <summary>What a conversation was about, or null where it is new or expired.</summary>
    public ConversationContext? Recall(string id) => PartOf(id).Recall(id, _clock);

    /// <summary>Remembers what a conversation is about now; null leaves it as it was.</summary>
    public void Remember(string id, ConversationContext? context)
    {
        if (context is not null)
        {
            PartOf(id).Remember(id, context, _clock.GetTimestamp());
        }
    }

    private Part PartOf(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return _parts.Length == 1 ? _parts[0] : _parts[(uint)id.GetHashCode(StringComparison.Ordinal) % (uint)_parts.Length];
    }

    private sealed class Part(Func<int> capacity)
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<string, LinkedListNode<Entry>> _entries = new(StringComparer.Ordinal);
        private readonly LinkedList<Entry> _bySilence = new();

        public int Count
        {
            get
            {
                lock (_lock)
                {
                    return _entries.Count;
                }
            }
        }

        public ConversationContext? Recall(string id, TimeProvider clock)
        {
            lock (_lock)
            {
                if (!_entries.TryGetValue(id, out var node))
                {
                    return null;
                }

                if (clock.GetElapsedTime(node.Value.Since) < ConversationContext.Lifetime)
                {
                    return node.Value.Context;
                }

                _bySilence.Remove(node);
                _entries.Remove(id);
                return null;
            }
        }

        public void Remember(string id, ConversationContext context, long now)
        {
            lock (_lock)
            {
                if (_entries.TryGetValue(id, out var node))
                {
                    _bySilence.Remove(node);
                }
                else
                {
                    node = MakeRoom();
                    _entries[id] = node;
                }

                node.Value = new Entry(id, context, now);
                _bySilence.AddLast(node);
            }
        }

        /// <summary>A node for a new conversation: that of the one that goes, where there is no room.</summary>
        private LinkedListNode<Entry> MakeRoom()
        {
            var room = capacity();
            LinkedListNode<Entry>? node = null;
            while (_entries.Count >= room)
            {
                node = _bySilence.First!;
                _bySilence.RemoveFirst();
                _entries.Remove(node.Value.Id);
            }

            return node ?? new LinkedListNode<Entry>(default);
        }
    }

    private readonly record struct Entry(string Id, ConversationContext Context, long Since);
}
