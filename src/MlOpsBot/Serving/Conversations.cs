using System.Buffers.Text;
using System.Security.Cryptography;
using MlOpsBot.Answers;

namespace MlOpsBot.Serving;

/// <summary>
/// What the conversations on the playground were about, kept in memory for <see cref="ConversationContext.Lifetime"/> after
/// their last answer. Bounded: the one that has been silent longest goes first. Thread safe.
/// </summary>
public sealed class Conversations
{
    /// <summary>Most characters of an id that a caller brings along.</summary>
    public const int LongestId = 100;

    private readonly int _capacity;
    private readonly TimeProvider _clock;
    private readonly Lock _lock = new();
    private readonly Dictionary<string, LinkedListNode<Entry>> _entries = new(StringComparer.Ordinal);
    private readonly LinkedList<Entry> _bySilence = new();

    /// <summary>An empty store.</summary>
    /// <param name="capacity">Most conversations to remember, at least 1.</param>
    /// <param name="clock">The clock.</param>
    public Conversations(int capacity, TimeProvider clock)
    {
        _capacity = capacity;
        _clock = clock;
    }

    /// <summary>How many are remembered, the expired ones among them until they are asked for or make room.</summary>
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

    /// <summary>An id that nobody can guess.</summary>
    public static string NewId() => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(16));

    /// <summary>What a conversation was about, or null where it is new or expired.</summary>
    public ConversationContext? Recall(string id)
    {
        lock (_lock)
        {
            if (!_entries.TryGetValue(id, out var node))
            {
                return null;
            }

            if (_clock.GetElapsedTime(node.Value.Since) < ConversationContext.Lifetime)
            {
                return node.Value.Context;
            }

            Forget(node);
            return null;
        }
    }

    /// <summary>Remembers what a conversation is about now; null leaves it as it was.</summary>
    public void Remember(string id, ConversationContext? context)
    {
        if (context is null)
        {
            return;
        }

        lock (_lock)
        {
            if (_entries.TryGetValue(id, out var known))
            {
                Forget(known);
            }
            else if (_entries.Count >= _capacity)
            {
                Forget(_bySilence.First!);
            }

            _entries[id] = _bySilence.AddLast(new Entry(id, context, _clock.GetTimestamp()));
        }
    }

    private void Forget(LinkedListNode<Entry> node)
    {
        _bySilence.Remove(node);
        _entries.Remove(node.Value.Id);
    }

    private sealed record Entry(string Id, ConversationContext Context, long Since);
}
