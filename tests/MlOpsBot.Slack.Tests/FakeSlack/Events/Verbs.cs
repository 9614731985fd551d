using System.Text.Json.Nodes;

namespace MlOpsBot.Slack.Tests.FakeSlack;

/// <summary>A message that somebody wrote, and its way to the bot.</summary>
/// <param name="Message">The message.</param>
/// <param name="Events">The events that Slack made of it; none where the app is subscribed to none.</param>
/// <param name="Since">The number of the last change before it.</param>
internal sealed record Written(Message Message, IReadOnlyList<Delivery> Events, int Since);

/// <summary>What somebody sees next. Immutable.</summary>
/// <param name="Change">What happened.</param>
internal sealed record Seen(Change Change)
{
    /// <summary>The message that came or changed; null if a view did.</summary>
    public Message? Message => Change.Message;

    /// <summary>The modal or Home tab that came or changed; null if a message did.</summary>
    public View? View => Change.View;

    public string Read() => Message?.Read() ?? View!.Read();
}

/// <summary>
/// What people do in Slack. Verbs named <c>…Async</c> end when the bot's answer can be seen and return it; those that begin with
/// <c>Send</c> end when Slack has made its first attempt to tell the bot.
/// </summary>
internal static class Verbs
{
    /// <summary>The manifest's message shortcut.</summary>
    public const string WhoOwnsThis = "who_owns_this";

    /// <summary>Writes into a channel and mentions the bot; the answer.</summary>
    public static async Task<Message> MentionAsync(this Person person, Channel channel, string typed, string? thread = null)
        => await person.AnswerAsync(await person.SendMentionAsync(channel, typed, thread));

    /// <summary>Writes the bot a direct message; the answer.</summary>
    public static async Task<Message> DirectMessageAsync(this Person person, string typed, string? thread = null)
        => await person.AnswerAsync(await person.SendAsync(person.Server.World.Direct(person), Typing.AsSlackHasIt(typed), thread));

    /// <summary>Writes into a channel without a mention; the answer.</summary>
    public static async Task<Message> SayAsync(this Person person, Channel channel, string typed, string? thread = null)
        => await person.AnswerAsync(await person.SendAsync(channel, Typing.AsSlackHasIt(typed), thread));

    /// <summary>Writes into a channel and mentions the bot.</summary>
    public static Task<Written> SendMentionAsync(this Person person, Channel channel, string typed, string? thread = null)
        => person.SendAsync(channel, $"<@{person.Server.World.FindWorkspace(channel.Team)!.BotUser}> {Typing.AsSlackHasIt(typed)}", thread);

    /// <summary>Writes into a channel without a mention.</summary>
    public static Task<Written> SendSayAsync(this Person person, Channel channel, string typed, string? thread = null)
        => person.SendAsync(channel, Typing.AsSlackHasIt(typed), thread);

    /// <summary>Writes a text, given as Slack has it, into a channel or direct message.</summary>
    public static async Task<Written> SendAsync(this Person person, Channel channel, string text, string? thread = null)
    {
        var (server, world) = (person.Server, person.Server.World);
        var workspace = world.FindWorkspace(channel.Team)!;
        var since = world.LastChange;
        var message = new Message(channel.Id, world.NewTs(), person.Id) { Text = text, ThreadTs = thread };
        world.Post(channel, message);
        var types = new List<string>();
        if (channel.Members.Contains(workspace.BotUser) && server.Options.Subscriptions.Contains(MessageSubscription(channel)))
        {
            types.Add("message");
        }

        if (channel.Kind != PlaceKind.Direct && text.Contains($"<@{workspace.BotUser}>", StringComparison.Ordinal) && server.Options.Subscriptions.Contains("app_mention"))
        {
            types.Add("app_mention");
        }

        var payloads = new Payloads(server);
        var events = await Task.WhenAll(
            types.Select(type => server.Deliveries.SendAsync(payloads.Event(workspace, Payloads.MessageEvent(type, person, channel, message)))));
        return new Written(message, events, since);
    }

