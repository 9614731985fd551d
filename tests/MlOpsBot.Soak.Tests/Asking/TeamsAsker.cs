using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using MlOpsBot.Teams.Tests.FakeTeams;

namespace MlOpsBot.Soak.Tests.Asking;

/// <summary>People in Teams who write, press buttons new and old, give thumbs, search, point and insert. Whoever asks is new, in a conversation of their own.</summary>
internal sealed class TeamsAsker
{
    private readonly FakeTeamsServer _teams;
    private readonly AskedLog _log;
    private readonly Message _answered;
    private readonly Card _dialog;
    private readonly ImmutableArray<TeamsChat> _channels;
    private int _turn;

    private TeamsAsker(FakeTeamsServer teams, AskedLog log, Message answered, Card dialog, ImmutableArray<TeamsChat> channels)
    {
        _teams = teams;
        _log = log;
        _answered = answered;
        _dialog = dialog;
        _channels = channels;
    }

    public IReadOnlyList<Way> Ways =>
    [
        new(16, PersonalAsync), new(10, ChannelAsync), new(5, GroupAsync), new(4, SubmitAsync), new(3, WelcomeAsync), new(10, ButtonAsync), new(4, ThumbAsync), new(16, SearchAsync), new(4, PointAsync),
        new(4, DialogAsync),
    ];

    private DateTimeOffset Now => _teams.Options.Time.GetUtcNow();

    /// <summary>Gets an answer and a dialog whose buttons are pressed later.</summary>
    public static async Task<TeamsAsker> OpenAsync(FakeTeamsServer teams, Sightings seen, AskedLog log)
    {
        teams.World.Noted = change => Note(seen, change);
        var person = teams.World.AddPerson("First");
        var answered = await person.SayAsync("who owns model monitoring?");
        var pointed = new Message(answered.Conversation, answered.Id, person, Frozen.Of(new JsonObject { ["text"] = "who owns model monitoring?" }));
        var dialog = (await person.PointAsync(pointed)).Dialog.ShouldNotBeNull();
        return new TeamsAsker(
            teams, log, answered, dialog, [.. Enumerable.Range(1, 10).Select(number => teams.World.AddChannel(string.Create(CultureInfo.InvariantCulture, $"asking-{number}"), person))]);
    }

    private static void Note(Sightings seen, Change change)
    {
        if (change is { Kind: ChangeKind.Posted, Message: { IsFromBot: true } message })
        {
            seen.Add($"teams:{message.Conversation}", change.At, message);
        }
    }

    private Task PersonalAsync() => SayAsync("Teams: personal message", chat: null);

    private Task ChannelAsync() => SayAsync("Teams: mention in a channel", _channels[(int)((uint)Interlocked.Increment(ref _turn) % (uint)_channels.Length)]);

    private Task GroupAsync() => SayAsync("Teams: mention in a group", _teams.World.AddGroup("asking", _teams.Robin));

    private async Task SayAsync(string kind, TeamsChat? chat)
    {
        var at = Now;
        var written = await NewPerson().SendSayAsync(Questions.Next(), chat);
        Posted(kind, at, written.Message.Conversation, written.Delivery);
    }

    /// <summary>The follow-up, pressed in an older client in a chat of its own, as if the card had been forwarded there.</summary>
    private async Task SubmitAsync()
    {
        var (person, at) = (NewPerson(), Now);
        var card = _answered.Card! with { Conversation = _teams.World.Personal(person).Id, Message = null };
        Posted("Teams: Action.Submit", at, card.Conversation, await person.SendSubmitAsync(card, Follow(card).Title));
    }

    private async Task WelcomeAsync()
    {
        var (person, at) = (NewPerson(), Now);

        // It is announced in two ways, of which either may be the one that is worked on; both are sent until they are taken.
        var sent = await person.SendInstallAsync();
        Posted("Teams: installation", at, _teams.World.Personal(person).Id, sent[^1], _teams.World.Personal(person).Id);
    }

    private Task ButtonAsync() => InvokeAsync("Teams: adaptiveCard/action", "adaptiveCard/action", () =>
    {
        var button = Follow(_answered.Card!);
        var action = new JsonObject { ["type"] = button.Type, ["title"] = button.Title, ["verb"] = button.Verb, ["data"] = Activities.Node(button.Data) };
        return new JsonObject { ["action"] = action, ["trigger"] = "manual" };
    }, static answer => answer.Card is { Buttons.IsEmpty: false });

    private Task ThumbAsync() => InvokeAsync("Teams: message/submitAction", "message/submitAction", static () => new JsonObject
    {
        ["actionName"] = "feedback",
        ["actionValue"] = new JsonObject { ["reaction"] = "like", ["feedback"] = new JsonObject { ["feedbackText"] = "right" }.ToJsonString() },
    }, static _ => true);

    private Task SearchAsync() => InvokeAsync("Teams: composeExtension/query", "composeExtension/query", static () => new JsonObject
    {
        ["commandId"] = "search",
        ["parameters"] = new JsonArray(new JsonObject { ["name"] = "q", ["value"] = "monitoring" }),
        ["queryOptions"] = new JsonObject { ["skip"] = 0, ["count"] = 25 },
    }, static answer => !answer.Results.IsEmpty);

    private Task PointAsync() => InvokeAsync("Teams: composeExtension/fetchTask", "composeExtension/fetchTask", () => new JsonObject
    {
        ["commandId"] = "whoOwnsThis",
        ["commandContext"] = "message",
        ["messagePayload"] = new JsonObject { ["id"] = _answered.Id, ["body"] = new JsonObject { ["contentType"] = "html", ["content"] = $"<div>{Questions.Next()}</div>" } },
    }, static answer => answer.Dialog is not null);

    private Task DialogAsync() => InvokeAsync("Teams: composeExtension/submitAction", "composeExtension/submitAction", () => new JsonObject
    {
        ["commandId"] = "whoOwnsThis",
        ["commandContext"] = "message",
        ["data"] = Activities.Node(_dialog.Buttons.First(button => button.Type == "Action.Submit").Data),
    }, static answer => answer.Body.ValueKind == JsonValueKind.Object);

    private async Task InvokeAsync(string kind, string name, Func<JsonObject> value, Func<InvokeAnswer, bool> isGood)
    {
        var at = Now;
        var person = NewPerson();
        var conversation = name == "message/submitAction" ? _answered.Conversation : _teams.World.Personal(person).Id;
        var answer = await person.InvokeAsync(conversation, name, value(), name is "adaptiveCard/action" or "message/submitAction" ? _answered.Id : null);
        _log.Add(new Asked(kind, AskedRule.Answered, at) { Delivery = answer.Delivery, IsGood = answer.Delivery.IsAcknowledged && isGood(answer) });
    }

    private void Posted(string kind, DateTimeOffset at, string conversation, Delivery sent, string? mark = null)
        => _log.Add(new Asked(kind, AskedRule.OnceOrDoubtful, at) { Keys = [$"teams:{conversation}"], Mark = mark ?? $"{conversation}|{sent.Content.Id}", Delivery = sent });

    private static Button Follow(Card card) => card.Buttons.First(button => button.Verb == "open");

    private Person NewPerson() => _teams.World.AddPerson(string.Create(CultureInfo.InvariantCulture, $"P{Interlocked.Increment(ref _turn)}"));
}
