using System.Collections.Immutable;
using System.Globalization;

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary>Everything there is in the fake Slack: workspaces, people, channels, messages, views, and what happened to them.</summary>
/// <remarks>Thread-safe; the lock is never held while waiting.</remarks>
internal sealed class World(FakeSlackServer server, TimeProvider time)
{
    private readonly Dictionary<string, Workspace> _workspaces = [];
    private readonly Dictionary<string, Person> _people = [];
    private readonly Dictionary<string, Channel> _channels = [];
    private readonly Dictionary<string, View> _views = [];
    private readonly Timeline<Change> _changes = new(server.Options.Patience, server.Describe);
    private long _lastTs;
    private int _ids;

    /// <summary>Guards everything in here; re-entrant.</summary>
    public Lock Gate => _changes.Gate;

    public TimeProvider Time => time;

    /// <summary>Told of everything that happens, as it happens and under the lock; null for nobody.</summary>
    public Action<Change>? Noted { get; set; }

    /// <summary>Everything that happened so far.</summary>
    public ImmutableArray<Change> Changes => _changes.All;

    /// <summary>Every message that the bot posted, visible to all or to one, as it was posted.</summary>
    public ImmutableArray<Message> BotPosts => [.. Changes.Where(change => change is { Kind: ChangeKind.Posted, Message.IsFromBot: true }).Select(change => change.Message!)];

    public int LastChange => _changes.Last;

    public Workspace AddWorkspace(string id, string name)
    {
        lock (Gate)
        {
            var workspace = new Workspace(this, id, name);
            _workspaces.Add(id, workspace);
            var bot = new Person(server, workspace, workspace.BotUser, "mlopsbot", PersonKind.Bot);
            _people.Add(bot.Id, bot);
            server.Tokens.Add(workspace.BotToken, workspace, expires: null);
            return workspace;
        }
    }

    public Person AddPerson(Workspace workspace, string name, PersonKind kind)
    {
        lock (Gate)
        {
            // As long as Slack's are: 11 capitals and digits.
            var person = new Person(server, workspace, ("U0" + name.ToUpperInvariant()).PadRight(7, '0') + NewNumber(), name, kind);
            _people.Add(person.Id, person);
            return person;
        }
    }

    public Channel AddChannel(Workspace workspace, string name, PlaceKind kind, bool withBot, Person[] members)
    {
        lock (Gate)
        {
            var letter = kind switch { PlaceKind.Direct => "D", PlaceKind.Private or PlaceKind.Group => "G", _ => "C" };
            var channel = new Channel(letter + workspace.Id[1..] + NewNumber(), workspace.Id, name, kind);
            channel.Members.UnionWith(members.Select(member => member.Id));
            if (withBot)
            {
                channel.Members.Add(workspace.BotUser);
            }

            _channels.Add(channel.Id, channel);
            return channel;
        }
    }

    /// <summary>The direct message of a person with the bot, opened if need be.</summary>
    public Channel Direct(Person person)
    {
        lock (Gate)
        {
            return _channels.Values.FirstOrDefault(channel => channel.Kind == PlaceKind.Direct && channel.Members.Contains(person.Id))
                ?? AddChannel(person.Workspace, person.Name, PlaceKind.Direct, withBot: true, [person]);
        }
    }

    public Workspace? FindWorkspace(string id) => Find(_workspaces, id);

    public Person? FindPerson(string? id) => Find(_people, id);

    public IEnumerable<Channel> ChannelsOf(string team) => _channels.Values.Where(channel => channel.Team == team);

    public Channel? FindChannel(string? id) => Find(_channels, id);

    public View? FindView(string? id) => Find(_views, id);

    /// <summary>The Home tab that a person sees; null if none was published.</summary>
    public View? HomeOf(Person person)
    {
        lock (Gate)
        {
            return _views.Values.FirstOrDefault(view => view.User == person.Id && view.IsHome);
        }
    }

    /// <summary>The modal that a person looks at; null if none is open.</summary>
    public View? ModalOf(Person person)
    {
        lock (Gate)
        {
            return _views.Values.LastOrDefault(view => view.User == person.Id && !view.IsHome);
        }
    }

    /// <summary>What a person sees in a channel, or in one thread of it, oldest first; ephemeral messages for them included.</summary>
    public ImmutableArray<Message> Seen(Person person, Channel channel, string? thread = null)
    {
        lock (Gate)
        {
            return
            [
                .. channel.Messages.Where(message => !message.IsDeleted && (message.OnlyFor is null || message.OnlyFor == person.Id)
                    && (thread is null || message.Ts == thread || message.ThreadTs == thread)),
            ];
        }
    }

    /// <summary>The next <c>ts</c>: seconds and microseconds, never twice.</summary>
    public string NewTs()
    {
        lock (Gate)
        {
            _lastTs = Math.Max(_lastTs + 1, time.GetUtcNow().ToUnixTimeMilliseconds() * 1000);
            return string.Create(CultureInfo.InvariantCulture, $"{_lastTs / 1_000_000}.{_lastTs % 1_000_000:D6}");
        }
    }

    public string NewNumber() => Interlocked.Increment(ref _ids).ToString("D4", CultureInfo.InvariantCulture);

    public void Post(Channel channel, Message message, string? through = null)
    {
        lock (Gate)
        {
            channel.Messages.Add(message);
            if (message.IsFromBot && message.OnlyFor is null)
            {
                // The agent's status goes as soon as it has said something.
                channel.Status.Remove(message.Thread);
            }

            Note(ChangeKind.Posted, message, through: through);
        }
    }

    public void Replace(Channel channel, Message message, string? through = null)
    {
        lock (Gate)
        {
            var index = channel.Messages.FindIndex(candidate => candidate.Ts == message.Ts);
            channel.Messages[index] = message;
            Note(message.IsDeleted ? ChangeKind.Deleted : ChangeKind.Updated, message, through: through);
        }
    }

    public void Show(View view, ChangeKind kind)
    {
        lock (Gate)
        {
            if (kind == ChangeKind.HomePublished)
            {
                foreach (var old in _views.Values.Where(candidate => candidate.User == view.User && candidate.IsHome).ToList())
                {
                    _views.Remove(old.Id);
                }
            }

            _views[view.Id] = view;
            Note(kind, view: view);
        }
    }

    public void Close(View view)
    {
        lock (Gate)
        {
            _views.Remove(view.Id);
            Note(ChangeKind.ModalClosed, view: view);
        }
    }

    public void Note(ChangeKind kind, Message? message = null, View? view = null, string? through = null)
        => _changes.Add(number =>
        {
            var change = new Change(number, kind, time.GetUtcNow()) { Message = message, View = view, Through = through };
            Noted?.Invoke(change);
            return change;
        });

    /// <summary>Waits until something can be seen; see <see cref="Timeline{TChange}.UntilAsync{T}"/>.</summary>
    public Task<T> UntilAsync<T>(Func<T?> look, string what, TimeSpan? patience = null)
        where T : class => _changes.UntilAsync(look, what, patience);

    private T? Find<T>(Dictionary<string, T> all, string? id)
        where T : class
    {
        lock (Gate)
        {
            return id is null ? null : all.GetValueOrDefault(id);
        }
    }
}
