using System.Collections.Immutable;
using System.Globalization;
using MlOpsBot.Slack.Tests.FakeSlack;

namespace MlOpsBot.Soak.Tests.Asking;

/// <summary>
/// People of several workspaces who mention the bot, write to it, type commands, press, point, open its Home tab and fill in its form.
/// Whoever asks for what they alone see is new, so that every answer is known for one; workspaces and channels are many, so that
/// Slack's limits of posts are not come near.
/// </summary>
internal sealed class SlackAsker
{
    private const int Channels = 12;
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(15);

    private readonly FakeSlackServer _slack;
    private readonly Sightings _seen;
    private readonly AskedLog _log;
    private readonly ImmutableArray<Place> _places;
    private readonly ImmutableDictionary<string, Message> _answered;
    private int _turn;
    private int _people;

    private SlackAsker(FakeSlackServer slack, Sightings seen, AskedLog log, ImmutableArray<Place> places, ImmutableDictionary<string, Message> answered)
    {
        _slack = slack;
        _seen = seen;
        _log = log;
        _places = places;
        _answered = answered;
    }

    public IReadOnlyList<Way> Ways => [new(40, MentionAsync), new(24, DirectAsync), new(32, CommandAsync), new(14, PressAsync), new(8, ShortcutAsync), new(8, HomeAsync), new(4, ExplainAsync)];

    private DateTimeOffset Now => _slack.Options.Time.GetUtcNow();

    /// <summary>Makes channels and an answer in each workspace whose buttons are pressed later.</summary>
    /// <param name="slack">The platform.</param>
    /// <param name="seen">Told what the bot shows.</param>
    /// <param name="log">Where what is asked is written down.</param>
    /// <param name="workspaces">Those in which the bot is installed.</param>
    public static async Task<SlackAsker> OpenAsync(FakeSlackServer slack, Sightings seen, AskedLog log, IReadOnlyList<Workspace> workspaces)
    {
        slack.World.Noted = change => Note(seen, change);
        var places = workspaces.SelectMany(workspace =>
        {
            var owner = workspace.AddPerson("Owner");
            return Enumerable.Range(1, Channels).Select(number => new Place(workspace, workspace.AddChannel($"asking-{number}", members: owner), owner));
        }).OrderBy(place => place.Channel.Name, StringComparer.Ordinal).ToImmutableArray();
        var answered = await Task.WhenAll(workspaces.Select(async workspace =>
        {
            var first = workspace.AddPerson("First");
            var channel = workspace.AddChannel("answered", members: first);
            return (workspace.Id, Message: await first.MentionAsync(channel, "who owns model monitoring?"));
        }));
        return new SlackAsker(slack, seen, log, places, answered.ToImmutableDictionary(pair => pair.Id, pair => pair.Message));
    }

    /// <summary>Switches tips on in a channel that has none, for a minute of today; the tip of today counts as asked for then.</summary>
    public async Task SubscribeAsync(int number, DateTimeOffset due)
    {
        var (workspace, _, owner) = _places[number % _places.Length];
        var channel = workspace.AddChannel(string.Create(CultureInfo.InvariantCulture, $"tips-{number}"), members: owner);
        var text = due.ToString("'/mlops tips on 'HH:mm' daily UTC'", CultureInfo.InvariantCulture);
        var sent = await owner.SendCommandAsync(text, channel);

        // What was changed, all are told. While the store or Slack fails, whoever asked is told to try again.
        if (sent.Receipts[0].Body.Contains("in_channel", StringComparison.Ordinal))
        {
            _log.Add(new Asked("Slack: tip", AskedRule.Once, due) { Keys = [$"tip:{channel.Id}"], Mark = channel.Id, IsAnswered = true });
        }
    }

    private static void Note(Sightings seen, Change change)
    {
        if (KeyOf(change) is { } key)
        {
            seen.Add(key, change.At, (object?)change.Message ?? change.View!);
        }
    }

    private static string? KeyOf(Change change) => change switch
    {
        { Kind: ChangeKind.HomePublished, View: { } home } => $"home:{home.User}",
        { Kind: ChangeKind.ModalOpened or ChangeKind.ModalUpdated, View: { } modal } => $"modal:{modal.User}",
        { Kind: ChangeKind.Posted or ChangeKind.Updated, Through: { } through } => $"through:{through}",
        { Kind: ChangeKind.Posted, Message: { IsFromBot: true } message } => KeyOf(message),
        _ => null,
    };

    private static string KeyOf(Message message) => message switch
    {
        { OnlyFor: { } only } => $"only:{only}",
        _ when message.Channel[0] == 'D' => $"direct:{message.Channel}",
        { ThreadTs: null } => $"tip:{message.Channel}",
        { Mentions: [var mention, ..] } => $"press:{mention.Target}",
        _ => $"thread:{message.ThreadTs}",
    };

    private async Task MentionAsync()
    {
        var (place, at) = (NextPlace(), Now);
        var written = await place.Owner.SendMentionAsync(place.Channel, Questions.Next());
        var sent = written.Events[0];
        _log.Add(new Asked("Slack: mention", AskedRule.Once, at) { Keys = [$"thread:{written.Message.Ts}"], Mark = sent.Content.Id, Delivery = sent });
    }

