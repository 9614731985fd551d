using System.Collections.Immutable;
using System.Globalization;

namespace MlOpsBot.Teams.Tests.FakeTeams;

internal enum ChangeKind
{
    Posted,
    Updated,
    Deleted,
    Typing,

    /// <summary>A card in the response to an invoke, seen by whoever pressed.</summary>
    Shown,
}

/// <summary>Something that somebody can see. Immutable.</summary>
/// <param name="Number">From 1.</param>
/// <param name="Kind">What happened.</param>
/// <param name="At">When.</param>
/// <param name="Message">The message; for typing and cards shown one that stands nowhere.</param>
internal sealed record Change(int Number, ChangeKind Kind, DateTimeOffset At, Message Message);

/// <summary>Everything there is in the fake Teams: people, conversations, messages, and what happened to them.</summary>
/// <remarks>Thread-safe; the lock is never held while waiting.</remarks>
internal sealed class TeamsWorld(FakeTeamsServer server)
{
    private readonly Dictionary<string, TeamsChat> _chats = [];
    private readonly Dictionary<string, Person> _people = [];
    private readonly Timeline<Change> _changes = new(server.Options.Patience, server.Describe);
    private readonly Dictionary<(string Conversation, string Id), Message> _messages = [];
    private readonly HashSet<string> _spoken = [];
    private long _lastId;
    private int _numbers;

    /// <summary>Guards everything in here; re-entrant.</summary>
    public Lock Gate => _changes.Gate;

    public ImmutableArray<Change> Changes => _changes.All;

    /// <summary>Every message that the bot posted, as it was posted.</summary>
    public ImmutableArray<Message> BotPosts => [.. Changes.Where(change => change is { Kind: ChangeKind.Posted, Message.IsFromBot: true }).Select(change => change.Message)];

    public int LastChange => _changes.Last;

    /// <summary>Told of everything that happens, as it happens and under the lock; null for nobody.</summary>
    public Action<Change>? Noted { get; set; }

    /// <summary>Somebody more.</summary>
    /// <param name="name">As shown.</param>
    /// <param name="with">What is special about them.</param>
    public Person AddPerson(string name, Func<Person, Person>? with = null)
    {
        lock (Gate)
        {
            var number = ++_numbers;
            var person = new Person(
                server,
                $"29:1{name.ToLowerInvariant()}-{number:D4}_Zx9",
                $"00000000-0000-4000-8000-{number:D12}",
                name);
            person = with?.Invoke(person) ?? person;
            _people.Add(person.Id, person);
            return person;
        }
    }

    /// <summary>The chat of a person with the bot, opened if need be.</summary>
    public TeamsChat Personal(Person person)
    {
        lock (Gate)
        {
            return _chats.Values.FirstOrDefault(chat => chat.Kind == ConversationKind.Personal && chat.Members.Contains(person))
                ?? Add(new TeamsChat(server, $"a:1{person.Name}-{++_numbers:D4}_q-Lw", ConversationKind.Personal, ""), person);
        }
    }

    public TeamsChat AddGroup(string name, params Person[] members)
        => Add(new TeamsChat(server, $"19:{NewHex()}@thread.v2", ConversationKind.Group, name), members);

    public TeamsChat AddChannel(string name, params Person[] members)
        => Add(new TeamsChat(server, $"19:{NewHex()}@thread.tacv2", ConversationKind.Channel, name) { TeamId = $"19:{NewHex()}@thread.tacv2", TeamName = "ML platform" }, members);

    /// <summary>Another channel of a channel's team.</summary>
    public TeamsChat AddChannelBeside(TeamsChat channel, string name)
        => Add(new TeamsChat(server, $"19:{NewHex()}@thread.tacv2", ConversationKind.Channel, name) { TeamId = channel.TeamId, TeamName = channel.TeamName }, [.. channel.Members]);

    /// <summary>The chat that a conversation id belongs to, a thread's id included.</summary>
    public TeamsChat? FindChat(string conversation)
    {
        lock (Gate)
        {
            return _chats.GetValueOrDefault(conversation.Split(";messageid=", 2)[0]);
        }
    }

    public Person? FindPerson(string id)
    {
        lock (Gate)
        {
            return _people.GetValueOrDefault(id);
        }
    }

    /// <summary>A message as it stands now; null if there is none or it is deleted.</summary>
    public Message? FindMessage(string conversation, string id)
    {
        lock (Gate)
        {
            return _messages.GetValueOrDefault((conversation.Split(";messageid=", 2)[0], id));
        }
    }

    /// <summary>Whether nobody has said anything in a conversation.</summary>
    public bool IsSilent(string conversation)
    {
        lock (Gate)
        {
            return !_spoken.Contains(conversation);
        }
    }

    /// <summary>An activity id as Teams gives them: milliseconds, never twice.</summary>
    public string NewId()
    {
        lock (Gate)
        {
            _lastId = Math.Max(_lastId + 1, server.Options.Time.GetUtcNow().ToUnixTimeMilliseconds());
            return _lastId.ToString(CultureInfo.InvariantCulture);
        }
    }

    public void Note(ChangeKind kind, Message message)
    {
        lock (Gate)
        {
            var key = (message.Conversation.Split(";messageid=", 2)[0], message.Id);
            if (kind is ChangeKind.Posted or ChangeKind.Updated)
            {
                _messages[key] = message;
                if (!message.IsFromBot)
                {
                    _spoken.Add(message.Conversation);
                }
            }
            else if (kind == ChangeKind.Deleted)
            {
                _messages.Remove(key);
            }

            _changes.Add(number =>
            {
                var change = new Change(number, kind, server.Options.Time.GetUtcNow(), message);
                Noted?.Invoke(change);
                return change;
            });
        }
    }

    /// <summary>Waits until something can be seen; see <see cref="Timeline{TChange}.UntilAsync{T}"/>.</summary>
    public Task<T> UntilAsync<T>(Func<T?> look, string what, TimeSpan? patience = null)
        where T : class => _changes.UntilAsync(look, what, patience);

    private TeamsChat Add(TeamsChat chat, params Person[] members)
    {
        lock (Gate)
        {
            chat.Members.AddRange(members);
            _chats.Add(chat.Id, chat);
            return chat;
        }
    }

    private string NewHex()
    {
        lock (Gate)
        {
            return string.Create(CultureInfo.InvariantCulture, $"c0ffee{++_numbers:x26}");
        }
    }
}