    /// <summary>Waits for the bot's answer to a message: in its thread, its direct message, or privately.</summary>
    public static async Task<Message> AnswerAsync(this Person person, Written written)
    {
        var asked = written.Message;
        return (await person.NextAsync(
            written.Since,
            change => change is { Kind: ChangeKind.Posted, Message: { IsFromBot: true } message }
                && message.Channel == asked.Channel && (message.ThreadTs == asked.Thread || message.ThreadTs == asked.ThreadTs),
            $"an answer to \"{asked.Text}\"")).Message!;
    }

    /// <summary>Types a command such as <c>/mlops roles</c>; what comes of it. Fails if the bot does not answer in time.</summary>
    public static async Task<Message> CommandAsync(this Person person, string typed, Channel? channel = null)
    {
        var (server, since) = (person.Server, person.Server.World.LastChange);
        var delivery = await person.SendCommandAsync(typed, channel);
        delivery.IsAcknowledged.ShouldBeTrue($"{typed} failed because the app did not respond: {delivery}");
        var through = ResponseUrls.IdOf(delivery.Content.Body["response_url"]!.GetValue<string>());
        return (await person.NextAsync(since, change => change.Through == through, $"an answer to \"{typed}\"")).Message!;
    }

    /// <summary>Types a command; what is in the response is shown.</summary>
    public static async Task<Delivery> SendCommandAsync(this Person person, string typed, Channel? channel = null)
    {
        var (server, words) = (person.Server, typed.Split(' ', 2));
        channel ??= server.General;
        var content = new Payloads(server).Command(person, channel, words[0], words.Length > 1 ? Typing.AsSlackHasIt(words[1]) : "");
        var delivery = await server.Deliveries.SendAsync(content);
        if (delivery.Receipts[0] is { IsAcknowledged: true, Body.Length: > 0 } receipt)
        {
            var url = new ResponseUrl(ResponseUrls.IdOf(content.Body["response_url"]!.GetValue<string>()), person, channel, null, default);
            var reply = server.Responses.Show(url, ResponseBody.Read(receipt.Body));
            reply.Outcome.ShouldBe("ok", reply.Body.ToJsonString());
        }

        return delivery;
    }

    /// <summary>Presses what has this label, action id or value; what comes of it.</summary>
    public static async Task<Seen> PressAsync(this Person person, Message message, string what)
    {
        var since = person.Server.World.LastChange;
        (await person.SendPressAsync(message, what)).IsAcknowledged.ShouldBeTrue($"pressing \"{what}\" failed");
        return await person.NextAsync(since, change => IsAnswer(change, person, message.Channel), $"what comes of pressing \"{what}\"");
    }

    /// <summary>Presses what has this label, action id or value in a modal or Home tab; what comes of it.</summary>
    public static async Task<Seen> PressAsync(this Person person, View view, string what)
    {
        var since = person.Server.World.LastChange;
        (await person.SendPressAsync(view, what)).IsAcknowledged.ShouldBeTrue($"pressing \"{what}\" failed");
        return await person.NextAsync(since, change => IsAnswer(change, person, null), $"what comes of pressing \"{what}\"");
    }

    public static Task<Delivery> SendPressAsync(this Person person, Message message, string what)
    {
        var channel = person.Server.World.FindChannel(message.Channel)!;
        return person.Server.Deliveries.SendAsync(new Payloads(person.Server).Press(person, channel, message, Find(message.Controls, what, message.Read)));
    }

    public static Task<Delivery> SendPressAsync(this Person person, View view, string what)
        => person.Server.Deliveries.SendAsync(new Payloads(person.Server).Press(person, view, Find(view.Controls, what, view.Read)));

    /// <summary>Opens the Home tab and waits until it is published.</summary>
    public static async Task<View> OpenHomeAsync(this Person person)
    {
        var since = person.Server.World.LastChange;
        await person.SendOpenAsync("home");
        return (await person.NextAsync(since, change => change.Kind == ChangeKind.HomePublished && change.View!.User == person.Id, "a Home tab")).View!;
    }