    private async Task DirectAsync()
    {
        var (person, at) = (NewPerson(NextPlace()), Now);
        var channel = _slack.World.Direct(person);
        var sent = (await person.SendAsync(channel, Questions.Next())).Events[0];
        _log.Add(new Asked("Slack: direct message", AskedRule.Once, at) { Keys = [$"direct:{channel.Id}"], Mark = sent.Content.Id, Delivery = sent });
    }

    private async Task CommandAsync()
    {
        var (place, at) = (NextPlace(), Now);
        var sent = await NewPerson(place).SendCommandAsync($"/mlops {Questions.Next()}", place.Channel);
        _log.Add(new Asked("Slack: command", AskedRule.Answered, at) { Delivery = sent, IsGood = sent.Receipts[0].Body.Contains("\"blocks\"", StringComparison.Ordinal) });
    }

    private Task PressAsync()
    {
        var place = NextPlace();
        var (person, message) = (NewPerson(place), _answered[place.Workspace.Id]);
        return PressAsync("Slack: button", AskedRule.Pressed, person, [$"press:{person.Id}"], () => person.SendPressAsync(message, Opening(message.Controls)!.ActionId));
    }

    private async Task ShortcutAsync()
    {
        var place = NextPlace();
        var (person, message) = (NewPerson(place), _answered[place.Workspace.Id]);
        var pointed = new Message(message.Channel, _slack.World.NewTs(), person.Id) { Text = Questions.Next() };
        var content = new Payloads(_slack).Shortcut(person, _slack.World.FindChannel(message.Channel)!, pointed, Verbs.WhoOwnsThis);
        await PressAsync("Slack: shortcut", AskedRule.Pressed, person, [Through(content), $"only:{person.Id}"], () => _slack.Deliveries.SendAsync(content));
    }

    /// <summary>Opens the Home tab, a card in a window, and another card in it.</summary>
    private async Task HomeAsync()
    {
        var person = NewPerson(NextPlace());
        var home = await _seen.NextAsync<View>(
            $"home:{person.Id}", () => PressAsync("Slack: Home", AskedRule.Shown, person, [$"home:{person.Id}"], () => person.SendOpenAsync("home")), s_patience);
        if (home is null)
        {
            return;
        }

        var card = home.Controls.First(control => control.ActionId.StartsWith("home:", StringComparison.Ordinal)).Label;
        if (await OpenAsync(person, () => person.SendPressAsync(home, card)) is { } modal && Opening(modal.Controls) is { } next)
        {
            await OpenAsync(person, () => person.SendPressAsync(modal, next.ActionId));
        }
    }

    /// <summary>Gives a thumb, and fills in the form that asks why.</summary>
    private async Task ExplainAsync()
    {
        var place = NextPlace();
        var (person, message) = (NewPerson(place), _answered[place.Workspace.Id]);
        Join(person, message.Channel);
        var content = new Payloads(_slack).Press(person, _slack.World.FindChannel(message.Channel)!, message, message.Controls.First(control => control.Style == "negative_button"));
        var thanks = await _seen.NextAsync<Message>(
            Through(content),
            () => PressAsync("Slack: thumb", AskedRule.Pressed, person, [Through(content)], () => _slack.Deliveries.SendAsync(content)),
            s_patience);
        if (thanks is null)
        {
            return;
        }

        // Where the window can no longer be opened, the press is answered where it was made.
        var why = new Payloads(_slack).Press(person, _slack.World.FindChannel(thanks.Channel)!, thanks, thanks.Controls.First(control => control.Label == "Say why"));
        if (await OpenAsync(person, () => _slack.Deliveries.SendAsync(why), Through(why)) is { } form)
        {
            await PressAsync("Slack: form", AskedRule.Pressed, person, [$"only:{person.Id}"], () => person.SendSubmitAsync(form, ("why:text", "wrong team")));
        }
    }

    /// <summary>Opens a window or another card in it. Where that is too late, a message asks to press again.</summary>
    private Task<View?> OpenAsync(Person person, Func<Task<Delivery>> press, params ImmutableArray<string> otherwise) => _seen.NextAsync<View>(
        $"modal:{person.Id}",
        () => PressAsync("Slack: window", AskedRule.Shown, person, [$"modal:{person.Id}", $"only:{person.Id}", $"direct:{_slack.World.Direct(person).Id}", .. otherwise], press),
        s_patience);

    private async Task PressAsync(string kind, AskedRule rule, Person person, ImmutableArray<string> keys, Func<Task<Delivery>> send)
    {
        var at = Now;
        _log.Add(new Asked(kind, rule, at) { Keys = keys, Mark = person.Id, Delivery = await send() });
    }

    private static string Through(Outgoing content) => $"through:{ResponseUrls.IdOf(content.Body["response_url"]!.GetValue<string>())}";

    private static Control? Opening(IEnumerable<Control> controls) => controls.FirstOrDefault(control => control.ActionId.StartsWith("open:", StringComparison.Ordinal));

    private Place NextPlace() => _places[(int)((uint)Interlocked.Increment(ref _turn) % (uint)_places.Length)];

    private Person NewPerson(Place place)
    {
        var person = place.Workspace.AddPerson(string.Create(CultureInfo.InvariantCulture, $"P{Interlocked.Increment(ref _people)}"));
        Join(person, place.Channel.Id);
        return person;
    }

    private void Join(Person person, string channel)
    {
        lock (_slack.World.Gate)
        {
            _slack.World.FindChannel(channel)!.Members.Add(person.Id);
        }
    }

    private sealed record Place(Workspace Workspace, Channel Channel, Person Owner);
}
