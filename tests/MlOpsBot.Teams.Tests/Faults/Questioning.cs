using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using MlOpsBot.Storage;
using MlOpsBot.Storage.Working;
using MlOpsBot.Storage.Secrets;
using MlOpsBot.Teams.Tests.FakeTeams;
using MlOpsBot.Teams.Tests.Running;

namespace MlOpsBot.Teams.Tests.Faults;

/// <summary>Asks rounds of questions in every way, and says in the end what came of each.</summary>
internal sealed class Questioning : IQuestioning, IAsyncDisposable
{
    private static readonly string[] s_questions = ["who owns model monitoring?", "who owns data quality?", "what does an ML engineer do?", "who is responsible for ci/cd?"];

    private readonly ConcurrentQueue<Asked> _asked = [];
    private Message? _answered;
    private int _people;

    private Questioning(FakeTeamsServer teams, Store store)
    {
        Teams = teams;
        Store = store;
    }

    public FakeTeamsServer Teams { get; }

    /// <summary>The bot's own data, read beside it.</summary>
    public Store Store { get; }

    public static async Task<Questioning> OpenAsync(FakeTeamsServer teams, TeamsBotSettings settings) => new(teams, await OpenStoreAsync(settings));

    /// <summary>Opens a bot's store beside it.</summary>
    public static Task<Store> OpenStoreAsync(TeamsBotSettings settings)
    {
        var options = settings.Postgres is { } postgres
            ? new StorageOptions { PostgresConnectionString = postgres, ReplicaName = "test" }
            : new StorageOptions { DataFolder = settings.DataFolder!, ReplicaName = "test", BusyTimeout = TimeSpan.FromSeconds(30) };
        return Store.OpenAsync(options, AesGcmSecretProtector.FromBase64(AesGcmSecretProtector.NewKey()), TimeProvider.System, TestContext.Current.CancellationToken);
    }

    public async Task WarmUpAsync()
    {
        _answered = await NewPerson().SayAsync(s_questions[0]);
        _answered.Card.ShouldNotBeNull(_answered.Read());
        Follow(_answered.Card).Type.ShouldBe("Action.Execute");
    }

    public Task RoundAsync(string row) => Task.WhenAll(
        AskAsync(row, AskedHow.Personal, chat: null),
        AskAsync(row, AskedHow.Channel, Teams.General),
        AskAsync(row, AskedHow.Group, Teams.World.AddGroup($"group-{_people}", Teams.Robin)),
        SubmitAsync(row),
        WelcomeAsync(row),
        InvokeAsync(row, AskedHow.Button),
        InvokeAsync(row, AskedHow.Thumb),
        InvokeAsync(row, AskedHow.Search),
        TellOfSettledAsync(row));

    public Task SettleAsync(TimeSpan patience) => Killing.SettleAsync(Store, TeamsPlace.Platform, _asked.SelectMany(asked => asked.Deliveries), patience);

    public async Task<IReadOnlyList<AskedEnd>> EndsAsync()
    {
        var changes = Teams.World.Changes;
        var ends = new List<AskedEnd>();
        foreach (var asked in _asked)
        {
            ends.Add(await asked.EndAsync(changes, Store));
        }

        return ends;
    }

    public ValueTask DisposeAsync() => Store.DisposeAsync();

    private async Task AskAsync(string row, AskedHow how, TeamsChat? chat)
    {
        var person = NewPerson();
        var written = await person.SendSayAsync(s_questions[_people % s_questions.Length], chat);
        _asked.Enqueue(new Asked(row, how, person, written.Message.Conversation, [written.Delivery], written.Since));
    }

    private async Task WelcomeAsync(string row)
    {
        var (person, since) = (NewPerson(), Teams.World.LastChange);
        var deliveries = await person.SendInstallAsync();
        _asked.Enqueue(new Asked(row, AskedHow.Welcome, person, Teams.World.Personal(person).Id, deliveries, since));
    }

    /// <summary>The warm answer's follow-up, pressed by an older client in a chat of its own, as if the card had been forwarded there.</summary>
    private async Task SubmitAsync(string row)
    {
        var (person, since) = (NewPerson(), Teams.World.LastChange);
        var card = _answered!.Card! with { Conversation = Teams.World.Personal(person).Id, Message = null };
        _asked.Enqueue(new Asked(row, AskedHow.Submit, person, card.Conversation, [await person.SendSubmitAsync(card, Follow(card).Title)], since));
    }

    private async Task InvokeAsync(string row, AskedHow how)
    {
        var (person, since) = (NewPerson(), Teams.World.LastChange);
        var card = _answered!.Card! with { Conversation = Teams.World.Personal(person).Id };
        var (name, value) = how switch
        {
            AskedHow.Button => ("adaptiveCard/action", Pressed(Follow(card))),
            AskedHow.Thumb => ("message/submitAction", Thumb(person.Name)),
            _ => ("composeExtension/query", Search()),
        };
        var answer = await person.InvokeAsync(how == AskedHow.Thumb ? _answered.Conversation : card.Conversation, name, value, how == AskedHow.Search ? null : _answered.Id);
        _asked.Enqueue(new Asked(row, how, person, card.Conversation, [answer.Delivery], since));
    }

    private static Button Follow(Card card) => card.Buttons.First(button => button.Verb == "open");

    private static JsonObject Pressed(Button button) => new()
    {
        ["action"] = new JsonObject { ["type"] = button.Type, ["title"] = button.Title, ["verb"] = button.Verb, ["data"] = Activities.Node(button.Data) },
        ["trigger"] = "manual",
    };

    private static JsonObject Thumb(string why) => new()
    {
        ["actionName"] = "feedback",
        ["actionValue"] = new JsonObject { ["reaction"] = "like", ["feedback"] = new JsonObject { ["feedbackText"] = why }.ToJsonString() },
    };

    private static JsonObject Search() => new()
    {
        ["commandId"] = "search",
        ["parameters"] = new JsonArray(new JsonObject { ["name"] = "q", ["value"] = "monitoring" }),
        ["queryOptions"] = new JsonObject { ["skip"] = 0, ["count"] = 25 },
    };

    /// <summary>A step of its own as soon as the first question of a round is settled in the store.</summary>
    private async Task TellOfSettledAsync(string row)
    {
        if (row != "settled")
        {
            return;
        }

        var before = _asked.Count;
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(TimeSpan.FromSeconds(5));
        using var beat = new PeriodicTimer(TimeSpan.FromMilliseconds(5));
        while (await beat.WaitForNextTickAsync(limit.Token).AsTask().ContinueWith(tick => tick.IsCompletedSuccessfully && tick.Result, TaskScheduler.Default))
        {
            foreach (var asked in _asked.Skip(before).Where(asked => asked.How == AskedHow.Personal))
            {
                if (await StateAsync(asked) == WorkState.Done)
                {
                    await Teams.StepAsync("settled", StepPoint.Answered);
                    return;
                }
            }
        }
    }

    private async Task<WorkState?> StateAsync(Asked asked)
        => (await Store.Inbox.FindAsync(new WorkspaceKey(TeamsPlace.Platform, Teams.Options.TenantId), $"{asked.Conversation}|{asked.Deliveries[0].Content.Id}"))?.State;

    private Person NewPerson() => Teams.World.AddPerson($"P{Interlocked.Increment(ref _people)}");
}
