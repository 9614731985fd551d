using System.Collections.Concurrent;
using MlOpsBot.Slack.Tests.FakeSlack;
using MlOpsBot.Slack.Tests.Running;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Secrets;
using MlOpsBot.Storage.Workspaces;

namespace MlOpsBot.Slack.Tests.Faults;

/// <summary>Asks rounds of questions in every way, and says in the end what came of each.</summary>
internal sealed class Questioning : IQuestioning, IAsyncDisposable
{
    private static readonly string[] s_questions = ["who owns model monitoring?", "who owns data quality?", "what does an ML engineer do?", "who is responsible for ci/cd?"];

    private readonly ConcurrentQueue<Asked> _asked = [];
    private readonly Channel[] _channels;
    private readonly Channel _private;
    private Message? _answered;
    private int _people;

    private Questioning(FakeSlackServer slack, Store store)
    {
        Slack = slack;
        Store = store;
        _channels = [.. Enumerable.Range(1, 4).Select(number => slack.Acme.AddChannel($"asking-{number}"))];
        _private = slack.Acme.AddChannel("private-answers");
    }

    public FakeSlackServer Slack { get; }

    /// <summary>The bot's own data, read beside it.</summary>
    public Store Store { get; private set; }

    /// <summary>Opens the bot's store beside it and makes a channel whose answers are private.</summary>
    public static async Task<Questioning> OpenAsync(FakeSlackServer slack, SlackBotSettings settings)
    {
        var questioning = new Questioning(slack, await OpenStoreAsync(settings));
        await questioning.Store.ChannelRules.SetAsync(
            new WorkspaceKey("slack", slack.Acme.Id), questioning._private.Id, new ChannelRule(AnswerPlace.Private, false, false), slack.Admin.Id);
        return questioning;
    }

    /// <summary>Opens the bot's store anew, after it was closed or its database was away.</summary>
    public async Task ReopenAsync(SlackBotSettings settings)
    {
        await Store.DisposeAsync();
        Store = await OpenStoreAsync(settings);
    }

    /// <summary>Opens a bot's store beside it.</summary>
    public static Task<Store> OpenStoreAsync(SlackBotSettings settings)
    {
        var options = settings.Postgres is { } postgres
            ? new StorageOptions { PostgresConnectionString = postgres, ReplicaName = "test" }
            : new StorageOptions { DataFolder = settings.DataFolder!, ReplicaName = "test", BusyTimeout = TimeSpan.FromSeconds(30) };
        return Store.OpenAsync(options, AesGcmSecretProtector.FromBase64(AesGcmSecretProtector.NewKey()), TimeProvider.System, TestContext.Current.CancellationToken);
    }

    /// <summary>Gets one answer in peace, whose buttons later rounds press.</summary>
    public async Task WarmUpAsync()
    {
        var person = NewPerson();
        _answered = await person.MentionAsync(_channels[0], s_questions[0]);
        _answered.Controls.ShouldContain(control => control.ActionId.StartsWith("open:"), _answered.Read());
    }

    /// <summary>Asks in all four ways at once. Ends when Slack has made its first attempt at each.</summary>
    public Task RoundAsync(string row) => Task.WhenAll(MentionAsync(row, 0), MentionAsync(row, 1), DirectAsync(row), PrivateAsync(row), PressAsync(row));

    /// <summary>Waits until Slack has told the bot everything and the bot has settled everything.</summary>
    public Task SettleAsync(TimeSpan patience) => Killing.SettleAsync(Store, "slack", _asked.Select(asked => asked.Delivery), patience);

    /// <summary>What came of every question.</summary>
    public async Task<IReadOnlyList<AskedEnd>> EndsAsync()
    {
        var changes = Slack.World.Changes;
        var ends = new List<AskedEnd>();
        foreach (var asked in _asked)
        {
            ends.Add(await asked.EndAsync(changes, Store));
        }

        return ends;
    }

    public ValueTask DisposeAsync() => Store.DisposeAsync();

    private Task MentionAsync(string row, int way)
    {
        var person = NewPerson();
        var channel = _channels[(_people + way) % _channels.Length];
        return AskAsync(row, AskedHow.Mention, person, () => person.SendMentionAsync(channel, Question()));
    }

    private Task DirectAsync(string row)
    {
        var person = NewPerson();
        return AskAsync(row, AskedHow.Direct, person, () => person.SendAsync(Slack.World.Direct(person), Question()));
    }

    private Task PrivateAsync(string row)
    {
        var person = NewPerson();
        return AskAsync(row, AskedHow.Private, person, () => person.SendMentionAsync(_private, Question()));
    }

    private async Task PressAsync(string row)
    {
        if (_answered is not { } answered)
        {
            return;
        }

        var (person, since) = (NewPerson(), Slack.World.LastChange);
        var delivery = await person.SendPressAsync(answered, answered.Controls.First(control => control.ActionId.StartsWith("open:", StringComparison.Ordinal)).ActionId);
        _asked.Enqueue(new Asked(row, AskedHow.Button, person, delivery, since));
    }

    private async Task AskAsync(string row, AskedHow how, Person person, Func<Task<Written>> write)
    {
        var written = await write();
        _asked.Enqueue(new Asked(row, how, person, written.Events.ShouldHaveSingleItem(), written.Since) { Message = written.Message });
    }

    private string Question() => s_questions[_people % s_questions.Length];

    private Person NewPerson()
    {
        var person = Slack.Acme.AddPerson($"P{Interlocked.Increment(ref _people)}");
        foreach (var channel in (Channel[])[.. _channels, _private])
        {
            lock (Slack.World.Gate)
            {
                channel.Members.Add(person.Id);
            }
        }

        return person;
    }
}