    /// <summary>Opens a tab of the app: <c>home</c> or <c>messages</c>.</summary>
    public static Task<Delivery> SendOpenAsync(this Person person, string tab)
    {
        var world = person.Server.World;
        var opened = new JsonObject
        {
            ["type"] = "app_home_opened",
            ["user"] = person.Id,
            ["channel"] = world.Direct(person).Id,
            ["tab"] = tab,
            ["event_ts"] = world.NewTs(),
        };
        if (tab == "home" && world.HomeOf(person) is { } home)
        {
            opened["view"] = MessageJson.Node(home.Body);
        }

        return person.Server.Deliveries.SendAsync(new Payloads(person.Server).Event(person.Workspace, opened));
    }

    /// <summary>Uses a message's shortcut; what comes of it.</summary>
    public static async Task<Seen> UseShortcutAsync(this Person person, Message message, string callback = WhoOwnsThis)
    {
        var since = person.Server.World.LastChange;
        (await person.SendShortcutAsync(message, callback)).IsAcknowledged.ShouldBeTrue($"the shortcut \"{callback}\" failed");
        return await person.NextAsync(since, change => IsAnswer(change, person, message.Channel), $"what comes of the shortcut \"{callback}\"");
    }

    public static Task<Delivery> SendShortcutAsync(this Person person, Message message, string callback = WhoOwnsThis)
        => person.Server.Deliveries.SendAsync(
            new Payloads(person.Server).Shortcut(person, person.Server.World.FindChannel(message.Channel)!, message, callback));

    /// <summary>Sends a modal's form with these values, by action id; what comes of it: what the response said, or what is seen next.</summary>
    public static async Task<Seen> SubmitAsync(this Person person, View view, params (string ActionId, string Value)[] values)
    {
        var since = person.Server.World.LastChange;
        var delivery = await person.SendSubmitAsync(view, values);
        delivery.IsAcknowledged.ShouldBeTrue("sending the form failed");
        return await person.NextAsync(since, change => IsAnswer(change, person, null), "what comes of the form");
    }

    public static async Task<Delivery> SendSubmitAsync(this Person person, View view, params (string ActionId, string Value)[] values)
    {
        var server = person.Server;
        var delivery = await server.Deliveries.SendAsync(
            new Payloads(server).Submit(person, view, values.ToDictionary(value => value.ActionId, value => value.Value)));
        if (delivery.IsAcknowledged)
        {
            ResponseBody.ApplyToModal(server, person, view, delivery.Receipts[0].Body);
        }

        return delivery;
    }

    /// <summary>Waits for the first change after a moment that this person sees and that fits.</summary>
    public static async Task<Seen> NextAsync(this Person person, int since, Func<Change, bool> fits, string what)
        => await person.Server.World.UntilAsync(
            () => person.Server.World.Changes.Skip(since).FirstOrDefault(change => fits(change) && IsVisible(change, person)) is { } change ? new Seen(change) : null,
            what);

    private static bool IsVisible(Change change, Person person) => change.Message is not { OnlyFor: { } only } || only == person.Id;

    private static bool IsAnswer(Change change, Person person, string? channel) => change.Kind switch
    {
        ChangeKind.Posted or ChangeKind.Updated or ChangeKind.Deleted => change.Message!.IsFromBot && (channel is null || change.Message.Channel == channel),
        ChangeKind.HomePublished or ChangeKind.ModalOpened or ChangeKind.ModalUpdated => change.View!.User == person.Id,
        _ => false,
    };

    private static string MessageSubscription(Channel channel) => channel.Kind switch
    {
        PlaceKind.Public => "message.channels",
        PlaceKind.Private => "message.groups",
        PlaceKind.Direct => "message.im",
        _ => "message.mpim",
    };

    private static Control Find(IEnumerable<Control> controls, string what, Func<string> read)
        => controls.FirstOrDefault(control => control.Label == what)
            ?? controls.FirstOrDefault(control => control.ActionId == what || control.Style == what)
            ?? controls.FirstOrDefault(control => control.Value == what)
            ?? throw new InvalidOperationException($"There is nothing to press called \"{what}\" in:\n{read()}");
}
